"""R28: when reports are due and how long forms are kept (S0-51, S1-075, S1-076, AMB-06, AMB-31)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from schemas.calendar import DAY, Calendar, add_months, clamped, last_day

Clamp = Literal["last_day"] | None
HolidayPolicy = Literal["next_workday", "waived", "none"]
RetentionStart = Literal["interview_date", "period_end", "project_end"]

DAYS_AFTER_PERIOD = 30
RETENTION_YEARS = 3


@dataclass(frozen=True)
class ReportDue:
    """The rule key report.due, holiday_policy included.

    `month_offset` 1 is the month after the period. Without a clamp a month that lacks the day is
    due on the first of the next. An exclusive day means the day before it. `roll` moves a due date
    off weekends and single days off, too.
    """

    day: int = 30
    month_offset: int = 0
    clamp: Clamp = "last_day"
    inclusive: bool = True
    holiday_policy: HolidayPolicy = "next_workday"
    roll: bool = False


@dataclass(frozen=True)
class Deadline:
    """A due day, inclusive to 24:00; None when a long holiday waives the report.

    `unknown_years` warns of years whose holidays the calendar does not hold.
    """

    day: date | None
    moved_from: date | None = None
    unknown_years: tuple[int, ...] = ()


def month_due(year: int, month: int, calendar: Calendar, *, due: ReportDue | None = None) -> Deadline:
    """When the report of a month is due."""
    due = due or ReportDue()
    first = add_months(date(year, month, 1), due.month_offset)
    day = clamped(first.year, first.month, due.day)
    if due.clamp is None and due.day > last_day(first.year, first.month):
        day = add_months(first, 1)
    return _moved(day if due.inclusive else day - DAY, calendar, due.holiday_policy, due.roll)


def in_first_report(occurred: date, year: int, month: int, *, cutoff_day: int | None = None) -> bool:
    """Whether a contact is in the month's first report; after the cut-off it enters the restated one.

    `cutoff_day` is the last day counted (rule key cutoff_day); without one, the whole month.
    """
    if (occurred.year, occurred.month) != (year, month):
        return False
    return cutoff_day is None or occurred.day <= cutoff_day


def quarter_due(year: int, quarter: int, calendar: Calendar, *, due: ReportDue | None = None) -> Deadline:
    """When the report of quarter 1…4 is due: by default the 30th of its last month."""
    return month_due(year, quarter * 3, calendar, due=due)


def period_due(
    last: date,
    calendar: Calendar,
    *,
    days_after: int = DAYS_AFTER_PERIOD,
    holiday_policy: HolidayPolicy = "next_workday",
    roll: bool = False,
) -> Deadline:
    """When the report of a half-year or year that ends on `last` is due."""
    return _moved(last + timedelta(days=days_after), calendar, holiday_policy, roll)


def _moved(day: date, calendar: Calendar, policy: HolidayPolicy, roll: bool) -> Deadline:
    unknown = calendar.unknown_years([day])
    long_holiday = calendar.in_long_holiday(day)
    if long_holiday and policy == "waived":
        return Deadline(None, day, unknown)
    if (long_holiday and policy == "next_workday") or (roll and calendar.is_day_off(day)):
        moved = calendar.working_day_from(day)
        return Deadline(moved, day if moved != day else None, calendar.unknown_years([day, moved]))
    return Deadline(day, None, unknown)


def retention_from(starts: Mapping[RetentionStart, date], start: RetentionStart = "interview_date") -> date:
    """The date a retention counts from (rule key retention.start)."""
    return starts[start]


def keep_through(start: date, years: int = RETENTION_YEARS) -> date:
    """The last day on which a form must be kept; 29 February is clamped to the 28th."""
    return clamped(start.year + years, start.month, start.day)


def disposable_from(start: date, years: int = RETENTION_YEARS) -> date:
    """The first day on which a form may be disposed of."""
    return keep_through(start, years) + DAY


def may_dispose(
    start: date, today: date, *, years: int = RETENTION_YEARS, legal_hold: bool, open_ticket: bool
) -> bool:
    """Whether a form may go today; a legal hold or an open ticket keeps it."""
    return today >= disposable_from(start, years) and not legal_hold and not open_ticket
