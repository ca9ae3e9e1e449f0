"""Rows of a file become records: what is new, known or changed, all or none."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from sqlmodel import Session, col, select

from csat_tui.store import operations
from csat_tui.store.clean import cleaned
from csat_tui.store.database import Store
from csat_tui.store.tables import BatchRow, OperationRow, TaskRow
from csat_tui.store.view import View
from schemas.records import operations as ops
from schemas.records.bringing import batches_of, upheld
from schemas.records.identity import customer_id, event_id, project_id

Fate = Literal["new", "known", "changed"]
NewId = Callable[[], str]

PART = 500


@dataclass(frozen=True)
class Planned:
    """What a row would do: the record it is about, the fields it sets, and what they hold now."""

    fate: Fate
    record: str
    version: int
    fields: Mapping[str, Any]
    before: Mapping[str, Any]


def plan(store: Store, what: ops.Imported, rows: Sequence[Mapping[str, Any]]) -> list[Planned]:
    """What each row would do now, for the preview; nothing is written.

    A row is the fields of a record: a customer or project has its ``number``, an event ``source_system`` and
    ``source_no``. The same record twice in the rows is known, or changed, the second time.
    """
    with store.read() as session:
        return [planned for part in _parts(rows) for planned in _planned(View(session), what, part)]


def apply(
    store: Store, what: ops.Imported, rows: Sequence[Mapping[str, Any]], batch: ops.ImportBatch, new_id: NewId
) -> ops.ImportBatch:
    """Import these rows and log them under this batch, in one transaction; the batch with its true counts.

    Rows that are known already are not logged. Raises ``operations.CannotApply`` and imports nothing when a
    row does not make a record.
    """
    counts = {"new": 0, "known": 0, "changed": 0}
    with store.write() as session:
        for part in _parts(rows):
            found = _planned(View(session), what, part)
            for planned in found:
                counts[planned.fate] += 1
            done = (_operation(what, one, batch, new_id()) for one in found if one.fate != "known")
            operations.record_in(session, done)
        whole = operations.harmless(batch.model_copy(update=counts))
        operations.record_in(session, [whole])
    return whole


def imported_before(store: Store, file_hash: str) -> list[Mapping[str, Any]]:
    """The imports of exactly this file that were not undone, here or on another laptop."""
    query = select(BatchRow).where(BatchRow.file_hash == file_hash, BatchRow.status == "applied")
    with store.read() as session:
        return [row.body for row in session.exec(query)]


def of_this_laptop(store: Store) -> frozenset[str]:
    """The ids of the imports that were made here."""
    with store.read() as session:
        return made_here(session)


def made_here(session: Session) -> frozenset[str]:
    """The same as a transaction sees it."""
    logged = select(OperationRow.record).where(OperationRow.record == BatchRow.id).exists()
    return frozenset(session.exec(select(BatchRow.id).where(logged)))


def uphold_tasks(store: Store, batch: str, new_id: NewId, *, at: str, user: str | None) -> None:
    """Rest the tasks that are about the events of this import on it as well, where only imports of other laptops
    made them: an event must not lose its call when those are taken back."""
    mine = of_this_laptop(store)
    about = (
        select(TaskRow.body)
        .join(OperationRow, col(OperationRow.record) == col(TaskRow.event))
        .where(OperationRow.batch == batch)
    )
    head = {"at": at, "user": user, "batch": batch}
    with store.write() as session:
        tasks = {body["id"]: upheld(body) for body in session.exec(about) if _of_others(body, mine)}
        found = (
            ops.TaskOp.model_validate({"id": new_id(), "record": id, "fields": told, "before": told, **head})
            for id, told in tasks.items()
        )
        operations.record_in(session, found)


def _of_others(body: Mapping[str, Any], mine: frozenset[str]) -> bool:
    batches = batches_of(body)
    return bool(batches) and mine.isdisjoint(batches)


def _planned(view: View, what: ops.Imported, rows: Sequence[Mapping[str, Any]]) -> list[Planned]:
    clean: list[dict[str, Any]] = [cleaned(row) for row in rows]
    if what == "customer":
        view.expect_numbers(str(row["number"]) for row in clean)
    named = [(_record_of(view, what, row), row) for row in clean]
    view.expect((what, id) for id, _row in named)
    seen: dict[str, dict[str, Any]] = {}
    return [_one(view, what, id, row, seen) for id, row in named]


def _one(
    view: View, what: ops.Imported, id: str, row: Mapping[str, Any], seen: dict[str, dict[str, Any]]
) -> Planned:
    held = seen.get(id) or view.get(what, id)
    seen[id] = {**(held or {}), **row}
    if held is None:
        return Planned("new", id, 0, row, {})
    news = {name: value for name, value in row.items() if held.get(name) != value}
    before = {name: held[name] for name in news if name in held}
    return Planned("changed" if news else "known", id, view.version(what, id), news, before)


def _record_of(view: View, what: ops.Imported, row: Mapping[str, Any]) -> str:
    if what == "event":
        return event_id(str(row["source_system"]), str(row["source_no"]))
    number = str(row["number"])
    return project_id(number) if what == "project" else view.customer_with(number) or customer_id(number)


def _operation(what: ops.Imported, planned: Planned, batch: ops.ImportBatch, id: str) -> ops.RecordOp:
    model = {"customer": ops.CustomerOp, "event": ops.EventImport, "project": ops.ProjectOp}[what]
    return model(
        id=id,
        at=batch.at,
        user=batch.user,
        record=planned.record,
        base_version=planned.version,
        fields=dict(planned.fields),
        before=dict(planned.before),
        batch=batch.id,
    )


def _parts(rows: Sequence[Mapping[str, Any]]) -> Iterable[list[Mapping[str, Any]]]:
    source = iter(rows)
    while part := list(islice(source, PART)):
        yield part
