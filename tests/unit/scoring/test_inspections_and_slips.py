"""R18 and R19: showroom inspections and smile slips."""

from datetime import date, datetime, time

import pytest

from schemas.scoring.inspection import Fix, cleaning_amount, fine_after, fixed_in, slot_of
from schemas.scoring.smile import Reset, slips, star, unsupervised_days


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2025-03-03T{clock}")


@pytest.mark.parametrize(
    ("fixed", "fix"),
    [
        pytest.param("09:15:00", Fix("in_time", 0), id="R18-1"),
        pytest.param("09:15:01", Fix("late", -20), id="R18-2"),
        pytest.param("09:01:00", Fix("time_anomaly", 0), id="R18-5"),
        ("09:14:59", Fix("in_time", 0)),
        ("09:15:00.999999", Fix("in_time", 0)),
        ("09:05:00", Fix("in_time", 0)),
    ],
)
def test_a_finding_has_ten_minutes(fixed: str, fix: Fix) -> None:
    assert fixed_in(at("09:05:00"), at(fixed)) == fix


def test_a_finding_never_fixed_is_fined() -> None:
    assert fixed_in(at("09:05:00"), None) == Fix("never_fixed", -20)


def test_findings_and_missing_ticks_add_up() -> None:  # R18-3
    findings = [fixed_in(at("09:05:00"), at(clock)) for clock in ("09:10:00", "09:16:00", "09:30:00")]
    assert sum(fix.amount for fix in findings) + cleaning_amount(1) == -60
    assert (cleaning_amount(0), cleaning_amount(2), cleaning_amount(3)) == (-40, 0, 0)


def test_the_amount_itself_has_no_sign() -> None:
    assert (fine_after(0), fine_after(600), fine_after(601)) == (0, 0, 20)


@pytest.mark.parametrize(
    ("clock", "slot", "in_time"),
    [
        pytest.param(time(14, 40), time(14, 15), False, id="R18-4"),
        (time(14, 30), time(14, 15), True),
        (time(14, 30, 1), time(14, 15), False),
        (time(14, 0), time(14, 15), True),
        (time(8, 45), time(9, 0), True),
        (time(8, 44), time(9, 0), False),
    ],
)
def test_an_inspection_belongs_to_the_nearest_slot(clock: time, slot: time, in_time: bool) -> None:
    assert slot_of(clock) == (slot, in_time)
    assert slot_of(time(14, 16), tolerance_minutes=0) == (time(14, 15), False)


def total(days: list[date], reset: Reset = "calendar_year") -> int:
    return sum(slip.amount for slip in slips(days, reset=reset))


def test_the_first_slip_warns_and_the_others_cost() -> None:  # R19-1
    assert total([date(2013, 8, day) for day in (16, 20, 25, 31)]) == -15


def test_the_trial_is_not_counted() -> None:  # R19-2
    outcomes = [slip.outcome for slip in slips([date(2013, 8, 16), date(2013, 8, 15)])]
    assert outcomes == ["not_assessed", "warning"]


def test_the_count_restarts_by_key() -> None:  # R19-3
    days = [date(2013, 8, 20), date(2013, 9, 1), date(2013, 9, 2)]
    assert (total(days), total(days, "never"), total(days, "monthly")) == (-10, -10, -5)
    over_new_year = [date(2013, 12, 31), date(2014, 1, 1)]
    assert (total(over_new_year), total(over_new_year, "never")) == (0, -5)
    same_month_of_two_years = [date(2013, 9, 1), date(2014, 9, 1)]
    assert total(same_month_of_two_years, "monthly") == 0


def test_a_tie_of_votes_decides_nothing() -> None:  # R19-4
    ballots = [(f"v{n}", "a") for n in range(12)] + [(f"w{n}", "b") for n in range(12)]
    result = star([*ballots, *[(f"x{n}", "c") for n in range(5)]])
    assert (result.names, result.votes, result.tie) == (("a", "b"), 12, True)


def test_a_vote_for_oneself_or_a_second_vote_is_refused() -> None:
    result = star([("a", "a"), ("b", "c"), ("b", "d"), ("d", "c")])
    assert (result.names, result.votes, result.tie) == (("c",), 2, False)
    assert result.refused_voters == ("a", "b")
    assert star([]).names == ()


def test_a_nil_slip_counts_as_supervision_by_key() -> None:
    days = [date(2025, 3, day) for day in (3, 4, 5)]
    slips_by_day, nil = {days[0]: 2}, [days[1]]
    assert unsupervised_days(days, slips_by_day, nil) == (days[2],)
    assert unsupervised_days(days, slips_by_day, nil, allow_nil_slip=False) == (days[1], days[2])
