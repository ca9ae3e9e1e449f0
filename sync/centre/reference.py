"""Publish customers, tasks and packs to the laptops that are to have them.

A record that did not change is not published again, so an import can be repeated.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session, col, select

from schemas.canonical import canonical_bytes
from schemas.records.reference import COLLECTIONS, Reference
from sync.centre.faults import CentreError
from sync.centre.feed import Published, append
from sync.centre.tables import ReferenceRow

PACKS = "ref"
"""The stream every laptop reads: approved packs."""

LOOKUP = 500
"""Rows looked up at once; databases limit the number of parameters."""


def customer_stream(region: str) -> str:
    return f"cust:{region}"


def task_stream(person: str) -> str:
    return f"task:{person}"


def streams_of(person: str, region: str) -> tuple[str, ...]:
    """What the laptop of this person reads."""
    return (PACKS, customer_stream(region), task_stream(person))


@dataclass(frozen=True)
class _Record:
    id: str
    stream: str
    body: str


def publish(
    session: Session, entity: str, records: Iterable[Reference | Mapping[str, Any]], *, region: str = "main"
) -> int:
    """Put records of one entity (``customer``, ``task``, ``pack``) into the feed; how many it took.

    ``region`` is where customers are published. A record that moves to another stream leaves the old one.
    Raises CentreError ``unfit_record`` and publishes none when one does not fit its model.
    """
    wanted = {}
    for record in records:
        fit = _fit(entity, record)
        wanted[fit.id] = _Record(fit.id, _stream(entity, fit, region), _text(fit))
    held = _held(session, entity, list(wanted))
    changes: dict[str, list[Published]] = defaultdict(list)
    changed = sum(_put(session, entity, record, held.get(record.id), changes) for record in wanted.values())
    _append(session, changes)
    return changed


def withdraw(session: Session, entity: str, ids: Sequence[str]) -> int:
    """Take records out of the feed with a tombstone each; how many there were."""
    changes: dict[str, list[Published]] = defaultdict(list)
    held = [row for row in _held(session, entity, ids).values() if not row.deleted]
    for row in held:
        changes[row.stream].append(Published(entity, row.id, row.version + 1, "delete", before=row.version))
        row.version, row.deleted, row.body = row.version + 1, True, "{}"
    _append(session, changes)
    return len(held)


def _put(
    session: Session,
    entity: str,
    record: _Record,
    row: ReferenceRow | None,
    changes: dict[str, list[Published]],
) -> bool:
    if row is None:
        row = ReferenceRow(entity=entity, id=record.id, stream=record.stream, version=1, body=record.body)
        session.add(row)
        changes[record.stream].append(Published(entity, record.id, 1, "put"))
        return True
    if (row.body, row.stream, row.deleted) == (record.body, record.stream, False):
        return False
    before = None if row.deleted else row.version
    if row.stream != record.stream and before is not None:
        changes[row.stream].append(Published(entity, record.id, before, "out_of_scope", before=before))
        before = None
    row.version, row.stream, row.body, row.deleted = row.version + 1, record.stream, record.body, False
    changes[record.stream].append(Published(entity, record.id, row.version, "put", before=before))
    return True


def _append(session: Session, changes: Mapping[str, list[Published]]) -> None:
    session.flush()
    for stream in sorted(changes):  # in one order everywhere, so that two writers never wait for each other
        append(session, stream, changes[stream])


def _fit(entity: str, record: Reference | Mapping[str, Any]) -> Reference:
    model = COLLECTIONS[entity]
    try:
        return model.model_validate(record if isinstance(record, Mapping) else record.model_dump())
    except ValidationError as error:
        known = record.get("id") if isinstance(record, Mapping) else record.id
        raise CentreError("unfit_record", id=known or "?", entity=entity) from error


def _text(record: Reference) -> str:
    return canonical_bytes(record.model_dump(mode="json", exclude_none=True)).decode()


def _stream(entity: str, record: Reference, region: str) -> str:
    if entity == "customer":
        return customer_stream(region)
    if entity == "task":
        return task_stream(getattr(record, "assignee", None) or "")
    return PACKS


def _held(session: Session, entity: str, ids: Sequence[str]) -> dict[str, ReferenceRow]:
    found: dict[str, ReferenceRow] = {}
    for start in range(0, len(ids), LOOKUP):
        rows = session.exec(
            select(ReferenceRow).where(
                col(ReferenceRow.entity) == entity, col(ReferenceRow.id).in_(ids[start : start + LOOKUP])
            )
        )
        found.update({row.id: row for row in rows})
    return found
