"""What a questionnaire makes due: each promise on its day, and what was taken down as a ticket at once.

The ids come from what was said, so that both ends make the same tasks, and an amendment that says it again none.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from schemas.records.identity import task_id, temporary_id
from schemas.records.response import Promise, ResponseAmend, ResponseFinal, TicketDraft
from schemas.tasks.making import PLAIN, TICKET
from schemas.tasks.standing import DRAFTED, FOLLOW_UP
from schemas.tasks.windows import end_of, start_of


def follow_ups(response: ResponseFinal) -> Iterator[dict[str, Any]]:
    """The tasks, in the form of ``schemas.records.reference.Task``; none for somebody who cannot be found again.

    They have no pack: such a task is done by a try that succeeded (``schemas.tasks.standing``).
    """
    original = response.original if isinstance(response, ResponseAmend) else response.id
    customer = response.customer or (temporary_id(original) if response.temp else None)
    if customer is None:
        return
    offset = offset_of(response.occurred_at)
    for promise in response.promises or ():
        yield {"customer": customer, **promised(promise, response.pack, original, offset)}
    if response.ticket is not None:
        day = date.fromisoformat(response.local_date)
        ticket = _drafted(response.ticket, response.pack, original, day, offset)
        yield {"customer": customer, "assignee": response.interviewer, **ticket}


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
