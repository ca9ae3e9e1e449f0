"""R16 and R17: the weakest mystery-shopper results and the mean against its target (S2-25…S2-29)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from schemas.figures.mean import Mean, mean_of
from schemas.numbers import Number

Ties = Literal["include_all", "lowest_single_score"]

TARGET = Decimal(90)
BOTTOM = 2
MIN_PERSONS = 4


def bottom(
    checks: Mapping[str, Sequence[Number]],
    *,
    places: int = BOTTOM,
    min_checks: int = 1,
    min_persons: int = MIN_PERSONS,
    ties: Ties = "include_all",
) -> tuple[str, ...] | None:
    """The persons with the lowest mean of the period, worst first; None when too few are ranked.

    Persons with fewer than `min_checks` checks are not ranked. A tie at the cut takes all in, or is
    broken by the lowest single score (and takes in what that leaves tied).
    """
    ranked = {name: [Fraction(score) for score in scores] for name, scores in checks.items() if scores}
    ranked = {name: scores for name, scores in ranked.items() if len(scores) >= min_checks}
    if len(ranked) < min_persons:
        return None

    def standing(name: str) -> tuple[Fraction, ...]:
        mean = sum(ranked[name], Fraction(0)) / len(ranked[name])
        return (mean,) if ties == "include_all" else (mean, min(ranked[name]))

    order = sorted(ranked, key=lambda name: (standing(name), name))
    cut = standing(order[min(places, len(order)) - 1])
    return tuple(name for name in order if standing(name) <= cut)


def period_mean(checks: Iterable[Number | None]) -> Mean:
    """The mean of all checks of a period: of checks, not of the months in it."""
    return mean_of(checks)


def lead(mean: Mean, *, target: Number = TARGET) -> Fraction | None:
    """Points above (+) or below (−) the target, unrounded; None without a check."""
    return None if mean.value is None else mean.value - Fraction(target)
