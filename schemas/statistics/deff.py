"""What interviewers do to a sample: design effect, intraclass correlation, and who stands out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from schemas.numbers import Number
from schemas.statistics.precision import mean, out, sample_variance

STANDS_OUT = 3


def interviewer_effect(mean_workload: Number, rho: Number, *, places: int = 2) -> Decimal | None:
    """deff = 1 + ρ(m̄ − 1), rounded.

    Source: Kish 1962; values named as typical in a Statistics Canada paper: 35, .03 → 2.02.
    """
    return out(1 + Fraction(rho) * (Fraction(mean_workload) - 1), places)


def intraclass_correlation(groups: Sequence[Sequence[Number]], *, places: int = 4) -> Decimal | None:
    """ICC(1) by one-way analysis of variance, with the adjusted mean group size; may be negative.

    Source: Shrout & Fleiss 1979. None where it is not defined: fewer than two groups, no group of
    two, or values that do not vary.
    """
    filled = [group for group in groups if group]
    n = sum(len(group) for group in filled)
    k = len(filled)
    if k < 2 or n == k:
        return None
    everything = mean([value for group in filled for value in group])
    between = sum((len(g) * (mean(g) - everything) ** 2 for g in filled), Fraction(0)) / (k - 1)
    within = sum(((len(g) - 1) * sample_variance(g) for g in filled if len(g) > 1), Fraction(0)) / (n - k)
    size = (n - Fraction(sum(len(g) ** 2 for g in filled), n)) / (k - 1)
    spread = between + (size - 1) * within
    return out((between - within) / spread, places) if spread else None


def outstanding(scores: Mapping[str, Sequence[Number]], *, limit: Number = STANDS_OUT) -> tuple[str, ...]:
    """Interviewers whose mean lies more than `limit` standard errors from the others' mean.

    The variances of both sides are their own (Welch); the comparison is exact, of squares.
    """
    return tuple(name for name in sorted(scores) if _stands_out(name, scores, Fraction(limit)))


def _stands_out(name: str, scores: Mapping[str, Sequence[Number]], limit: Fraction) -> bool:
    own = scores[name]
    others = [value for other, values in scores.items() if other != name for value in values]
    if len(own) < 2 or len(others) < 2:
        return False
    error2 = sample_variance(own) / len(own) + sample_variance(others) / len(others)
    return (mean(own) - mean(others)) ** 2 > limit**2 * error2


def never_critical(scores: Sequence[Number], *, below: Number = 90) -> bool:
    """Whether a distribution has no value below 90 at all, which real customers rarely give."""
    return bool(scores) and all(score >= below for score in scores)
