"""R05, R06, R09, R14, R27, R31 and R34: rates and their limits."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from schemas.figures.complaint_ratio import Complaint, complaint_ratio, counted_complaints
from schemas.figures.gates import month_gates
from schemas.figures.mode_mix import mode_mix
from schemas.figures.returns import FormFate, returns
from schemas.figures.satisfied_rate import all_satisfied, satisfied_rate
from schemas.figures.shares import Kind, answer_kind, gap_in_points, shares
from schemas.rates import Rate
from schemas.scoring.classes import CaseClass
from schemas.statistics.intervals import Interval, wilson


class TestMonthGates:
    @pytest.mark.parametrize(
        ("counts", "rates", "oks", "needed", "verdict"),
        [
            pytest.param((200, 100, 60), ("50.0", "60.0"), (True, True), (0, 0), "valid", id="R05-1"),
            pytest.param((201, 100, 60), ("49.8", "60.0"), (False, True), (1, 0), "invalid", id="R05-2"),
            pytest.param((200, 120, 71), ("60.0", "59.2"), (True, False), (0, 1), "invalid", id="R05-3"),
            pytest.param((0, 0, 0), (None, None), (None, None), (0, 0), "nothing_due", id="R05-4"),
            pytest.param((10, 0, 0), ("0.0", None), (False, None), (5, 0), "invalid", id="R05-5"),
            ((200, 99, 60), ("49.5", "60.6"), (False, True), (1, 0), "invalid"),
            ((200, 101, 61), ("50.5", "60.4"), (True, True), (0, 0), "valid"),
        ],
    )
    def test_are_inclusive_and_tell_what_is_needed(
        self,
        counts: tuple[int, int, int],
        rates: tuple[str | None, str | None],
        oks: tuple[bool | None, bool | None],
        needed: tuple[int, int],
        verdict: str,
    ) -> None:
        month = month_gates(*counts)
        assert (month.success.rate.fixed_percent(1), month.survey.rate.fixed_percent(1)) == rates
        assert (month.success.ok, month.survey.ok) == oks
        assert (month.success.needed, month.survey.needed) == needed
        assert month.verdict == verdict


class TestComplaintRatio:
    @pytest.mark.parametrize(
        ("complaints", "denominator", "limit", "value", "ok", "allowed"),
        [
            pytest.param(2, 2600, "1", Fraction(20, 26), True, 2, id="R06-1"),
            pytest.param(3, 2600, "1", Fraction(30, 26), False, 2, id="R06-2"),
            pytest.param(1, 1500, "0.5", Fraction(10, 15), False, 0, id="R06-3"),
            pytest.param(2, 4000, "0.5", Fraction(1, 2), True, 2, id="R06-4"),
            pytest.param(0, 0, "1", None, None, None, id="R06-5"),
            pytest.param(3, 4100, "1", Fraction(30, 41), True, 4, id="R06-6"),
        ],
    )
    def test_is_per_thousand_and_inclusive(
        self, complaints: int, denominator: int, limit: str, value: Fraction, ok: bool, allowed: int
    ) -> None:
        ratio = complaint_ratio(complaints, denominator, Decimal(limit))
        assert (ratio.value, ratio.ok, ratio.allowed) == (value, ok, allowed)
        assert ratio.remaining == (None if allowed is None else allowed - complaints)

    def test_follows_the_unit_of_the_pack(self) -> None:
        assert complaint_ratio(26, 2600, 1, unit="percent").value == 1
        assert complaint_ratio(26, 2600, 1, unit="percent").allowed == 26
        assert complaint_ratio(1, 10000, 1, unit="per10k").ok is True
        assert complaint_ratio(2, 10000, 1, unit="per10k").ok is False
        absolute = complaint_ratio(1, 0, 1, unit="count")
        assert (absolute.ok, absolute.allowed, absolute.remaining) == (True, 1, 0)
        assert complaint_ratio(2, 10**6, 1, unit="count").ok is False

    def test_counts_a_case_once_by_its_first_receipt(self) -> None:  # AMB-39
        first, again = (
            Complaint("c1", "engine", date(2024, 12, 31)),
            Complaint("c1", "engine", date(2025, 1, 2)),
        )
        other = Complaint("c1", "price", date(2025, 1, 1))
        assert counted_complaints([again, other, first]) == (first, other)
        assert counted_complaints([again, other, first], unit="contact") == (first, other, again)


FORMS = [5] * 12 + [4] * 5 + [3] * 2 + [2]


def overall(points: Sequence[int | None]) -> list[tuple[int | None, list[int | None]]]:
    return [(point, [point]) for point in points]


class TestSatisfiedRate:
    def test_counts_the_top_two_by_default(self) -> None:  # R09-1
        rate = satisfied_rate(overall(FORMS))
        assert (rate, rate.display()) == (Rate(17, 20), "85.0")
        assert wilson(17, 20, places=3) == Interval(Decimal("0.640"), Decimal("0.948"))

    def test_counts_the_top_one_or_three_by_key(self) -> None:  # R09-2, R09-3
        assert satisfied_rate(overall(FORMS), threshold="top1") == Rate(12, 20)
        assert satisfied_rate(overall(FORMS), threshold="top3") == Rate(19, 20)

    def test_leaves_out_forms_without_an_overall_answer(self) -> None:  # R09-4
        assert satisfied_rate(overall([*FORMS, None, None])) == Rate(17, 20)

    def test_has_no_value_without_a_valid_form(self) -> None:  # R09-5
        assert satisfied_rate([]).value is None

    def test_can_rest_on_the_mean_or_on_all_answers(self) -> None:
        forms = [(1, [5, 4, 3]), (5, [5, 3, None]), (5, [4, 3, 3]), (5, [None])]
        assert satisfied_rate(forms, threshold="mean4") == Rate(2, 3)
        assert satisfied_rate(forms, unit="answer") == Rate(4, 8)

    def test_of_all_is_met_only_by_all(self) -> None:  # R27
        almost = Rate(299, 300)
        assert (almost.display(), all_satisfied(almost)) == ("99.7", False)
        assert (Rate(2999, 3000).display(), Rate(29999, 30000).display()) == ("99.97", "99.997")
        assert (Rate(300, 300).display(), all_satisfied(Rate(300, 300))) == ("100.0", True)
        assert all_satisfied(Rate(0, 0)) is None
        assert wilson(30, 30, places=3) == Interval(Decimal("0.886"), Decimal("1.000"))


class TestShares:
    @pytest.mark.parametrize(
        ("counts", "success", "satisfied", "grievance", "neutral", "target", "gap"),
        [
            pytest.param((500, 490, 480, 10), "98.0", "98.0", "2.0", "0.0", "1", "2.0", id="R14-1"),
            pytest.param((250, 240, 230, 5), "96.0", "95.8", "2.1", "2.1", ".98", "2.2", id="R14-2"),
            pytest.param((1000, 920, 883, 0), "92.0", "96.0", "0.0", "4.0", ".98", "2.0", id="R14-3"),
        ],
    )
    def test_are_of_successes(
        self,
        counts: tuple[int, int, int, int],
        success: str,
        satisfied: str,
        grievance: str,
        neutral: str,
        target: str,
        gap: str,
    ) -> None:
        result = shares(*counts)
        shown = [result.success, result.satisfied, result.grievance, result.neutral]
        assert [rate.fixed_percent(1) for rate in shown] == [success, satisfied, grievance, neutral]
        points = gap_in_points(result.satisfied, Decimal(target))
        assert points is not None
        assert round(points, 1) == Fraction(gap)

    def test_may_be_of_what_was_due_by_key(self) -> None:  # AMB-28
        assert shares(500, 490, 480, 10, base="due").satisfied == Rate(480, 500)

    def test_reach_80_per_cent_inclusively(self) -> None:  # R14-4
        limit = Decimal("0.80")
        assert [Rate(n, 1000).at_least(limit) for n in (799, 800, 801)] == [False, True, True]
        assert shares(5, 4, 0).success.at_least(limit) is True

    def test_have_no_gap_at_the_target(self) -> None:  # R14-5
        assert gap_in_points(Rate(98, 100), Decimal("0.98")) == 0
        assert gap_in_points(Rate(0, 0), Decimal("0.98")) is None

    @pytest.mark.parametrize(
        ("score", "case", "kind"),
        [
            ("80", "NONE", "satisfied"),
            ("79.9", "NONE", "neutral"),
            ("80.1", "OPINION", "satisfied"),
            ("95", "GRIEVANCE", "grievance"),
            ("60", "CALLBACK_UNSATISFIED", "grievance"),
            (None, "NONE", "neutral"),
        ],
    )
    def test_rest_on_score_and_class(self, score: str | None, case: CaseClass, kind: Kind) -> None:
        assert answer_kind(None if score is None else Decimal(score), case) == kind

    def test_follow_the_threshold_of_the_pack(self) -> None:  # AMB-40
        assert answer_kind(89, "NONE", satisfied_threshold=90) == "neutral"
        assert answer_kind(95, "NONE", satisfied_threshold="explicit_yes") == "neutral"
        said_yes = answer_kind(None, "NONE", satisfied_threshold="explicit_yes", says_satisfied=True)
        assert said_yes == "satisfied"


@pytest.mark.parametrize(
    ("phone", "mail", "visit", "shown", "ok"),
    [
        pytest.param(120, 30, 50, "60.0", True, id="R31-1"),
        pytest.param(100, 60, 45, "48.8", False, id="R31-2"),
        pytest.param(50, 50, 0, "50.0", False, id="R31-3"),
        (501, 499, 0, "50.1", True),
        (499, 501, 0, "49.9", False),
        (0, 0, 0, None, None),
    ],
)
def test_the_main_mode_must_exceed_half(
    phone: int, mail: int, visit: int, shown: str | None, ok: bool | None
) -> None:
    mix = mode_mix({"phone": phone, "mail": mail, "visit": visit})
    assert (mix.main.display(), mix.ok) == (shown, ok)


def test_blank_and_duplicate_forms_are_returned_but_not_valid() -> None:  # R34
    fates: list[FormFate] = ["valid"] * 37 + ["blank"] * 3 + ["duplicate"] * 2 + ["not_returned"] * 18
    result = returns(fates)
    assert (result.gross.fixed_percent(1), result.valid.fixed_percent(1)) == ("70.0", "61.7")


def test_undeliverable_mail_is_no_return_and_late_forms_count_by_key() -> None:  # R34
    fates: list[FormFate] = ["valid", "undeliverable", "late", "not_returned"]
    assert (returns(fates).gross, returns(fates).valid) == (Rate(1, 4), Rate(1, 4))
    allowed = returns(fates, late_counts=True)
    assert (allowed.gross, allowed.valid) == (Rate(2, 4), Rate(2, 4))
