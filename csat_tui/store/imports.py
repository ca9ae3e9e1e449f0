"""Rows of a file become records: what is new, known or changed, all or none, and taken back as one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from sqlmodel import Session, col, select

from csat_tui.store import operations
from csat_tui.store.clean import cleaned
from csat_tui.store.database import Store
from csat_tui.store.tables import BatchRow, LogRow, OperationRow
from csat_tui.store.view import View, hanging
from schemas.records import operations as ops
from schemas.records.envelope import read_body
from schemas.records.identity import customer_id, event_id, project_id

Fate = Literal["new", "known", "changed"]
NewId = Callable[[], str]

PART = 500

_DEPENDENTS_FIRST = ("task", "event", "project", "customer")
"""A batch of events may have made tasks and customers: what others point to goes last."""


@dataclass(frozen=True)
class Planned:
    """What a row would do: the record it is about, the fields it sets, and what they hold now."""

    fate: Fate
    record: str
    version: int
    fields: Mapping[str, Any]
    before: Mapping[str, Any]


class StillUsed(ValueError):
    """An import that cannot be taken back: these of its records are used, or were changed since."""

    def __init__(self, records: Sequence[str]) -> None:
        super().__init__(f"{len(records)} records of the import are in use")
        self.records = records


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


def undo(store: Store, batch: str, new_id: NewId, *, at: str, user: str | None = None) -> int:
    """Take an import of this laptop back, in one transaction; how many records it concerned.

    KeyError when it was not made here or is undone already. Raises StillUsed, and then nothing is changed.
    """
    with store.write() as session:
        held = session.get(BatchRow, batch)
        every = _made(session, batch)
        if held is None or held.status != "applied" or not (every or held.body.get("known")):
            raise KeyError(batch)
        view = View(session)
        view.expect((ops.ENTITY_OF[one.kind], one.record) for one in every)
        made = [one for one in every if not _made_elsewhere(one, view)]
        born = {id(one) for one in _births(made, view)}
        undone = [_inverse(one, id(one) in born, view, new_id(), at, user) for one in reversed(made)]
        used = _changed_since(made, view)
        for entity in _DEPENDENTS_FIRST:
            mine = [
                (one, back) for one, back in zip(reversed(made), undone, strict=True) if _of(one) == entity
            ]
            withdrawn = [back.record for _one, back in mine if isinstance(back, ops.Withdraw)]
            used |= hanging(session, entity, withdrawn)
            operations.record_in(session, [back for _one, back in mine])
        if used:
            raise StillUsed(sorted(used))
        end = ops.Withdraw(id=new_id(), at=at, user=user, entity="batch", record=batch)
        operations.record_in(session, [end])
        return len(undone)


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


def _made(session: Session, batch: str) -> list[ops.RecordOp]:
    """The operations of a batch, in order."""
    query = (
        select(LogRow.seq, LogRow.body)
        .join(OperationRow, col(OperationRow.seq) == col(LogRow.seq))
        .where(OperationRow.batch == batch)
        .order_by(col(LogRow.seq))
        .distinct()
    )
    bodies = [read_body(body) for _seq, body in session.exec(query)]
    models = (ops.OPERATIONS[body["kind"]].model_validate(body) for body in bodies)
    return [model for model in models if isinstance(model, ops.RecordOp)]


def _births(made: Sequence[ops.RecordOp], view: View) -> Iterable[ops.RecordOp]:
    """Those that made their record: the first of a record that names this batch as its origin."""
    first = {one.record: one for one in reversed(made)}.values()
    return (one for one in first if _origin(one, view) == one.batch)


def _origin(one: ops.RecordOp, view: View) -> Any:
    return (view.get(ops.ENTITY_OF[one.kind], one.record) or {}).get("batch")


def _made_elsewhere(one: ops.RecordOp, view: View) -> bool:
    """Whether another import made the record that this one would have made: it stays as that one brought it."""
    making = not one.base_version and not one.before
    return making and _origin(one, view) not in (None, one.batch)


def _inverse(
    one: ops.RecordOp, born: bool, view: View, id: str, at: str, user: str | None
) -> ops.RecordOp | ops.Withdraw:
    """What takes an operation back: the record it made is withdrawn, a field it set gets its value again."""
    entity = ops.ENTITY_OF[one.kind]
    content: dict[str, Any] = {"id": id, "kind": one.kind, "at": at, "user": user, "record": one.record}
    if born:
        return ops.Withdraw.model_validate(content | {"kind": ops.WITHDRAW, "entity": entity})
    content |= {"base_version": view.version(entity, one.record), "before": one.fields}
    return type(one).model_validate(content | {"fields": {name: one.before.get(name) for name in one.fields}})


def _of(one: ops.RecordOp) -> str:
    return ops.ENTITY_OF[one.kind]


def _changed_since(made: Sequence[ops.RecordOp], view: View) -> set[str]:
    """Records of the batch that somebody changed since, or took away."""
    last: dict[tuple[str, str], dict[str, Any]] = {}
    for one in made:
        last.setdefault((_of(one), one.record), {}).update(one.fields)
    return {
        record for (entity, record), fields in last.items() if not _holds(view.get(entity, record), fields)
    }


def _holds(held: Mapping[str, Any] | None, fields: Mapping[str, Any]) -> bool:
    return held is not None and all(held.get(name) == value for name, value in fields.items())


def _parts(rows: Sequence[Mapping[str, Any]]) -> Iterable[list[Mapping[str, Any]]]:
    source = iter(rows)
    while part := list(islice(source, PART)):
        yield part
