"""What operations do to tasks: an attempt, a drawn sample, the same thing made due twice (R10)."""

from collections.abc import Mapping
from typing import Any

from schemas.records import operations as ops
from schemas.records.bringing import resting
from schemas.records.changes import Body, Effects, Look, fit
from schemas.records.customer_effects import do_not_contact_effects, number_wrong, surviving
from schemas.tasks.dispositions import ENDINGS, WRONG_NUMBER
from schemas.tasks.standing import RESERVE, failed_by_tries, with_attempt


def task_made_twice(held: Mapping[str, Any], operation: ops.RecordOp) -> Effects:
    """Two laptops made the same thing due: the first one stands, and it is about what either knew of."""
    mine = [*(held.get("events") or ()), *filter(None, [held.get("event")])]
    told = [*(operation.fields.get("events") or ()), *filter(None, [operation.fields.get("event")])]
    more = sorted(set(told) - set(mine))
    news = resting("task", held, operation)
    news |= {"events": [*(held.get("events") or ()), *more]} if more else {}
    return Effects((("task", fit("task", {**held, **news})),) if news else ())


def attempt_effects(operation: ops.AttemptMade, look: Look) -> Effects:
    """An attempt is kept; its task goes on or ends, and the customer learns what it showed of the number."""
    task = look.get("task", operation.task) if operation.task else None
    customer = operation.customer or (task or {}).get("customer")
    body = operation.model_dump(exclude={"kind", "schema_version"}, exclude_none=True)
    made = fit("attempt", body | {"customer": customer})
    puts = [("attempt", made)]
    if task is not None and (news := with_attempt(task, made)):
        puts += _after_attempt(fit("task", {**task, **news}), look)
    if operation.disposition == ops.DO_NOT_CONTACT and customer:
        stop = ops.DoNotContact(id=operation.id, at=operation.at, customer=customer, reason=operation.note)
        puts += do_not_contact_effects(stop, look).puts
    if operation.disposition == WRONG_NUMBER and customer:
        puts += number_wrong(surviving(look, customer), operation.at, look)
    return Effects(tuple(puts))


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


def draw_effects(operation: ops.SampleDrawn, look: Look) -> Effects:
    """A sample that was drawn is kept with its seed; drawn twice is drawn once."""
    if look.get("draw", operation.id) is not None:
        return Effects()
    body = operation.model_dump(exclude={"kind", "schema_version"}, exclude_none=True)
    return Effects((("draw", fit("draw", body)),))
