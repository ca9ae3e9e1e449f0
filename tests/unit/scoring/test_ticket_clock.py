"""R20 and R25: by when a ticket or an e-mail must be answered."""

from datetime import date, datetime

import pytest

from schemas.calendar import Calendar
from schemas.days_off import CHINA
from schemas.scoring.ticket_clock import (
    Due,
    ReplySla,
    Round,
    answered_in_time,
    email_due,
    may_close_unverified,
    on_time_rate,
    reply_due,
    reply_due_instant,
)


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_three_calendar_days_end_at_midnight() -> None:  # R20-1
    due = reply_due(date(2025, 6, 2), date(2025, 6, 2), CHINA)
    assert str(due) == "2025-06-05T24:00"
    assert due.kept_by(instant("2025-06-05T23:59:00")) is True
    assert due.kept_by(instant("2025-06-05T23:59:59.999999")) is True
    assert due.kept_by(instant("2025-06-06T00:00:00")) is False


def test_an_unsatisfied_customer_starts_a_new_round_and_clock() -> None:  # R20-2
    first = Round(reply_due(date(2025, 6, 2), date(2025, 6, 2), CHINA), instant("2025-06-06T00:01"))
    second = Round(reply_due(date(2025, 6, 6), date(2025, 6, 6), CHINA), instant("2025-06-08T09:00"))
    assert str(second.due) == "2025-06-09T24:00"
    rate = on_time_rate([first, second])
    assert (rate.numerator, rate.base) == (1, 2)
    assert on_time_rate([Round(first.due, None)]).numerator == 0


@pytest.mark.parametrize(
    ("sla", "due"),
    [
        pytest.param(ReplySla(), "2025-10-02T24:00", id="R20-3-calendar"),
        pytest.param(ReplySla(roll=True), "2025-10-09T24:00", id="R20-3-roll"),
        pytest.param(ReplySla(unit="working_day"), "2025-10-10T24:00", id="R20-3-working"),
    ],
)
def test_a_holiday_counts_by_key(sla: ReplySla, due: str) -> None:
    assert str(reply_due(date(2025, 9, 29), date(2025, 9, 29), CHINA, sla=sla)) == due


@pytest.mark.parametrize(
    ("opened", "due"),
    [
        pytest.param(None, "2025-06-06T24:00", id="R20-4"),
        (date(2025, 6, 2), "2025-06-05T24:00"),
        (date(2025, 6, 3), "2025-06-06T24:00"),
        (date(2025, 6, 5), "2025-06-06T24:00"),
    ],
)
def test_a_ticket_is_deemed_received_the_day_after_its_issue(opened: date | None, due: str) -> None:
    assert str(reply_due(date(2025, 6, 2), opened, CHINA)) == due


def test_an_unreachable_customer_is_never_closed_as_satisfied() -> None:  # R20-5
    one_day = [instant(f"2025-06-06T{hour}:00") for hour in ("09", "11", "15")]
    two_days = [*one_day[:2], instant("2025-06-07T09:00")]
    assert may_close_unverified(one_day) is False
    assert may_close_unverified(two_days) is True
    assert may_close_unverified(two_days[1:]) is False


def test_the_clock_may_start_at_the_issue_or_be_waived_longer() -> None:
    from_issue = ReplySla(start="issued")
    assert str(reply_due(date(2025, 6, 2), None, CHINA, sla=from_issue)) == "2025-06-05T24:00"
    waived = reply_due(date(2025, 6, 2), date(2025, 6, 2), CHINA, waived_days=2)
    assert str(waived) == "2025-06-07T24:00"


def test_the_alternative_of_72_hours_ends_at_the_instant() -> None:
    sla = ReplySla(72, "hour")
    assert reply_due_instant(instant("2025-06-02T10:00"), sla, CHINA) == instant("2025-06-05T10:00")
    rolled = reply_due_instant(instant("2025-09-29T10:00"), ReplySla(72, "hour", roll=True), CHINA)
    assert rolled == instant("2025-10-09T10:00")


def test_a_year_without_a_calendar_is_warned_of_where_it_matters() -> None:
    start = date(2027, 6, 2)
    working = reply_due(start, start, CHINA, sla=ReplySla(unit="working_day"))
    assert working == Due(date(2027, 6, 7), (2027,))
    assert reply_due(start, start, CHINA).unknown_years == ()


def test_working_days_follow_make_up_days() -> None:
    due = reply_due(date(2025, 10, 9), date(2025, 10, 9), CHINA, sla=ReplySla(unit="working_day"))
    assert due.day == date(2025, 10, 13)


@pytest.mark.parametrize(
    ("received", "clock", "due"),
    [
        ("2025-03-03T09:00", "elapsed", "2025-03-04T09:00"),
        ("2025-03-07T18:00", "elapsed", "2025-03-08T18:00"),
        ("2025-03-07T18:00", "working_hours", "2025-03-10T18:00"),
        ("2025-03-03T09:00", "working_hours", "2025-03-04T09:00"),
        ("2025-03-08T10:00", "working_hours", "2025-03-10T10:00"),
    ],
)
def test_an_email_has_24_hours_or_until_the_next_working_day(
    received: str, clock: str, due: str
) -> None:  # R25
    assert email_due(instant(received), Calendar(), clock=clock) == instant(due)  # type: ignore[arg-type]


def test_an_automatic_reply_is_no_reply() -> None:  # R25
    due = instant("2025-03-04T09:00")
    assert answered_in_time([(instant("2025-03-04T09:00"), "substantive")], due) is True
    assert answered_in_time([(instant("2025-03-04T08:00"), "interim")], due) is True
    assert answered_in_time([(instant("2025-03-04T09:01"), "substantive")], due) is False
    assert answered_in_time([(instant("2025-03-03T09:01"), "automatic")], due) is False
    assert answered_in_time([], due) is False
