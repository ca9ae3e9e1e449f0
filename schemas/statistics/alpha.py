"""Cronbach's alpha, the internal consistency of a battery."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from schemas.numbers import Number, total
from schemas.statistics.precision import out, sample_variance


def cronbach_alpha(rows: Sequence[Sequence[Number]], *, places: int = 4) -> Decimal | None:
    """k/(k − 1) · (1 − Σs²ᵢ / s²ₜ) over complete rows, one per respondent; may be negative.

    None where it is not defined: fewer than two items or respondents, or totals that do not vary.
    Source: Cronbach 1951 (GB/T 19038-2009 annex C). Re-computed: (5,4,5)(4,4,4)(3,2,3)(5,5,4)(2,3,2)
    → 0.9136. Raises ValueError for rows of unequal length.
    """
    items = list(zip(*rows, strict=True))
    k = len(items)
    if k < 2 or len(rows) < 2:
        return None
    variance = sample_variance([total(row) for row in rows])
    if variance == 0:
        return None
    parts = total(sample_variance(item) for item in items)
    return out(Fraction(k, k - 1) * (1 - parts / variance), places)
