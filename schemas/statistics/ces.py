"""Customer effort score 2.0: agreement 1…7 that the company made it easy. Always name the variant."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from schemas.statistics.precision import out

Variant = Literal["mean", "percent_5_to_7", "index_6_7_minus_1_3"]

ANSWERS = (1, 2, 3, 4, 5, 6, 7)


def effort_score(counts: Sequence[int], *, variant: Variant = "mean") -> Decimal | None:
    """The score from seven counts, from answer 1 to answer 7; None without answers.

    The mean has 2 decimals, the other two are per cent with 1. Published (a vendor's help page):
    80, 210, 140, 110, 160, 180, 120 → mean 4.08, index −13.0.
    """
    n = sum(counts)
    by_answer = dict(zip(ANSWERS, counts, strict=True))
    if n == 0:
        return None
    if variant == "mean":
        return out(Fraction(sum(a * c for a, c in by_answer.items()), n), 2)
    if variant == "percent_5_to_7":
        return out(Fraction(100 * (by_answer[5] + by_answer[6] + by_answer[7]), n), 1)
    net = by_answer[6] + by_answer[7] - by_answer[1] - by_answer[2] - by_answer[3]
    return out(Fraction(100 * net, n), 1)
