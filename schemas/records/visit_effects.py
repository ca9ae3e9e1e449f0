"""What a visit does beside being kept: its line of the plan is fulfilled, its task done, and what was agreed comes
back as tasks on its day. The same on both ends, and the same in whatever order visits arrive."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from schemas.records.following import offset_of, promised
from schemas.records.identity import task_id
from schemas.records.merging import complete
from schemas.records.response import Promise
from schemas.tasks.making import PLAIN
from schemas.tasks.standing import NEXT_CONTACT, OPEN
from schemas.tasks.windows import end_of, start_of

Body = Mapping[str, Any]
Get = Callable[[str, str], Body | None]
Put = tuple[str, dict[str, Any]]

VISITING = "visit"
"""The type of the task that a visit is, and what stands for the pack in the ids of those it makes due."""

CORRECTED = "visit_corrected"
"""Why a task is not due any more: the visit that made it was corrected."""


def follows(visit: Body, before: Body | None, get: Get) -> Iterator[Put]:
    """The lines and tasks that change because a visit is now as it is; ``before``: as it was, None for a new
    one."""
    old = before or {}
    for line in sorted({str(name) for name in (old.get("line"), visit.get("line")) if name}):
        day = day_held(visit) if visit.get("line") == line and _stands(visit) else None
        if (held := get("plan_line", line)) is not None and (news := fulfilled(held, str(visit["id"]), day)):
            yield "plan_line", {**held, **news}
    task = get("task", str(visit.get("task") or ""))
    yield from _done(visit, task)
    yield from _due_again(visit, task)
    wanted = {one["id"]: one for one in due_after(visit)} if _stands(visit) else {}
    for id, body in wanted.items():
        held = get("task", id)
        if held is None:
            yield "task", body
        elif held.get("cancelled_reason") == CORRECTED:
            yield "task", {**held, "status": "pending", "cancelled_reason": None}
    for one in due_after(old) if old and _stands(old) else ():
        held = get("task", one["id"])
        if one["id"] not in wanted and held is not None and held.get("status") in OPEN:
            yield "task", {**held, "status": "cancelled", "cancelled_reason": CORRECTED}


def _done(visit: Body, task: Body | None) -> Iterator[Put]:
    """A planned visit that no questionnaire goes with is done by being held; one that asks something, or a promise,
    is not."""
    if task is None or task.get("type") != VISITING or task.get("pack") or not _stands(visit):
        return
    if news := complete(task, str(visit["id"])):
        yield "task", {**task, **news}


def _due_again(visit: Body, task: Body | None) -> Iterator[Put]:
    """What was done by a visit that does not stand is due again, or done by the next one there was."""
    if task is None or _stands(visit):
        return
    id, others = visit["id"], list(task.get("extra_contacts") or ())
    if task.get("done_by") == id:
        by = others[0] if others else None
        yield (
            "task",
            {**task, "status": "done" if by else "pending", "done_by": by, "extra_contacts": others[1:]},
        )
    elif id in others:
        yield "task", {**task, "extra_contacts": [one for one in others if one != id]}


def fulfilled(line: Body, visit: str, day: str | None) -> dict[str, Any]:
    """What a visit held on this day changes in its line; None: it does not stand. Nothing when it is known."""
    known = dict(line.get("visits") or {})
    news = {id: held for id, held in known.items() if id != visit} | ({visit: day} if day else {})
    return {"visits": news} if news != known else {}


def due_after(visit: Body) -> Iterator[dict[str, Any]]:
    """The tasks that a visit makes: each promise on its day, and the next contact on its own."""
    offset = offset_of(str(visit["held_at"]))
    customer = {"customer": visit["customer"]}
    for one in visit.get("promises") or ():
        yield customer | promised(Promise.model_validate(one), VISITING, str(visit["id"]), offset)
    if contact := visit.get("next_contact"):
        yield customer | _contact(contact, visit, offset)


def day_held(visit: Body) -> str:
    """The day of a visit where it was held."""
    return datetime.fromisoformat(str(visit["held_at"])).date().isoformat()


def _contact(contact: Body, visit: Body, offset: str) -> dict[str, Any]:
    day = date.fromisoformat(str(contact["on"]))
    who, what = contact.get("who") or visit.get("recorded_by"), contact.get("what")
    made = {
        "id": task_id(VISITING, NEXT_CONTACT, str(visit["id"]), day.isoformat(), str(what or "")),
        "type": NEXT_CONTACT,
        "assignee": who,
        "purpose": what,
        "due_from": start_of(day, offset),
        "due_at": end_of(day, offset),
        "all_day": True,
        "priority": PLAIN,
    }
    return {name: value for name, value in made.items() if value is not None}


def _stands(visit: Body) -> bool:
    return bool(visit.get("status", "held") == "held")
