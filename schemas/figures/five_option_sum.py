"""R07: the five-option weighted sum of the logistics survey (S1-220, S1-221, AMB-09)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Headline = Literal["mean", "raw", "percent", "rescaled"]

BEST = 5


@dataclass(frozen=True)
class FiveOptionSum:
    """raw = 5·n1 + … + 1·n5 over `base` answers, and what makes it comparable between waves.

    The means are None without a base.
    """

    raw: int
    base: int
    blank: int = 0

    @property
    def mean(self) -> Fraction | None:
        """raw ÷ base: the headline, because a raw sum grows with the sample."""
        return Fraction(self.raw, self.base) if self.base else None

    @property
    def percent(self) -> Fraction | None:
        """Per cent of the maximum, raw ÷ (5·base)."""
        return Fraction(self.raw * 100, BEST * self.base) if self.base else None

    @property
    def rescaled(self) -> Fraction | None:
        """(mean − 1) ÷ 4 · 100: 0 for the worst, 100 for the best."""
        return None if self.mean is None else (self.mean - 1) * 25

    def headline(self, kind: Headline = "mean") -> Fraction | None:
        """The value to publish first (rule key weighted5.headline)."""
        if kind == "raw":
            return Fraction(self.raw)
        return {"mean": self.mean, "percent": self.percent, "rescaled": self.rescaled}[kind]

    def __add__(self, other: FiveOptionSum) -> FiveOptionSum:
        """Both questions, or both groups, pooled."""
        return FiveOptionSum(self.raw + other.raw, self.base + other.base, self.blank + other.blank)


def five_option_sum(counts: Sequence[int], *, blank: int = 0) -> FiveOptionSum:
    """The sum of five counts, from the first option (best, 5 points) to the fifth; blanks are left out."""
    raw = sum(points * count for points, count in zip((5, 4, 3, 2, 1), counts, strict=True))
    return FiveOptionSum(raw, sum(counts), blank)
