"""What a questionnaire makes due: each promise on its day; what was taken down as a ticket, and the call about low
items and grievances (R12), at once.

The ids come from what was said, so that both ends make the same tasks, and an amendment that says it again none.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from schemas.records.identity import task_id, temporary_id
from schemas.records.response import Promise, ResponseAmend, ResponseFinal, TicketDraft
from schemas.tasks.making import PLAIN, TICKET
from schemas.tasks.standing import CALLED_BACK, DRAFTED, FOLLOW_UP, OPEN
from schemas.tasks.windows import end_of, start_of

CORRECTED = "corrected"
"""Why a call is not made: the form says otherwise now."""
LONGEST = 200


def follow_ups(response: ResponseFinal) -> Iterator[dict[str, Any]]:
    """The tasks, in the form of ``schemas.records.reference.Task``; none for somebody who cannot be found again.

    They have no pack: such a task is done by a try that succeeded (``schemas.tasks.standing``).
    """
    original = response.original if isinstance(response, ResponseAmend) else response.id
    customer = _customer(response, original)
    if customer is None:
        return
    offset = offset_of(response.occurred_at)
    for promise in response.promises or ():
        yield {"customer": customer, **promised(promise, response.pack, original, offset)}
    if response.ticket is not None:
        day = date.fromisoformat(response.local_date)
        ticket = _drafted(response.ticket, response.pack, original, day, offset)
        yield {"customer": customer, "assignee": response.interviewer, **ticket}
    if response.callback is not None and not is_void(response):
        yield {"customer": customer, "assignee": response.interviewer, **_called_back(response, original)}


def callback_changes(response: ResponseAmend, held: Mapping[str, Any] | None) -> dict[str, Any]:
    """What a correction changes in the call that its questionnaire made due (``held``): what it is about, or that
    nothing is left to call about. A call that was made, or given up by hand, stays as it is."""
    if held is None or not (held["status"] in OPEN or held.get("cancelled_reason") == CORRECTED):
        return {}
    if response.callback is None or is_void(response):
        news: dict[str, Any] = {"status": "cancelled", "cancelled_reason": CORRECTED, "appointment_at": None}
    else:
        again = {} if held["status"] in OPEN else {"status": "pending", "cancelled_reason": None}
        news = {**_about(response), **again}
    return {name: value for name, value in news.items() if held.get(name) != value}


def callback_id(pack: str, original: str) -> str:
    """The id of the one call about a form."""
    return task_id(pack, CALLED_BACK, original)


def _called_back(response: ResponseFinal, original: str) -> dict[str, Any]:
    assert response.callback is not None
    recorded = response.recorded_at
    offset = offset_of(recorded)
    return {
        "id": callback_id(response.pack, original),
        "type": CALLED_BACK,
        **_about(response),
        "due_from": start_of(date.fromisoformat(recorded[:10]), offset),
        "due_at": end_of(response.callback.by, offset),
        "all_day": True,
        "priority": TICKET,
    }


def _about(response: ResponseFinal) -> dict[str, Any]:
    """``U3 65; U14 deliveries are late``: in codes and the customer's words, so that it reads the same everywhere."""
    assert response.callback is not None
    items = list(response.callback.about)
    purpose = "; ".join(_said(response, code) for code in items)[:LONGEST]
    return {"purpose": purpose, "about": {"pack": response.pack, "items": items}}


def _said(response: ResponseFinal, code: str) -> str:
    answer = response.answers.get(code)
    given = (answer.value or answer.text or ",".join(answer.options or ())) if answer else ""
    return " ".join(filter(None, (code, given, response.remarks.get(code))))


def _customer(response: ResponseFinal, original: str) -> str | None:
    return response.customer or (temporary_id(original) if response.temp else None)


def is_void(response: ResponseFinal) -> bool:
    """Whether this takes its questionnaire out of everything that counts."""
    return isinstance(response, ResponseAmend) and response.void is not None


def promised(promise: Promise, pack: str, original: str, offset: str) -> dict[str, Any]:
    """The task of a promise made in a record (``original``) of a pack; without its customer."""
    return {
        "id": task_id(pack, FOLLOW_UP, original, promise.what, promise.who, promise.by.isoformat()),
        "type": FOLLOW_UP,
        "assignee": promise.who,
        "purpose": promise.what,
        "due_from": start_of(promise.by, offset),
        "due_at": end_of(promise.by, offset),
        "all_day": True,
        "priority": PLAIN,
    }


def _drafted(ticket: TicketDraft, pack: str, original: str, day: date, offset: str) -> dict[str, Any]:
    return {
        "id": task_id(pack, DRAFTED, original, ticket.kind, ticket.words),
        "type": DRAFTED,
        "purpose": ticket.words,
        "due_from": start_of(day, offset),
        "due_at": end_of(day, offset),
        "all_day": True,
        "priority": TICKET,
    }


def offset_of(occurred_at: str) -> str:
    """The offset of the place where it was held: ``+08:00``."""
    moment = datetime.fromisoformat(occurred_at)
    return moment.isoformat()[-len("+08:00") :] if moment.tzinfo else ""
