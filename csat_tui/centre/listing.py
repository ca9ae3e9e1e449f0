"""What a centre has received, for ``csat list`` and ``csat show``."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from csat_tui.centre.opening import as_trouble, centre_store
from sync.centre import read
from sync.centre.faults import CentreError


def centre_rows(kind: str | None, database: str | None) -> Iterator[dict[str, Any]]:
    """One item a row, in the order of arrival."""
    with centre_store(database) as store:
        for item in read.items(store, kind=kind):
            yield asdict(item)


def centre_body(id: str, database: str | None) -> bytes:
    """The exact bytes of a record as they came in. Raises Trouble ``not_found``."""
    with centre_store(database) as store:
        try:
            return read.body_of(store, id)
        except CentreError as error:
            raise as_trouble(error) from error
