"""From when to when a task is due: days after closing, moved off the days off."""

from dataclasses import dataclass
from datetime import date, timedelta

from schemas.calendar import DAY, Calendar
from schemas.packs.work_keys import Frame


@dataclass(frozen=True)
class Window:
    """First and last day, both included."""

    first: date
    last: date


def window(frame: Frame, closed: date, calendar: Calendar) -> Window:
    """When the customer of something closed on this day is to be asked.

    ``due_window_days`` counts calendar days after closing; an end that falls on a day off moves to the next
    working day, so that nobody is asked late for a holiday. Without it the list of the next working day holds
    it (R23: Saturday's orders are on Monday's list).
    """
    if frame.due_window_days is None:
        day = calendar.working_day_from(closed + DAY)
        return Window(day, day)
    first, last = (
        calendar.working_day_from(closed + timedelta(days=days)) if days else closed
        for days in frame.due_window_days
    )
    return Window(first, last)


def end_of(day: date, offset: str) -> str:
    """24:00 of a day as tasks have it: ``2025-03-14T24:00:00+08:00``."""
    return f"{day.isoformat()}T24:00:00{offset}"


def start_of(day: date, offset: str) -> str:
    """0:00 of a day."""
    return f"{day.isoformat()}T00:00:00{offset}"


def due_day(due_at: str) -> str:
    """The day a task is due, which decides its period: 24:00 belongs to the day that ends."""
    return due_at[:10]
