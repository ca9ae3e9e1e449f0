"""What an operation does to the records, by the same rules on both ends: the laptop shows at once what the
centre will do when the operation arrives.

Everything here is a function of the operation and of what a ``Look`` shows; nothing is stored.
"""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from schemas.records import operations as ops
from schemas.records.bringing import batches_of, resting, upholds, without
from schemas.records.changes import UNFIT, UNKNOWN, Body, Effects, Look, fit, proposal
from schemas.records.customer_effects import (
    do_not_contact_effects,
    made_twice,
    merge_effects,
    number_right,
    separate_effects,
    surviving,
)
from schemas.records.decision_effects import decision_effects
from schemas.records.keyed_twice import merged_form
from schemas.records.merging import Disputed, complete, merge_fields
from schemas.records.task_effects import attempt_effects, draw_effects, task_made_twice
from schemas.records.visit_effects import follows

MAKING = frozenset({"type", "customer", "due_at"})
"""Fields of an operation that makes a task; one that changes a task never sets all of them."""


def effects_of(operation: ops.Operation, look: Look) -> Effects:
    """What this operation does to the records as they are."""
    try:
        return _RULES[operation.kind](operation, look)
    except ValidationError:
        return UNFIT


def _record(entity: str, operation: ops.RecordOp, look: Look) -> Effects:
    id = surviving(look, operation.record) if entity == "customer" else operation.record
    held = look.get(entity, id)
    if held is not None and entity == "task" and operation.fields.keys() >= MAKING:
        return task_made_twice(held, operation)
    if held is not None:
        return _patch(entity, held, operation)
    if operation.base_version:
        return UNKNOWN
    imported = {"batches": [operation.batch]} if operation.batch else {}
    try:
        made = fit(entity, {**operation.fields, **imported, "id": operation.record})
    except ValidationError as error:
        if all(one["type"] == "missing" for one in error.errors()):
            return UNKNOWN  # it changes what was made elsewhere and has not arrived, as a temporary customer
        raise
    same = look.customer_with(made["number"]) if entity == "customer" and made["number"] else None
    twin = look.get("customer", same) if same else None
    return Effects(((entity, made),)) if twin is None else made_twice(made, twin, operation)


def _visit(operation: ops.VisitOp, look: Look) -> Effects:
    """A visit, and what it makes due or fulfils."""
    effects = _record("visit", operation, look)
    now = next((body for entity, body in effects.puts if entity == "visit"), None)
    if now is None:
        return effects
    more = follows(now, look.get("visit", operation.record), look.get)
    return effects._replace(puts=(*effects.puts, *((entity, fit(entity, body)) for entity, body in more)))


def _patch(entity: str, held: Mapping[str, Any], operation: ops.RecordOp) -> Effects:
    fields, done_by = dict(operation.fields), operation.fields.get("done_by")
    news: Body = resting(entity, held, operation)
    if upholds(operation):
        return Effects(((entity, {**held, **news}),) if news else ())
    if entity == "task" and fields.get("status") == "done" and done_by:
        news = complete(held, str(done_by))
        fields = {name: new for name, new in fields.items() if name not in ("status", "done_by")}
    merge = merged_form if entity == "paper_form" else merge_fields
    merged = merge(held, fields, operation.before)
    news |= merged.fields
    if entity == "customer":
        news |= number_right(held, news)
    puts = [(entity, fit(entity, {**held, **news}))] if news else []
    return Effects((*puts, *(proposal(entity, held["id"], one, operation) for one in merged.disputed)))


def _batch(operation: ops.ImportBatch, look: Look) -> Effects:
    body = operation.model_dump(exclude={"kind", "schema_version"}, exclude_none=True)
    return Effects((("batch", fit("batch", body)),))


def _withdraw(operation: ops.Withdraw, look: Look) -> Effects:
    held = look.get(operation.entity, operation.record)
    if held is None:
        return Effects()
    if operation.entity == "batch":
        return Effects((("batch", {**held, "status": "undone"}),))
    if operation.batch is not None and operation.batch not in batches_of(held):
        return Effects()
    if operation.batch is not None and (left := without(held, operation.batch)):
        return Effects(((operation.entity, {**held, "batches": left}),))
    if look.hangs(operation.entity, operation.record):
        dispute = Disputed("withdrawn", False, True)
        return Effects((proposal(operation.entity, operation.record, dispute, operation),))
    return Effects(removes=((operation.entity, operation.record),))


def _setting(entity: str) -> Callable[[Any, Look], Effects]:
    return lambda operation, look: _record(entity, operation, look)


_RULES: Mapping[str, Callable[[Any, Look], Effects]] = {
    **{kind: _setting(entity) for kind, entity in ops.ENTITY_OF.items()},
    ops.VISIT_OP: _visit,
    ops.SAMPLE_DRAW: draw_effects,
    ops.ATTEMPT: attempt_effects,
    ops.MERGE: merge_effects,
    ops.SEPARATE: separate_effects,
    ops.DO_NOT_CONTACT: do_not_contact_effects,
    ops.IMPORT_BATCH: _batch,
    ops.WITHDRAW: _withdraw,
    ops.DECISION: decision_effects,
}
