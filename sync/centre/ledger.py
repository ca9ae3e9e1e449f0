"""The published records as operations see and change them: read together, changed in memory, published once."""

import json
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from sqlmodel import Session, col, select

from schemas.records.changes import Effects
from schemas.text import narrow
from sync.centre.reference import Record, customer_stream, put, stream_of, withdraw
from sync.centre.tables import Person, ReferenceRow, Response

PART = 500

Body = dict[str, Any]
Name = tuple[str, str]
"""Entity and id."""


class Ledger:
    """``schemas.records.changes.Look`` on one transaction. ``region``: of whoever handed the operations in;
    what is new is published there."""

    def __init__(self, session: Session, region: str) -> None:
        self._session = session
        self._region = region
        self._held: dict[Name, Body | None] = {}
        self._streams: dict[Name, str] = {}
        self._numbers: dict[str, str | None] = {}
        self._changed: dict[Name, None] = {}
        self._anew: set[Name] = set()

    def expect(self, names: Iterable[Name]) -> None:
        """Read these records with few queries; what was read before stays as it is."""
        missing = sorted(set(names) - self._held.keys())
        for entity, group in groupby(missing, key=lambda name: name[0]):
            ids = [id for _entity, id in group]
            for start in range(0, len(ids), PART):
                self._read(entity, ids[start : start + PART])

    def expect_numbers(self, numbers: Iterable[str]) -> None:
        """Find the customers of these numbers with few queries."""
        missing = sorted({narrow(number) for number in numbers} - self._numbers.keys())
        for start in range(0, len(missing), PART):
            part = missing[start : start + PART]
            self._numbers.update(dict.fromkeys(part))
            query = select(ReferenceRow.number, ReferenceRow.id).where(
                ReferenceRow.entity == "customer",
                col(ReferenceRow.number).in_(part),
                col(ReferenceRow.deleted).is_(False),
                col(ReferenceRow.customer).is_(None),
            )
            # Of several the first by id: the last to be written down here.
            found = self._session.exec(query.order_by(col(ReferenceRow.id).desc()))
            self._numbers.update((number or "", id) for number, id in found)

    def get(self, entity: str, id: str) -> Mapping[str, Any] | None:
        if (entity, id) not in self._held:
            self._read(entity, [id])
        return self._held[entity, id]

    def customer_with(self, number: str) -> str | None:
        plain = narrow(number)
        if plain not in self._numbers:
            self.expect_numbers([plain])
        return self._numbers[plain]

    def hangs(self, entity: str, id: str) -> bool:
        return self._points_here(entity, id) or self._points_on_disk(entity, id)

    def take(self, effects: Effects) -> None:
        """Make these the present state; ``publish`` writes them."""
        for entity, body in effects.puts:
            self._set((entity, body["id"]), body)
        for name in effects.removes:
            self._set(name, None)

    def send_anew(self, names: Iterable[Name]) -> None:
        """Publish these records, if they are there, whether they change or not."""
        for name in names:
            if self.get(*name) is not None:
                self._anew.add(name)
                self._changed[name] = None

    def publish(self) -> None:
        """Write everything that changed and append it to the feed: the last thing a transaction does."""
        gone = [name for name in self._changed if self._held[name] is None]
        for entity, group in groupby(sorted(gone), key=lambda name: name[0]):
            withdraw(self._session, entity, [id for _entity, id in group])
        put(
            self._session,
            [
                Record(*name, self._stream(name, body), body, anew=name in self._anew)
                for name in self._changed
                if (body := self._held[name]) is not None
            ],
        )
        self._changed.clear()
        self._anew.clear()

    def _read(self, entity: str, ids: list[str]) -> None:
        self._held.update(((entity, id), None) for id in ids)
        query = select(ReferenceRow).where(
            ReferenceRow.entity == entity,
            col(ReferenceRow.id).in_(ids),
            col(ReferenceRow.deleted).is_(False),
        )
        for row in self._session.exec(query.order_by(col(ReferenceRow.id)).with_for_update()):
            self._held[entity, row.id] = json.loads(row.body)
            self._streams[entity, row.id] = row.stream

    def _set(self, name: Name, body: Body | None) -> None:
        self._held[name] = body
        self._changed[name] = None
        if name[0] == "customer" and body is not None and body["number"] and not body.get("merged_into"):
            self._numbers[narrow(body["number"])] = body["id"]

    def _stream(self, name: Name, body: Body) -> str:
        """Where a record is published: where it is, or where what it is about is, or in the region of whoever
        made it; a task goes to whose it is, if that is anybody the centre knows: else nobody would get it."""
        if name[0] == "task" and body.get("assignee") and self._session.get(Person, body["assignee"]):
            return stream_of(name[0], body, self._region)
        known = self._streams.get(name) or self._stream_about(name[0], body)
        if known is None or (name[0] == "task" and known.startswith("task:")):
            return customer_stream(self._region)
        return known

    def _stream_about(self, entity: str, body: Body) -> str | None:
        about: Name = ("customer", body.get("customer") or "")
        if entity == "proposal":
            about = (body["entity"], body["record"])
        self.get(*about)
        return self._streams.get(about)

    def _points_here(self, entity: str, id: str) -> bool:
        fields = ("merged_into", "customer") if entity == "customer" else (entity,)
        changed = (self._held[name] or {} for name in self._changed)
        return any(body.get(field) == id for body in changed for field in fields)

    def _points_on_disk(self, entity: str, id: str) -> bool:
        records = {"customer": ReferenceRow.customer, "event": ReferenceRow.event}.get(entity)
        responses = {"customer": Response.customer, "task": Response.task}.get(entity)
        if records is not None:
            query = select(ReferenceRow.entity, ReferenceRow.id).where(col(records) == id)
            for name in self._session.exec(query.where(col(ReferenceRow.deleted).is_(False))):
                if self._held.get(name, {}) is not None:  # not taken away in this very transaction
                    return True
        if responses is None:
            return False
        return (
            self._session.exec(select(Response.id).where(col(responses) == id).limit(1)).first() is not None
        )
