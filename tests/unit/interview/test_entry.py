"""The same checks for a key, a paste and a line of ``csat record``."""

from decimal import Decimal

import pytest

from csat_tui.interview.entry import Refusal, accept
from schemas.forms.answers import Answer
from tests.support.forms import p01


def given(code: str, raw: object):
    return accept(p01(), p01().questions[code], raw)


class TestAccepted:
    @pytest.mark.parametrize("raw", ["95", 95, Decimal("95.0"), "９５分", " 95 ", "95.0"])
    def test_a_score_in_any_form(self, raw):
        assert given("S1A", raw).wire() == {"scale": "s100", "value": "95"}

    @pytest.mark.parametrize("raw", ["1", 1, ["1"]])
    def test_a_choice_by_its_code(self, raw):
        assert given("S2C", raw).wire() == {"scale": "yn", "options": ["1"]}

    def test_a_level_in_place_of_a_number(self):
        assert given("B8", "L6").wire() == {"scale": "lv9", "options": ["6"]}

    def test_words(self):
        assert given("B9", "好\r\n的").text == "好\n的"

    def test_a_missing_answer_with_and_without_reasons(self):
        assert given("S1A", {"missing": "refused"}).wire() == {"missing": "refused"}
        assert given("B8", {"missing": "dont_know", "reason": ["2"]}).reason == ("2",)

    def test_zero_is_a_score(self):
        assert given("S1A", 0).value == "0"


class TestRefused:
    @pytest.mark.parametrize(
        ("code", "raw", "reason"),
        [
            ("S1A", 101, "out_of_range"),
            ("S1A", "-1", "out_of_range"),
            ("S1A", "95.55", "too_many_decimals"),
            ("S1A", "", "not_a_number"),
            ("S1A", "1e2", "not_a_number"),
            ("S1A", "NaN", "not_a_number"),
            ("S1A", True, "wrong_type"),
            ("S1A", None, "wrong_type"),
            ("S1A", [1], "wrong_type"),
            ("S2C", "3", "not_an_option"),
            ("S2C", "是", "not_an_option"),
            ("S2C", ["1", "2"], "more_than_one"),
            ("S2C", [], "nothing_chosen"),
            ("S2C", True, "not_an_option"),
            ("B9", "  ", "empty"),
            ("B9", "x" * 4001, "too_long"),
            ("S1A", {"missing": "lost"}, "unknown_missing_code"),
            ("S1A", {"missing": "refused", "reason": ["1"]}, "no_reasons"),
            ("B8", {"missing": "refused", "reason": ["9"]}, "not_an_option"),
            ("B0", {"missing": "not_applicable"}, "must_apply"),
        ],
    )
    def test_with_a_stable_code_and_the_field(self, code, raw, reason):
        refusal = given(code, raw)
        assert isinstance(refusal, Refusal)
        assert (refusal.field, refusal.code) == (code, reason)
        assert refusal.message

    def test_never_with_an_answer_besides(self):
        assert not isinstance(given("S1A", "8 5"), Answer)
