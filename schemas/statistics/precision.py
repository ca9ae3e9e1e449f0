"""Decimal arithmetic of one fixed precision, so that two machines get the same digits."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from fractions import Fraction

from schemas.numbers import Number, rounded, total

DIGITS = 50

_CONTEXT = Context(prec=DIGITS, rounding=ROUND_HALF_EVEN)


def precisely() -> AbstractContextManager[Context]:
    """A block in which Decimal works with `DIGITS` digits, whatever the caller has set."""
    return localcontext(_CONTEXT)


def decimal(value: Number) -> Decimal:
    """`value` as a Decimal of the current precision."""
    fraction = Fraction(value)
    return Decimal(fraction.numerator) / Decimal(fraction.denominator)


def square_root(value: Number) -> Decimal:
    """The root of a non-negative value with `DIGITS` digits."""
    with precisely():
        return decimal(value).sqrt()


def mean(values: Sequence[Number]) -> Fraction:
    """The arithmetic mean of at least one value, exact."""
    return total(values) / len(values)


def sample_variance(values: Sequence[Number]) -> Fraction:
    """Σ(x − x̄)² ÷ (n − 1) of at least two values, exact."""
    centre = mean(values)
    return total((Fraction(value) - centre) ** 2 for value in values) / (len(values) - 1)


def out(value: Number | None, places: int) -> Decimal | None:
    """A result as it leaves a function: rounded once, half-up; None stays None."""
    return None if value is None else rounded(value, places)
