"""Keying errors found by verification: per form, operator and batch, exactly (S3 keying standard; 0.5 %).

A rate is differing ÷ compared fields. Before a difference is decided it counts against the first keying.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from schemas.rates import Rate

WORST = Decimal("0.5")
"""Per cent of differing fields above which a whole batch is keyed again."""


@dataclass(frozen=True)
class Verified:
    """One form that was keyed twice: ``compared`` fields, ``keyer_errors`` of the first keying and
    ``verifier_errors`` of the second."""

    form: str
    batch: str
    pack: str
    keyer: str
    verifier: str
    compared: int
    keyer_errors: int
    verifier_errors: int = 0

    @property
    def rate(self) -> Rate:
        return Rate(self.keyer_errors, self.compared)


def error_rates(forms: Iterable[Verified], by: Callable[[Verified], str]) -> Mapping[str, Rate]:
    """The keyers' rate of each batch, operator or pack; sums of counts, never a mean of rates."""
    rates: dict[str, Rate] = defaultdict(lambda: Rate(0, 0))
    for form in forms:
        rates[by(form)] += form.rate
    return dict(rates)


def verifier_rates(forms: Iterable[Verified]) -> Mapping[str, Rate]:
    """The slips of the second keying by who made them; nobody else is charged with them."""
    rates: dict[str, Rate] = defaultdict(lambda: Rate(0, 0))
    for form in forms:
        rates[form.verifier] += Rate(form.verifier_errors, form.compared)
    return dict(rates)


def goes_back(rate: Rate, worst_percent: Decimal = WORST) -> bool:
    """Whether the whole batch is to be keyed again; exactly at the limit it is not."""
    return rate.above(Fraction(worst_percent) / 100) is True
