"""R04: the class of a case (四类情况; S0-34…S0-46, AMB-04, AMB-04b)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Literal

from schemas.numbers import Number

ExternalBody = Literal["manufacturer", "media", "government"]
CaseClass = Literal[
    "COMPLAINT",
    "GRIEVANCE",
    "CALLBACK_UNSATISFIED",
    "OPINION",
    "OPINION_MINOR",
    "REVIEW",
    "NONE",
]
GapClass = Literal["OPINION_MINOR", "GRIEVANCE", "OPINION", "REVIEW"]
RemarkNoScore = Literal["review", "opinion_if_satisfied"]

TICKET_CLASSES: frozenset[CaseClass] = frozenset({"COMPLAINT", "GRIEVANCE", "CALLBACK_UNSATISFIED"})
"""The classes that compel a ticket; REVIEW goes to the supervisor, the rest to the report."""


def case_class(
    score: Number | None,
    *,
    has_remark: bool = False,
    says_dissatisfied: bool = False,
    says_satisfied: bool = False,
    external_body: ExternalBody | None = None,
    to_gm_or_head: bool = False,
    major_objection: bool = False,
    own_contact: bool = True,
    unsatisfied_below: Decimal = Decimal(70),
    opinion_from: Decimal = Decimal(80),
    gap_70_80: GapClass = "OPINION_MINOR",
    remark_no_score: RemarkNoScore = "review",
) -> CaseClass:
    """The class of one case; the first matching line decides.

    `own_contact` is true for every survey of ours, whatever its mode. `gap_70_80` and
    `remark_no_score` are the rule keys classify.gap_70_80 and classify.remark_no_score.
    """
    if external_body is not None:
        return "COMPLAINT"
    if to_gm_or_head or major_objection:
        return "GRIEVANCE"
    # Fractions compare with fractions only, and a mean may be one.
    value = None if score is None else Fraction(score)
    below = value is not None and value < Fraction(unsatisfied_below)
    if own_contact and (says_dissatisfied or below):
        return "CALLBACK_UNSATISFIED"
    if not has_remark:
        return "NONE"
    if value is None:
        satisfied = remark_no_score == "opinion_if_satisfied" and says_satisfied
        return "OPINION" if satisfied else "REVIEW"
    if value >= Fraction(opinion_from):
        return "OPINION"
    return gap_70_80 if not below else "NONE"


def needs_ticket(case: CaseClass) -> bool:
    """Whether the class compels a ticket."""
    return case in TICKET_CLASSES
