"""Periods as people write them."""

from datetime import date

import pytest

from schemas.figures.periods import month_of, period, shifted
from schemas.rejection import InputError


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025-03-14", date(2025, 3, 14), date(2025, 3, 14)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025Q1", date(2025, 1, 1), date(2025, 3, 31)),
        ("2025Q4", date(2025, 10, 1), date(2025, 12, 31)),
        ("2025H2", date(2025, 7, 1), date(2025, 12, 31)),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_a_period_has_its_first_and_last_day(text: str, first: date, last: date) -> None:
    found = period(text)
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize(
    "text", ["2025-13", "2025-02-30", "2025Q5", "25-03", "", "２０２５", "2025-3", "0000"]
)
def test_anything_else_is_refused_with_the_ways_to_write_it(text: str) -> None:
    with pytest.raises(InputError) as refused:
        period(text)
    assert refused.value.code == "bad_period"


def test_months_are_counted_across_the_year() -> None:
    assert shifted(month_of(date(2026, 1, 31)), -1).name == "2025-12"
    assert shifted(period("2025-11"), 13).name == "2026-12"
