"""The ACSI index of three 1–10 items: overall satisfaction, against expectation, against the ideal."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from schemas.language import texts
from schemas.numbers import Number, total
from schemas.rejection import InputError
from schemas.statistics.precision import out

_ = texts("schemas")

PLACES = 2
ITEMS = 3
ROUNDING = Fraction(1, 10**9)
"""How far printed weights may be from adding up to 1."""


def acsi(means: Sequence[Number], weights: Sequence[Number]) -> Decimal | None:
    """Σ wᵢ (x̄ᵢ − 1)/9 · 100, rounded.

    Source: Fornell et al. 1996, Journal of Marketing 60:7–18. With the published Ohio weights
    .3885, .3190, .2925 the means 8, 7, 6 give 67.73. Raises InputError (`bad_weights`, `out_of_range`).
    """
    _check(means)
    if len(weights) != ITEMS or abs(total(weights) - 1) > ROUNDING:
        raise InputError("bad_weights", _("The three weights must add up to 1."))
    parts = (Fraction(w) * (Fraction(x) - 1) / 9 for x, w in zip(means, weights, strict=True))
    return out(total(parts) * 100, PLACES)


def acsi_equal(means: Sequence[Number]) -> Decimal | None:
    """(S + E + P − 3)/27 · 100, rounded: the short form with equal weights; 8, 7, 6 → 66.67."""
    _check(means)
    return out((total(means) - 3) / 27 * 100, PLACES)


def _check(means: Sequence[Number]) -> None:
    if len(means) != ITEMS or not all(1 <= mean <= 10 for mean in means):
        raise InputError("out_of_range", _("The index needs three means from 1 to 10."))
