"""The records of this laptop as operations see and change them: read when asked for, written back together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic_core import from_json
from sqlmodel import Session, col, delete, select

from csat_tui.store import index
from csat_tui.store.bulk import read_many, read_records
from csat_tui.store.driver import json_text
from csat_tui.store.rows import TABLES, keep_done, put, row_of_harmless
from csat_tui.store.tables import (
    AttemptRow,
    CustomerRow,
    EventRow,
    PlanLineRow,
    ProjectRow,
    ResponseRow,
    TaskRow,
    VisitRow,
)
from schemas.records.changes import Effects
from schemas.text import narrow

PART = 500

_NUMBERED = "SELECT number, id, merged_into FROM customer WHERE number IN (SELECT value FROM json_each(?))"
"""Who is not merged is picked from the answer: SQLite would look for them, who are nearly all, before the numbers."""

Body = dict[str, Any]
Name = tuple[str, str]
"""Entity and id."""


class View:
    """``schemas.records.changes.Look`` on one writing (or reading) transaction.

    Proposals are the centre's to make: what it would dispute is shown when it has come back.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._held: defaultdict[str, dict[str, Body | None]] = defaultdict(dict)
        """Entity -> id -> the record, None for one that is not here; the same order in what follows."""
        self._versions: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self._changed: defaultdict[str, set[str]] = defaultdict(set)
        self._numbers: dict[str, str | None] = {}
        self._strangers: set[str] = set()
        """Customers that were looked up and are not here."""

    def expect(self, names: Iterable[Name]) -> None:
        """Read these records with few queries; what was read before stays as it is."""
        wanted: defaultdict[str, set[str]] = defaultdict(set)
        for entity, id in names:
            wanted[entity].add(id)
        for entity, ids in wanted.items():
            self.look_up(entity, ids)

    def look_up(self, entity: str, ids: Iterable[str]) -> None:
        """The same for records of one entity."""
        held, versions = self._held[entity], self._versions[entity]
        missing = sorted(set(ids) - held.keys())
        for start in range(0, len(missing), PART):
            part = missing[start : start + PART]
            held.update(dict.fromkeys(part))
            for id, version, body in read_records(self._session, TABLES[entity], part):
                held[id], versions[id] = from_json(body), version
        if entity == "customer":
            self._strangers.update(id for id in missing if held[id] is None)

    def expect_numbers(self, numbers: Iterable[str]) -> None:
        """Find the customers of these numbers with few queries."""
        missing = sorted({narrow(number) for number in numbers} - self._numbers.keys())
        for start in range(0, len(missing), PART):
            part = missing[start : start + PART]
            self._numbers.update(dict.fromkeys(part))
            found = read_many(self._session, _NUMBERED, json_text(part))
            self._numbers.update((number, id) for number, id, merged_into in found if merged_into is None)

    def get(self, entity: str, id: str) -> Mapping[str, Any] | None:
        held = self._held[entity]
        if id not in held:
            self.look_up(entity, [id])
        return held[id]

    def customer_with(self, number: str) -> str | None:
        plain = narrow(number)
        if plain not in self._numbers:
            self.expect_numbers([plain])
        return self._numbers[plain]

    def hangs(self, entity: str, id: str) -> bool:
        return id in hanging(self._session, entity, [id])

    def version(self, entity: str, id: str) -> int:
        """The centre's version of a record that was asked for; 0 for one made here."""
        return self._versions[entity].get(id, 0)

    def take(self, effects: Effects) -> Effects:
        """Make these the present state; written by ``store``."""
        for entity, body in effects.puts:
            if entity != "proposal" or body["id"] in self._versions[entity]:
                self._set(entity, body["id"], body)
        for entity, id in effects.removes:
            self._set(entity, id, None)
        return effects

    def store(self) -> None:
        """Write what changed since the last time, with the look-ups that hang on it."""
        for entity in sorted(self._changed):
            ids, held, versions = sorted(self._changed[entity]), self._held[entity], self._versions[entity]
            rows = [
                row_of_harmless(entity, id, versions.get(id, 0), body)
                for id in ids
                if (body := held[id]) is not None
            ]
            gone = [id for id in ids if held[id] is None]
            put(self._session, TABLES[entity], rows)
            for start in range(0, len(gone), PART):
                part = gone[start : start + PART]
                self._session.exec(delete(TABLES[entity]).where(col(TABLES[entity].id).in_(part)))
            index.follow(self._session, entity, rows, gone, self._strangers)
            if entity == "task":
                keep_done(self._session, [row["id"] for row in rows])
        self._changed.clear()
        self._strangers.clear()

    def _set(self, entity: str, id: str, body: Body | None) -> None:
        self._held[entity][id] = body
        self._changed[entity].add(id)
        if entity == "customer" and body is not None and body["number"] and not body.get("merged_into"):
            self._numbers[narrow(body["number"])] = body["id"]


def hanging(session: Session, entity: str, ids: Sequence[str]) -> set[str]:
    """Which of these records something points to."""
    found: set[str] = set()
    for start in range(0, len(ids), PART):
        part = ids[start : start + PART]
        for pointer in _POINTING.get(entity, ()):
            found.update(session.exec(select(pointer).where(col(pointer).in_(part)).distinct()))
    return found


_POINTING: Mapping[str, tuple[Any, ...]] = {
    "customer": (
        ResponseRow.customer,
        TaskRow.customer,
        EventRow.customer,
        AttemptRow.customer,
        ProjectRow.customer,
        VisitRow.customer,
        PlanLineRow.customer,
        CustomerRow.merged_into,
    ),
    "event": (TaskRow.event,),
    "task": (ResponseRow.task, AttemptRow.task),
}
"""Entity -> what points to a record of it."""
