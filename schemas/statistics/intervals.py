"""Confidence intervals: Wilson's for a proportion, Student's for a mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from schemas.numbers import Number, rounded
from schemas.statistics.normal import TWO_SIDED, Confidence
from schemas.statistics.precision import decimal, mean, precisely, sample_variance
from schemas.statistics.student import two_sided_t

LARGE_SHARE = Fraction(5, 100)
"""The share of a population from which on the sample's size relative to it matters."""


@dataclass(frozen=True)
class Interval:
    """Lower and upper end, rounded."""

    lower: Decimal
    upper: Decimal


def wilson(successes: int, base: int, *, confidence: Confidence = "0.95", places: int = 4) -> Interval | None:
    """The score interval of a proportion, as shares of 1; None without a base.

    Source: Wilson 1927; Newcombe 1998, Statistics in Medicine 17:857–872 publishes
    81/263 → .2553–.3662, 15/148 → .0624–.1605, 0/20 → 0–.1611, 1/29 → .0061–.1718.
    """
    if base == 0:
        return None
    with precisely():
        z2 = TWO_SIDED[confidence] ** 2
        n, x = Decimal(base), Decimal(successes)
        middle = 2 * x + z2
        spread = (z2 * (z2 + 4 * x * (n - x) / n)).sqrt()
        lower = Decimal(0) if successes == 0 else (middle - spread) / (2 * (n + z2))
        upper = Decimal(1) if successes == base else (middle + spread) / (2 * (n + z2))
    return Interval(rounded(lower, places), rounded(upper, places))


@dataclass(frozen=True)
class MeanInterval:
    """A mean with its standard deviation, standard error and half-width, all rounded.

    The last two are None where the whole population answered (census) or one value says nothing.
    """

    mean: Decimal
    deviation: Decimal | None
    error: Decimal | None
    half_width: Decimal | None


def mean_interval(
    values: Sequence[Number],
    *,
    population: int | None = None,
    confidence: Confidence = "0.95",
    places: int = 4,
) -> MeanInterval | None:
    """mean ± t · s/√n; None without values.

    With a `population` N of which the sample is more than 5 %, the error is multiplied by
    √((N − n)/(N − 1)); a census has no interval. Source: Student 1908; ISO 2602. Re-computed:
    5,4,5,3,4,5,2,4,5,4 → 4.10, s 0.9944, SE 0.3145, t₉ 2.2622, ± 0.71.
    """
    n = len(values)
    if n == 0:
        return None
    centre = rounded(mean(values), places)
    if n == 1:
        return MeanInterval(centre, None, None, None)
    variance = sample_variance(values)
    census = population is not None and n >= population
    with precisely():
        deviation = decimal(variance).sqrt()
        error = decimal(variance / n * population_factor(n, population)).sqrt()
        half_width = two_sided_t(n - 1, confidence) * error
    return MeanInterval(
        mean=centre,
        deviation=rounded(deviation, places),
        error=None if census else rounded(error, places),
        half_width=None if census else rounded(half_width, places),
    )


def population_factor(sample: int, population: int | None) -> Fraction:
    """What a variance is multiplied by: (N − n)/(N − 1) when n/N > 5 %, else 1."""
    if population is None or population <= 1 or Fraction(sample, population) <= LARGE_SHARE:
        return Fraction(1)
    return Fraction(max(0, population - sample), population - 1)
