"""R26: who may be proposed as satisfaction champion (满意度冠军; S1-247…S1-255, AMB-33)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from schemas.numbers import Number
from schemas.rates import Rate

Obstacle = Literal["small_base", "confirmed_complaint", "back_check_failures", "falsification_open"]

MIN_BASE = 30
MAX_BACK_CHECK_FAILURES = Decimal("0.05")
CSAT_WEIGHT = Decimal("0.6")
EXCELLENT_MEAN = Decimal(95)
EXCELLENT_TOP_BOX = Decimal("0.90")


@dataclass(frozen=True)
class Candidate:
    """One person's quarter: CSAT and performance of 100, and what may stand in the way."""

    name: str
    csat: Number
    performance: Number
    base: int
    confirmed_complaints: int = 0
    back_check_failures: int = 0
    back_checks: int = 0
    falsification_open: bool = False


def obstacles(candidate: Candidate, *, min_base: int = MIN_BASE) -> tuple[Obstacle, ...]:
    """Why a person cannot be proposed; nothing when he can. No back-checks are no failures."""
    failures = Rate(candidate.back_check_failures, candidate.back_checks)
    checks: tuple[tuple[Obstacle, bool], ...] = (
        ("small_base", candidate.base < min_base),
        ("confirmed_complaint", candidate.confirmed_complaints > 0),
        ("back_check_failures", failures.above(MAX_BACK_CHECK_FAILURES) is True),
        ("falsification_open", candidate.falsification_open),
    )
    return tuple(name for name, stands in checks if stands)


def composite(csat: Number, performance: Number, *, csat_weight: Number = CSAT_WEIGHT) -> Fraction:
    """weight · CSAT + (1 − weight) · performance, unrounded."""
    weight = Fraction(csat_weight)
    return weight * Fraction(csat) + (1 - weight) * Fraction(performance)


def champions(
    candidates: Iterable[Candidate], *, csat_weight: Number = CSAT_WEIGHT, min_base: int = MIN_BASE
) -> tuple[Candidate, ...]:
    """The eligible with the highest composite, then higher CSAT, then larger base; several are joint."""

    def standing(person: Candidate) -> tuple[Fraction, Fraction, int]:
        total = composite(person.csat, person.performance, csat_weight=csat_weight)
        return total, Fraction(person.csat), person.base

    eligible = [person for person in candidates if not obstacles(person, min_base=min_base)]
    best = max(map(standing, eligible), default=None)
    return tuple(person for person in eligible if standing(person) == best)


def is_excellent(
    mean: Number | None,
    top_box: Rate,
    base: int,
    *,
    from_mean: Number = EXCELLENT_MEAN,
    from_top_box: Number = EXCELLENT_TOP_BOX,
    min_base: int = MIN_BASE,
) -> bool:
    """What “优秀” means (rule key reward.excellent): a high mean or top box over a sound base."""
    high_mean = mean is not None and mean >= from_mean
    return base >= min_base and (high_mean or top_box.at_least(from_top_box) is True)
