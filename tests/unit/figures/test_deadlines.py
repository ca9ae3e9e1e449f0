"""R28: when reports are due and how long forms are kept."""

from datetime import date

import pytest

from schemas.days_off import CHINA
from schemas.figures.deadlines import (
    Deadline,
    ReportDue,
    disposable_from,
    in_first_report,
    keep_through,
    may_dispose,
    month_due,
    period_due,
    quarter_due,
    retention_from,
)


@pytest.mark.parametrize(
    ("month", "due"),
    [
        pytest.param(2, date(2025, 2, 28), id="R28-February"),
        pytest.param(4, date(2025, 4, 30), id="R28-April"),
        pytest.param(12, date(2025, 12, 30), id="R28-December"),
        pytest.param(1, date(2025, 2, 5), id="R28-January"),
        (3, date(2025, 3, 30)),
    ],
)
def test_a_month_is_due_on_its_30th(month: int, due: date) -> None:
    assert month_due(2025, month, CHINA).day == due


def test_a_leap_year_moves_february() -> None:
    assert month_due(2024, 2, CHINA) == Deadline(date(2024, 2, 29), None, (2024,))


def test_a_due_date_inside_a_long_holiday_moves_behind_it_or_is_waived() -> None:
    assert month_due(2025, 1, CHINA) == Deadline(date(2025, 2, 5), date(2025, 1, 30))
    waived = month_due(2025, 1, CHINA, due=ReportDue(holiday_policy="waived"))
    assert waived == Deadline(None, date(2025, 1, 30))
    kept = month_due(2025, 1, CHINA, due=ReportDue(holiday_policy="none"))
    assert kept.day == date(2025, 1, 30)


@pytest.mark.parametrize(
    ("due", "day"),
    [
        (ReportDue(month_offset=1), date(2025, 5, 30)),
        (ReportDue(inclusive=False), date(2025, 4, 29)),
        (ReportDue(day=31), date(2025, 4, 30)),
        (ReportDue(day=31, clamp=None), date(2025, 5, 6)),
        (ReportDue(day=10), date(2025, 4, 10)),
    ],
)
def test_the_day_follows_the_key(due: ReportDue, day: date) -> None:
    assert month_due(2025, 4, CHINA, due=due).day == day


@pytest.mark.parametrize(
    ("quarter", "day"),
    [(1, date(2025, 3, 30)), (2, date(2025, 6, 30)), (3, date(2025, 9, 30)), (4, date(2025, 12, 30))],
)
def test_a_quarter_is_due_on_the_30th_of_its_last_month(quarter: int, day: date) -> None:
    assert quarter_due(2025, quarter, CHINA).day == day


def test_a_sunday_is_still_due_unless_rolled() -> None:
    assert quarter_due(2025, 1, CHINA, due=ReportDue(roll=True)).day == date(2025, 3, 31)


def test_a_half_year_is_due_thirty_days_later() -> None:
    assert period_due(date(2025, 6, 30), CHINA).day == date(2025, 7, 30)
    assert period_due(date(2025, 12, 31), CHINA).day == date(2026, 1, 30)


def test_contacts_after_the_cut_off_wait_for_the_restated_report() -> None:
    assert in_first_report(date(2025, 3, 25), 2025, 3, cutoff_day=25) is True
    assert in_first_report(date(2025, 3, 26), 2025, 3, cutoff_day=25) is False
    assert in_first_report(date(2025, 3, 31), 2025, 3) is True
    assert in_first_report(date(2025, 4, 1), 2025, 3) is False


@pytest.mark.parametrize(
    ("collected", "kept", "disposable"),
    [
        (date(2025, 3, 14), date(2028, 3, 14), date(2028, 3, 15)),
        (date(2024, 2, 29), date(2027, 2, 28), date(2027, 3, 1)),
        (date(2025, 12, 31), date(2028, 12, 31), date(2029, 1, 1)),
        (date(2025, 2, 28), date(2028, 2, 28), date(2028, 2, 29)),
    ],
)
def test_forms_are_kept_three_years(collected: date, kept: date, disposable: date) -> None:
    assert (keep_through(collected), disposable_from(collected)) == (kept, disposable)


def test_a_hold_or_an_open_ticket_keeps_a_form() -> None:
    collected, today = date(2025, 3, 14), date(2028, 3, 15)
    assert may_dispose(collected, today, legal_hold=False, open_ticket=False) is True
    assert may_dispose(collected, date(2028, 3, 14), legal_hold=False, open_ticket=False) is False
    assert may_dispose(collected, today, legal_hold=True, open_ticket=False) is False
    assert may_dispose(collected, today, legal_hold=False, open_ticket=True) is False


def test_retention_starts_at_the_interview_unless_the_pack_says_otherwise() -> None:
    starts = {"interview_date": date(2025, 3, 14), "period_end": date(2025, 3, 31)}
    assert retention_from(starts) == date(2025, 3, 14)  # type: ignore[arg-type]
    assert retention_from(starts, "period_end") == date(2025, 3, 31)  # type: ignore[arg-type]
