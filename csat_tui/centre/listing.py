"""What a centre has received, for ``csat list`` and ``csat show``."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from csat_tui.centre.opening import administration, centre_store
from csat_tui.output import json_text
from schemas.masking import masked, masked_person
from schemas.records.reference import COLLECTIONS
from schemas.records.response import RESPONSES
from sync.centre import read

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
    """The exact bytes of a record as they came in; that they were looked at is in the audit log first. Raises Trouble
    ``not_found``."""
    with administration(database) as admin:
        return admin.show(id)


def as_shown(body: bytes) -> bytes:
    """A record for a person, with its telephone numbers masked, as on a laptop; of a questionnaire only that of its
    temporary customer, so that remarks stand as they came in."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):  # set aside because it is none
        return body
    if not isinstance(content, dict):
        return body
    if content.get("kind") in RESPONSES:
        return json_text(masked_person(content)).encode() if content.get("temp") else body
    return json_text(masked(content)).encode()
