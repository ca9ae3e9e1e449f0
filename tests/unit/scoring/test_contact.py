"""Scoring one filled form of P01 by its pack."""

import pytest

from schemas.forms.answers import Answer, missing
from schemas.packs.model import Pack
from schemas.packs.resolve import library_content, read
from schemas.records.scores import score_record
from schemas.scoring.contact import Scored, has_remark, score


@pytest.fixture(scope="module")
def pack() -> Pack:
    return read(library_content("dlr-cs-sales"))


def number(value: str) -> Answer:
    return Answer(scale="s100", value=value)


def level(code: str) -> Answer:
    return Answer(scale="lv9", options=(code,))


MUST = {
    "S2A": number("90"),
    "S2B": number("95"),
    "S2C": Answer(scale="yn", options=("1",)),
    "S3": number("90"),
    "S4": number("95"),
}


def scored(pack: Pack, **answers: Answer) -> Scored:
    return score(pack, {**MUST, **answers})


class TestWhereTheScoreComesFrom:
    def test_a_number_is_taken_as_given(self, pack: Pack) -> None:
        record = score_record(scored(pack, B8=number("85")))
        assert (record.value, record.origin, record.low, record.high) == ("85", "direct", "85", "85")

    def test_a_level_is_converted_at_its_midpoint_and_keeps_its_band(self, pack: Pack) -> None:
        record = score_record(scored(pack, B8=level("6")))
        assert (record.value, record.origin, record.level) == ("85", "converted", "L6")
        assert (record.low, record.high, record.estimate) == ("80", "90", "midpoint")

    def test_the_overall_item_stands_in_when_the_closing_question_has_no_number(self, pack: Pack) -> None:
        assert score_record(scored(pack, B8=missing("refused"), S6=number("77"))).value == "77"

    def test_neither_number_nor_level_is_unrated_with_the_reasons_given(self, pack: Pack) -> None:
        result = scored(pack, B8=missing("refused", ("4", "2")))
        assert result.score is None
        assert result.unrated_reason == "2+4"

    def test_without_a_reason_list_the_missing_code_is_the_reason(self, pack: Pack) -> None:
        assert scored(pack, B8=missing("illegible")).unrated_reason == "illegible"

    def test_a_question_never_reached_is_unrated_as_not_asked(self, pack: Pack) -> None:
        assert scored(pack).unrated_reason == "not_asked"


class TestTheClass:
    @pytest.mark.parametrize(
        ("value", "remark", "expected"),
        [
            ("69.9", False, "CALLBACK_UNSATISFIED"),
            ("70", False, "NONE"),
            ("70.1", False, "NONE"),
            ("79.9", True, "OPINION_MINOR"),
            ("80", True, "OPINION"),
            ("80.1", True, "OPINION"),
        ],
    )
    def test_follows_the_score_and_the_remark(
        self, pack: Pack, value: str, remark: bool, expected: str
    ) -> None:
        remarks = {"S2A": "讲得很细"} if remark else {}
        assert score(pack, {"B8": number(value)}, remarks=remarks).case_class == expected

    def test_an_outside_body_makes_it_a_complaint(self, pack: Pack) -> None:
        assert score(pack, {"B8": number("95")}, flags={"external": "media"}).case_class == "COMPLAINT"

    def test_blank_words_are_no_remark(self, pack: Pack) -> None:
        assert not has_remark(pack, {"B9": Answer(text="  ")}, {"S2A": "\n"})


class TestCompleteness:
    def test_all_must_ask_items_handled_is_complete(self, pack: Pack) -> None:
        assert scored(pack).completeness.status == "COMPLETE"

    def test_one_open_item_is_partial_and_named(self, pack: Pack) -> None:
        answers = {code: answer for code, answer in MUST.items() if code != "S2C"}
        result = score(pack, answers).completeness
        assert (result.status, result.missing) == ("PARTIAL", ("S2C",))

    def test_a_blank_item_stays_open_but_a_refused_one_does_not(self, pack: Pack) -> None:
        assert score(pack, {**MUST, "S3": missing("blank")}).completeness.missing == ("S3",)
        assert score(pack, {**MUST, "S3": missing("refused")}).completeness.status == "COMPLETE"

    def test_consent_alone_is_no_answer_to_the_survey(self, pack: Pack) -> None:
        consent = {"B0": Answer(scale="consent", options=("1",))}
        assert score(pack, consent).completeness.status == "BREAKOFF"


def test_every_score_comes_with_its_steps_in_words(pack: Pack) -> None:
    steps = scored(pack, B8=level("6")).steps
    assert [step.rule for step in steps] == ["R02", "R04", "R22"]
    assert all(str(step.sentence) for step in steps)
