"""What a final response, or an amendment of one, does to the records beside being kept."""

from collections.abc import Mapping
from typing import Any

from schemas.records.changes import Body, Effects, Look, fit
from schemas.records.following import callback_changes, callback_id, follow_ups, is_void
from schemas.records.identity import temporary_id
from schemas.records.merging import complete
from schemas.records.response import ResponseAmend, ResponseFinal
from schemas.records.visit_effects import fulfilled


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
