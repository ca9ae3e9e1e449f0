"""A rate: two counts, compared by cross-multiplication and rounded only to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from schemas.numbers import Number, display, fixed


@dataclass(frozen=True)
class Rate:
    """`numerator` of `base`. Without a base there is no value and no verdict (无基数)."""

    numerator: int
    base: int

    def __add__(self, other: Rate) -> Rate:
        """Both groups pooled."""
        return Rate(self.numerator + other.numerator, self.base + other.base)

    @property
    def value(self) -> Fraction | None:
        """The share of 1, unrounded; None without a base."""
        return Fraction(self.numerator, self.base) if self.base else None

    @property
    def percent(self) -> Fraction | None:
        """The share of 100, unrounded; None without a base."""
        return None if self.value is None else self.value * 100

    def at_least(self, limit: Number) -> bool | None:
        """Whether the unrounded share of 1 reaches `limit`; None without a base."""
        return None if self.value is None else self.value >= Fraction(limit)

    def at_most(self, limit: Number) -> bool | None:
        """Whether the unrounded share of 1 keeps within `limit`; None without a base."""
        return None if self.value is None else self.value <= Fraction(limit)

    def above(self, limit: Number) -> bool | None:
        """Whether the unrounded share of 1 exceeds `limit`; None without a base."""
        return None if self.value is None else self.value > Fraction(limit)

    def fixed_percent(self, places: int) -> str | None:
        """Per cent with exactly `places` decimals; None without a base."""
        return None if self.percent is None else fixed(self.percent, places)

    def display(self, places: int = 1) -> str | None:
        """Per cent for a person, never 0 or 100 unless exactly so (R27); None without a base."""
        return None if self.percent is None else display(self.percent, places, full=100)
