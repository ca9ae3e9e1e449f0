"""R03: the month's satisfaction (当月满意度), pooled over contacts (S0-57…S0-59, target S0-08)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from schemas.numbers import Compare, Number, Rounding, at_least, display
from schemas.scoring.levels import Score

TARGET = Decimal(90)
FULL_MARK = Decimal(100)
UNRATED = "unrated"


@dataclass(frozen=True)
class Mean:
    """A sum over its base, with what was left out by reason. Add two to pool them."""

    total: Fraction = Fraction(0)
    base: int = 0
    excluded: Mapping[str, int] = field(default_factory=dict)

    @property
    def value(self) -> Fraction | None:
        """total ÷ base, unrounded; None without a base (无有效样本)."""
        return self.total / self.base if self.base else None

    @property
    def excluded_count(self) -> int:
        """How many contacts were left out, over all reasons."""
        return sum(self.excluded.values())

    def __add__(self, other: Mean) -> Mean:
        excluded = dict(self.excluded)
        for reason, count in other.excluded.items():
            excluded[reason] = excluded.get(reason, 0) + count
        return Mean(self.total + other.total, self.base + other.base, excluded)

    def met(self, target: Number = TARGET, *, compare: Compare = "exact", places: int = 1) -> bool | None:
        """Whether the mean reaches the target; None without a base."""
        return None if self.value is None else at_least(self.value, target, compare, places)

    def display(
        self, places: int = 1, *, full: Number = FULL_MARK, rounding: Rounding = "half_up"
    ) -> str | None:
        """The mean for a person; None without a base."""
        if self.value is None:
            return None
        return display(self.value, places, full=full, rounding=rounding)


def mean_of(scores: Iterable[Number | None], *, reason: str = UNRATED) -> Mean:
    """The pooled mean; a None is a contact without a score, counted under `reason`."""
    total, base, left_out = Fraction(0), 0, 0
    for score in scores:
        if score is None:
            left_out += 1
        else:
            total += Fraction(score)
            base += 1
    return Mean(total, base, {reason: left_out} if left_out else {})


@dataclass(frozen=True)
class MeanRange:
    """A mean with what it would be if every converted level stood at its lower or upper end."""

    lower: Mean
    value: Mean
    upper: Mean


def mean_range(scores: Iterable[Score | None]) -> MeanRange:
    """The mean three times over, so that a report can show the uncertainty of conversions."""
    listed = list(scores)
    return MeanRange(
        lower=mean_of(None if score is None else score.low for score in listed),
        value=mean_of(None if score is None else score.value for score in listed),
        upper=mean_of(None if score is None else score.high for score in listed),
    )
