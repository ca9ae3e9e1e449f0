"""What an operation does to the records, by the same rules on both ends: the laptop shows at once what the
centre will do when the operation arrives.

Everything here is a function of the operation and of what a ``Look`` shows; nothing is stored.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Protocol

from pydantic import ValidationError

from schemas.records import operations as ops
from schemas.records.bringing import batches_of, resting, upholds, without
from schemas.records.envelope import adapter
from schemas.records.following import callback_changes, callback_id, follow_ups, is_void
from schemas.records.identity import temporary_id
from schemas.records.keyed_twice import merged_form, stands_as, with_sheet
from schemas.records.merging import Disputed, complete, fill_empty, merge_fields, pointers, survivor
from schemas.records.reference import COLLECTIONS
from schemas.records.response import ResponseAmend, ResponseFinal
from schemas.records.visit_effects import follows, fulfilled
from schemas.tasks.dispositions import ENDINGS, WRONG_NUMBER
from schemas.tasks.standing import RESERVE, failed_by_tries, with_attempt

Body = dict[str, Any]

MAKING = frozenset({"type", "customer", "due_at"})
"""Fields of an operation that makes a task; one that changes a task never sets all of them."""

OWN = frozenset(
    {
        "id",
        "number",
        "name",
        "status",
        "merged_into",
        "gave",
        "status_before",
        "batches",
        "search",
        "phone_wrong_at",
    }
)
"""Fields of a merged customer that do not pass to the one it is merged into."""

MERGED = ("merged_into", "gave", "status_before")
"""What only a merged customer has."""


class Look(Protocol):
    """The records as they are now."""

    def get(self, entity: str, id: str) -> Mapping[str, Any] | None: ...

    def customer_with(self, number: str) -> str | None:
        """The id of the customer of this number; None when there is none."""

    def hangs(self, entity: str, id: str) -> bool:
        """Whether a response, task, attempt, event or merged customer points to this record."""


class Effects(NamedTuple):
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
    """A response completes its task, makes a customer of somebody not yet on file, and makes due what was promised.
    An amendment is no further contact: its task was completed by what it amends; one that makes it void takes back
    that its planned visit was held."""
    puts: list[tuple[str, Body]] = []
    task = look.get("task", response.task or "")
    completing = not isinstance(response, ResponseAmend)
    if completing and task is not None and (news := complete(task, response.id, outcome_of(response))):
        puts.append(("task", fit("task", {**task, **news})))
    puts += _planned_visit(task, response, look)
    temporary = temporary_customer(response)
    if temporary is not None and look.get("customer", temporary["id"]) is None:
        puts.append(("customer", temporary))
    due = (fit("task", task) for task in follow_ups(response))
    puts += [("task", task) for task in due if look.get("task", task["id"]) is None]
    if isinstance(response, ResponseAmend):
        called = look.get("task", callback_id(response.pack, response.original))
        if called is not None and (news := callback_changes(response, called)):
            puts.append(("task", fit("task", {**called, **news})))
    return Effects(tuple(puts))


def _planned_visit(
    task: Mapping[str, Any] | None, response: ResponseFinal, look: Look
) -> list[tuple[str, Body]]:
    """The questionnaire of a planned visit says that it was held, as long as it stands, and on which day."""
    line = look.get("plan_line", str((task or {}).get("line") or ""))
    original = response.original if isinstance(response, ResponseAmend) else response.id
    day = None if is_void(response) else response.local_date
    news = fulfilled(line, original, day) if line is not None else {}
    return [("plan_line", fit("plan_line", {**line, **news}))] if line is not None and news else []


def outcome_of(response: ResponseFinal) -> Body:
    """What a response says of its task to those who do not hold the response: for the funnel."""
    return {
        "completion": response.completion,
        "level": response.score.level is not None,
        "score": response.score.value is not None,
        "channel": response.channel,
    }


def temporary_customer(response: ResponseFinal) -> Body | None:
    """The temporary customer a response made; None when it has a customer, or nobody."""
    if response.temp is None or response.customer is not None:
        return None
    known = response.temp.model_dump(exclude_none=True)
    original = response.original if isinstance(response, ResponseAmend) else response.id
    return fit("customer", known | {"id": temporary_id(original), "status": "temporary"})


def fit(entity: str, body: Mapping[str, Any]) -> Body:
    """A record in the form both ends keep: defaults filled in, nulls left out. pydantic's ValidationError."""
    filled = (
        {name: value for name, value in body.items() if value is not None} if None in body.values() else body
    )
    model = adapter(COLLECTIONS[entity])
    made = model.validator.validate_python(filled)
    whole: Body = model.serializer.to_python(made, mode="json", exclude_none=True)
    return whole


def _record(entity: str, operation: ops.RecordOp, look: Look) -> Effects:
    id = _surviving(look, operation.record) if entity == "customer" else operation.record
    held = look.get(entity, id)
    if held is not None and entity == "task" and operation.fields.keys() >= MAKING:
        return _task_made_twice(held, operation)
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
    return Effects(((entity, made),)) if twin is None else _made_twice(made, twin, operation)


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
        news |= _number_right(held, news)
    puts = [(entity, fit(entity, {**held, **news}))] if news else []
    return Effects((*puts, *(_proposal(entity, held["id"], one, operation) for one in merged.disputed)))


def _number_right(held: Mapping[str, Any], news: Mapping[str, Any]) -> Body:
    """Another number, or a file verified since, makes the number one to call again (R32)."""
    wrong, verified = held.get("phone_wrong_at"), str(news.get("last_verified_at") or "")
    if wrong and ("phone" in news or verified[:10] >= wrong[:10]):
        return {"phone_wrong_at": None}
    return {}


def _task_made_twice(held: Mapping[str, Any], operation: ops.RecordOp) -> Effects:
    """Two laptops made the same thing due: the first one stands, and it is about what either knew of."""
    mine = [*(held.get("events") or ()), *filter(None, [held.get("event")])]
    told = [*(operation.fields.get("events") or ()), *filter(None, [operation.fields.get("event")])]
    more = sorted(set(told) - set(mine))
    news = resting("task", held, operation)
    news |= {"events": [*(held.get("events") or ()), *more]} if more else {}
    return Effects((("task", fit("task", {**held, **news})),) if news else ())


def _made_twice(made: Body, twin: Mapping[str, Any], operation: ops.RecordOp) -> Effects:
    """A customer made under an id of its own while one of the same number was on file: they are one."""
    empty = fill_empty(twin, {name: made[name] for name in made.keys() - OWN})
    told = {name: new for name, new in operation.fields.items() if name not in empty and new is not None}
    merged = merge_fields({**twin, **empty}, told, {})
    disputes = (_proposal("customer", twin["id"], one, operation) for one in merged.disputed)
    whole = fit("customer", {**twin, **empty, **merged.fields})
    return Effects((_pointing(made, twin["id"], empty), ("customer", whole), *disputes))


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
    return Effects(tuple(_joined(held, target)))


def _joined(one: Mapping[str, Any], target: Mapping[str, Any]) -> list[tuple[str, Body]]:
    """One customer points to another, which takes from it what it lacks."""
    taken = fill_empty(target, {name: one[name] for name in one.keys() - OWN})
    whole = [("customer", fit("customer", {**target, **taken}))] if taken else []
    return [_pointing(one, target["id"], taken), *whole]


def _pointing(one: Mapping[str, Any], into: str, given: Mapping[str, Any]) -> tuple[str, Body]:
    gave = {"gave": sorted(given)} if given else {}
    return "customer", {
        **one,
        "status": "merged",
        "merged_into": into,
        "status_before": one["status"],
        **gave,
    }


def _separate(operation: ops.Separate, look: Look) -> Effects:
    held = look.get("customer", operation.customer)
    if held is None:
        return UNKNOWN
    return Effects(tuple(_parted(held, look))) if held.get("merged_into") else Effects()


def _parted(merged: Mapping[str, Any], look: Look) -> list[tuple[str, Body]]:
    """A merged customer is itself again; what the other took from it and still holds goes back. That somebody
    is not to be contacted stays with both."""
    alone = {name: value for name, value in merged.items() if name not in MERGED}
    alone["status"] = merged.get("status_before") or ("active" if merged["number"] else "temporary")
    parted = [("customer", fit("customer", alone))]
    other = look.get("customer", merged["merged_into"])
    given = [name for name in merged.get("gave") or () if not name.startswith("do_not_contact")]
    if other is not None and (back := {n: None for n in given if other.get(n) == merged.get(n)}):
        parted.append(("customer", fit("customer", {**other, **back})))
    return parted


def _do_not_contact(operation: ops.DoNotContact, look: Look) -> Effects:
    path = pointers(operation.customer, _merged_into(look))  # one between may stand for itself again later
    held = [found for id in path if (found := look.get("customer", id)) is not None]
    if not held:
        return UNKNOWN
    told = {"reason": operation.reason, "asked_by": operation.asked_by, "by": operation.user}
    note = {f"do_not_contact_{name}": words for name, words in told.items() if words}
    note["do_not_contact_at"] = operation.at
    free = (one for one in held if not one.get("do_not_contact"))
    return Effects(tuple(("customer", {**one, "do_not_contact": True, **note}) for one in free))


def _attempt(operation: ops.AttemptMade, look: Look) -> Effects:
    task = look.get("task", operation.task) if operation.task else None
    customer = operation.customer or (task or {}).get("customer")
    body = operation.model_dump(exclude={"kind", "schema_version"}, exclude_none=True)
    made = fit("attempt", body | {"customer": customer})
    puts = [("attempt", made)]
    if task is not None and (news := with_attempt(task, made)):
        puts += _after_attempt(fit("task", {**task, **news}), look)
    if operation.disposition == ops.DO_NOT_CONTACT and customer:
        stop = ops.DoNotContact(id=operation.id, at=operation.at, customer=customer, reason=operation.note)
        puts += _do_not_contact(stop, look).puts
    if operation.disposition == WRONG_NUMBER and customer:
        puts += _number_wrong(_surviving(look, customer), operation.at, look)
    return Effects(tuple(puts))


def _number_wrong(customer: str, at: str, look: Look) -> list[tuple[str, Body]]:
    """The file says that the number is to be verified, unless the file was verified since (R32)."""
    held = look.get("customer", customer)
    if held is None or str(held.get("last_verified_at") or "")[:10] >= at[:10]:
        return []
    return [("customer", {**held, "phone_wrong_at": max(at, held.get("phone_wrong_at") or "")})]


def _after_attempt(task: Body, look: Look) -> list[tuple[str, Body]]:
    """The task, and the unit of the reserve that takes its place when its tries have failed (R10). A unit that
    moved up stays due whatever becomes of the other, and moves up although the other was answered in the
    meantime: how many do so does not depend on the order in which tries and answers arrive."""
    waits = task.get("draw") and not task.get("replaced_by") and not _cancelled_by_hand(task)
    draw = look.get("draw", task["draw"]) if waits and failed_by_tries(task, task["attempts"]) else None
    if draw is None:
        return [("task", task)]
    ids = draw["reserve"].get(task.get("stratum", ""), ())
    units = [unit for id in ids if (unit := look.get("task", id)) is not None]
    mine = (unit for unit in units if unit.get("replaces") == task["id"])
    following = next(mine, None) or next((unit for unit in units if unit.get("status") == RESERVE), None)
    if following is None:
        return [("task", task)]
    moved = {**following, "replaces": task["id"]}
    moved = fit("task", moved | ({"status": "pending"} if moved["status"] == RESERVE else {}))
    return [("task", task | {"replaced_by": moved["id"]}), ("task", moved)]


def _cancelled_by_hand(task: Mapping[str, Any]) -> bool:
    return task["status"] == "cancelled" and task.get("cancelled_reason") not in ENDINGS


def _draw(operation: ops.SampleDrawn, look: Look) -> Effects:
    if look.get("draw", operation.id) is not None:
        return Effects()
    body = operation.model_dump(exclude={"kind", "schema_version"}, exclude_none=True)
    return Effects((("draw", fit("draw", body)),))


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
        return Effects((_proposal(operation.entity, operation.record, dispute, operation),))
    return Effects(removes=((operation.entity, operation.record),))


def _decide(operation: ops.Decision, look: Look) -> Effects:
    proposal = look.get("proposal", operation.proposal)
    if proposal is None:
        return UNKNOWN
    again = proposal["status"] != "open"
    if again and not _turns_round(operation, proposal):
        return Effects()
    verdict = {"status": "accepted" if operation.accept else "declined", "decided_by": operation.user}
    decided = ("proposal", fit("proposal", {**proposal, **verdict}))
    entity, record, field = proposal["entity"], proposal["record"], proposal["field"]
    held = look.get(entity, record)
    if held is None or not (operation.accept or again):
        return Effects((decided,))
    if field == "withdrawn":
        return Effects((decided,), ((entity, record),))
    if field == "merged_into":
        return Effects((decided, *_joined_elsewhere(held, str(proposal["proposed"]), look)))
    old, new = (proposal.get(name) for name in ("kept", "proposed")[:: 1 if operation.accept else -1])
    met = (entity, field) == ("paper_form", "keyed")
    now = stands_as(held) if met else held.get(field)
    if now not in (old, new):  # somebody has set it since
        return Effects() if again else Effects((_anew(proposal, now),))
    more = with_sheet(new) if met else {field: new}
    return Effects((decided, (entity, fit(entity, {**held, **more}))))


def _anew(proposal: Mapping[str, Any], kept: Any) -> tuple[str, Body]:
    """Who decided saw another value than the record holds now: it waits for a person to look at both again."""
    return "proposal", fit("proposal", {**proposal, "kept": kept})


def _turns_round(operation: ops.Decision, proposal: Mapping[str, Any]) -> bool:
    """Whether who decided now decides otherwise; a record that is gone or merged is not got back that way."""
    same_person = operation.user is not None and operation.user == proposal.get("decided_by")
    other = operation.accept != (proposal["status"] == "accepted")
    return same_person and other and proposal["field"] not in ("withdrawn", "merged_into")


def _joined_elsewhere(held: Mapping[str, Any], into: str, look: Look) -> list[tuple[str, Body]]:
    """A customer was merged into the wrong one: parted from it, and joined to the other."""
    root = _surviving(look, into)
    parted = _parted(held, look) if held.get("merged_into") else [("customer", dict(held))]
    now = {body["id"]: body for _entity, body in parted}
    target = now.get(root) or look.get("customer", root)
    if target is None or root == held["id"]:
        return []
    return [*parted, *_joined(now[held["id"]], target)]


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
    held = look.get("customer", customer)
    return survivor(customer, _merged_into(look)) if held and held.get("merged_into") else customer


def _merged_into(look: Look) -> Callable[[str], str | None]:
    return lambda id: (look.get("customer", id) or {}).get("merged_into")


def _setting(entity: str) -> Callable[[Any, Look], Effects]:
    return lambda operation, look: _record(entity, operation, look)


_RULES: Mapping[str, Callable[[Any, Look], Effects]] = {
    **{kind: _setting(entity) for kind, entity in ops.ENTITY_OF.items()},
    ops.VISIT_OP: _visit,
    ops.SAMPLE_DRAW: _draw,
    ops.ATTEMPT: _attempt,
    ops.MERGE: _merge,
    ops.SEPARATE: _separate,
    ops.DO_NOT_CONTACT: _do_not_contact,
    ops.IMPORT_BATCH: _batch,
    ops.WITHDRAW: _withdraw,
    ops.DECISION: _decide,
}
