"""Customers, events, proposals and the other records of this laptop, for ``csat list`` and ``csat show``.

Telephone numbers are masked here; who opens a customer is on record, as with the card on a screen.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlmodel import col, select

from csat_tui.laptop.customer_page import note_look
from csat_tui.laptop.opening import Laptop
from csat_tui.store import customers
from csat_tui.store.rows import TABLES
from csat_tui.store.tables import DraftEventRow, DraftRow, LogRow
from schemas.masking import masked
from schemas.records.reference import COLLECTIONS

Row = dict[str, Any]

KINDS = tuple(sorted(set(COLLECTIONS) - {"task"}))
"""What can be listed besides questionnaires, drafts and tasks."""

_AT = {"event": "closed_at", "pack": "approved_at", "mailing": "issued_on", "paper_batch": "received_on"}
_TOO_MUCH = {"content", "chosen", "reserve", "search"}


def rows(laptop: Laptop, kind: str) -> Iterator[Row]:
    """All records of a kind, in the order of their ids, read bit by bit."""
    table: Any = TABLES[kind]
    with laptop.store.read() as session:
        query = select(table.id, table.body).order_by(col(table.id)).execution_options(yield_per=500)
        for id, body in session.exec(query):
            yield _row(kind, id, body)


def find(laptop: Laptop, id: str) -> Row | None:
    """The record of this id, or the customer of this number, whole; None when there is none. Seeing a customer is
    noted."""
    called = customers.by_number(laptop.store, id)
    return _find(laptop, id) or (_find(laptop, called.id) if called else None)


def _find(laptop: Laptop, id: str) -> Row | None:
    for kind in ("task", *KINDS):
        table: Any = TABLES[kind]
        with laptop.store.read() as session:
            held = session.get(table, id)
        if held is None:
            continue
        if kind == "customer":
            note_look(laptop, id, "card")
        return {"id": id, "kind": kind, **masked({**held.body, "version": held.version})}
    return _draft(laptop, id) or _entry(laptop, id)


def _draft(laptop: Laptop, id: str) -> Row | None:
    """A form being filled: what it was begun with, and every step."""
    with laptop.store.read() as session:
        held = session.get(DraftRow, id)
        steps = select(DraftEventRow.event).where(DraftEventRow.draft == id).order_by(col(DraftEventRow.seq))
        events = list(session.exec(steps))
    if held is None:
        return None
    begun = {"started_at": held.started_at, "changed_at": held.changed_at, **masked(held.header)}
    return {"id": id, "kind": "draft", "status": held.status, **begun, "events": events}


def _entry(laptop: Laptop, id: str) -> Row | None:
    """What was done here and stands in the log: an attempt, a change of a customer."""
    with laptop.store.read() as session:
        body = session.exec(select(LogRow.body).where(LogRow.id == id).limit(1)).first()
    return None if body is None else masked(json.loads(body))


def _row(kind: str, id: str, body: Mapping[str, Any]) -> Row:
    shown = {
        name: value for name, value in masked(body).items() if name not in _TOO_MUCH and value is not None
    }
    told = {"id": id, "kind": kind, "status": body.get("status", "stored")}
    return {**told, "occurred_at": body.get(_AT.get(kind, "at")), **shown, **told}
