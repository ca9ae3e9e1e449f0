"""The tasks of this laptop as a list: in the order of the queue, or all of them."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlmodel import col, select

from csat_tui.laptop.opening import Laptop
from csat_tui.store.tables import CustomerRow, TaskRow
from schemas.figures.periods import Period
from schemas.tasks.causes import causes_of
from schemas.tasks.queue import Waiting, place_in_queue
from schemas.tasks.standing import OPEN

Row = dict[str, Any]


def rows(
    laptop: Laptop, pack: str | None = None, period: Period | None = None, *, everything: bool = False
) -> Iterator[Row]:
    """One task a row, of a pack and of a period by the day it is due."""
    query = select(TaskRow.body, TaskRow.done_here, TaskRow.due_day, CustomerRow.name).join(
        CustomerRow, col(CustomerRow.id) == col(TaskRow.customer), isouter=True
    )
    if pack is not None:
        query = query.where(TaskRow.pack == pack.partition("@")[0])
    if period is not None:
        query = query.where(col(TaskRow.due_day).between(period.first.isoformat(), period.last.isoformat()))
    with laptop.store.read() as session:
        found = [_row(*each) for each in session.exec(query.order_by(col(TaskRow.due_utc), col(TaskRow.id)))]
    shown = found if everything else [row for row in found if row["status"] in OPEN]
    yield from sorted(shown, key=lambda row: place_in_queue(waiting(row)))


def waiting(task: Mapping[str, Any]) -> Waiting:
    """What the queue needs of a task."""
    return Waiting(
        id=str(task["id"]),
        due_at=str(task.get("due_at") or ""),
        priority=int(task.get("priority", 9)),
        all_day=bool(task.get("all_day")),
        due_from=task.get("due_from"),
        appointment_at=task.get("appointment_at"),
    )


def _row(body: Mapping[str, Any], done_here: bool, due_day: str, name: str | None) -> Row:
    shown = {key: body.get(key) for key in _SHOWN if body.get(key) is not None}
    causes = list(causes_of(body.get("attempts") or ()).values())
    return {
        "kind": "task",
        **shown,
        **({"causes": causes} if causes else {}),
        "status": "done" if done_here else body.get("status", "pending"),
        "occurred_at": body.get("due_at"),
        "due_day": due_day,
        "name": name or "",
        "tries": len(body.get("attempts") or ()),
    }


_SHOWN = (
    *(
        "id",
        "type",
        "pack",
        "customer",
        "assignee",
        "channel",
        "purpose",
        "about",
        "event",
        "events",
        "project",
    ),
    *(
        "severity",
        "priority",
        "due_from",
        "due_at",
        "all_day",
        "appointment_at",
        "optional",
        "draw",
        "stratum",
    ),
    *("cancelled_reason", "replaces", "replaced_by", "done_by", "attempts"),
)
