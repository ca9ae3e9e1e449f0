"""The tasks that planned visits are due as: made when a plan is approved, moved and taken back with its lines."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from schemas.records.identity import task_id
from schemas.records.visiting import PlanLine
from schemas.tasks.making import PLAIN
from schemas.tasks.windows import end_of, start_of

PLANNED = "visit"
"""The type of such a task."""

CHANNELS = {"phone": "phone", "email": "email", "letter": "mail"}
"""Form of a visit -> channel of its questionnaire; any other is on site."""


def planned_task(line: str) -> str:
    """The id of the task that a planned visit is due as."""
    return task_id("visit_plan", PLANNED, line)


def task_of(line: PlanLine, first: date, last: date, ahead: int, offset: str) -> Mapping[str, Any]:
    """The task of a planned visit without its id, on the list from ``ahead`` days before its window on."""
    made = {
        "type": PLANNED,
        "customer": line.customer,
        "pack": line.pack,
        "assignee": line.assignee,
        "channel": CHANNELS.get(line.way, "onsite"),
        "purpose": line.purpose,
        "due_from": start_of(first - timedelta(days=ahead), offset),
        "due_at": end_of(last, offset),
        "all_day": True,
        "priority": PLAIN,
        "line": line.id,
    }
    return {name: value for name, value in made.items() if value is not None}
