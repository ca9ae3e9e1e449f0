"""R15–R17: mystery-shopper checks, quotas, the bottom two and the mean."""

from decimal import Decimal
from fractions import Fraction

import pytest

from schemas.figures.mystery_shopping import bottom, lead, period_mean
from schemas.scoring.mystery_shopper import (
    checklist_score,
    hidden_amount,
    hidden_quota_met,
    open_amount,
    shortfall_amount,
)


@pytest.mark.parametrize(
    ("score", "exclusive", "cumulative"),
    [
        pytest.param("84.9", -300, -500, id="R15-1a"),
        pytest.param("85", -200, -200, id="R15-1b"),
        pytest.param("89.9", -200, -200, id="R15-1c"),
        pytest.param("90", 0, 0, id="R15-1d"),
        pytest.param("84", -300, -500, id="R15-3a"),
        pytest.param("84.96", -300, -500, id="R15-6"),
        ("85.1", -200, -200),
        ("90.1", 0, 0),
        ("0", -300, -500),
    ],
)
def test_an_open_check_falls_in_a_band(score: str, exclusive: int, cumulative: int) -> None:
    assert open_amount(Decimal(score)) == exclusive
    assert open_amount(Decimal(score), cumulative=True) == cumulative


@pytest.mark.parametrize(
    ("score", "exclusive", "cumulative"),
    [
        pytest.param("79.9", -1000, -1500, id="R15-2a"),
        pytest.param("80", -500, -500, id="R15-2b"),
        pytest.param("84.9", -500, -500, id="R15-2c"),
        pytest.param("85", 500, 500, id="R15-2d"),
        pytest.param("89.9", 500, 500, id="R15-2e"),
        pytest.param("90", 1000, 1500, id="R15-2f"),
        pytest.param("79", -1000, -1500, id="R15-3b"),
        ("80.1", -500, -500),
        ("85.1", 500, 500),
        ("90.1", 1000, 1500),
    ],
)
def test_a_hidden_check_falls_in_a_band(score: str, exclusive: int, cumulative: int) -> None:
    assert hidden_amount(Decimal(score)) == exclusive
    assert hidden_amount(Decimal(score), cumulative=True) == cumulative


def test_only_those_who_would_not_cooperate_pay_for_a_shortfall() -> None:  # R15-4
    assert shortfall_amount(2, 2, None) == 0
    assert shortfall_amount(1, 2, "refused_to_cooperate") == -500
    assert shortfall_amount(0, 2, "on_leave") == 0
    assert shortfall_amount(0, 1, "refused_to_cooperate") == -500
    assert shortfall_amount(0, 2, "refused_to_cooperate") == -500
    assert shortfall_amount(2, 2, "refused_to_cooperate") == 0


def test_items_that_do_not_apply_leave_both_sums() -> None:  # R15-5
    items = [(1, 1)] * 33 + [(0, 1)] * 3 + [None] * 4
    score = checklist_score(items)
    assert score == Fraction(3300, 36)
    assert (open_amount(score), hidden_amount(score)) == (0, 1000)
    assert checklist_score([None]) is None


def test_hidden_checks_are_owed_per_shop_or_per_consultant() -> None:
    assert hidden_quota_met({"A": 2, "B": 0}) is True
    assert hidden_quota_met({"A": 1, "B": 0}) is False
    assert hidden_quota_met({"A": 2, "B": 0}, unit="consultant") is False


def one_check_each(*scores: int) -> dict[str, list[int]]:
    return {f"{nth}": [score] for nth, score in enumerate(scores)}


def test_the_bottom_two_are_the_lowest_means() -> None:  # R16-1
    assert bottom(one_check_each(95, 93, 90, 88, 85)) == ("4", "3")


def test_a_tie_at_the_cut_takes_all_in() -> None:  # R16-2
    assert bottom(one_check_each(95, 90, 88, 88, 85)) == ("4", "2", "3")


def test_few_persons_are_not_ranked() -> None:  # R16-3
    assert bottom(one_check_each(92, 91)) is None
    assert bottom(one_check_each(92, 91, 90)) is None


def test_a_tie_can_be_broken_by_the_lowest_single_score() -> None:
    checks = {"a": [95], "b": [90], "c": [88], "d": [78, 98], "e": [85]}
    assert bottom(checks, ties="lowest_single_score") == ("e", "d")
    assert bottom(checks) == ("e", "c", "d")


def test_persons_with_too_few_checks_are_not_ranked() -> None:
    checks = {"a": [95, 95], "b": [90, 90], "c": [88, 88], "d": [80, 80], "e": [10], "f": []}
    assert bottom(checks, min_checks=2) == ("d", "c")


@pytest.mark.parametrize(
    ("score", "points", "met"),
    [
        pytest.param("94", "4", True, id="R17-March"),
        pytest.param("91", "1", True, id="R17-June"),
        pytest.param("89.96", "-0.04", False, id="R17-below"),
        ("90", "0", True),
        ("89.9", "-0.1", False),
        ("90.1", "0.1", True),
    ],
)
def test_the_mean_is_held_against_90_unrounded(score: str, points: str, met: bool) -> None:
    mean = period_mean([Decimal(score)])
    assert lead(mean) == Fraction(points)
    assert mean.met() is met


def test_a_month_without_checks_has_no_mean() -> None:  # R17
    assert period_mean([]).value is None
    assert lead(period_mean([])) is None


def test_a_half_year_is_the_mean_of_checks_not_of_months() -> None:  # R17
    assert period_mean([94] * 10 + [76] * 2).value == 91
