"""R03: the month's satisfaction."""

from decimal import Decimal
from fractions import Fraction

import pytest

from schemas.figures.mean import Mean, MeanRange, mean_of, mean_range
from schemas.scoring.levels import Score, contact_score


def scores(*values: str | None) -> list[Decimal | None]:
    return [None if value is None else Decimal(value) for value in values]


def test_the_mean_is_over_rated_contacts_and_the_unrated_are_counted() -> None:  # R03-1
    month = mean_of(scores("95", "88", "100", "85", None))
    assert (month.base, month.total, month.value) == (4, Fraction(368), Fraction(92))
    assert month.excluded == {"unrated": 1}
    assert month.met() is True


def month_with_a_level() -> MeanRange:
    contacts: list[Score | None] = [contact_score(Decimal(number), None) for number in ("95", "88", "100")]
    return mean_range([*contacts, contact_score(None, "L6"), None])


def test_the_mean_is_shown_between_its_lower_and_upper_reading() -> None:  # R03-2
    month = month_with_a_level()
    assert (month.lower.value, month.value.value) == (Fraction(363, 4), Fraction(92))
    assert month.upper.value == Fraction(373, 4)
    assert (month.lower.display(), month.upper.display()) == ("90.8", "93.3")
    assert month.upper.display(rounding="half_even") == "93.2"


def test_a_target_is_met_unrounded_unless_the_pack_says_rounded() -> None:  # R03-3
    month = mean_of([Decimal(90)] * 19 + [Decimal(89)])
    assert month.display() == "90.0"
    assert month.met() is False
    assert month.met(compare="rounded") is True


def test_only_unrated_contacts_have_no_mean() -> None:  # R03-4
    month = mean_of(scores(None, None))
    assert (month.value, month.display(), month.met()) == (None, None, None)
    assert (month.base, month.excluded_count) == (0, 2)


def test_departments_are_pooled_over_contacts() -> None:  # R03-5
    sales = mean_of([Decimal(92)] * 10)
    after_sales = mean_of([Decimal(89)] * 40)
    assert (sales + after_sales).value == Fraction(896, 10)


def test_a_zero_counts() -> None:  # R03-6
    assert mean_of([Decimal(0)] + [Decimal(100)] * 99).value == 99


@pytest.mark.parametrize(("score", "met"), [("89.9", False), ("90", True), ("90.1", True)])
def test_the_target_is_inclusive(score: str, met: bool) -> None:
    assert mean_of(scores(score)).met() is met


def test_a_mean_near_its_full_mark_never_shows_it() -> None:
    month = Mean(Fraction(9999), 100)
    assert month.display() == "99.99"


def test_exclusions_are_pooled_by_reason() -> None:
    pooled = mean_of(scores(None), reason="refused") + mean_of(scores(None, None), reason="void")
    assert pooled.excluded == {"refused": 1, "void": 2}
