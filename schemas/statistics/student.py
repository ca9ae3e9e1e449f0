"""Quantiles of Student's t distribution.

Sources: Abramowitz & Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4 (finite series of
the probability for whole degrees of freedom) and 26.7.5 (expansion of the quantile for many).
Published: t of 97.5 % is 12.706, 4.303, 2.262, 2.045 for 1, 2, 9, 29 degrees of freedom.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from schemas.numbers import rounded
from schemas.statistics.normal import TWO_SIDED, Confidence
from schemas.statistics.precision import precisely

PLACES = 10
MANY = 500
"""From here on the expansion is exact beyond `PLACES`."""


@cache
def two_sided_t(degrees: int, confidence: Confidence = "0.95") -> Decimal:
    """t with P(|T| ≤ t) = confidence, to 10 decimals; `degrees` ≥ 1."""
    with precisely():
        z = TWO_SIDED[confidence]
        if degrees >= MANY:
            return rounded(_expanded(z, degrees), PLACES)
        return rounded(_searched(Decimal(confidence), z, degrees), PLACES)


def _expanded(z: Decimal, degrees: int) -> Decimal:
    n = Decimal(degrees)
    g1 = (z**3 + z) / 4
    g2 = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    g3 = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    g4 = (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160
    return z + g1 / n + g2 / n**2 + g3 / n**3 + g4 / n**4


def _searched(confidence: Decimal, z: Decimal, degrees: int) -> Decimal:
    # The t quantile is never below z; double until it is enclosed, then halve the interval.
    low, high = z, z * 2
    while _probability(high, degrees) < confidence:
        low, high = high, high * 2
    step = Decimal(10) ** -(PLACES + 3)
    while high - low > step:
        middle = (low + high) / 2
        if _probability(middle, degrees) < confidence:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _probability(t: Decimal, degrees: int) -> Decimal:
    """P(|T| ≤ t): A&S 26.7.3 for odd, 26.7.4 for even degrees, with θ = arctan(t/√ν)."""
    n = Decimal(degrees)
    cos2 = n / (n + t * t)
    sin = t / (n + t * t).sqrt()
    if degrees % 2 == 0:
        return sin * _series(cos2, 1, degrees // 2)
    theta = _arctan(t / n.sqrt())
    inner = cos2.sqrt() * _series(cos2, 2, (degrees - 1) // 2) if degrees > 1 else Decimal(0)
    return 2 * (theta + sin * inner) / _pi()


def _series(cos2: Decimal, first: int, terms: int) -> Decimal:
    """1 + first/(first+1)·cos² + first(first+2)/((first+1)(first+3))·cos⁴ + …, so many terms."""
    term = total = Decimal(1)
    for nth in range(terms - 1):
        term *= cos2 * (first + 2 * nth) / (first + 1 + 2 * nth)
        total += term
    return total


def _arctan(x: Decimal) -> Decimal:
    # arctan x = 2·arctan(x / (1 + √(1 + x²))): halve the angle until the power series is quick.
    doubled = 0
    while abs(x) > Decimal("0.1"):
        x = x / (1 + (1 + x * x).sqrt())
        doubled += 1
    total, power, nth = Decimal(0), x, 1
    while abs(power) > Decimal(10) ** -48:
        total += power / nth if nth % 4 == 1 else -power / nth
        power *= x * x
        nth += 2
    return total * Decimal(2**doubled)


@cache
def _pi() -> Decimal:
    # Machin 1706: π/4 = 4·arctan(1/5) − arctan(1/239).
    return 4 * (4 * _arctan(Decimal(1) / 5) - _arctan(Decimal(1) / 239))
