"""The ways a form is scored, with what is left out and each step in words."""

from collections.abc import Iterator
from fractions import Fraction
from functools import cache

import pytest

from schemas.forms.answers import Answer, missing
from schemas.language import speaking
from schemas.packs.model import Pack
from schemas.packs.resolve import library_content, read
from schemas.rejection import InputError
from schemas.scoring.contact import Scored, score
from schemas.scoring.items import item_points


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with speaking("en"):
        yield


@cache
def plain(name: str) -> Pack:
    return read(library_content(name))


def library(name: str, **contact_score: object) -> Pack:
    if not contact_score:
        return plain(name)
    content = library_content(name)
    content["scoring"]["contact_score"] |= contact_score
    return read(content)


def number(value: str, scale: str = "s100") -> Answer:
    return Answer(scale=scale, value=value)


def option(scale: str, code: str) -> Answer:
    return Answer(scale=scale, options=(code,))


def points(values: str) -> dict[str, Answer]:
    """Points of the repair form, a dash for an item without an answer."""
    given = enumerate(values.split(), 1)
    return {f"X{place}": number(value, "pts30") for place, value in given if value != "-"}


def sentences(found: Scored) -> list[str]:
    return [str(step.sentence) for step in found.steps]


def value_of(found: Scored) -> Fraction | None:
    return None if found.score is None else Fraction(found.score.value)


class TestAMean:
    def test_leaves_out_what_was_not_answered_and_says_why(self) -> None:
        answers = {"V1": number("80"), "V2": missing("refused"), "V3": number("60"), "V4": missing("blank")}
        found = score(library("op-qpm-phone"), answers)
        assert value_of(found) == 70
        assert sentences(found)[:5] == [
            "Counted: V1 80, V3 60.",
            "Left out, refused: V2.",
            "Left out, left blank: V4.",
            "Left out, not asked: V5, V6, V7.",
            "Mean of the 2 answered of 7 items = 70.",
        ]

    def test_counts_a_level_given_to_an_item_at_its_estimate(self) -> None:
        pack = library("op-qpm-phone")
        answers = {"V6": number("75"), "V7": option("lv9", "4")}
        assert value_of(score(pack, answers)) == 70
        assert item_points(pack, answers) == {"V6": 75, "V7": 65}

    def test_of_enough_items_exactly_is_a_score_and_of_fewer_is_none(self) -> None:
        pack = library("op-qpm-phone", items=["V1", "V2", "V3", "V4"], min_answered="0.5")
        assert value_of(score(pack, {"V1": number("80"), "V2": number("90")})) == 85
        found = score(pack, {"V1": number("80")})
        assert (found.score, found.unrated_reason) == (None, "too_few_answered")
        assert "1 of 4 items answered: too few for a score." in sentences(found)

    def test_of_nothing_answered_is_no_score(self) -> None:
        assert score(library("op-qpm-phone"), {}).unrated_reason == "too_few_answered"

    @pytest.mark.parametrize(
        ("to", "method", "code", "worth"),
        [
            ("as_is", "ratio", "2", 3),
            ("hundred", "ratio", "2", 75),
            ("five", "ratio", "2", Fraction(15, 4)),
            ("hundred", "range", "2", Fraction(200, 3)),
            ("five", "range", "2", Fraction(11, 3)),
            ("five", "range", "1", 5),
            ("five", "range", "4", 1),
        ],
    )
    def test_converts_to_the_points_asked_for(self, to: str, method: str, code: str, worth: Fraction) -> None:
        pack = library("sample-7q", items=["Q1"], to=to, method=method)
        assert value_of(score(pack, {"Q1": option("sat4", code)})) == worth

    def test_by_weights_needs_every_item(self) -> None:
        pack = library("oem-index-mirror")
        scale = pack.questions["D1"].scale
        full = {f"D{n}": number(v, scale) for n, v in enumerate(("10", "9", "8", "7", "6"), 1)}
        assert value_of(score(pack, full)) == Fraction("8.14")
        found = score(pack, {**full, "D3": missing("dont_know")})
        assert (found.score, found.unrated_reason) == (None, "item_missing")
        assert sentences(found)[1:3] == [
            "Left out, does not know: D3.",
            "4 of 5 items answered: too few for a score.",
        ]


class TestASum:
    NINE = "24 24 24 24 24 24 24 24 24 -"

    def test_of_all_items_stands_as_it_is(self) -> None:
        found = score(library("repair-300"), points("24 24 24 24 24 24 24 24 24 23.5"))
        assert value_of(found) == Fraction("239.5")
        assert sentences(found)[1] == "Sum of 10 of 10 items = 239.5 of 300."

    def test_is_scaled_for_missing_items_which_are_named(self) -> None:
        found = score(library("repair-300"), points(self.NINE))
        assert value_of(found) == 240
        assert sentences(found)[1:3] == [
            "Left out, not asked: X10.",
            "216 of the 270 points answered, scaled to 300 = 240 (key missing: scale).",
        ]

    def test_counts_a_missing_item_as_nothing_by_key(self) -> None:
        pack = library("repair-300", missing="zero")
        assert value_of(score(pack, points(self.NINE))) == 216
        assert score(pack, {}).unrated_reason == "too_few_answered"

    def test_is_refused_for_a_missing_item_by_key(self) -> None:
        found = score(library("repair-300", missing="refuse"), points(self.NINE))
        assert (found.score, found.unrated_reason) == (None, "item_missing")

    def test_takes_the_full_marks_of_its_items_where_the_pack_names_none(self) -> None:
        pack = library("repair-300", full_mark=None)
        assert value_of(score(pack, points(self.NINE))) == 240

    def test_of_an_item_of_zero_points_is_answered(self) -> None:
        assert value_of(score(library("repair-300"), points(" ".join(["0"] * 10)))) == 0


class TestAChecklist:
    def test_leaves_items_that_do_not_apply_out_of_both_sums(self) -> None:
        pack = library("courier-check")
        answers = {"Y1": option("yn", "1"), "Y2": option("yn", "2"), "Y3": missing("not_applicable")}
        answers = {
            code: a.model_copy(update={"scale": a.scale and pack.questions[code].scale})
            for code, a in answers.items()
        }
        found = score(pack, answers)
        assert value_of(found) == 50
        assert "Left out, does not apply: Y3." in sentences(found)

    def test_where_nothing_applies_has_no_score(self) -> None:
        found = score(library("courier-check"), {})
        assert found.unrated_reason == "nothing_applies"
        assert "0 of 12 items answered: too few for a score." in sentences(found)


class TestASingleItem:
    def test_falls_back_on_the_mean_of_items_by_key(self) -> None:
        found = score(library("csm-visit-mail"), {"J1": number("80"), "J2": missing("refused")})
        assert value_of(found) == 80
        assert sentences(found)[:4] == [
            "J6: no number and no level.",
            "Counted: J1 80.",
            "Left out, refused: J2.",
            "Left out, not asked: J3, J4, J5, J6.",
        ]

    def test_without_anything_is_not_rated(self) -> None:
        assert score(library("csm-visit-mail"), {"J6": missing("refused")}).unrated_reason == "refused"

    def test_of_a_level_needs_a_number_where_the_pack_says_ask(self) -> None:
        content = library_content("dlr-cs-sales")
        content["scoring"]["level_conversion"] = {"scale": "lv9", "estimate": "ask"}
        pack = read(content)
        asked = Answer(scale="lv9", options=("6",), value="83")
        found = score(pack, {"B8": asked}).score
        assert found is not None
        assert (found.value, found.origin, found.contradiction) == (83, "converted", False)
        assert value_of(score(pack, {"B8": number("90")})) == 90
        assert item_points(pack, {"B8": asked}) == {"B8": 83}
        assert item_points(pack, {"B8": option("lv9", "6")}) == {}
        with pytest.raises(InputError):
            score(pack, {"B8": option("lv9", "6")})

    def test_of_a_choice_without_a_level_is_no_score(self) -> None:
        assert score(library("dlr-cs-sales"), {"B8": option("yn", "1")}).score is None


class TestFollowingUp:
    def test_names_the_items_below_the_limit(self) -> None:
        answers = {"V1": number("69.9"), "V2": number("70"), "V3": number("40"), "V7": option("lv9", "4")}
        found = score(library("op-qpm-phone"), answers)
        assert found.followup == ("V1", "V3", "V7")
        assert "Below 70: V1, V3, V7 -> one callback for these items." in sentences(found)

    def test_says_when_there_is_none(self) -> None:
        found = score(library("op-qpm-phone"), {"V1": number("70")})
        assert found.followup == ()
        assert "No item below 70 -> no item to follow up." in sentences(found)

    def test_is_of_packs_that_ask_for_it(self) -> None:
        assert score(library("repair-300"), points("1 - - - - - - - - -")).followup == ()


OUTSIDE = "Went to an outside body -> formal complaint, counts in the quality objective."
SAYS_SO = "The customer says dissatisfied -> dissatisfied at callback, a ticket is due."


@pytest.mark.parametrize(
    ("value", "remark", "flags", "sentence"),
    [
        ("60", "", {"external": "media"}, OUTSIDE),
        ("90", "", {"to_gm": True}, "To the management or a major objection -> grievance."),
        ("90", "", {"major": True}, "To the management or a major objection -> grievance."),
        ("69.9", "", {}, "69.9 < 70 -> dissatisfied at callback, a ticket is due."),
        ("70", "", {"dissatisfied": True}, SAYS_SO),
        (None, "好", {}, "A remark without a score -> the supervisor decides."),
        ("70", "", {}, "No remark and not below 70 -> no case."),
        ("70", "好", {}, "70 <= 70 < 80 with a remark -> minor opinion (key gap_70_80)."),
        ("80", "好", {}, "80 >= 80 with a remark -> opinion, not in the quality objective."),
    ],
)  # fmt: skip
def test_a_class_is_explained(
    value: str | None, remark: str, flags: dict[str, object], sentence: str
) -> None:
    answers = {"B8": number(value)} if value else {}
    found = score(library("dlr-cs-sales"), answers, remarks={"": remark}, flags=flags)
    [told] = [str(step.sentence) for step in found.steps if step.rule == "R04"]
    assert told == sentence


@pytest.mark.parametrize(
    ("gap", "sentence"),
    [
        ("GRIEVANCE", "70 <= 75 < 80 with a remark -> grievance (key gap_70_80)."),
        ("OPINION", "70 <= 75 < 80 with a remark -> opinion (key gap_70_80)."),
        ("REVIEW", "70 <= 75 < 80 with a remark -> the supervisor decides (key gap_70_80)."),
    ],
)
def test_the_key_of_the_gap_is_explained(gap: str, sentence: str) -> None:
    content = library_content("dlr-cs-sales")
    content["classify"]["gap_70_80"] = gap
    found = score(read(content), {"B8": number("75")}, remarks={"": "好"})
    assert sentence in sentences(found)


def test_a_satisfied_remark_without_a_score_is_explained_by_its_key() -> None:
    content = library_content("dlr-cs-sales")
    content["classify"]["remark_no_score"] = "opinion_if_satisfied"
    found = score(read(content), {}, remarks={"": "好"}, flags={"satisfied": True})
    told = "A remark without a score, but the customer says satisfied -> opinion (key remark_no_score)."
    assert told in sentences(found)


def test_a_form_without_score_and_remark_is_no_case() -> None:
    assert "No score and no remark -> no case." in sentences(score(library("dlr-cs-sales"), {}))


def test_a_pack_without_classes_says_so() -> None:
    assert "This pack has no case classes." in sentences(score(library("courier-check"), {}))


def test_completeness_is_explained() -> None:
    pack = library("op-relations")
    assert pack.questionnaire is not None
    handled = {code: missing("refused") for code in pack.questionnaire.must_ask.items}
    n = len(handled)
    assert f"All {n} must-ask items handled -> refused." in sentences(score(pack, handled))
    first, *others = handled
    found = sentences(score(pack, {code: handled[code] for code in others}))
    assert f"1 must-ask items open ({first}) -> broken off." in found


def test_items_of_another_form_have_no_points() -> None:
    pack = library("dlr-cs-sales")
    assert item_points(pack, {"XX": number("90"), "S2A": number("80"), "S2B": missing("blank")}) == {
        "S2A": 80
    }
    assert item_points(pack, {"S2A": number("80", "unknown_scale")}) == {}
