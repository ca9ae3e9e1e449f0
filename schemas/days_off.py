"""Official days off in mainland China, for the years they are known.

Source: the State Council's yearly notices 国务院办公厅关于部分节假日安排的通知 (for 2025 of 2024-11-12,
for 2026 of 2025-11-04). Further years come from the centre.
"""

from __future__ import annotations

from datetime import date, timedelta

from schemas.calendar import Calendar

# (first day off, last day off) of each holiday.
HOLIDAYS: dict[int, tuple[tuple[date, date], ...]] = {
    2025: (
        (date(2025, 1, 1), date(2025, 1, 1)),
        (date(2025, 1, 28), date(2025, 2, 4)),
        (date(2025, 4, 4), date(2025, 4, 6)),
        (date(2025, 5, 1), date(2025, 5, 5)),
        (date(2025, 5, 31), date(2025, 6, 2)),
        (date(2025, 10, 1), date(2025, 10, 8)),
    ),
    2026: (
        (date(2026, 1, 1), date(2026, 1, 3)),
        (date(2026, 2, 15), date(2026, 2, 23)),
        (date(2026, 4, 4), date(2026, 4, 6)),
        (date(2026, 5, 1), date(2026, 5, 5)),
        (date(2026, 6, 19), date(2026, 6, 21)),
        (date(2026, 9, 25), date(2026, 9, 27)),
        (date(2026, 10, 1), date(2026, 10, 7)),
    ),
}

MAKE_UP_DAYS: dict[int, tuple[date, ...]] = {
    2025: (
        date(2025, 1, 26),
        date(2025, 2, 8),
        date(2025, 4, 27),
        date(2025, 9, 28),
        date(2025, 10, 11),
    ),
    2026: (
        date(2026, 1, 4),
        date(2026, 2, 14),
        date(2026, 2, 28),
        date(2026, 5, 9),
        date(2026, 9, 20),
        date(2026, 10, 10),
    ),
}


def days_between(first: date, last: date) -> frozenset[date]:
    """Every day from `first` to `last`, both included."""
    return frozenset(first + timedelta(days=n) for n in range((last - first).days + 1))


CHINA = Calendar(
    holidays=frozenset(
        day for spans in HOLIDAYS.values() for first, last in spans for day in days_between(first, last)
    ),
    make_up_days=frozenset(day for days in MAKE_UP_DAYS.values() for day in days),
    years=frozenset(HOLIDAYS),
)
"""The calendar of every year above."""
