"""The normal distribution where a decision rests on it: quantiles as decimals, p-values for showing."""

from __future__ import annotations

from decimal import Decimal
from statistics import NormalDist
from typing import Literal

from schemas.numbers import Number, rounded

Confidence = Literal["0.90", "0.95", "0.99"]

TWO_SIDED: dict[Confidence, Decimal] = {
    "0.90": Decimal("1.64485362695147271486"),
    "0.95": Decimal("1.95996398454005423552"),
    "0.99": Decimal("2.57582930354890076100"),
}
"""z with P(|Z| ≤ z) = confidence. Published: 1.645, 1.960, 2.576 (any table of the normal law)."""


def two_sided_p(z: Number, places: int = 4) -> Decimal:
    """P(|Z| ≥ |z|), rounded. For showing only: whether z is significant is decided on z itself."""
    return rounded(Decimal(2 * NormalDist().cdf(-abs(float(z)))), places)
