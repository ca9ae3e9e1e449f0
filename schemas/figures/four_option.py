"""R24: the four-point sample form (S1-199…S1-202)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from schemas.rates import Rate


@dataclass(frozen=True)
class FourOption:
    """Counts of a four-point question, turned into share and means; None without a base."""

    satisfied: Rate
    mean: Fraction | None

    @property
    def score_100(self) -> Fraction | None:
        """(mean − 1) ÷ 3 · 100."""
        return None if self.mean is None else (self.mean - 1) * 100 / 3


def four_option(counts: Sequence[int]) -> FourOption:
    """From four counts, the first option (best, 4 points) to the fourth; satisfied are the first two."""
    raw = sum(points * count for points, count in zip((4, 3, 2, 1), counts, strict=True))
    base = sum(counts)
    return FourOption(Rate(counts[0] + counts[1], base), Fraction(raw, base) if base else None)


def recommend_share(yes: int, no: int) -> Rate:
    """是 ÷ (是 + 否). This is not the net promoter score."""
    return Rate(yes, yes + no)
