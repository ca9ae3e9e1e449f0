"""What a form amounts to, and the moment before it is final."""

import pytest

from csat_tui.interview.summary import NotFinishableError, finish, summary
from tests.support.forms import begun, journal_of, keys

WHOLE = "90 Enter 88 Enter 85 Enter 95 Enter 1 90 Enter 85 Enter - 92 Enter 85 Enter 试驾等太久 Enter"


class TestASummary:
    def test_names_what_is_still_open(self):
        interview = begun()
        interview.go_to("S2A")
        keys(interview, "85 Enter 95 Enter")
        found = summary(interview)
        assert found.open_must == ("S2C", "S3", "S4")
        assert found.not_asked == ("S1A", "S1B", "S5", "S6")
        assert found.completion == "PARTIAL"
        assert found.obstacle is None

    def test_of_a_whole_form_has_its_score_and_class(self):
        interview = begun()
        keys(interview, WHOLE)
        found = summary(interview)
        assert found.completion == "COMPLETE"
        assert str(found.scored.score.value) == "85"
        assert found.scored.case_class == "OPINION"


class TestFinishing:
    def test_gives_all_that_a_record_needs(self):
        interview = begun()
        keys(interview, WHOLE)
        interview.filled_by("proxy")
        interview.flag("major", True)
        done = finish(interview)
        assert list(done.answers) == [
            "B0", "S1A", "S1B", "S2A", "S2B", "S2C", "S3", "S4", "S5", "S6", "B8", "B9"
        ]  # fmt: skip
        assert (done.consent, done.fill_method, done.flags) == ("agreed", "proxy", {"major": True})
        assert done.scored.case_class == "GRIEVANCE"

    def test_takes_the_digits_that_are_half_typed(self):
        interview = begun()
        keys(interview, "90")
        assert interview.settle()
        assert interview.state.answers["S1A"].value == "90"

    def test_stays_where_what_is_half_typed_cannot_be_an_answer(self):
        interview = begun()
        keys(interview, "900")
        assert not interview.settle()
        assert (interview.place.question, interview.typed) == ("S1A", "900")

    def test_keeps_an_anonymous_consent(self):
        interview = begun(agreed=False)
        keys(interview, "2 " + WHOLE)
        assert finish(interview).consent == "anonymous"

    def test_of_a_refusal_keeps_nothing_but_the_refusal(self):
        interview = begun()
        keys(interview, "85 Enter Up Up F4 别打了 Enter 4")
        done = finish(interview)
        assert list(done.answers) == ["B0"]
        assert (done.consent, done.completion) == ("refused", "REFUSED")
        assert done.remarks == {"B0": "别打了"}

    @pytest.mark.parametrize(("key", "code"), [("", "consent_needed"), ("3", "put_off")])
    def test_is_not_possible_without_consent(self, key, code):
        interview = begun(agreed=False)
        keys(interview, key)
        before = list(journal_of(interview).events)
        with pytest.raises(NotFinishableError) as caught:
            finish(interview)
        assert caught.value.code == code
        assert journal_of(interview).events == before

    def test_takes_ticks_along_with_their_item(self):
        interview = begun()
        interview.go_to("S4")
        keys(interview, "= 1 = 85 Enter")
        assert finish(interview).answers["S4"].wire() == {"scale": "s100", "value": "85", "checks": ["S4a"]}

    def test_counts_the_time_until_now(self):
        interview = begun()
        interview._clock.ms = 9_000
        assert finish(interview).active_ms == 9_000


class TestTheKeysOfAWholeInterview:
    def test_are_one_for_a_choice_and_three_for_a_score_of_two_digits(self):
        interview = begun(agreed=False)
        assert keys(interview, "1") == 1
        scores = {"S1A": 90, "S1B": 88, "S2A": 85, "S2B": 95, "S3": 90, "S4": 85, "S6": 92, "B8": 85}
        spent = {}
        while interview.place.question:
            code = interview.place.question
            entry = {"S2C": "1", "S5": "-", "B9": "-"}.get(code) or f"{scores[code]} Enter"
            spent[code] = keys(interview, entry)
            assert interview.place.question != code
        consent, submit = 1, 2  # F9, then Enter
        assert consent + sum(spent.values()) + submit == 30
        assert {spent.pop(code) for code in ("S2C", "S5", "B9")} == {1}
        assert set(spent.values()) == {3}

    def test_are_three_for_a_refusal(self):
        interview = begun(agreed=False)
        assert keys(interview, "4") == 1
        assert finish(interview).completion == "REFUSED"  # F9 and its confirmation are the other two
