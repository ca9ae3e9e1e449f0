"""R09 and R27: the share of satisfied forms (S1-076, S1-223, S2-05, AMB-10)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Literal

from schemas.numbers import Number
from schemas.rates import Rate

Threshold = Literal["top2", "top1", "top3", "mean4"]
RateUnit = Literal["form", "answer"]

LOWEST: dict[Threshold, int] = {"top1": 5, "top2": 4, "top3": 3, "mean4": 4}


def satisfied_rate(
    forms: Iterable[tuple[Number | None, Sequence[Number | None]]],
    *,
    threshold: Threshold = "top2",
    unit: RateUnit = "form",
) -> Rate:
    """Satisfied ÷ valid (rule keys satisfied_rate.threshold and satisfied_rate.unit).

    Each form that is authentic gives its overall item and its scale items in five points, None for
    a blank. Per form the overall item decides, or (`mean4`) the mean of the scale items; a form
    without that value is not valid. `answer` counts every scale answer for itself.
    """
    values: list[Number | None] = []
    for overall, items in forms:
        if unit == "answer":
            values.extend(items)
        else:
            values.append(_mean(items) if threshold == "mean4" else overall)
    valid = [value for value in values if value is not None]
    return Rate(sum(1 for value in valid if value >= LOWEST[threshold]), len(valid))


def _mean(items: Sequence[Number | None]) -> Fraction | None:
    answered = [Fraction(item) for item in items if item is not None]
    return sum(answered, Fraction(0)) / len(answered) if answered else None


def all_satisfied(rate: Rate) -> bool | None:
    """The objective of 100 %: met only when every single one is satisfied; None without a base."""
    return None if rate.value is None else rate.numerator == rate.base
