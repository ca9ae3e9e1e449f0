"""What must hold for every input of the rules, whatever the numbers."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from schemas import numbers
from schemas.calendar import Calendar
from schemas.figures.mean import Mean, mean_of, mean_range
from schemas.figures.severity_sample import Stratum, draw, weighted_share
from schemas.rates import Rate
from schemas.scoring.classes import TICKET_CLASSES, case_class
from schemas.scoring.levels import BANDS, LEVELS, Level, Score, contact_score, converted_score, level_of
from schemas.scoring.mystery_shopper import hidden_amount, open_amount
from schemas.scoring.points300 import repair_band
from schemas.scoring.ticket_clock import ReplySla, due_after
from schemas.statistics.intervals import wilson
from schemas.statistics.kish import effective_sample
from schemas.vectors import check

SCORES = st.integers(0, 1000).map(lambda tenths: Decimal(tenths) / 10)
OPTIONAL = st.one_of(st.none(), SCORES)
FRACTIONS = st.fractions(min_value=-1000, max_value=1000)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | SCORES.map(str),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(st.lists(OPTIONAL))
def test_a_mean_lies_between_the_lowest_and_the_highest_score(scores: list[Decimal | None]) -> None:
    rated = [score for score in scores if score is not None]
    value = mean_of(scores).value
    assert (value is None) == (not rated)
    assert value is None or min(rated) <= value <= max(rated)


@given(st.lists(st.tuples(OPTIONAL, st.integers(0, 3))))
def test_pooling_any_partition_gives_the_whole(contacts: list[tuple[Decimal | None, int]]) -> None:
    parts = [mean_of(score for score, group in contacts if group == part) for part in range(4)]
    assert sum(parts, Mean()) == mean_of(score for score, _group in contacts)


@given(st.lists(OPTIONAL), st.randoms())
def test_the_order_of_contacts_changes_nothing(scores: list[Decimal | None], random: object) -> None:
    shuffled = list(scores)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert mean_of(shuffled) == mean_of(scores)


@given(st.lists(SCORES, min_size=1), st.integers(1, 5))
def test_an_unrated_contact_never_moves_the_mean(scores: list[Decimal], unrated: int) -> None:
    with_unrated = mean_of([*scores, *[None] * unrated])
    assert with_unrated.value == mean_of(scores).value
    assert with_unrated.excluded_count == unrated


CONTACTS = st.lists(
    st.tuples(OPTIONAL, st.one_of(st.none(), st.sampled_from(LEVELS))).map(lambda pair: contact_score(*pair))
)


@given(CONTACTS)
def test_the_lower_mean_is_never_above_the_upper(contacts: list[Score | None]) -> None:
    three = mean_range(contacts)
    lower, value, upper = three.lower.value, three.value.value, three.upper.value
    if lower is not None and value is not None and upper is not None:
        assert lower <= value <= upper


@given(st.sampled_from(LEVELS))
def test_the_estimates_of_a_level_are_ordered(level: Level) -> None:
    lower, middle, upper = (converted_score(level, estimate=e).value for e in ("lower", "midpoint", "upper"))
    disjoint = converted_score(level, estimate="integer_disjoint").value
    assert 0 <= lower <= disjoint <= middle <= upper <= 100


@given(SCORES, SCORES)
def test_a_higher_score_never_has_a_lower_level(one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    order = list(reversed(LEVELS))
    assert order.index(level_of(low)) <= order.index(level_of(high))
    assert order.index(level_of(low, edge="upper")) <= order.index(level_of(low))


@given(SCORES)
def test_a_score_lies_in_the_band_of_its_level(score: Decimal) -> None:
    band = BANDS[level_of(score)]
    assert band.low <= score
    assert band.is_point or band.contains(score)


@given(SCORES, SCORES, st.booleans())
def test_a_higher_score_never_earns_less(one: Decimal, other: Decimal, cumulative: bool) -> None:
    low, high = sorted((one, other))
    assert open_amount(low, cumulative=cumulative) <= open_amount(high, cumulative=cumulative)
    assert hidden_amount(low, cumulative=cumulative) <= hidden_amount(high, cumulative=cumulative)
    bands = ["UNSATISFIED", "BASICALLY_SATISFIED", "SATISFIED"]
    assert bands.index(repair_band(low * 3)) <= bands.index(repair_band(high * 3))


@given(OPTIONAL, OPTIONAL, st.booleans(), st.booleans())
def test_a_lower_score_never_loses_a_ticket(
    one: Decimal | None, other: Decimal | None, remark: bool, dissatisfied: bool
) -> None:
    if one is None or other is None:
        return
    low, high = (
        case_class(score, has_remark=remark, says_dissatisfied=dissatisfied) for score in sorted((one, other))
    )
    assert low in TICKET_CLASSES or high not in TICKET_CLASSES


@given(FRACTIONS, st.integers(0, 6))
def test_rounding_is_within_half_a_step(value: Fraction, places: int) -> None:
    step = Fraction(1, 10**places)
    for rounding in ("half_up", "half_even"):
        assert abs(Fraction(numbers.fixed(value, places, rounding)) - value) * 2 <= step  # type: ignore[arg-type]


@given(FRACTIONS)
def test_rounding_is_symmetric_about_zero(value: Fraction) -> None:
    assert numbers.rounded(-value, 1) == -numbers.rounded(value, 1)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=20, min_value=-(10**12), max_value=10**12))
def test_exact_text_is_the_value_itself(value: Decimal) -> None:
    text = numbers.exact(value)
    assert Fraction(text) == Fraction(value)
    assert "e" not in text.lower()
    assert text == "0" or "." not in text or not text.endswith("0")


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_shown_rate_is_0_or_100_only_when_it_is(part: int, base: int) -> None:
    rate = Rate(min(part, base), base)
    shown = rate.display()
    assert shown is not None
    assert (Fraction(shown) == 0) == (rate.numerator == 0)
    assert (Fraction(shown) == 100) == (rate.numerator == base)


@given(st.integers(0, 500), st.integers(1, 500))
def test_wilson_encloses_the_proportion_within_0_and_1(part: int, base: int) -> None:
    successes = min(part, base)
    interval = wilson(successes, base)
    assert interval is not None
    share = Fraction(successes, base)
    tolerance = Fraction(1, 20000)
    assert 0 <= interval.lower <= share + tolerance
    assert share - tolerance <= interval.upper <= 1


@given(st.lists(st.integers(0, 100), min_size=1))
def test_an_effective_sample_is_never_larger_than_the_sample(weights: list[int]) -> None:
    n_eff = effective_sample(weights).n_eff
    assert n_eff is None or 1 <= n_eff <= len(weights)


STRATA = st.lists(
    st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
    .map(sorted)
    .map(lambda n: Stratum(n[2], n[1], n[0]))
)


@given(STRATA)
def test_a_weighted_share_is_a_share(strata: list[Stratum]) -> None:
    share = weighted_share(strata)
    assert share is None or 0 <= share <= 1


@given(st.sets(st.text(), max_size=20), st.integers(0, 25), st.text())
def test_a_draw_loses_and_doubles_nobody(ids: set[str], size: int, seed: str) -> None:
    drawn = draw(ids, size, seed)
    assert len(drawn.sample) == min(size, len(ids))
    assert sorted(drawn.sample + drawn.reserve) == sorted(ids)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 1)), st.integers(0, 30), st.booleans())
def test_a_later_receipt_never_has_an_earlier_deadline(start: date, n: int, roll: bool) -> None:
    for unit in ("calendar_day", "working_day"):
        sla = ReplySla(n, unit, roll=roll)  # type: ignore[arg-type]
        today, tomorrow = (
            due_after(day, sla, Calendar()).day for day in (start, date.fromordinal(start.toordinal() + 1))
        )
        assert start <= today <= tomorrow


@given(
    st.lists(st.fixed_dictionaries({"rule": st.sampled_from(["R03", "R04", "alpha", "kish", "x"])}) | JSON)
)
def test_any_json_is_checked_without_an_error(vectors: list[object]) -> None:
    report = check(vectors)
    assert report.passed + len(report.failures) == len(vectors)


@given(
    st.sampled_from(["R02", "R03", "R12", "R20-due", "aapor", "alpha", "kish", "relative_weights"]),
    JSON,
    JSON,
)
def test_any_input_of_a_rule_is_checked_without_an_error(rule: str, given_: object, expect: object) -> None:
    report = check([{"rule": rule, "input": given_, "expect": expect, "note": ""}])
    assert report.passed + len(report.failures) == 1
