"""R21, R26, R32, R33 and AMB-24: indices, champions, customer files, flags, success."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from schemas.rates import Rate
from schemas.rejection import InputError
from schemas.scoring import index, quality_flags
from schemas.scoring.champion import Candidate, champions, composite, is_excellent, obstacles
from schemas.scoring.customer_file import file_completeness, is_stale, wrong_number_rate
from schemas.scoring.success import callback_succeeded, survey_succeeded

SSI_2015 = [Decimal(w) for w in (".23", ".21", ".20", ".19", ".17")]


class TestTheManufacturersIndex:
    def test_is_the_weighted_sum_of_factors(self) -> None:  # R21-1
        value = index.weighted_index(SSI_2015, [960, 945, 950, 940, 955])
        assert (value, index.index_met(value), index.index_gap(value)) == (Fraction("950.2"), True, 0)

    def test_tells_how_far_one_factor_must_rise(self) -> None:  # R21-2
        value = index.weighted_index(SSI_2015, [930, 945, 950, 940, 955])
        gap = index.index_gap(value)
        assert (value, gap) == (Fraction("943.3"), Fraction("6.7"))
        assert round(index.factor_needed(SSI_2015[0], 930, gap), 2) == Fraction("959.13")

    @pytest.mark.parametrize("weights", [["0.5", "0.49"], ["1.5", "-0.5"], ["1"], []])
    def test_refuses_weights_that_are_not_one(self, weights: list[str]) -> None:  # R21-3
        with pytest.raises(InputError):
            index.weighted_index([Decimal(w) for w in weights], [900, 900])

    def test_refuses_factors_off_the_scale(self) -> None:
        with pytest.raises(InputError):
            index.weighted_index([Decimal(1)], [1001])
        assert index.weighted_index([Decimal(1)], [1001], scale_max=1050) == 1001

    def test_has_a_rank_target(self) -> None:  # R21-4
        assert (index.rank_met(40), index.rank_met(41), index.rank_met(39)) == (True, False, True)
        assert index.rank_met(39, mode="exactly") is False
        assert (index.grade_met("A"), index.grade_met("B"), index.grade_met("C")) == (True, True, False)

    @pytest.mark.parametrize(
        ("value", "met"), [("949.96", False), ("949.9", False), ("950", True), ("950.1", True)]
    )
    def test_is_met_unrounded(self, value: str, met: bool) -> None:  # R21-5
        assert index.index_met(Decimal(value)) is met


E1, E2, E3 = Candidate("E1", 96, 90, 45), Candidate("E2", 99, 99, 8), Candidate("E3", 95, 92, 50)


class TestTheChampion:
    def test_has_the_highest_composite_of_the_eligible(self) -> None:  # R26-1
        assert [composite(c.csat, c.performance) for c in (E1, E3)] == [Fraction("93.6"), Fraction("93.8")]
        assert obstacles(E2) == ("small_base",)
        assert champions([E1, E2, E3]) == (E3,)

    def test_is_settled_by_csat_then_base_then_shared(self) -> None:  # R26-2
        a, b = Candidate("a", 95, 92, 50), Candidate("b", 93, 95, 90)
        assert composite(a.csat, a.performance) == composite(b.csat, b.performance)
        assert champions([b, a]) == (a,)
        larger = replace(a, name="c", base=60)
        assert champions([a, larger]) == (larger,)
        assert champions([a, replace(a, name="d")]) == (a, replace(a, name="d"))
        assert champions([]) == ()

    def test_is_blocked_by_an_open_falsification(self) -> None:  # R26-3
        assert champions([E1, replace(E3, falsification_open=True)]) == (E1,)

    @pytest.mark.parametrize(("base", "eligible"), [(29, False), (30, True), (31, True)])
    def test_needs_a_base_of_30(self, base: int, eligible: bool) -> None:
        assert (not obstacles(replace(E1, base=base))) is eligible

    @pytest.mark.parametrize(("failed", "blocked"), [(4, False), (5, False), (6, True)])
    def test_may_fail_five_per_cent_of_back_checks(self, failed: int, blocked: bool) -> None:
        person = replace(E1, back_check_failures=failed, back_checks=100)
        assert bool(obstacles(person)) is blocked

    def test_is_blocked_by_a_confirmed_complaint(self) -> None:
        assert obstacles(replace(E1, confirmed_complaints=1)) == ("confirmed_complaint",)

    @pytest.mark.parametrize(
        ("mean", "top", "base", "excellent"),
        [
            ("95", 0, 30, True),
            ("94.9", 0, 30, False),
            ("95.1", 0, 30, True),
            ("95", 0, 29, False),
            ("0", 90, 100, True),
            ("0", 89, 100, False),
        ],
    )
    def test_excellence_is_a_mean_or_a_top_box(self, mean: str, top: int, base: int, excellent: bool) -> None:
        assert is_excellent(Decimal(mean), Rate(top, 100), base) is excellent
        assert is_excellent(None, Rate(0, 0), base) is False


class TestACustomerFile:
    def test_is_complete_by_its_required_fields(self) -> None:  # R32
        fields = {"name": "x", "phone": "1", "plate": "p", "model": "m", "city": "c", "mail": " "}
        rate = file_completeness(fields, list(fields))
        assert rate.fixed_percent(1) == "83.3"
        assert file_completeness({}, []).value is None

    @pytest.mark.parametrize(
        ("verified", "stale"),
        [(date(2025, 1, 1), False), (date(2024, 12, 31), True), (date(2025, 1, 2), False), (None, True)],
    )
    def test_is_stale_after_180_days(self, verified: date | None, stale: bool) -> None:
        assert is_stale(verified, date(2025, 6, 30)) is stale

    def test_counts_wrong_numbers_of_attempts(self) -> None:
        rate = wrong_number_rate(["SUCCESS", "WRONG_NUMBER", "BUSY", "WRONG_NUMBER"])
        assert rate == Rate(2, 4)


START = datetime(2025, 3, 3, 9)
INTERVIEW = quality_flags.Interview(
    "1", "i1", "c1", "e1", "w1", "Li", "13800000000", START, datetime(2025, 3, 3, 9, 10)
)


class TestQualityFlags:
    def test_speeding_depends_on_the_mode(self) -> None:
        assert quality_flags.too_fast(299, "self", median_seconds=600) is True
        assert quality_flags.too_fast(300, "self", median_seconds=600) is False
        assert quality_flags.too_fast(199, "interview", median_seconds=600) is True
        assert quality_flags.too_fast(200, "interview", median_seconds=600) is False
        assert quality_flags.too_fast(99, "interview", read_aloud_chars=800) is True
        assert quality_flags.too_fast(100, "interview", read_aloud_chars=800) is False
        assert quality_flags.too_fast(1, "paper", median_seconds=600, read_aloud_chars=800) is False
        assert quality_flags.too_fast(1, "self") is False

    def test_straight_lines_count_only_beside_another_sign(self) -> None:
        assert quality_flags.straight_lined([100] * 5) is True
        assert quality_flags.straight_lined([100] * 4) is False
        assert quality_flags.straight_lined([100] * 9 + [99]) is False
        assert quality_flags.suspicious(["straight_lined", "long_string"]) is False
        assert quality_flags.suspicious(["straight_lined", "too_fast"]) is True
        assert quality_flags.suspicious([]) is False

    def test_a_long_run_covers_more_than_four_fifths(self) -> None:
        assert quality_flags.longest_run([1, 1, 2, 2, 2, 1]) == 3
        assert quality_flags.long_string([1] * 8 + [2, 3]) is False
        assert quality_flags.long_string([1] * 9 + [2]) is True
        assert quality_flags.longest_run([]) == 0

    def test_near_identical_forms_agree_in_95_per_cent_of_20_items(self) -> None:
        one = {f"q{n}": n for n in range(20)}
        assert quality_flags.near_identical(one, {**one, "q0": 99}) is True
        assert quality_flags.near_identical(one, {**one, "q0": 99, "q1": 99}) is False
        few = {f"q{n}": n for n in range(19)}
        assert quality_flags.near_identical(few, few) is False

    def test_duplicates_are_the_same_case_or_a_shared_phone(self) -> None:
        same_case = replace(INTERVIEW, id="2", phone="2")
        shared = replace(INTERVIEW, id="3", customer="c3", name="Wang")
        same_person = replace(INTERVIEW, id="4", customer="c4")
        no_phone = [replace(INTERVIEW, id=i, customer=i, name=i, phone="") for i in ("5", "6")]
        pairs = quality_flags.duplicate_pairs([INTERVIEW, same_case, shared, same_person, *no_phone])
        assert pairs == (("1", "2"), ("1", "3"), ("3", "4"))

    def test_impossible_times_are_flagged(self) -> None:
        backwards = replace(INTERVIEW, ended_at=datetime(2025, 3, 3, 8, 59))
        assert quality_flags.clock_flags(backwards, datetime(2025, 3, 4)) == ("ended_before_start",)
        assert quality_flags.clock_flags(INTERVIEW, datetime(2025, 3, 3, 9, 5)) == ("in_the_future",)
        assert quality_flags.clock_flags(INTERVIEW, datetime(2025, 3, 3, 9, 10)) == ()

    def test_one_interviewer_is_in_one_place_at_a_time(self) -> None:
        later = replace(INTERVIEW, id="2", started_at=datetime(2025, 3, 3, 9, 9))
        touching = replace(INTERVIEW, id="3", started_at=datetime(2025, 3, 3, 9, 10))
        other = replace(INTERVIEW, id="4", interviewer="i2")
        assert quality_flags.overlapping_pairs([later, INTERVIEW, other]) == (("1", "2"),)
        assert quality_flags.overlapping_pairs([INTERVIEW, touching]) == ()


def test_a_callback_succeeds_when_every_must_ask_item_was_handled() -> None:  # AMB-24
    assert callback_succeeded(True, 0) is True
    assert callback_succeeded(True, 1) is False
    assert callback_succeeded(False, 0) is False
    assert callback_succeeded(True, 1, definition="connected") is True
    assert callback_succeeded(False, 0, definition="connected") is False
    assert (survey_succeeded(True, True), survey_succeeded(True, False)) == (True, False)
    assert survey_succeeded(False, True) is False
