"""Answering question by question, with the keys of a number pad."""

from copy import deepcopy

import pytest

from csat_tui.interview.pages import Form
from csat_tui.interview.place import END, Step
from schemas.forms.answers import Missing
from schemas.packs.model import Pack
from schemas.packs.resolve import library_content, read
from tests.support.forms import after_a_crash, begun, journal_of, keys


class TestANumber:
    def test_is_accepted_by_enter_and_leads_to_the_next_question(self):
        interview = begun()
        keys(interview, "85 Enter")
        assert interview.state.answers["S1A"].wire() == {"scale": "s100", "value": "85"}
        assert interview.place.question == "S1B"

    @pytest.mark.parametrize("typed", ["85.5", "８５．５", "85。5", "８５·５"])
    def test_may_come_in_any_form_an_input_method_gives_it(self, typed):
        interview = begun()
        keys(interview, f"{typed} Enter")
        assert interview.state.answers["S1A"].value == "85.5"

    @pytest.mark.parametrize(
        ("typed", "code"),
        [
            ("101", "out_of_range"),
            ("1000", "out_of_range"),
            ("95.55", "too_many_decimals"),
            (".", "not_a_number"),
        ],
    )
    def test_that_does_not_fit_is_refused_in_words_and_stays_in_the_field(self, typed, code):
        interview = begun()
        keys(interview, f"{typed} Enter")
        assert interview.refusal is not None
        assert interview.refusal.code == code
        assert interview.refusal.message
        assert interview.typed == typed
        assert interview.place.question == "S1A"
        assert "S1A" not in interview.state.answers

    def test_may_be_pasted_with_its_unit(self):
        interview = begun()
        interview.paste("９５分\n")
        interview.enter()
        assert interview.state.answers["S1A"].value == "95"

    def test_that_is_half_typed_is_never_taken_for_a_missing_answer(self):
        interview = begun()
        keys(interview, "85 -")
        assert interview.refusal is not None
        assert interview.refusal.code == "half_typed"
        assert interview.typed == "85"

    def test_has_one_decimal_point(self):
        interview = begun()
        keys(interview, "8..5 Enter")
        assert interview.state.answers["S1A"].value == "8.5"

    def test_is_not_made_of_letters(self):
        interview = begun()
        keys(interview, "q")
        assert interview.refusal is not None
        assert interview.typed == ""


class TestAChoice:
    @pytest.mark.parametrize("key", ["2", "２"])
    def test_is_made_by_one_key(self, key):
        interview = begun()
        interview.go_to("S2C")
        keys(interview, key)
        assert interview.state.answers["S2C"].options == ("2",)
        assert interview.place.question == "S3"

    def test_that_is_not_on_the_list_is_refused(self):
        interview = begun()
        interview.go_to("S2C")
        keys(interview, "7")
        assert interview.refusal is not None
        assert interview.place.question == "S2C"


class TestAMissingAnswer:
    @pytest.mark.parametrize(
        ("forms", "code"),
        [
            ("/／、", Missing.NOT_APPLICABLE),
            ("*＊", Missing.REFUSED),
            ("-－", Missing.BLANK),
            ("+＋", Missing.ILLEGIBLE),
        ],
    )
    def test_is_one_key_in_every_form(self, forms, code):
        for form in forms:
            interview = begun()
            keys(interview, form)
            assert interview.state.answers["S1A"].missing == code
            assert interview.place.question == "S1B"

    def test_of_the_open_question_is_one_key_too(self):
        interview = begun()
        interview.go_to("B9")
        keys(interview, "-")
        assert interview.state.answers["B9"].missing == Missing.BLANK
        assert interview.place.question == END

    def test_is_not_offered_for_consent(self):
        interview = begun(agreed=False)
        keys(interview, "/ * - +")
        assert interview.state.answers == {}
        assert interview.refusal is not None


class TestTheOverallScore:
    @pytest.mark.parametrize("slash", ["/", "／", "、"])
    def test_falls_back_to_the_nine_levels(self, slash):
        interview = begun()
        interview.go_to("B8")
        keys(interview, f"{slash} 6")
        assert interview.state.answers["B8"].wire() == {"scale": "lv9", "options": ["6"]}
        assert interview.place.question == "B9"

    def test_without_a_level_needs_a_reason(self):
        interview = begun()
        interview.go_to("B8")
        keys(interview, "/ / Enter")
        assert interview.refusal is not None
        assert interview.refusal.code == "reason_needed"
        keys(interview, "2 6 2 1 Enter")
        assert interview.state.answers["B8"].wire() == {"missing": "dont_know", "reason": ["1", "6"]}

    @pytest.mark.parametrize(("sign", "code"), [("*", "refused"), ("-", "blank"), ("+", "illegible")])
    def test_that_is_missing_for_another_cause_needs_a_reason_as_well(self, sign, code):
        interview = begun()
        interview.go_to("B8")
        keys(interview, f"{sign} 3 Enter")
        assert interview.state.answers["B8"].wire() == {"missing": code, "reason": ["3"]}

    def test_is_reached_again_from_the_levels_with_up(self):
        interview = begun()
        interview.go_to("B8")
        keys(interview, "/ Up 90 Enter")
        assert interview.state.answers["B8"].value == "90"


class TestTextAndRemarks:
    def test_words_are_accepted_by_enter_with_nothing_harmful_in_them(self):
        interview = begun()
        interview.go_to("S5")
        interview.write("刹车\x1b]0;x\x07有响声")
        interview.enter()
        assert interview.state.answers["S5"].wire() == {"scale": "open", "text": "刹车]0;x有响声"}

    def test_too_much_text_is_refused_before_it_is_lost(self):
        interview = begun()
        interview.go_to("S5")
        interview.write("字" * 4000)
        interview.write("字" * 4001)
        assert interview.refusal is not None
        assert len(interview.typed) == 4000

    def test_a_remark_can_be_made_at_any_question_and_gives_back_what_was_half_typed(self):
        interview = begun()
        keys(interview, "8 F4")
        interview.write("讲得很细")
        interview.enter()
        assert interview.state.remarks == {"S1A": "讲得很细"}
        assert (interview.place.question, interview.place.step, interview.typed) == ("S1A", Step.VALUE, "8")

    @pytest.mark.parametrize("leaving", ["F4", "Up", "F7", "Down", "Ctrl+G"])
    def test_a_remark_is_stored_whichever_way_it_is_left(self, leaving):
        interview = begun()
        keys(interview, "F4")
        interview.write("等太久")
        keys(interview, leaving)
        assert interview.state.remarks == {"S1A": "等太久"}

    def test_an_emptied_remark_is_taken_away(self):
        interview = begun()
        keys(interview, "F4 早 Enter F4")
        interview.write("")
        keys(interview, "Enter")
        assert interview.state.remarks == {}

    def test_parts_of_an_item_are_ticked_without_delaying_its_score(self):
        interview = begun()
        interview.go_to("S4")
        keys(interview, "= 1 3 1 2 Enter 85 Enter")
        assert interview.state.ticks == {"S4": ("S4b", "S4c")}
        assert interview.state.answers["S4"].value == "85"


class TestHistory:
    def test_a_changed_answer_keeps_the_earlier_one_in_the_journal(self):
        interview = begun()
        keys(interview, "85 Enter Up 90 Enter")
        given = [e["answer"]["value"] for e in journal_of(interview).events if e.get("question") == "S1A"]
        assert given == ["85", "90"]
        assert interview.state.answers["S1A"].value == "90"

    def test_undo_takes_back_the_last_answer_even_after_a_restart(self):
        interview = begun()
        keys(interview, "85 Enter Up 90 Enter 70 Enter")
        again = after_a_crash(interview)
        keys(again, "Ctrl+Z Ctrl+Z")
        assert again.state.answers["S1A"].value == "85"
        assert "S1B" not in again.state.answers
        assert again.place.question == "S1A"

    def test_undo_brings_a_remark_back(self):
        interview = begun()
        keys(interview, "F4 早 Enter F4 晚 Enter Ctrl+Z")
        assert interview.state.remarks == {"S1A": "早"}

    def test_with_nothing_to_undo_it_says_so(self):
        interview = begun(agreed=False)
        interview.undo()
        assert interview.refusal is not None


def p01_with(code: str, **keys: object) -> Pack:
    """P01 with further keys of one question."""
    content = deepcopy(library_content("dlr-cs-sales"))
    next(item for item in content["questionnaire"]["items"] if item["code"] == code).update(keys)
    return read(content)


class TestExpressionsOfThePack:
    def test_a_question_is_asked_only_where_its_condition_holds(self):
        form = Form(p01_with("S1B", relevant="${S1A} < 70"), "onsite")
        interview = begun(form=form)
        keys(interview, "85 Enter")
        assert interview.place.question == "S2A"
        keys(interview, "Up 60 Enter")
        assert interview.place.question == "S1B"

    def test_a_value_against_its_constraint_is_refused(self):
        form = Form(p01_with("S1B", constraint=". <= ${S1A}"), "onsite")
        interview = begun(form=form)
        keys(interview, "85 Enter 90 Enter")
        assert interview.refusal is not None
        assert (interview.refusal.code, interview.typed) == ("constraint", "90")


class TestAnyChannel:
    def test_a_mailed_form_has_no_notice_page(self):
        assert begun("mail").place.question == "S1A"

    def test_irrelevant_questions_are_passed_over_and_not_kept(self):
        form = Form(p01_with("S1B", relevant="${S1A} = ''"), "onsite")
        interview = begun(form=form)
        keys(interview, "85 Enter")
        assert interview.place.question == "S2A"
        keys(interview, "Up")
        assert interview.place.question == "S1A"
