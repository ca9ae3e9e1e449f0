"""What weighting costs: Kish's effective sample size and design effect; post-stratification weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from schemas.numbers import Number, total
from schemas.statistics.precision import out

CAP = 5


@dataclass(frozen=True)
class Effective:
    """n_eff (2 decimals) and deff (3 decimals); None where no weight is above 0."""

    n_eff: Decimal | None
    deff: Decimal | None


def effective_sample(weights: Sequence[Number]) -> Effective:
    """n_eff = (Σw)² / Σw², deff = n · Σw² / (Σw)².

    Source: Kish 1965, Survey Sampling. Re-computed: 1, 1, 1, 1, 2 → 4.5 and 1.111.
    """
    weight = total(weights)
    squares = total(Fraction(each) ** 2 for each in weights)
    if weight == 0 or squares == 0:
        return Effective(None, None)
    return Effective(out(weight**2 / squares, 2), out(len(weights) * squares / weight**2, 3))


def stratum_weights(
    population: Mapping[str, int], sample: Mapping[str, int], *, cap: Number = CAP
) -> dict[str, Fraction]:
    """(N_h/N) / (n_h/n) for every stratum that has answers, at most `cap`."""
    everyone, answered = sum(population.values()), sum(sample.values())
    return {
        stratum: min(Fraction(cap), Fraction(population[stratum] * answered, everyone * count))
        for stratum, count in sample.items()
        if count and everyone
    }
