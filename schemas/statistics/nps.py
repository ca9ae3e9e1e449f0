"""The net promoter score. (NPS is a registered trademark; a yes/no recommendation is not one.)"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from schemas.numbers import rounded
from schemas.statistics.normal import TWO_SIDED, Confidence
from schemas.statistics.precision import precisely, square_root


@dataclass(frozen=True)
class NetPromoter:
    """Score (whole points, half-up), standard error and half-width (2 and 1 decimals), in points."""

    score: Decimal | None
    error: Decimal | None
    half_width: Decimal | None


def net_promoter(
    promoters: int, passives: int, detractors: int, *, confidence: Confidence = "0.95"
) -> NetPromoter:
    """% promoters (9–10) − % detractors (0–6); all None without answers.

    Source: variance p + d − (p − d)² and SE √(var/n) as given by W. Huber on Cross Validated:
    p ½, passive ⅓, d ⅙, n = 324 → NPS 33.3, variance 5/9, SE 4.14 points.
    """
    n = promoters + passives + detractors
    if n == 0:
        return NetPromoter(None, None, None)
    net = Fraction(promoters - detractors, n)
    variance = Fraction(promoters + detractors, n) - net**2
    error = square_root(variance * 10000 / n)
    with precisely():
        half_width = TWO_SIDED[confidence] * error
    return NetPromoter(rounded(net * 100, 0), rounded(error, 2), rounded(half_width, 1))


def nps_band(answer: int) -> str:
    """Whether an answer of 0…10 is a promoter's, a passive's or a detractor's."""
    if answer >= 9:
        return "promoter"
    return "passive" if answer >= 7 else "detractor"
