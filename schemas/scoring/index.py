"""R21: the manufacturer's index, for reference and never mixed with R03 (S2-54…S2-59, AMB-12, AMB-13)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from schemas.language import texts
from schemas.numbers import Number
from schemas.rejection import InputError

_ = texts("schemas")

RankTarget = Literal["at_most", "exactly"]

TARGET = 950
SCALE_MAX = 1000
RANK = 40


def weighted_index(
    weights: Sequence[Number], factors: Sequence[Number], *, scale_max: Number = SCALE_MAX
) -> Fraction:
    """Σ weight · factor, unrounded; weights sum to exactly 1, factors lie in 0…`scale_max`.

    Source: J.D. Power China SSI 2015, whose published weights .23 .21 .20 .19 .17 give 950.2 for
    960, 945, 950, 940, 955. `scale_max` is the rule key oem.scale_max. Raises InputError
    (`bad_weights`, `out_of_range`).
    """
    if not weights or len(weights) != len(factors):
        raise InputError("bad_weights", _("Every factor needs exactly one weight."))
    total = sum((Fraction(weight) for weight in weights), Fraction(0))
    if total != 1 or any(weight < 0 for weight in weights):
        raise InputError("bad_weights", _("The weights must not be negative and must add up to 1."))
    if not all(0 <= factor <= scale_max for factor in factors):
        message = _("A factor is not from 0 to {full_mark}.", full_mark=scale_max)
        raise InputError("out_of_range", message)
    return sum((Fraction(w) * Fraction(f) for w, f in zip(weights, factors, strict=True)), Fraction(0))


def index_met(index: Number, *, target: Number = TARGET) -> bool:
    """Whether the unrounded index reaches the target."""
    return index >= target


def index_gap(index: Number, *, target: Number = TARGET) -> Fraction:
    """Points that are missing to the target; 0 when it is met."""
    return max(Fraction(0), Fraction(target) - Fraction(index))


def factor_needed(weight: Number, factor: Number, gap: Number) -> Fraction:
    """What one factor alone must rise to in order to close a gap."""
    return Fraction(factor) + Fraction(gap) / Fraction(weight)


def rank_met(rank: int, *, target: int = RANK, mode: RankTarget = "at_most") -> bool:
    """Whether the rank in the region meets the target (rule key oem.rank_target)."""
    return rank <= target if mode == "at_most" else rank == target


def grade_met(grade: str, *, secure: str = "B") -> bool:
    """Whether a grade (A档, B档 …) is the secured one or better; A is the best."""
    return grade <= secure
