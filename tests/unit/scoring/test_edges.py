"""Limits of single rules: on the limit, and one step off it."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from schemas.calendar import Calendar
from schemas.packs.scoring_keys import Band, Bands
from schemas.rejection import InputError
from schemas.scoring.bands import band_of
from schemas.scoring.callback_lists import LastVisit, lost_list
from schemas.scoring.champion import Candidate, obstacles
from schemas.scoring.completeness import completeness
from schemas.scoring.customer_file import wrong_number_rate
from schemas.scoring.direct import checked_score
from schemas.scoring.five_point import points_of, to_5
from schemas.scoring.index import weighted_index
from schemas.scoring.inspection import fixed_in, slot_of
from schemas.scoring.mystery_shopper import hidden_quota_met
from schemas.scoring.points300 import repair_form
from schemas.scoring.quality_flags import INTERVIEW_SHARE_OF_MEDIAN, clock_flags, long_string, near_identical
from schemas.scoring.smile import star
from schemas.scoring.ticket_clock import ReplySla, reply_due_instant
from tests.unit.scoring.test_people_and_files import INTERVIEW


def test_a_contact_on_the_day_of_the_visit_does_not_keep_a_customer_from_being_lost() -> None:
    visit = date(2025, 1, 15)
    customer = LastVisit("c", visit, last_contact=visit)
    assert lost_list([customer], date(2025, 7, 15), date(2025, 7, 14)) == ("c",)


def test_a_customer_lost_on_the_day_of_the_last_list_is_not_listed_again() -> None:
    customer = LastVisit("c", date(2025, 1, 15))
    assert lost_list([customer], date(2025, 7, 16), date(2025, 7, 15)) == ()


def test_a_candidate_starts_with_nothing_against_him() -> None:
    fresh = Candidate("c", Decimal(96), Decimal(90), 30)
    assert (fresh.confirmed_complaints, fresh.back_check_failures, fresh.back_checks) == (0, 0, 0)
    assert obstacles(fresh) == ()


def test_no_part_handled_keeps_a_question_of_parts_open() -> None:
    assert completeness([["a", "b"]], {}, mode="any_part").missing == ("a", "b")


def test_one_wrong_number_of_three_attempts() -> None:
    rate = wrong_number_rate(["WRONG_NUMBER", "ANSWERED", "BUSY"])
    assert (rate.numerator, rate.base) == (1, 3)


def test_one_decimal_is_what_a_score_may_have() -> None:
    assert checked_score(Decimal("95.5")) == Decimal("95.5")
    with pytest.raises(InputError):
        checked_score(Decimal("95.55"))


def test_every_option_of_five_points_has_its_worth() -> None:
    assert [points_of("sat5_v1", code) for code in "ABCDE"] == [5, 4, 3, 2, 1]


def test_a_range_begins_at_zero_unless_said_otherwise() -> None:
    assert to_5(50, full=100, method="range") == 3


def test_a_weight_of_nothing_is_a_weight_and_a_negative_one_is_none() -> None:
    assert weighted_index([1, 0], [900, 0]) == 900
    with pytest.raises(InputError):
        weighted_index([Fraction(3, 2), Fraction(-1, 2)], [900, 900])
    with pytest.raises(InputError):
        weighted_index([1], [-1])


def test_a_finding_fixed_at_once_or_a_day_later() -> None:
    at = datetime(2025, 3, 14, 9, 5)
    assert fixed_in(at, at).verdict == "in_time"
    assert fixed_in(at, at + timedelta(days=1)).verdict == "late"
    assert fixed_in(at, at - timedelta(seconds=1)).verdict == "time_anomaly"
    assert fixed_in(at, at - timedelta(days=1)).verdict == "time_anomaly"


def test_the_nearest_slot_is_told_to_the_second() -> None:
    slots = (time(9), time(14, 15))
    assert slot_of(time(11, 37, 30), slots=slots)[0] == time(9)
    assert slot_of(time(11, 37, 31), slots=slots)[0] == time(14, 15)


def test_a_quota_is_met_by_exactly_as_many() -> None:
    assert hidden_quota_met({"a": 2, "b": 2}, unit="consultant") is True
    assert hidden_quota_met({"a": 2, "b": 1}, unit="consultant") is False


class TestARepairForm:
    def test_is_marked_only_where_something_is_missing(self) -> None:
        assert repair_form([30] * 10, [30] * 10).mark is None

    def test_may_give_an_item_nothing_but_not_less(self) -> None:
        assert repair_form([0] * 10, [30] * 10).total == 0
        with pytest.raises(InputError):
            repair_form([Decimal("-0.5"), *[30] * 9], [30] * 10)

    def test_names_the_item_that_is_wrong(self) -> None:
        with pytest.raises(InputError, match="1"):
            repair_form([31, *[30] * 9], [30] * 10)

    def test_counts_exactly_four_fifths_as_enough(self) -> None:
        assert repair_form([24] * 8 + [None] * 2, [30] * 10).total == 240
        maxima = [Fraction(239), Fraction(61)]
        assert repair_form([200, None], maxima).invalid == "too_few_answered"


class TestQualityFlags:
    def test_a_run_needs_a_battery_of_five(self) -> None:
        assert long_string([1, 1, 1, 1, 1]) is True
        assert long_string([1, 1, 1, 1]) is False

    def test_95_of_100_equal_answers_are_near_identical(self) -> None:
        one = {f"q{n}": n for n in range(100)}
        assert near_identical(one, {**one, **{f"q{n}": -1 for n in range(5)}}) is True
        assert near_identical(one, {**one, **{f"q{n}": -1 for n in range(6)}}) is False

    def test_an_interview_of_no_length_is_not_backwards(self) -> None:
        instant = INTERVIEW.started_at
        still = type(INTERVIEW)(**{**vars(INTERVIEW), "ended_at": instant})
        assert clock_flags(still, instant) == ()

    def test_a_third_of_the_median_is_the_limit_of_interviews(self) -> None:
        assert Fraction(1, 3) == INTERVIEW_SHARE_OF_MEDIAN


def test_no_vote_at_all_is_nobodys_star() -> None:
    assert (star([]).names, star([]).votes) == ((), 0)


def test_an_instant_on_a_day_off_stays_unless_the_pack_rolls() -> None:
    calendar = Calendar()
    friday = datetime(2025, 3, 7, 9)
    assert reply_due_instant(friday, ReplySla(24), calendar) == datetime(2025, 3, 8, 9)
    assert reply_due_instant(friday, ReplySla(24, roll=True), calendar) == datetime(2025, 3, 10, 9)


class TestABand:
    @pytest.mark.parametrize(
        ("edge", "value", "code"),
        [
            ("lower", "-5", "low"),
            ("lower", "70", "high"),
            ("upper", "70", "low"),
            ("upper", "70.1", "high"),
            ("lower", "69.9", "low"),
            ("lower", "1000", "high"),
        ],
    )
    def test_may_be_open_at_its_outer_end(self, edge: str, value: str, code: str) -> None:
        words = {"zh": "级", "en": "band"}
        low = Band.model_validate({"code": "low", "high": 70, **words})
        high = Band.model_validate({"code": "high", "low": 70, **words})
        found = band_of(Bands.model_validate({"edge": edge, "bands": [high, low]}), Decimal(value))
        assert found is not None
        assert found.code == code
