"""R20 and R25: by when a ticket or an e-mail must be answered (S2-75…S2-77, S1-007, AMB-23).

Instants are local and of one kind (all with an offset, or none). 24:00 of a day excludes 00:00:00
of the next: a reply at 00:00:00 is late.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from schemas.calendar import DAY, Calendar
from schemas.rates import Rate

Unit = Literal["calendar_day", "working_day", "hour"]
Start = Literal["received", "issued"]
EmailClock = Literal["elapsed", "working_hours"]
ReplyKind = Literal["substantive", "interim", "automatic"]

UNREACHABLE_ATTEMPTS = 3
UNREACHABLE_DAYS = 2
EMAIL_HOURS = 24


@dataclass(frozen=True)
class ReplySla:
    """The rule key ticket.reply_sla. `roll` moves a deadline off any day off."""

    n: int = 3
    unit: Unit = "calendar_day"
    start: Start = "received"
    roll: bool = False


@dataclass(frozen=True)
class Due:
    """The end of `day` (24:00). `unknown_years` warns that their holidays are not in the calendar."""

    day: date
    unknown_years: tuple[int, ...] = ()

    def kept_by(self, replied_at: datetime) -> bool:
        """Whether a reply at this local instant is on time."""
        return replied_at.date() <= self.day

    def __str__(self) -> str:
        return f"{self.day.isoformat()}T24:00"


def received_day(issued: date, opened: date | None) -> date:
    """The day of the first opening, at the latest the (calendar) day after the issue."""
    deemed = issued + DAY
    return deemed if opened is None else min(opened, deemed)


def reply_due(
    issued: date,
    opened: date | None,
    calendar: Calendar,
    *,
    sla: ReplySla | None = None,
    waived_days: int = 0,
) -> Due:
    """The day at whose end a department's reply is due; the day it starts from is not counted.

    `waived_days` are days a waiver (特殊情况) adds, of the same unit. Not for the unit `hour`: see
    `reply_due_instant`.
    """
    sla = sla or ReplySla()
    start = issued if sla.start == "issued" else received_day(issued, opened)
    return due_after(start, sla, calendar, waived_days=waived_days)


def due_after(start: date, sla: ReplySla, calendar: Calendar, *, waived_days: int = 0) -> Due:
    """The due day counted from `start`, the day of receipt."""
    count = sla.n + waived_days
    in_working_days = sla.unit == "working_day"
    due = calendar.add_working_days(start, count) if in_working_days else start + timedelta(days=count)
    if sla.roll:
        due = calendar.working_day_from(due)
    return Due(due, calendar.unknown_years([start, due]) if sla.roll or in_working_days else ())


def reply_due_instant(start: datetime, sla: ReplySla, calendar: Calendar) -> datetime:
    """The last instant for the alternative “72 hours”: `sla.n` hours after the start, inclusive."""
    due = start + timedelta(hours=sla.n)
    if sla.roll and calendar.is_day_off(due.date()):
        return due + (calendar.working_day_from(due.date()) - due.date())
    return due


@dataclass(frozen=True)
class Round:
    """One round of a ticket: its deadline and when the department replied, if it did."""

    due: Due
    replied_at: datetime | None

    @property
    def on_time(self) -> bool:
        """Whether a reply came in time."""
        return self.replied_at is not None and self.due.kept_by(self.replied_at)


def on_time_rate(rounds: Iterable[Round]) -> Rate:
    """Rounds replied on time ÷ rounds due."""
    listed = list(rounds)
    return Rate(sum(1 for entry in listed if entry.on_time), len(listed))


def may_close_unverified(attempts: Sequence[datetime]) -> bool:
    """Whether a supervisor may close as 未核实: three attempts on two different days. Never automatic."""
    days = {attempt.date() for attempt in attempts}
    return len(attempts) >= UNREACHABLE_ATTEMPTS and len(days) >= UNREACHABLE_DAYS


def email_due(
    received_at: datetime,
    calendar: Calendar,
    *,
    clock: EmailClock = "elapsed",
    hours: int = EMAIL_HOURS,
) -> datetime:
    """The last instant to answer an e-mail, inclusive.

    Elapsed hours, or (`working_hours`) the same clock time on the next working day.
    """
    if clock == "elapsed":
        return received_at + timedelta(hours=hours)
    next_day = calendar.working_day_from(received_at.date() + DAY)
    return received_at + (next_day - received_at.date())


def answered_in_time(replies: Iterable[tuple[datetime, ReplyKind]], due: datetime) -> bool:
    """Whether a substantive or interim reply came by `due`; an automatic one does not count."""
    return any(at <= due for at, kind in replies if kind != "automatic")
