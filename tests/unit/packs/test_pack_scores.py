"""What the forms of the library are worth: one hand-worked form for each way of scoring."""

from fractions import Fraction

import pytest

from schemas.forms.answers import Answer, missing
from schemas.packs.resolve import library_content, read
from schemas.scoring.contact import Scored, score


def scored(name: str, **given: str) -> Scored:
    """Scores a form given as code=value (numbers) or code=option code."""
    pack = read(library_content(name))
    answers = {}
    for code, value in given.items():
        scale = pack.scale_of(code)
        if scale.type == "number":
            answers[code] = Answer(scale=pack.questions[code].scale, value=value)
        elif scale.type == "text":
            answers[code] = Answer(scale=pack.questions[code].scale, text=value)
        else:
            answers[code] = Answer(scale=pack.questions[code].scale, options=(value,))
    return score(pack, answers)


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("dlr-cs-sales", {"B8": "69.9"}, "69.9"),
        ("dlr-cs-sales", {"S6": "85"}, "85"),
        ("itops-pm", {"M1": "A", "M2": "A", "M3": "B", "M4": "C", "M9": "E"}, "3.6"),
        ("zihang-callback", {f"Z{n}": "2" for n in range(1, 11)}, "80"),
        ("repair-300", {f"X{n}": "24" for n in range(1, 11)}, "240"),
        ("repair-300", {f"X{n}": "24" for n in range(1, 10)}, "240"),
        ("sample-7q", {"Q1": "2", "Q2": "2", "Q3": "2"}, "200/3"),
        ("oem-index-mirror", {"D1": "10", "D2": "9", "D3": "8", "D4": "7", "D5": "6"}, "8.14"),
        ("csm-visit-mail", {"J1": "80", "J2": "90"}, "85"),
        ("courier-check", {"Y1": "1", "Y2": "2", "Y3": "/"}, "50"),
    ],
)
def test_score(name: str, given: dict[str, str], value: str) -> None:
    found = scored(name, **given).score
    assert found is not None
    assert Fraction(found.value) == Fraction(value)


@pytest.mark.parametrize("name", ["zihang-lost", "csm-plan", "service-desk"])
def test_some_forms_have_no_score(name: str) -> None:
    assert scored(name).unrated_reason == "no_score_in_pack"


def test_what_staff_fill_in_is_not_a_remark_of_the_customer() -> None:
    case = {"Q1": "1", "Q2": "A", "Q3": "A", "Q4": "A", "Q6": "A"}
    assert scored("itops-qa-callback", SUMMARY="网络中断", **case).case_class == "NONE"
    assert scored("itops-qa-callback", Q7="再快一点", **case).case_class == "OPINION"


def test_an_unsolved_case_is_dissatisfaction_whatever_the_score() -> None:
    case = {"Q1": "2", "Q2": "A", "Q3": "A", "Q4": "A", "Q6": "A"}
    assert scored("itops-qa-callback", **case).case_class == "CALLBACK_UNSATISFIED"


def test_a_skipped_item_does_not_keep_an_interview_open() -> None:
    pack = read(library_content("dlr-cs-aftersales"))
    assert pack.questionnaire is not None
    answers = {code: missing("refused") for code in pack.questionnaire.must_ask.items if code[:3] != "A2C"}
    answers["A1"] = Answer(scale="s100", value="90")
    answers["JOBS"] = Answer(scale="jobs", options=("maintenance",))
    assert score(pack, answers).completeness.status == "COMPLETE"
