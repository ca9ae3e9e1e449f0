"""What a centre has received, for ``csat list`` and ``csat show``."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from csat_tui.centre.opening import as_trouble, centre_store
from schemas.records.reference import COLLECTIONS
from sync.centre import read
from sync.centre.faults import CentreError

if TYPE_CHECKING:
    from csat_tui.commands.listing import Filters


def centre_rows(asked: "Filters", database: str | None) -> Iterator[dict[str, Any]]:
    """One item a row, in the order of arrival."""
    with centre_store(database) as store:
        sought = read.Sought(
            kind=asked.kind,
            status=asked.status,
            pack=asked.pack,
            first=asked.first,
            last=asked.last,
            customer=asked.customer,
            person=asked.user,
            case_class=asked.case_class,
            text=asked.text,
            below=asked.below,
        )
        if asked.kind in COLLECTIONS:
            yield from filter(asked.wants, read.records(store, asked.kind))
            return
        for item in read.items(store, sought):
            yield asdict(item)


def centre_body(id: str, database: str | None) -> bytes:
    """The exact bytes of a record as they came in. Raises Trouble ``not_found``."""
    with centre_store(database) as store:
        try:
            return read.body_of(store, id)
        except CentreError as error:
            raise as_trouble(error) from error
