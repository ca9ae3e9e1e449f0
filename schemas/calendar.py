"""Days off and working days. Which days are off is data, delivered per year and never guessed."""

from __future__ import annotations

import calendar as months
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
LONG_HOLIDAY_DAYS = 3


@dataclass(frozen=True)
class Calendar:
    """Days off and make-up working days of the years it knows; weekends are off besides.

    `weekend` holds weekdays, Monday being 0.
    """

    holidays: frozenset[date] = frozenset()
    make_up_days: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()
    weekend: frozenset[int] = frozenset({5, 6})

    def is_day_off(self, day: date) -> bool:
        """Whether nobody works on `day`: a holiday, or a weekend that is not made up for."""
        if day in self.holidays:
            return True
        return day.weekday() in self.weekend and day not in self.make_up_days

    def working_day_from(self, day: date) -> date:
        """`day` itself, or the first working day after it."""
        while self.is_day_off(day):
            day += DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, which is not counted itself."""
        for _nth in range(count):
            day = self.working_day_from(day + DAY)
        return day

    def in_long_holiday(self, day: date) -> bool:
        """Whether `day` is in a block of at least three days off that holds a statutory holiday."""
        if not self.is_day_off(day):
            return False
        block = [day, *self._days_off(day, -DAY), *self._days_off(day, DAY)]
        return len(block) >= LONG_HOLIDAY_DAYS and any(off in self.holidays for off in block)

    def _days_off(self, day: date, step: timedelta) -> list[date]:
        block = []
        while self.is_day_off(day := day + step):
            block.append(day)
        return block

    def unknown_years(self, days: Iterable[date]) -> tuple[int, ...]:
        """The years of `days` whose holidays this calendar does not hold: a warning for the result."""
        return tuple(sorted({day.year for day in days} - self.years))


def add_months(day: date, count: int) -> date:
    """The same day `count` calendar months later, or the last day of a month that is too short."""
    month = day.year * 12 + day.month - 1 + count
    return clamped(month // 12, month % 12 + 1, day.day)


def clamped(year: int, month: int, day: int) -> date:
    """The date, or the last day of the month where it has no such day.

    Raises ValueError outside the years 1…9999.
    """
    return date(year, month, min(day, last_day(year, month)))


def last_day(year: int, month: int) -> int:
    """How many days the month has."""
    return months.monthrange(year, month)[1]
