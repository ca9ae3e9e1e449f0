"""The same checks for a key, a paste and a line of ``csat record``."""

from decimal import Decimal

import pytest

from csat_tui.interview.entry import Refusal, accept, against_constraint
from schemas.forms.answers import Answer
from schemas.packs.logic import context
from schemas.packs.model import Scale
from schemas.packs.parts import Text
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


def with_scale(kind: str, **keys: object):
    """P01 with S1A on a scale of its own, and further keys of that question."""
    question = p01().questions["S1A"].model_copy(update={"scale": "own", **keys})
    return p01().model_copy(update={"scales": {**p01().scales, "own": Scale(type=kind)}}), question


class TestDaysAndTimes:
    @pytest.mark.parametrize("raw", ["2026-11-22", "2026/11/22", "２０２６－１１－２２", "20261122"])
    def test_a_day_may_be_written_in_the_usual_ways(self, raw):
        assert accept(*with_scale("date"), raw).value == "2026-11-22"

    @pytest.mark.parametrize("raw", ["9:30", "09:30", "０９：３０"])
    def test_a_time_of_day_too(self, raw):
        assert accept(*with_scale("time"), raw).value == "09:30"

    @pytest.mark.parametrize(
        ("kind", "raw", "code"),
        [("date", "2026-02-30", "not_a_date"), ("time", "24:00", "not_a_time"), ("time", "9", "not_a_time")],
    )
    def test_what_is_none_is_refused(self, kind, raw, code):
        assert accept(*with_scale(kind), raw).code == code


class TestConstraints:
    def test_refuse_a_value_in_the_words_of_the_pack(self):
        said = Text(zh="不超过总分", en="Not above the overall score")
        pack, question = with_scale("number", constraint=". <= ${S6}", constraint_message=said)
        answer = Answer(scale="own", value="91")
        refusal = against_constraint(
            question, answer, context(pack, {"S6": Answer(scale="s100", value="90")})
        )
        assert (refusal.field, refusal.code, refusal.message) == ("S1A", "constraint", str(said))
        assert (
            against_constraint(question, answer, context(pack, {"S6": Answer(scale="s100", value="91")}))
            is None
        )

    def test_let_a_missing_answer_pass(self):
        pack, question = with_scale("number", constraint=". > 100")
        assert against_constraint(question, Answer(missing="blank"), context(pack, {})) is None
