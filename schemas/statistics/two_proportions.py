"""Whether two proportions differ: the pooled z test. Only it may call a difference 显著."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from schemas.numbers import rounded
from schemas.rates import Rate
from schemas.statistics.normal import TWO_SIDED, Confidence, two_sided_p
from schemas.statistics.precision import square_root


@dataclass(frozen=True)
class Comparison:
    """Difference in percentage points (exact), z (3 decimals), p (4 decimals), and the verdict."""

    points: Fraction
    z: Decimal
    p: Decimal
    significant: bool


def compare_proportions(now: Rate, before: Rate, *, confidence: Confidence = "0.95") -> Comparison | None:
    """z = (p₁ − p₂) / √(p(1 − p)(1/n₁ + 1/n₂)) with the pooled p; None where it is not defined.

    The verdict compares z² with the squared quantile, unrounded. Source: any textbook (Fleiss 1981).
    Re-computed: 85/100 against 75/100 → z 1.768, p .077, not significant at 5 %.
    """
    if now.value is None or before.value is None:
        return None
    pooled = Fraction(now.numerator + before.numerator, now.base + before.base)
    variance = pooled * (1 - pooled) * (Fraction(1, now.base) + Fraction(1, before.base))
    difference = now.value - before.value
    if variance == 0:
        return None
    z = square_root(difference**2 / variance)
    significant = difference**2 / variance >= Fraction(TWO_SIDED[confidence]) ** 2
    return Comparison(difference * 100, rounded(z if difference >= 0 else -z, 3), two_sided_p(z), significant)
