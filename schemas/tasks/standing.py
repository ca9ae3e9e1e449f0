"""How a task stands after the tries made so far: a function of all of them, not of the order they came in.

Two desks that try the same customer while offline hand in their tries in any order; sorted by the time they
were made, the same tries leave the task in the same state on every end (model, state machine of tasks).
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from schemas.tasks.dispositions import DISPOSITIONS, ENDINGS

Body = Mapping[str, Any]

OPEN = frozenset({"pending", "in_progress", "appointment"})
"""States in which somebody is still to be asked."""
FAILED = frozenset({"exhausted", "cancelled"})
FOLLOW_UP, DRAFTED, NEXT_CONTACT, CALLED_BACK = "followup", "ticket", "next_contact", "item_callback"
ASKS_NOTHING = frozenset({FOLLOW_UP, DRAFTED, NEXT_CONTACT, CALLED_BACK})
"""Types of tasks without a questionnaire: a promise to be kept, a ticket taken down on the spot, a contact that was
agreed on, a call about low items and grievances of a form (R12)."""
RESERVE = "reserve"
"""Drawn, but due only when it moves up for one that failed."""


def with_attempt(task: Body, attempt: Body) -> dict[str, Any]:
    """What one more try changes in its task; nothing when it is known already.

    ``attempt``: id, at, disposition; appointment_at where one was made, causes where they were found out.
    """
    known = list(task.get("attempts") or ())
    if any(each["id"] == attempt["id"] for each in known):
        return {}
    kept = {name: attempt[name] for name in _KEPT if attempt.get(name) is not None}
    tries = sorted([*known, kept], key=_moment)
    return {"attempts": tries, **standing(task, tries)}


def standing(task: Body, tries: Sequence[Body]) -> dict[str, Any]:
    """Status, reason and appointment of a task after these tries, in the order of time.

    Done, and cancelled by hand, stay. What asks nothing is done once a try succeeded. A try that ends the matter
    (refused, wrong number) stays whatever was tried elsewhere later; else an appointment made last is kept, and the
    task is exhausted when all tries the pack allows were made on as many days as it asks.
    """
    if task.get("status") == "done" or _by_hand(task):
        return {}
    if task.get("type") in ASKS_NOTHING and any(each["disposition"] == "success" for each in tries):
        return {"status": "done", "cancelled_reason": None, "appointment_at": None}
    ending = next((end for each in tries if (end := _ends(each))), None)
    if ending:
        return {"status": "cancelled", "cancelled_reason": ending, "appointment_at": None}
    last = tries[-1] if tries else {}
    if last.get("disposition") == "appointment":
        return {"status": "appointment", "appointment_at": last.get("appointment_at")}
    return {"status": "exhausted" if used_up(task, tries) else "in_progress", "appointment_at": None}


def failed_by_tries(task: Body, tries: Sequence[Body]) -> bool:
    """Whether these tries, or those up to one of them, left nothing to try: what makes the reserve move up (R10).

    Told by the tries alone, so that it does not matter whether an answer came before or after them, and so that
    no further try makes it untrue.
    """
    parts = (tries[:n] for n in range(1, len(tries) + 1))
    return any(_ends(part[-1]) or (_not_put_off(part[-1]) and used_up(task, part)) for part in parts)


def _not_put_off(attempt: Body) -> bool:
    return attempt.get("disposition") != "appointment"


def used_up(task: Body, tries: Sequence[Body]) -> bool:
    """Whether all tries were made, on as many days as the pack asks for."""
    most = task.get("max_attempts")
    days = {local_day(each["at"]) for each in tries}
    return most is not None and len(tries) >= most and len(days) >= (task.get("min_days") or 1)


def local_day(at: str) -> str:
    """The day of a time, as its clock showed it."""
    return at[:10]


_KEPT = ("id", "at", "disposition", "appointment_at", "causes", "user")


def _ends(attempt: Body) -> str | None:
    found = DISPOSITIONS.get(str(attempt.get("disposition")))
    return found.ends if found else None


def _by_hand(task: Body) -> bool:
    return task.get("status") == "cancelled" and task.get("cancelled_reason") not in ENDINGS


def _moment(attempt: Body) -> tuple[str, str]:
    at = str(attempt["at"])
    with suppress(ValueError):  # a time nobody can read still has its place, the same one everywhere
        at = datetime.fromisoformat(at).astimezone(UTC).isoformat()
    return at, str(attempt["id"])
