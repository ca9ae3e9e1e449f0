"""Days off as data: working days, long holidays, unknown years."""

from datetime import date

import pytest

from schemas.calendar import Calendar, add_months
from schemas.days_off import CHINA


def test_a_make_up_saturday_is_a_working_day() -> None:
    assert CHINA.is_day_off(date(2025, 2, 8)) is False
    assert CHINA.is_day_off(date(2025, 2, 9)) is True
    assert CHINA.working_day_from(date(2025, 10, 1)) == date(2025, 10, 9)
    assert CHINA.working_day_from(date(2025, 10, 11)) == date(2025, 10, 11)


@pytest.mark.parametrize(
    ("day", "long"),
    [
        (date(2025, 1, 28), True),
        (date(2025, 2, 4), True),
        (date(2025, 2, 5), False),
        (date(2025, 1, 1), False),
        (date(2025, 4, 4), True),
        (date(2025, 3, 29), False),
        (date(2026, 2, 28), False),
        (date(2026, 1, 3), True),
    ],
)
def test_a_long_holiday_is_three_days_off_with_a_holiday_in_them(day: date, long: bool) -> None:
    assert CHINA.in_long_holiday(day) is long


def test_three_days_off_without_a_holiday_are_no_long_holiday() -> None:
    shop = Calendar(weekend=frozenset({4, 5, 6}))
    assert shop.in_long_holiday(date(2025, 3, 7)) is False


def test_a_weekend_that_joins_a_holiday_belongs_to_it() -> None:
    friday_off = Calendar(holidays=frozenset({date(2025, 3, 7)}))
    assert friday_off.in_long_holiday(date(2025, 3, 9)) is True


def test_years_without_data_are_named_not_guessed() -> None:
    assert CHINA.unknown_years([date(2025, 1, 1), date(2027, 1, 1), date(2024, 1, 1)]) == (2024, 2027)
    assert CHINA.unknown_years([date(2026, 1, 1)]) == ()


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2025, 1, 15), 6, date(2025, 7, 15)),
        (date(2025, 12, 31), 1, date(2026, 1, 31)),
        (date(1899, 8, 31), 6, date(1900, 2, 28)),
        (date(2025, 3, 31), -1, date(2025, 2, 28)),
    ],
)
def test_months_are_added_with_the_end_of_the_month_clamped(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later
