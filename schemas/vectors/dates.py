"""Vectors of dates: R20-due, R23-lost, R23-reminder, R28-month, R28-retention.

They rest on weekends and two long holidays of 2025, whatever calendar an installation has.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from schemas.calendar import Calendar
from schemas.days_off import days_between
from schemas.figures.deadlines import disposable_from, month_due
from schemas.language import texts
from schemas.scoring.callback_lists import lost_day, reminder_day
from schemas.scoring.ticket_clock import ReplySla, Unit, due_after, received_day
from schemas.vectors.reading import count, day, fields, flag, month, word, wrong

_ = texts("schemas")

UNITS: tuple[Unit, ...] = ("calendar_day", "working_day")
LONGEST_SLA = 100_000

TWO_HOLIDAYS = Calendar(
    holidays=days_between(date(2025, 1, 28), date(2025, 2, 4))
    | days_between(date(2025, 10, 1), date(2025, 10, 8))
)


def reply(value: object) -> str:
    """R20-due."""
    given = fields(value, ("received", "n", "unit"), ("roll", "issued"))
    n = count(given["n"])
    if n > LONGEST_SLA:
        raise wrong(n, _("a number of a usual size"))
    opened = given["received"]
    start = received_day(day(given.get("issued")), None) if opened is None else day(opened)
    sla = ReplySla(n, word(given["unit"], UNITS), roll=flag(given.get("roll")))
    return str(due_after(start, sla, TWO_HOLIDAYS))


def lost(value: object) -> str:
    """R23-lost."""
    return lost_day(day(fields(value, ("last_visit",))["last_visit"])).isoformat()


def reminder(value: object) -> str:
    """R23-reminder."""
    given = fields(value, ("due", "lead_days"))
    return reminder_day(day(given["due"]), count(given["lead_days"])).isoformat()


def report(value: object) -> str | None:
    """R28-month."""
    due = month_due(*month(value), TWO_HOLIDAYS).day
    return None if due is None else due.isoformat()


def retention(value: object) -> str:
    """R28-retention."""
    given = fields(value, ("collected", "years"))
    return f"disposable from {disposable_from(day(given['collected']), count(given['years'])).isoformat()}"


RULES: Mapping[str, Callable[[object], object]] = {
    "R20-due": reply,
    "R23-lost": lost,
    "R23-reminder": reminder,
    "R28-month": report,
    "R28-retention": retention,
}
