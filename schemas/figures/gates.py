"""R05: whether a month is valid (S0-13…S0-15)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from schemas.numbers import Number
from schemas.rates import Rate

GateVerdict = Literal["valid", "invalid", "nothing_due"]

SUCCESS_RATE = Decimal("0.50")
SURVEY_RATE = Decimal("0.60")


@dataclass(frozen=True)
class Gate:
    """One rate against its minimum; `needed` more of the numerator would pass it, never below 0."""

    rate: Rate
    minimum: Fraction

    @property
    def ok(self) -> bool | None:
        """Whether the unrounded rate reaches the minimum; None without a base."""
        return self.rate.at_least(self.minimum)

    @property
    def needed(self) -> int:
        """⌈minimum · base⌉ − numerator, by whole-number arithmetic."""
        share = self.minimum * self.rate.base
        return max(0, -(-share.numerator // share.denominator) - self.rate.numerator)


@dataclass(frozen=True)
class MonthGates:
    """Both gates of a month. Either one failing stamps it 无效(未达标); the figures are still shown."""

    success: Gate
    survey: Gate

    @property
    def verdict(self) -> GateVerdict:
        """valid, invalid, or nothing_due (无应回访)."""
        if self.success.ok is None:
            return "nothing_due"
        return "valid" if self.success.ok and self.survey.ok else "invalid"


def month_gates(
    due: int,
    success: int,
    surveyed: int,
    *,
    success_minimum: Number = SUCCESS_RATE,
    survey_minimum: Number = SURVEY_RATE,
) -> MonthGates:
    """回访成功数 ÷ 应回访数 and 满意度调查成功量 ÷ 回访成功量 against their inclusive minima."""
    return MonthGates(
        success=Gate(Rate(success, due), Fraction(success_minimum)),
        survey=Gate(Rate(surveyed, success), Fraction(survey_minimum)),
    )
