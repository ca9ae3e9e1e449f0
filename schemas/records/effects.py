"""What an operation does to the records, by the same rules on both ends: the laptop shows at once what the
centre will do when the operation arrives.

Everything here is a function of the operation and of what a ``Look`` shows; nothing is stored.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import ValidationError

from schemas.records import operations as ops
from schemas.records.identity import temporary_id
from schemas.records.merging import Disputed, complete, fill_empty, merge_fields, survivor
from schemas.records.reference import COLLECTIONS
from schemas.records.response import ResponseFinal

Body = dict[str, Any]

OWN = frozenset({"id", "number", "name", "status", "merged_into", "batch", "search"})
"""Fields of a merged customer that do not pass to the one it is merged into."""


class Look(Protocol):
    """The records as they are now."""

    def get(self, entity: str, id: str) -> Mapping[str, Any] | None: ...

    def customer_with(self, number: str) -> str | None:
        """The id of the customer of this number; None when there is none."""

    def hangs(self, entity: str, id: str) -> bool:
        """Whether a response, task, attempt, event or merged customer points to this record."""


@dataclass(frozen=True)
class Effects:
    """``puts``: (entity, whole body) to store; ``removes``: (entity, id); ``code``: why an operation cannot be
    used, as a quarantine code; then there is nothing else."""

    puts: tuple[tuple[str, Body], ...] = ()
    removes: tuple[tuple[str, str], ...] = ()
    code: str | None = None


UNKNOWN = Effects(code="unknown_record")
UNFIT = Effects(code="invalid_body")


def effects_of(operation: ops.Operation, look: Look) -> Effects:
    """What this operation does to the records as they are."""
    try:
        return _RULES[operation.kind](operation, look)
    except ValidationError:
        return UNFIT


def effects_of_response(response: ResponseFinal, look: Look) -> Effects:
    """A response completes its task, and makes a customer of somebody not yet on file."""
    puts: list[tuple[str, Body]] = []
    task = look.get("task", response.task) if response.task else None
    if task is not None and (news := complete(task, response.id)):
        puts.append(("task", {**task, **news}))
    temporary = temporary_customer(response)
    if temporary is not None and look.get("customer", temporary["id"]) is None:
        puts.append(("customer", temporary))
    return Effects(tuple(puts))


def temporary_customer(response: ResponseFinal) -> Body | None:
    """The temporary customer a response made; None when it has a customer, or nobody."""
    if response.temp is None or response.customer is not None:
        return None
    known = response.temp.model_dump(exclude_none=True)
    return fit("customer", known | {"id": temporary_id(response.id), "status": "temporary"})


def fit(entity: str, body: Mapping[str, Any]) -> Body:
    """A record in the form both ends keep: defaults filled in, nulls left out. pydantic's ValidationError."""
    filled = {name: value for name, value in body.items() if value is not None}
    return COLLECTIONS[entity].model_validate(filled).model_dump(mode="json", exclude_none=True)


def _record(entity: str, operation: ops.RecordOp, look: Look) -> Effects:
    id = _surviving(look, operation.record) if entity == "customer" else operation.record
    held = look.get(entity, id)
    if held is not None:
        return _patch(entity, held, operation)
    if operation.base_version:
        return UNKNOWN
    imported = {"batch": operation.batch} if operation.batch else {}
    made = fit(entity, {**operation.fields, **imported, "id": operation.record})
    same = look.customer_with(made["number"]) if entity == "customer" and made["number"] else None
    twin = look.get("customer", same) if same else None
    return Effects(((entity, made),)) if twin is None else _made_twice(made, twin, operation)


def _patch(entity: str, held: Mapping[str, Any], operation: ops.RecordOp) -> Effects:
    fields, done_by = dict(operation.fields), operation.fields.get("done_by")
    news: Body = {}
    if entity == "task" and fields.get("status") == "done" and done_by:
        news = complete(held, str(done_by))
        fields = {name: new for name, new in fields.items() if name not in ("status", "done_by")}
    merged = merge_fields(held, fields, operation.before)
    news |= merged.fields
    puts = [(entity, fit(entity, {**held, **news}))] if news else []
    return Effects((*puts, *(_proposal(entity, held["id"], one, operation) for one in merged.disputed)))


def _made_twice(made: Body, twin: Mapping[str, Any], operation: ops.RecordOp) -> Effects:
    """A customer made under an id of its own while one of the same number was on file: they are one."""
    pointing = made | {"status": "merged", "merged_into": twin["id"]}
    empty = fill_empty(twin, {name: made[name] for name in made.keys() - OWN})
    told = {name: new for name, new in operation.fields.items() if name not in empty and new is not None}
    merged = merge_fields({**twin, **empty}, told, {})
    disputes = (_proposal("customer", twin["id"], one, operation) for one in merged.disputed)
    whole = fit("customer", {**twin, **empty, **merged.fields})
    return Effects((("customer", pointing), ("customer", whole), *disputes))


def _merge(operation: ops.Merge, look: Look) -> Effects:
    into = _surviving(look, operation.into)
    held, target = look.get("customer", operation.customer), look.get("customer", into)
    if held is None or target is None:
        return UNKNOWN
    present = _surviving(look, operation.customer)
    if present == into:
        return Effects()
    if present != operation.customer:  # it was found to be somebody else before
        return Effects(
            (_proposal("customer", operation.customer, Disputed("merged_into", present, into), operation),)
        )
    pointing = {**held, "status": "merged", "merged_into": into}
    taken = fill_empty(target, {name: held[name] for name in held.keys() - OWN})
    whole = [("customer", fit("customer", {**target, **taken}))] if taken else []
    return Effects((("customer", pointing), *whole))


def _do_not_contact(operation: ops.DoNotContact, look: Look) -> Effects:
    ids = dict.fromkeys((operation.customer, _surviving(look, operation.customer)))
    held = [found for id in ids if (found := look.get("customer", id)) is not None]
    if not held:
        return UNKNOWN
    why = {"do_not_contact_reason": operation.reason} if operation.reason else {}
    free = (one for one in held if not one.get("do_not_contact"))
    return Effects(tuple(("customer", {**one, "do_not_contact": True, **why}) for one in free))


def _attempt(operation: ops.AttemptMade, look: Look) -> Effects:
    task = look.get("task", operation.task) if operation.task else None
    customer = operation.customer or (task or {}).get("customer")
    body = operation.model_dump(exclude={"kind", "schema_version"}, exclude_none=True)
    return Effects((("attempt", fit("attempt", body | {"customer": customer})),))


def _batch(operation: ops.ImportBatch, look: Look) -> Effects:
    body = operation.model_dump(exclude={"kind", "schema_version"}, exclude_none=True)
    return Effects((("batch", fit("batch", body)),))


def _withdraw(operation: ops.Withdraw, look: Look) -> Effects:
    held = look.get(operation.entity, operation.record)
    if held is None:
        return Effects()
    if operation.entity == "batch":
        return Effects((("batch", {**held, "status": "undone"}),))
    if look.hangs(operation.entity, operation.record):
        dispute = Disputed("withdrawn", False, True)
        return Effects((_proposal(operation.entity, operation.record, dispute, operation),))
    return Effects(removes=((operation.entity, operation.record),))


def _decide(operation: ops.Decision, look: Look) -> Effects:
    proposal = look.get("proposal", operation.proposal)
    if proposal is None:
        return UNKNOWN
    if proposal["status"] != "open":
        return Effects()
    verdict = {"status": "accepted" if operation.accept else "declined", "decided_by": operation.user}
    decided = ("proposal", fit("proposal", {**proposal, **verdict}))
    entity, record = proposal["entity"], proposal["record"]
    held = look.get(entity, record)
    if not operation.accept or held is None:
        return Effects((decided,))
    if proposal["field"] == "withdrawn":
        return Effects((decided,), ((entity, record),))
    changed = fit(entity, {**held, proposal["field"]: proposal.get("proposed")})
    return Effects((decided, (entity, changed)))


def _proposal(entity: str, record: str, dispute: Disputed, operation: ops.Operation) -> tuple[str, Body]:
    body = {
        "id": f"{operation.id}:{dispute.field}",
        "entity": entity,
        "record": record,
        "field": dispute.field,
        "kept": dispute.kept,
        "proposed": dispute.proposed,
        "operation": operation.id,
        "at": operation.at,
        "user": operation.user,
    }
    return "proposal", fit("proposal", body)


def _surviving(look: Look, customer: str) -> str:
    return survivor(customer, lambda id: (look.get("customer", id) or {}).get("merged_into"))


def _setting(entity: str) -> Callable[[Any, Look], Effects]:
    return lambda operation, look: _record(entity, operation, look)


_RULES: Mapping[str, Callable[[Any, Look], Effects]] = {
    **{kind: _setting(entity) for kind, entity in ops.ENTITY_OF.items()},
    ops.ATTEMPT: _attempt,
    ops.MERGE: _merge,
    ops.DO_NOT_CONTACT: _do_not_contact,
    ops.IMPORT_BATCH: _batch,
    ops.WITHDRAW: _withdraw,
    ops.DECISION: _decide,
}
