"""What is done to customers, events, tasks and projects here: the change and its log entry, one transaction.

The laptop shows at once what the centre will do when the operation arrives; what the centre does not know yet is
laid again over whatever comes down in the meantime.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlmodel import Session, col, or_, select

from csat_tui.store import devicelog
from csat_tui.store.clean import cleaned
from csat_tui.store.database import Store
from csat_tui.store.rows import TABLES
from csat_tui.store.tables import LogRow, OperationRow
from csat_tui.store.view import View
from schemas.records.effects import Effects, effects_of, temporary_customer
from schemas.records.envelope import body_bytes, read_body
from schemas.records.operations import ENTITY_OF, OPERATIONS, CustomerOp, Operation
from schemas.records.response import RESPONSES, ResponseFinal, read_response

T = TypeVar("T")
Op = TypeVar("Op", bound=Operation)

PART = 500


class CannotApply(ValueError):
    """An operation that the records here do not allow; ``code`` as the centre would quarantine it:
    ``unknown_record`` or ``invalid_body``."""

    def __init__(self, code: str, operation: str) -> None:
        super().__init__(f"{code}: operation {operation}")
        self.code = code


def record(store: Store, operations: Iterable[Operation]) -> int:
    """Do these operations in order and log them, all or none; how many.

    An operation whose id is in the log already is passed over. Raises CannotApply.
    """
    with store.write() as session:
        return record_in(session, map(harmless, operations))


def record_in(session: Session, operations: Iterable[Operation]) -> int:
    """The same as part of a writing transaction, for operations whose texts are ``harmless``."""
    view = View(session)
    done = 0
    for part in _parts(operations, PART):
        new = _not_logged(session, part)
        view.expect(record for operation in new for record in _records(operation))
        view.expect_numbers(_numbers(new))
        effects = [view.take(_allowed(operation, effects_of(operation, view))) for operation in new]
        first = devicelog.append_many(session, [(one.kind, one.id, body_bytes(one)) for one in new])
        view.store()
        _note(session, new, effects, first)
        done += len(new)
    return done


def here(store: Store, entity: str, ids: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
    """The records of these ids as they stand here, by id; what is not here is left out."""
    with store.read() as session:
        view = View(session)
        view.expect((entity, id) for id in ids)
        found = ((id, view.get(entity, id)) for id in ids)
        return {id: body for id, body in found if body is not None}


def versions(store: Store, entity: str, ids: Sequence[str]) -> Mapping[str, int]:
    """The version of each of these records that came from the centre last; 0 for one made here."""
    table = TABLES[entity]
    found: dict[str, int] = {}
    with store.read() as session:
        for start in range(0, len(ids), PART):
            query = select(table.id, table.version).where(col(table.id).in_(ids[start : start + PART]))
            found.update(session.exec(query).all())
    return found


def lay_over(session: Session, records: Sequence[str] | None = None) -> None:
    """Do again, on what came down, the operations the centre does not know of these records; None: of all."""
    known = devicelog.acknowledged(session).n
    waiting = or_(col(LogRow.seq) > known, LogRow.result == "quarantined")
    asked = (
        select(LogRow.seq, LogRow.body)
        .join(OperationRow, col(OperationRow.seq) == col(LogRow.seq))
        .where(waiting)
        .order_by(col(LogRow.seq))
        .distinct()
    )
    bodies: dict[int, bytes] = {}
    if records is None:
        bodies.update(session.exec(asked).all())
    for part in _parts(records or (), PART):
        bodies.update(session.exec(asked.where(col(OperationRow.record).in_(part))).all())
    if not bodies:
        return
    view = View(session)
    for seq in sorted(bodies):
        view.take(_again(read_body(bodies[seq]), view))
    view.store()


def note_temporary(session: Session, response: ResponseFinal, seq: int) -> None:
    """Put the temporary customer that a response makes on file, as part of its transaction."""
    made = temporary_customer(response)
    if made is None:
        return
    view = View(session)
    if view.get("customer", made["id"]) is None:
        view.take(Effects((("customer", made),)))
    view.store()
    session.add(OperationRow(seq=seq, record=made["id"]))


def _again(content: Mapping[str, Any], view: View) -> Effects:
    if content["kind"] in RESPONSES:
        made = temporary_customer(read_response(content))
        known = made is None or view.get("customer", made["id"]) is not None
        return Effects() if made is None or known else Effects((("customer", made),))
    effects = effects_of(OPERATIONS[content["kind"]].model_validate(content), view)
    return Effects() if effects.code else effects


def harmless(operation: Op) -> Op:
    """The operation with every text in it cleaned."""
    return type(operation).model_validate(cleaned(operation.model_dump(mode="json", by_alias=True)))


def _allowed(operation: Operation, effects: Effects) -> Effects:
    if effects.code is not None:
        raise CannotApply(effects.code, operation.id)
    return effects


def _not_logged(session: Session, operations: Sequence[Operation]) -> list[Operation]:
    ids = [operation.id for operation in operations]
    logged = set(session.exec(select(LogRow.id).where(col(LogRow.id).in_(ids))))
    return list({one.id: one for one in operations if one.id not in logged}.values())


def _records(operation: Operation) -> list[tuple[str, str]]:
    """The records an operation names, as (entity, id), to look them up together."""
    entity = getattr(operation, "entity", None) or ENTITY_OF.get(operation.kind, "customer")
    names = {"record": entity, "customer": "customer", "into": "customer", "task": "task"}
    return [(of, id) for name, of in names.items() if (id := getattr(operation, name, None))]


def _numbers(operations: Sequence[Operation]) -> list[str]:
    """The numbers of the customers these make, to find twins of them together."""
    making = (one.fields.get("number") for one in operations if isinstance(one, CustomerOp))
    return [str(number) for number in making if number]


def _parts(things: Iterable[T], size: int) -> Iterator[list[T]]:
    source = iter(things)
    while part := list(islice(source, size)):
        yield part


def _note(session: Session, operations: Sequence[Operation], effects: Sequence[Effects], first: int) -> None:
    rows = []
    for place, (operation, effect) in enumerate(zip(operations, effects, strict=True)):
        touched = {body["id"] for _entity, body in effect.puts} | {id for _entity, id in effect.removes}
        batch = getattr(operation, "batch", None)
        rows += [{"seq": first + place, "record": id, "batch": batch} for id in sorted(touched)]
    session.flush()
    if rows:
        session.connection().execute(OperationRow.__table__.insert(), rows)  # type: ignore[attr-defined]
