"""A batch of paper: its balance, its second keying, its dates."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.forms.answers import Answer, missing
from schemas.paper.balance import balance
from schemas.paper.comparison import Decided, compare, same
from schemas.paper.dates import doubts, period_day
from schemas.paper.error_rates import Verified, error_rates, goes_back, verifier_rates
from schemas.paper.operators import Keyed, operator_figures
from schemas.paper.verification import drawn, may_verify
from schemas.rates import Rate


class TestBalance:
    def test_sixty_declared_are_accounted_for(self) -> None:
        found = balance(60, ["keyed"] * 54 + ["blank"] * 3 + ["duplicate"] * 2 + ["unreadable"])
        assert found.holds
        assert found.difference == 0

    def test_a_form_too_few_or_too_many_keeps_it_open(self) -> None:
        assert balance(60, ["keyed"] * 59).difference == 1
        assert balance(60, ["keyed"] * 61).difference == -1
        assert not balance(60, ["keyed"] * 59).holds

    def test_a_form_that_waits_keeps_it_open(self) -> None:
        found = balance(2, ["keyed", None])
        assert found.waiting == 1
        assert not found.holds


class TestVerification:
    FORMS = tuple(f"form-{number}" for number in range(60))

    def test_ten_percent_of_sixty_are_six_and_of_sixty_one_seven(self) -> None:
        assert len(drawn("b", self.FORMS, Decimal(10), "s")) == 6
        assert len(drawn("b", (*self.FORMS, "one more"), Decimal(10), "s")) == 7

    def test_all_of_them_when_wanted(self) -> None:
        assert drawn("b", self.FORMS, Decimal(100), "s") == self.FORMS

    @given(st.text(max_size=8), st.permutations(FORMS[:12]))
    def test_the_same_seed_draws_the_same_forms_whatever_their_order(
        self, seed: str, order: list[str]
    ) -> None:
        chosen = drawn("b", self.FORMS[:12], Decimal(25), seed)
        assert set(drawn("b", order, Decimal(25), seed)) == set(chosen)
        assert len(chosen) == 3

    def test_another_batch_is_another_draw(self) -> None:
        draws = {drawn(f"b{number}", self.FORMS, Decimal(10), "s") for number in range(10)}
        assert len(draws) > 5

    def test_only_somebody_else_verifies(self) -> None:
        assert may_verify("zhao", "li")
        assert not may_verify("li", "li")
        assert not may_verify("li", None)
        assert not may_verify("", "li")


class TestComparison:
    FIELDS = ("U1", "U2", "U3", "U4")

    def test_every_difference_is_found_and_none_invented(self) -> None:
        first = {"U1": Answer(value="85"), "U2": missing("blank"), "U3": Answer(text="好  评")}
        second = {"U1": Answer(value="58"), "U2": missing("illegible"), "U3": Answer(text="好 评")}
        found = compare(self.FIELDS, first, second)
        assert found.fields == 4
        assert [one.code for one in found.differences] == ["U1", "U2"]

    def test_one_keyed_and_the_other_passed_over(self) -> None:
        found = compare(["U1"], {"U1": Answer(value="85")}, {})
        assert [(one.first, one.second) for one in found.differences] == [(Answer(value="85"), None)]

    def test_a_best_guess_is_not_a_value(self) -> None:
        assert same(Answer(missing="illegible", guess="8"), Answer(missing="illegible"))

    def test_ticks_are_the_same_in_any_order(self) -> None:
        assert same(Answer(options=("a", "b")), Answer(options=("b", "a")))

    @pytest.mark.parametrize(
        ("decision", "keyer", "verifier"),
        [("85", False, True), ("58", True, False), ("88", True, True)],
    )
    def test_the_paper_says_whose_slip_it_was(self, decision: str, keyer: bool, verifier: bool) -> None:
        (found,) = compare(["U1"], {"U1": Answer(value="85")}, {"U1": Answer(value="58")}).differences
        decided = Decided(found, Answer(value=decision), "read again")
        assert (decided.keyer_erred, decided.verifier_erred) == (keyer, verifier)


class TestErrorRates:
    def test_forty_errors_in_six_forms(self) -> None:
        forms = [Verified(f"f{n}", "b", "p09", "li", "zhao", 15, n % 2) for n in range(200)]
        assert error_rates(forms, lambda form: form.batch) == {"b": Rate(100, 3000)}

    def test_rates_of_operators_are_sums_of_counts(self) -> None:
        forms = [
            Verified("1", "b", "p", "li", "zhao", 10, 1, 2),
            Verified("2", "b", "p", "li", "sun", 30, 0, 0),
            Verified("3", "b", "p", "wu", "zhao", 10, 5, 0),
        ]
        assert error_rates(forms, lambda form: form.keyer) == {"li": Rate(1, 40), "wu": Rate(5, 10)}
        assert verifier_rates(forms) == {"zhao": Rate(2, 20), "sun": Rate(0, 30)}

    def test_a_batch_goes_back_above_half_a_percent_and_not_at_it(self) -> None:
        assert not goes_back(Rate(1, 200))
        assert goes_back(Rate(2, 399))
        assert not goes_back(Rate(0, 0))


class TestOperators:
    def test_pauses_do_not_count(self) -> None:
        work = [Keyed("li", "b", "p", active_ms=45_000, pause_ms=1_800_000, strokes=30)] * 60
        figures = operator_figures(work)
        assert figures.forms_per_hour == 80
        assert figures.strokes_per_hour == 2400
        assert figures.seconds_per_form == 45
        assert figures.pause_ms == 60 * 1_800_000

    def test_errors_are_per_thousand_strokes_of_the_forms_that_were_verified(self) -> None:
        work = [
            Keyed("li", "b", "p", 60_000, 0, 300, errors=1, fields_checked=15),
            Keyed("li", "b", "p", 60_000, 0, 400),
        ]
        assert operator_figures(work).errors_per_1000_strokes == Fraction(1000, 300)

    def test_no_work_has_no_figures(self) -> None:
        figures = operator_figures([])
        assert (figures.forms_per_hour, figures.errors_per_1000_strokes) == (None, None)


class TestDates:
    RECEIVED, TODAY = date(2026, 11, 19), date(2026, 12, 2)

    def test_the_day_of_keying_never_decides_the_period(self) -> None:
        assert period_day(date(2026, 11, 15), self.RECEIVED) == date(2026, 11, 15)
        assert period_day(None, self.RECEIVED) == self.RECEIVED
        assert period_day(date(2026, 10, 31), self.RECEIVED, "received") == self.RECEIVED

    @pytest.mark.parametrize(
        ("written", "found"),
        [
            (date(2026, 11, 15), ()),
            (date(2026, 12, 3), ("future",)),
            (date(2026, 11, 20), ("after_received",)),
            (date(2026, 10, 1), ("before_issued",)),
            (None, ()),
        ],
    )
    def test_a_date_that_cannot_be_right_is_marked(
        self, written: date | None, found: tuple[str, ...]
    ) -> None:
        assert doubts(written, self.RECEIVED, self.TODAY, date(2026, 11, 1)) == found
