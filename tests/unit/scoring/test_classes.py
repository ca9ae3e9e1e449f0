"""R04: the class of a case."""

from decimal import Decimal

import pytest

from schemas.scoring.classes import CaseClass, GapClass, RemarkNoScore, case_class, needs_ticket


def classed(score: str | None = None, **flags: object) -> CaseClass:
    return case_class(None if score is None else Decimal(score), **flags)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        pytest.param(classed("69.9"), "CALLBACK_UNSATISFIED", id="R04-1"),
        pytest.param(classed("70"), "NONE", id="R04-2"),
        pytest.param(classed("80", has_remark=True), "OPINION", id="R04-3"),
        pytest.param(classed("75", has_remark=True), "OPINION_MINOR", id="R04-4"),
        pytest.param(classed("95", has_remark=True, to_gm_or_head=True), "GRIEVANCE", id="R04-5"),
        pytest.param(classed("85", external_body="media"), "COMPLAINT", id="R04-6"),
        pytest.param(classed(says_dissatisfied=True), "CALLBACK_UNSATISFIED", id="R04-7"),
        pytest.param(classed("60"), "CALLBACK_UNSATISFIED", id="R04-8a"),
        pytest.param(classed("60", own_contact=False), "NONE", id="R04-8b"),
        (classed("70.1", has_remark=True), "OPINION_MINOR"),
        (classed("79.9", has_remark=True), "OPINION_MINOR"),
        (classed("80.1", has_remark=True), "OPINION"),
        (classed("70", has_remark=True), "OPINION_MINOR"),
        (classed("69.9", has_remark=True), "CALLBACK_UNSATISFIED"),
        (classed(has_remark=True), "REVIEW"),
        (classed(has_remark=True, says_satisfied=True), "REVIEW"),
        (classed(has_remark=True, says_dissatisfied=True), "CALLBACK_UNSATISFIED"),
        (classed("95", major_objection=True), "GRIEVANCE"),
        (classed("0"), "CALLBACK_UNSATISFIED"),
        (classed(), "NONE"),
        (classed("0", to_gm_or_head=True, external_body="government"), "COMPLAINT"),
        (classed("60", has_remark=True, own_contact=False), "NONE"),
    ],
)
def test_the_first_matching_line_decides(result: CaseClass, expected: CaseClass) -> None:
    assert result == expected


@pytest.mark.parametrize("gap", ["OPINION_MINOR", "GRIEVANCE", "OPINION", "REVIEW"])
def test_the_gap_between_70_and_80_follows_its_key(gap: GapClass) -> None:
    assert case_class(Decimal(75), has_remark=True, gap_70_80=gap) == gap
    assert case_class(Decimal(80), has_remark=True, gap_70_80=gap) == "OPINION"
    assert case_class(Decimal(75), gap_70_80=gap) == "NONE"


def test_a_satisfied_remark_without_a_score_is_an_opinion_only_by_key() -> None:
    key: RemarkNoScore = "opinion_if_satisfied"
    satisfied = case_class(None, has_remark=True, says_satisfied=True, remark_no_score=key)
    silent = case_class(None, has_remark=True, remark_no_score=key)
    assert (satisfied, silent) == ("OPINION", "REVIEW")


def test_only_the_first_three_classes_compel_a_ticket() -> None:
    ticketed = ["COMPLAINT", "GRIEVANCE", "CALLBACK_UNSATISFIED"]
    assert all(needs_ticket(case) for case in ticketed)  # type: ignore[arg-type]
    assert not needs_ticket("OPINION")
    assert not needs_ticket("OPINION_MINOR")
    assert not needs_ticket("REVIEW")
    assert not needs_ticket("NONE")
