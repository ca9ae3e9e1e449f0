"""Key drivers: relative weights of correlated predictors.

Source: Johnson 2000, Multivariate Behavioral Research 35:1–19. Λ = V√L·Vᵀ of the predictors'
correlations, β* = Λ⁻¹·r, ε = Λ²β*², Σε = R². The example of R's iopsych::relWt (five variables, the
fifth the outcome) gives .24066119, .05492664, .12143476, .28158189.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from schemas.language import texts
from schemas.numbers import Number, rounded
from schemas.rejection import InputError
from schemas.statistics.eigen import Matrix, symmetric_eigen
from schemas.statistics.precision import decimal, precisely

_ = texts("schemas")

PLACES = 8
SMALLEST_EIGENVALUE = Decimal("1e-20")
ROUNDING = Fraction(1, 10**9)
"""How far printed correlations may be from symmetry and from ones on the diagonal."""
MIN_BASE = 100
MIN_BASE_PER_PREDICTOR = 10


def relative_weights(
    correlations: Sequence[Sequence[Number]], outcome: int, *, places: int = PLACES
) -> tuple[Decimal, ...]:
    """One weight per predictor, in order, the outcome left out (`outcome` counts from 0); rounded.

    Raises InputError: `bad_matrix` when it is not square and symmetric with ones on its diagonal,
    `singular` when one predictor is a combination of others.
    """
    _check(correlations, outcome)
    kept = [i for i in range(len(correlations)) if i != outcome]
    with precisely():
        between = [[decimal(correlations[max(i, j)][min(i, j)]) for j in kept] for i in kept]
        with_outcome = [decimal(correlations[i][outcome]) for i in kept]
        weights = _weights(between, with_outcome)
    return tuple(rounded(weight, places) for weight in weights)


def _weights(between: Matrix, with_outcome: Sequence[Decimal]) -> list[Decimal]:
    values, vectors = symmetric_eigen(between)
    if any(value < SMALLEST_EIGENVALUE for value in values):
        raise InputError("singular", _("The predictors depend on each other: leave one out."))
    roots = [value.sqrt() for value in values]
    loading = _compose(vectors, roots)
    inverse = _compose(vectors, [1 / root for root in roots])
    squares = [
        sum((a * r for a, r in zip(row, with_outcome, strict=True)), Decimal(0)) ** 2 for row in inverse
    ]
    return [sum((a * a * s for a, s in zip(row, squares, strict=True)), Decimal(0)) for row in loading]


def _compose(vectors: Matrix, diagonal: Sequence[Decimal]) -> Matrix:
    """V · diag · Vᵀ, the columns of V being the eigenvectors."""
    return [
        [
            sum((a * d * b for a, d, b in zip(row, diagonal, other, strict=True)), Decimal(0))
            for other in vectors
        ]
        for row in vectors
    ]


def _check(correlations: Sequence[Sequence[Number]], outcome: int) -> None:
    size = len(correlations)
    square = size > 0 and all(len(row) == size for row in correlations) and 0 <= outcome < size
    if not square or any(_differ(correlations, i, j) for i in range(size) for j in range(i + 1)):
        message = _("Correlations must form a square, symmetric table with ones on its diagonal.")
        raise InputError("bad_matrix", message)


def _differ(correlations: Sequence[Sequence[Number]], i: int, j: int) -> bool:
    other: Number = 1 if i == j else correlations[j][i]
    return abs(Fraction(correlations[i][j]) - Fraction(other)) > ROUNDING


def enough_answers(base: int, predictors: int) -> bool:
    """Whether drivers may be shown: a base of at least 100 and of ten per predictor (else 样本不足)."""
    return base >= max(MIN_BASE, MIN_BASE_PER_PREDICTOR * predictors)
