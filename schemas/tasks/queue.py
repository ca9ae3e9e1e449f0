"""In which order a desk works: tickets, what has a clock time, then severity, the oldest first (J3)."""

from dataclasses import dataclass
from datetime import date

from schemas.tasks.making import TICKET
from schemas.tasks.windows import due_day


@dataclass(frozen=True)
class Waiting:
    """What decides a task's place in the queue. Times are ISO 8601; ``appointment_at`` while one stands."""

    id: str
    due_at: str
    priority: int
    all_day: bool
    due_from: str | None = None
    appointment_at: str | None = None

    @property
    def clock(self) -> str | None:
        """The time it is due at today, if it has one."""
        return self.appointment_at or (None if self.all_day else self.due_at)


def place_in_queue(task: Waiting) -> tuple[int, str, int, str, str]:
    """A key to sort by. A ticket due at no time stands before an appointment; within a rank the oldest leads."""
    if task.priority == TICKET:
        return 0, task.clock or "", task.priority, task.due_at, task.id
    if task.clock is not None:
        return 1, task.clock, task.priority, task.due_at, task.id
    return 2, "", task.priority, task.due_at, task.id


def open_on(task: Waiting, today: date) -> bool:
    """Whether it is in the queue of this day: its window has begun, and no appointment is for a later day."""
    if task.appointment_at is not None:
        return due_day(task.appointment_at) <= today.isoformat()
    return task.due_from is None or due_day(task.due_from) <= today.isoformat()
