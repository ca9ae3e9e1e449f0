"""The records of this laptop as operations see and change them: read when asked for, written back together."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from pydantic_core import from_json
from sqlmodel import Session, col, delete, select

from csat_tui.store import index
from csat_tui.store.among import among
from csat_tui.store.bulk import read_records
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

Body = dict[str, Any]
Name = tuple[str, str]
"""Entity and id."""


class View:
    """``schemas.records.changes.Look`` on one writing (or reading) transaction.

    Proposals are the centre's to make: what it would dispute is shown when it has come back.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._held: dict[Name, Body | None] = {}
        self._versions: dict[Name, int] = {}
        self._numbers: dict[str, str | None] = {}
        self._changed: set[Name] = set()
        self._strangers: set[str] = set()
        """Customers that were looked up and are not here."""

    def expect(self, names: Iterable[Name]) -> None:
        """Read these records with few queries; what was read before stays as it is."""
        missing = sorted(set(names) - self._held.keys())
        for entity, group in groupby(missing, key=lambda name: name[0]):
            ids = [id for _entity, id in group]
            table = TABLES[entity]
            for start in range(0, len(ids), PART):
                part = ids[start : start + PART]
                self._held.update(((entity, id), None) for id in part)
                found = read_records(self._session, table, part)
                for id, version, body in found:
                    self._held[entity, id], self._versions[entity, id] = from_json(body), version
                if entity == "customer":
                    self._strangers.update(set(part).difference(one[0] for one in found))

    def expect_numbers(self, numbers: Iterable[str]) -> None:
        """Find the customers of these numbers with few queries."""
        missing = sorted({narrow(number) for number in numbers} - self._numbers.keys())
        for start in range(0, len(missing), PART):
            part = missing[start : start + PART]
            self._numbers.update(dict.fromkeys(part))
            # SQLite would look for who is not merged, who are nearly all, before it looks for the numbers.
            query = select(CustomerRow.number, CustomerRow.id, CustomerRow.merged_into)
            found = self._session.exec(query.where(among(CustomerRow.number, part)))
            self._numbers.update((number, id) for number, id, merged_into in found if merged_into is None)

    def get(self, entity: str, id: str) -> Mapping[str, Any] | None:
        if (entity, id) not in self._held:
            self.expect([(entity, id)])
        return self._held[entity, id]

    def customer_with(self, number: str) -> str | None:
        plain = narrow(number)
        if plain not in self._numbers:
            self.expect_numbers([plain])
        return self._numbers[plain]

    def hangs(self, entity: str, id: str) -> bool:
        return id in hanging(self._session, entity, [id])

    def version(self, entity: str, id: str) -> int:
        """The centre's version of a record that was asked for; 0 for one made here."""
        return self._versions.get((entity, id), 0)

    def take(self, effects: Effects) -> Effects:
        """Make these the present state; written by ``store``."""
        for entity, body in effects.puts:
            if entity != "proposal" or (entity, body["id"]) in self._versions:
                self._set((entity, body["id"]), body)
        for name in effects.removes:
            self._set(name, None)
        return effects

    def store(self) -> None:
        """Write what changed since the last time, with the look-ups that hang on it."""
        for entity, group in groupby(sorted(self._changed), key=lambda name: name[0]):
            names = list(group)
            rows = [
                row_of_harmless(*name, self._versions.get(name, 0), body)
                for name in names
                if (body := self._held[name]) is not None
            ]
            gone = [name[1] for name in names if self._held[name] is None]
            put(self._session, TABLES[entity], rows)
            for start in range(0, len(gone), PART):
                part = gone[start : start + PART]
                self._session.exec(delete(TABLES[entity]).where(col(TABLES[entity].id).in_(part)))
            index.follow(self._session, entity, rows, gone, self._strangers)
            if entity == "task":
                keep_done(self._session, [row["id"] for row in rows])
        self._changed.clear()
        self._strangers.clear()

    def _set(self, name: Name, body: Body | None) -> None:
        self._held[name] = body
        self._changed.add(name)
        if name[0] == "customer" and body is not None and body["number"] and not body.get("merged_into"):
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
