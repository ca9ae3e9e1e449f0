"""Publish customers, tasks and packs to the laptops that are to have them.

A record that did not change is not published again, so an import can be repeated.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session, col, select

from schemas.canonical import canonical_bytes
from schemas.figures.funnel import day_of, place_of
from schemas.records.changes import fit
from schemas.records.known import Reference
from schemas.text import narrow
from sync.centre.faults import CentreError
from sync.centre.feed import Published, append
from sync.centre.tables import ReferenceRow

PACKS = "ref"
"""The stream every laptop reads: approved packs."""

SETTLED = {
    "customer": (
        (
            "do_not_contact",
            {"do_not_contact", *(f"do_not_contact_{name}" for name in ("reason", "asked_by", "by", "at"))},
        ),
        ("merged_into", {"merged_into", "status", "gave", "status_before"}),
    ),
    "task": (
        ("done_by", {"done_by", "status", "extra_contacts", "outcome"}),
        ("attempts", {"attempts", "status", "cancelled_reason", "appointment_at", "replaced_by"}),
    ),
}
"""Entity -> (field that tells that a rule has spoken, fields that it has set)."""

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
class Record:
    """A record to be published: its stream and its whole body. ``anew``: with a new version though nothing changed,
    because a laptop shows something else."""

    entity: str
    id: str
    stream: str
    body: Mapping[str, Any]
    anew: bool = False


def publish(
    session: Session, entity: str, records: Iterable[Reference | Mapping[str, Any]], *, region: str = "main"
) -> int:
    """Put records of one entity into the feed; how many it took. What only rules set (a task done, a customer
    merged or not to be contacted) stays as it is.

    ``region`` is where they are published, but packs, and tasks that are somebody's. A record that moves to
    another stream leaves the old one. Raises CentreError ``unfit_record`` and publishes none when one does not
    fit its model.
    """
    fits = [_fit(entity, record) for record in records]
    held = _held(session, entity, [fit["id"] for fit in fits])
    whole = [fit | _settled(entity, held.get(fit["id"])) for fit in fits]
    return put(session, [Record(entity, one["id"], stream_of(entity, one, region), one) for one in whole])


def put(session: Session, records: Iterable[Record]) -> int:
    """Publish whole records; how many were new or changed. One append to each stream, as the last thing."""
    wanted = {(record.entity, record.id): record for record in records}
    changes: dict[str, list[Published]] = defaultdict(list)
    changed = 0
    for entity in sorted({entity for entity, _id in wanted}):
        mine = [record for record in wanted.values() if record.entity == entity]
        held = _held(session, entity, [record.id for record in mine])
        changed += sum(_put(session, record, held.get(record.id), changes) for record in mine)
    _append(session, changes)
    return changed


def withdraw(session: Session, entity: str, ids: Sequence[str]) -> int:
    """Take records out of the feed with a tombstone each; how many there were. That somebody is not to be
    contacted outlives his record: it holds again when he comes back."""
    changes: dict[str, list[Published]] = defaultdict(list)
    held = [row for row in _held(session, entity, ids).values() if not row.deleted]
    for row in held:
        changes[row.stream].append(Published(entity, row.id, row.version + 1, "delete", before=row.version))
        row.body = canonical_bytes(_remembered(entity, json.loads(row.body))).decode()
        row.version, row.deleted = row.version + 1, True
    _append(session, changes)
    return len(held)


def _put(
    session: Session, record: Record, row: ReferenceRow | None, changes: dict[str, list[Published]]
) -> bool:
    kept = json.loads(row.body) if row is not None and row.deleted else {}
    body = canonical_bytes({**record.body, **kept}).decode()
    if row is None:
        row = ReferenceRow(entity=record.entity, id=record.id, stream=record.stream, version=1, body=body)
        session.add(row)
        _look_ups(row, record.body)
        changes[record.stream].append(Published(record.entity, record.id, 1, "put", body=body))
        return True
    if (row.body, row.stream, row.deleted) == (body, record.stream, False) and not record.anew:
        return False
    before = None if row.deleted else row.version
    if row.stream != record.stream and before is not None:
        changes[row.stream].append(Published(record.entity, record.id, before, "out_of_scope", before=before))
        before = None
    row.version, row.stream, row.body, row.deleted = row.version + 1, record.stream, body, False
    _look_ups(row, record.body)
    changes[record.stream].append(
        Published(record.entity, record.id, row.version, "put", before=before, body=body)
    )
    return True


def _look_ups(row: ReferenceRow, body: Mapping[str, Any]) -> None:
    row.number = narrow(str(body["number"])) if body.get("number") else None
    row.customer = body.get("merged_into") or body.get("customer")
    row.event = body.get("event")
    if row.entity == "task":
        row.pack, row.due_day, row.place = body.get("pack"), day_of(body), place_of(body)
    elif row.entity == "draw":
        row.pack = body["pack"]


def _append(session: Session, changes: Mapping[str, list[Published]]) -> None:
    session.flush()
    for stream in sorted(changes):  # in one order everywhere, so that two writers never wait for each other
        append(session, stream, changes[stream])


def _fit(entity: str, record: Reference | Mapping[str, Any]) -> dict[str, Any]:
    try:
        return fit(entity, record if isinstance(record, Mapping) else record.model_dump())
    except ValidationError as error:
        known = record.get("id") if isinstance(record, Mapping) else record.id
        raise CentreError("unfit_record", id=known or "?", entity=entity) from error


def _remembered(entity: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """What is left of a withdrawn record."""
    if entity != "customer" or not body.get("do_not_contact"):
        return {}
    return {name: value for name, value in body.items() if name.startswith("do_not_contact")}


def _settled(entity: str, row: ReferenceRow | None) -> dict[str, Any]:
    """What rules have set on the record that is held."""
    if row is None or row.deleted or entity not in SETTLED:
        return {}
    held = json.loads(row.body)
    return {
        name: held[name] for sign, names in SETTLED[entity] if held.get(sign) for name in names & held.keys()
    }


def stream_of(entity: str, body: Mapping[str, Any], region: str) -> str:
    """Where a record is published: packs to all, a task to whose it is, anything else to its region."""
    if entity == "pack":
        return PACKS
    assignee = body.get("assignee") if entity == "task" else None
    return task_stream(assignee) if assignee else customer_stream(region)


def _held(session: Session, entity: str, ids: Sequence[str]) -> dict[str, ReferenceRow]:
    found: dict[str, ReferenceRow] = {}
    for start in range(0, len(ids), LOOKUP):
        rows = session.exec(
            select(ReferenceRow)
            .where(col(ReferenceRow.entity) == entity, col(ReferenceRow.id).in_(ids[start : start + LOOKUP]))
            .order_by(col(ReferenceRow.id))
            .with_for_update()
        )
        found.update({row.id: row for row in rows})
    return found
