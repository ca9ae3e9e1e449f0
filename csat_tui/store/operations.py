"""What is done to customers, events, tasks and projects here: the change and its log entry, one transaction.

The laptop shows at once what the centre will do when the operation arrives; what the centre does not know yet is
laid again over whatever comes down in the meantime.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlmodel import Session, and_, col, not_, or_, select

from csat_tui.store import devicelog
from csat_tui.store.among import among
from csat_tui.store.bulk import insert_many
from csat_tui.store.clean import cleaned
from csat_tui.store.database import Store
from csat_tui.store.tables import LogRow, OperationRow
from csat_tui.store.view import View
from schemas.records.changes import Effects
from schemas.records.effects import effects_of
from schemas.records.envelope import body_bytes, read_body
from schemas.records.operations import ENTITY_OF, OPERATIONS, CustomerOp, Operation, RecordOp, Withdraw
from schemas.records.response import RESPONSES, ResponseFinal, read_response
from schemas.records.response_effects import effects_of_response
from schemas.text import is_clean

T = TypeVar("T")
Op = TypeVar("Op", bound=Operation)

PART = 500
ROLE_NEEDED = "role_needed"
"""The code of what the centre sets aside because of who did it."""

_OF_AN_IMPORT = (RecordOp, Withdraw)


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
        return record_in(session, operations)


def record_in(
    session: Session, operations: Iterable[Operation], seen: View | None = None, fresh: bool = False
) -> int:
    """The same as part of a writing transaction. ``seen``: what of it was read already, and stands; it is kept up to
    date. ``fresh``: their ids were made just now, so that none can be in the log."""
    done = 0
    for part in _parts(map(_written, operations), PART):
        view = seen or View(
            session
        )  # a new one each time: what many operations touch is not to be held in memory
        bodies = {operation.id: body for operation, body in part}
        asked = [operation for operation, _body in part]
        new = asked if fresh else _not_logged(session, asked)
        view.expect(record for operation in new for record in _records(operation))
        view.expect_numbers(_numbers(new))
        effects = [view.take(_allowed(operation, effects_of(operation, view))) for operation in new]
        first = devicelog.append_many(session, [(one.kind, one.id, bodies[one.id]) for one in new])
        view.store()
        _note(session, new, effects, first)
        done += len(new)
    return done


def here(store: Store, entity: str, ids: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
    """The records of these ids as they stand here, by id; what is not here is left out."""
    with store.read() as session:
        view = View(session)
        view.look_up(entity, ids)
        found = ((id, view.get(entity, id)) for id in ids)
        return {id: body for id, body in found if body is not None}


def versioned(store: Store, entity: str, ids: Sequence[str]) -> Mapping[str, tuple[int, Mapping[str, Any]]]:
    """The same with the version of each that came from the centre last; 0 for one made here."""
    with store.read() as session:
        return versioned_in(session, entity, ids)


def versioned_in(
    session: Session, entity: str, ids: Sequence[str]
) -> Mapping[str, tuple[int, Mapping[str, Any]]]:
    """The same as a transaction sees it."""
    return versioned_by(View(session), entity, ids)


def versioned_by(view: View, entity: str, ids: Sequence[str]) -> Mapping[str, tuple[int, Mapping[str, Any]]]:
    """The same as a view of it does."""
    view.look_up(entity, ids)
    found = ((id, view.get(entity, id)) for id in ids)
    return {id: (view.version(entity, id), body) for id, body in found if body is not None}


def versions(store: Store, entity: str, ids: Sequence[str]) -> Mapping[str, int]:
    """Of each of these records that is here, the version that came from the centre last."""
    return {id: version for id, (version, _body) in versioned(store, entity, ids).items()}


def lay_over(session: Session, records: Sequence[str] | None = None) -> None:
    """Do again, on what came down, the operations the centre does not know of these records; None: of all."""
    known = devicelog.acknowledged(session).n
    refused = col(LogRow.code).is_not_distinct_from(
        ROLE_NEEDED
    )  # what somebody may not do is not shown as done
    waiting = or_(col(LogRow.seq) > known, and_(LogRow.result == "quarantined", not_(refused)))
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
        effects = _again_if_sound(session, seq, bodies[seq], view)
        view.expect((entity, body["id"]) for entity, body in effects.puts)  # what came down keeps its version
        view.take(effects)
    view.store()


def note_response(session: Session, response: ResponseFinal, seq: int) -> None:
    """Do what a response does to the records, as part of its transaction: its task is done, somebody who is not
    on file becomes a temporary customer."""
    view = View(session)
    effects = view.take(effects_of_response(response, view))
    view.store()
    session.add_all(
        OperationRow(seq=seq, record=id) for id in sorted({body["id"] for _of, body in effects.puts})
    )


def _again_if_sound(session: Session, seq: int, body: bytes, view: View) -> Effects:
    """Of an entry whose bytes were damaged on the disk nothing can be done again; sending names it."""
    try:
        return _again(read_body(body), view)
    except (ValueError, KeyError):
        if devicelog.fits(session, seq, body):
            raise
        return Effects()


def _again(content: Mapping[str, Any], view: View) -> Effects:
    if content["kind"] in RESPONSES:
        return effects_of_response(read_response(content), view)
    effects = effects_of(OPERATIONS[content["kind"]].model_validate(content), view)
    return Effects() if effects.code else effects


def harmless(operation: Op) -> Op:
    """The operation with every text in it cleaned."""
    return _written(operation)[0]


def _written(operation: Op) -> tuple[Op, bytes]:
    """The operation with every text in it cleaned, and its body. In a body written without any escape, whose
    whole is clean, every text is: then there is nothing to clean, as in nearly every row of a file."""
    body = body_bytes(operation)
    if b"\\" not in body and is_clean(body.decode()):
        return operation, body
    harmless = type(operation).model_validate(cleaned(operation.model_dump(mode="json", by_alias=True)))
    return harmless, body_bytes(harmless)


def _allowed(operation: Operation, effects: Effects) -> Effects:
    if effects.code is not None:
        raise CannotApply(effects.code, operation.id)
    return effects


def _not_logged(session: Session, operations: Sequence[Operation]) -> list[Operation]:
    ids = [operation.id for operation in operations]
    logged = set(session.exec(select(LogRow.id).where(among(LogRow.id, ids))))
    return list({one.id: one for one in operations if one.id not in logged}.values())


def _records(operation: Operation) -> list[tuple[str, str]]:
    """The records an operation names, as (entity, id), to look them up together."""
    if isinstance(operation, RecordOp):
        return [(ENTITY_OF[operation.kind], operation.record)]
    entity = getattr(operation, "entity", "customer")
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
    rows: list[tuple[int, str, str | None]] = []
    for seq, (operation, effect) in enumerate(zip(operations, effects, strict=True), first):
        batch = operation.batch if isinstance(operation, _OF_AN_IMPORT) else None
        if len(effect.puts) == 1 and not effect.removes:  # nearly always
            rows.append((seq, effect.puts[0][1]["id"], batch))
            continue
        touched = {body["id"] for _entity, body in effect.puts} | {id for _entity, id in effect.removes}
        rows += [(seq, id, batch) for id in sorted(touched)]
    insert_many(session, OperationRow, ("seq", "record", "batch"), rows)
