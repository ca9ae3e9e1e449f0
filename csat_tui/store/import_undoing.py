"""An import taken back as one: what it made goes unless another import made it too, what it changed is as before."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, select

from csat_tui.store import operations
from csat_tui.store.database import Store
from csat_tui.store.tables import BatchRow, LogRow, OperationRow
from csat_tui.store.view import View, hanging
from schemas.records import operations as ops
from schemas.records.bringing import batches_of, makes, upholds, without
from schemas.records.changes import fit
from schemas.records.envelope import read_body

NewId = Callable[[], str]
Name = tuple[str, str]
"""Entity and id."""

DEPENDENTS_FIRST = ("task", "event", "project", "customer")
"""A batch of events may have made tasks and customers: what others point to goes last."""


class StillUsed(ValueError):
    """An import that cannot be taken back: these of its records are used, or were changed since."""

    def __init__(self, records: Sequence[str]) -> None:
        super().__init__(f"{len(records)} records of the import are in use")
        self.records = records


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
        view.expect(_name(one) for one in every)
        brought = _brought(every, batch, view)
        changed = [one for one in reversed(every) if _changes(one) and _name(one) not in brought]
        used = _changed_since(changed, view) | _added_to(brought, batch, view)
        head: dict[str, Any] = {"at": at, "user": user}
        for entity in DEPENDENTS_FIRST:
            mine = [id for of, id in brought if of == entity]
            used |= hanging(
                session, entity, [id for id in mine if not without(_held(view, entity, id), batch)]
            )
            gone = (
                ops.Withdraw(id=new_id(), entity=entity, record=id, batch=batch, **head)  # type: ignore[arg-type]
                for id in mine
            )
            back = (_inverse(one, view, {"id": new_id(), **head}) for one in changed if _of(one) == entity)
            operations.record_in(session, [*back, *gone])
        if used:
            raise StillUsed(sorted(used))
        end = ops.Withdraw(id=new_id(), entity="batch", record=batch, **head)
        operations.record_in(session, [end])
        return len(brought) + len({_name(one) for one in changed})


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


def _brought(every: Iterable[ops.RecordOp], batch: str, view: View) -> dict[Name, dict[str, Any]]:
    """The records that rest on this import, each with the fields that the import gave it."""
    told: dict[Name, dict[str, Any]] = {}
    for one in every:
        if batch in batches_of(_held(view, *_name(one))):
            told.setdefault(_name(one), {}).update(one.fields)
    return told


def _changes(one: ops.RecordOp) -> bool:
    """Whether it changed a record that was on file. One that would have made it, where it was made elsewhere,
    has set nothing of its own."""
    return not makes(_of(one), one) and not upholds(one)


def _inverse(one: ops.RecordOp, view: View, head: Mapping[str, Any]) -> ops.RecordOp:
    """A field that the operation set gets its value again."""
    seen = {"base_version": view.version(*_name(one)), "before": one.fields}
    fields = {name: one.before.get(name) for name in one.fields}
    return type(one).model_validate(
        {"kind": one.kind, "record": one.record, "fields": fields, **seen, **head}
    )


def _changed_since(changed: Iterable[ops.RecordOp], view: View) -> set[str]:
    """Records whose fields, as the import set them, somebody changed since."""
    last: dict[Name, dict[str, Any]] = {}
    for one in changed:  # the last first
        last[_name(one)] = {**one.fields, **last.get(_name(one), {})}
    return {
        id
        for (entity, id), fields in last.items()
        if any(_held(view, entity, id).get(name) != value for name, value in fields.items())
    }


def _added_to(brought: Mapping[Name, Mapping[str, Any]], batch: str, view: View) -> set[str]:
    """Records that would go, and that are not just as the import left them: somebody's words would go as well."""
    return {id for (entity, id), told in brought.items() if _differs(entity, id, told, batch, view)}


def _differs(entity: str, id: str, told: Mapping[str, Any], batch: str, view: View) -> bool:
    held = _held(view, entity, id)
    return not without(held, batch) and held != fit(entity, {**told, "id": id, "batches": [batch]})


def _held(view: View, entity: str, id: str) -> Mapping[str, Any]:
    return view.get(entity, id) or {}


def _name(one: ops.RecordOp) -> Name:
    return _of(one), one.record


def _of(one: ops.RecordOp) -> str:
    return ops.ENTITY_OF[one.kind]
