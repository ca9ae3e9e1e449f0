"""R14: interview and callback targets, shares and gaps (S2-04…S2-20, AMB-28, AMB-29, AMB-40)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from schemas.numbers import Number
from schemas.rates import Rate
from schemas.scoring.classes import TICKET_CLASSES, CaseClass

ShareBase = Literal["success", "due"]
Kind = Literal["satisfied", "grievance", "neutral"]

SATISFIED_FROM = Decimal(80)
SUCCESS_TARGET = Decimal("0.80")


def answer_kind(
    score: Number | None,
    case: CaseClass,
    *,
    satisfied_threshold: Number | Literal["explicit_yes"] = SATISFIED_FROM,
    says_satisfied: bool = False,
) -> Kind:
    """Which share a successful contact belongs to (rule key share.satisfied_threshold).

    A ticket class is a grievance, whatever the score. `explicit_yes` asks for the customer's word.
    """
    if case in TICKET_CLASSES:
        return "grievance"
    if satisfied_threshold == "explicit_yes":
        return "satisfied" if says_satisfied else "neutral"
    return "satisfied" if score is not None and score >= satisfied_threshold else "neutral"


@dataclass(frozen=True)
class Shares:
    """Success of what was due, and how the successful contacts divide."""

    success: Rate
    satisfied: Rate
    grievance: Rate
    neutral: Rate


def shares(
    due: int, success: int, satisfied: int, grievance: int = 0, *, base: ShareBase = "success"
) -> Shares:
    """The rates of a campaign; `base` is the rule key ratio.base."""
    denominator = success if base == "success" else due
    return Shares(
        success=Rate(success, due),
        satisfied=Rate(satisfied, denominator),
        grievance=Rate(grievance, denominator),
        neutral=Rate(success - satisfied - grievance, denominator),
    )


def gap_in_points(actual: Rate, target: Number) -> Fraction | None:
    """Target − actual (both shares of 1) in percentage points; > 0 is 未达标, None without a base."""
    return None if actual.value is None else (Fraction(target) - actual.value) * 100
