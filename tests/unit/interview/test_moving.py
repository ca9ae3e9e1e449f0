"""Moving about in a form, leaving it and coming back."""

import pytest

from csat_tui.interview.interview import Interview
from csat_tui.interview.pages import Form
from csat_tui.interview.place import END, Step
from tests.support.forms import HandClock, MemoryJournal, after_a_crash, begun, keys, p01


class TestWhatWasErased:
    """A crash brings back nothing that had been taken out of a field."""

    def test_stays_erased_when_it_had_been_typed_before_an_earlier_crash(self):
        interview = begun()
        keys(interview, "9")
        interview = after_a_crash(interview)
        interview.open()
        keys(interview, "Backspace")
        assert after_a_crash(interview).typed == ""

    def test_stays_erased_when_it_was_there_as_a_remark(self):
        interview = begun()
        keys(interview, "F4 好 Enter F4")
        assert interview.typed == "好"
        interview.write("")
        assert after_a_crash(interview).typed == ""
        interview.leave()
        interview = after_a_crash(interview)
        interview.open()
        assert interview.typed == ""
        interview.enter()
        assert interview.state.remarks == {}

    def test_comes_back_by_typing_it_again(self):
        interview = begun()
        keys(interview, "9")
        interview = after_a_crash(interview)
        interview.open()
        keys(interview, "Backspace 8")
        assert after_a_crash(interview).typed == "8"


class TestTheNotice:
    def test_comes_first_and_nothing_is_asked_before_it_is_answered(self):
        interview = begun(agreed=False)
        for key in ("Enter", "Down", "F7"):
            keys(interview, key)
            assert interview.place.question == "B0"
            assert interview.refusal is not None

    def test_turned_down_ends_the_interview_with_one_key(self):
        interview = begun(agreed=False)
        keys(interview, "4")
        assert interview.outcome == "refused"
        assert interview.place.question == END

    def test_turned_down_can_be_corrected_but_not_passed_by(self):
        interview = begun(agreed=False)
        keys(interview, "4 Up")
        assert interview.place.question == "B0"
        keys(interview, "Down F7 1")
        assert interview.outcome is None
        assert interview.place.question == "S1A"

    def test_put_off_leaves_a_draft_with_its_outcome(self):
        interview = begun(agreed=False)
        keys(interview, "3")
        assert interview.outcome == "reschedule"
        assert interview.put_off
        assert interview.place.question == "B0"

    def test_taken_up_again_another_day_goes_on(self):
        interview = begun(agreed=False)
        keys(interview, "3 Esc")
        again = after_a_crash(interview)
        again.open()
        keys(again, "1")
        assert not again.put_off
        assert again.place.question == "S1A"


class TestTheOrder:
    def test_is_as_printed_face_to_face(self):
        asked = [q.code for q in Form(p01(), "onsite").order]
        assert asked == ["S1A", "S1B", "S2A", "S2B", "S2C", "S3", "S4", "S5", "S6", "B8", "B9"]

    def test_puts_what_must_be_asked_first_by_phone(self):
        asked = [q.code for q in Form(p01(), "phone").order]
        assert asked == ["S2A", "S2B", "S2C", "S3", "S4", "B8", "S1A", "S1B", "S5", "S6", "B9"]


class TestMoving:
    def test_an_optional_question_is_passed_with_enter(self):
        interview = begun()
        keys(interview, "Enter")
        assert interview.place.question == "S1B"

    def test_a_must_ask_question_is_not_passed_with_enter_but_with_down(self):
        interview = begun()
        interview.go_to("S2A")
        keys(interview, "Enter")
        assert interview.refusal is not None
        assert interview.refusal.code == "must_ask"
        keys(interview, "Down")
        assert interview.place.question == "S2B"

    def test_the_next_must_ask_is_found_also_when_it_lies_behind(self):
        interview = begun()
        interview.go_to("S2B")
        keys(interview, "90 Enter 1 80 Enter 80 Enter F7")
        assert interview.place.question == "B8"
        keys(interview, "90 Enter - F7")
        assert interview.place.question == "S2A"
        keys(interview, "90 Enter F7")
        assert interview.place.question == END

    def test_a_jump_goes_to_the_numbered_question(self):
        interview = begun()
        keys(interview, "Ctrl+G 10 Enter")
        assert interview.place.question == "B8"

    def test_a_jump_to_no_question_says_which_there_are(self):
        interview = begun()
        keys(interview, "Ctrl+G 12 Enter")
        assert interview.refusal is not None
        assert "11" in interview.refusal.message

    @pytest.mark.parametrize("leaving", ["Enter", "Up"])
    def test_a_jump_can_be_given_up(self, leaving):
        interview = begun()
        keys(interview, f"8 Ctrl+G {leaving}")
        assert (interview.place.question, interview.place.step, interview.typed) == ("S1A", Step.VALUE, "8")

    def test_half_typed_digits_wait_where_they_were_typed(self):
        interview = begun()
        keys(interview, "8 Down 9 Up")
        assert interview.typed == "8"
        keys(interview, "Down")
        assert interview.typed == "9"


class TestLeaving:
    def test_comes_back_to_the_same_place_with_what_was_half_typed(self):
        interview = begun()
        keys(interview, "85 Enter 9 Esc")
        again = after_a_crash(interview)
        again.open()
        assert (again.place.question, again.typed) == ("S1B", "9")

    def test_after_a_crash_too(self):
        interview = begun()
        interview.go_to("S5")
        interview.write("刹车有")
        again = after_a_crash(interview)
        again.open()
        assert (again.place.question, again.typed) == ("S5", "刹车有")
        assert after_a_crash(again).typed == "刹车有"

    def test_stops_the_time(self):
        clock = HandClock()
        journal = MemoryJournal()
        interview = Interview(Form(p01(), "onsite"), journal, clock=clock)
        interview.open()
        clock.ms = 60_000
        interview.leave()
        clock.ms = 3_600_000
        assert interview.active_ms == 60_000
        again = Interview(interview.form, journal, journal.events, journal.half_typed, clock)
        again.open()
        clock.ms += 5_000
        assert again.active_ms == 65_000
