"""R02: the nine levels and the score each stands for (间接确认; S0-54, S0-55, AMB-02, AMB-02b).

Three of the levels are points (100, 95, 90); the others are bands, printed with shared edges. The
band 不太满意 is printed 40–59; wherever a number is held against it, it is [40, 60).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, get_args

from schemas.language import texts
from schemas.numbers import Number
from schemas.rejection import InputError

_ = texts("schemas")

Level = Literal["L9", "L8", "L7", "L6", "L5", "L4", "L3", "L2", "L1"]
Estimate = Literal["midpoint", "lower", "upper", "ask", "integer_disjoint"]
InverseEdge = Literal["lower", "upper"]
Origin = Literal["direct", "converted", "computed"]

POINT_TOLERANCE = Decimal("2.5")
"""How far a number may lie from a point level before the two contradict each other."""


@dataclass(frozen=True)
class Band:
    """What one level covers, as printed; `integer_high` ends it where bands may not overlap."""

    low: Decimal
    high: Decimal
    integer_high: Decimal
    high_inclusive: bool = True

    @property
    def is_point(self) -> bool:
        """Whether the level stands for one number only."""
        return self.low == self.high

    def contains(self, value: Decimal) -> bool:
        """Whether a number given beside the level lies inside it."""
        if value < self.low:
            return False
        return value <= self.high if self.high_inclusive else value < self.integer_high + 1


def _band(low: int, high: int, integer_high: int, *, high_inclusive: bool = True) -> Band:
    return Band(Decimal(low), Decimal(high), Decimal(integer_high), high_inclusive)


BANDS: dict[Level, Band] = {
    "L9": _band(100, 100, 100),
    "L8": _band(95, 95, 95),
    "L7": _band(90, 90, 90),
    "L6": _band(80, 90, 89),
    "L5": _band(70, 80, 79),
    "L4": _band(60, 70, 69),
    "L3": _band(40, 59, 59, high_inclusive=False),
    "L2": _band(20, 40, 39),
    "L1": _band(0, 20, 19),
}


@dataclass(frozen=True)
class Score:
    """One contact's score with where it came from; `low` … `high` is its uncertainty."""

    value: Number
    origin: Origin
    low: Number
    high: Number
    level: Level | None = None
    estimate: Estimate | None = None
    contradiction: bool = False


def contact_score(
    number: Decimal | None,
    level: Level | None,
    *,
    estimate: Estimate = "midpoint",
    asked: Decimal | None = None,
) -> Score | None:
    """The score of a contact from a number, a level, or both; None from neither (未评分).

    The number wins; the level is kept and `contradiction` says that the two do not fit. `asked` is
    the number inside the band that the estimate `ask` requires. Raises InputError (`ask_needed`,
    `outside_band`) for that estimate only.
    """
    if number is not None:
        contradiction = level is not None and contradicts(number, level)
        return Score(number, "direct", number, number, level, None, contradiction)
    if level is None:
        return None
    return converted_score(level, estimate=estimate, asked=asked)


def converted_score(level: Level, *, estimate: Estimate = "midpoint", asked: Decimal | None = None) -> Score:
    """The score that `level` stands for under `estimate` (rule key level_conversion.estimate).

    Raises InputError (`ask_needed`, `outside_band`) for the estimate `ask` only.
    """
    band = BANDS[level]
    high = band.integer_high if estimate == "integer_disjoint" else band.high
    if estimate == "lower":
        value = band.low
    elif estimate == "upper":
        value = band.high
    elif estimate == "ask":
        value = _asked(level, asked)
    else:
        value = (band.low + high) / 2
    return Score(value, "converted", band.low, max(high, value), level, estimate)


def _asked(level: Level, asked: Decimal | None) -> Decimal:
    band = BANDS[level]
    if asked is None and band.is_point:
        return band.low
    if asked is None:
        raise InputError(
            "ask_needed",
            _("Ask for a number from {low} to {high}.", low=band.low, high=band.high),
        )
    if not band.contains(asked):
        raise InputError(
            "outside_band",
            _(
                "{value} is outside the level: ask for a number from {low} to {high}.",
                value=asked,
                low=band.low,
                high=band.high,
            ),
        )
    return asked


def contradicts(number: Decimal, level: Level) -> bool:
    """Whether a number lies outside the level given with it (points have ± 2.5)."""
    band = BANDS[level]
    if band.is_point:
        return not band.low - POINT_TOLERANCE <= number <= band.low + POINT_TOLERANCE
    return not band.contains(number)


_LOWEST: tuple[tuple[int, Level], ...] = (
    (100, "L9"),
    (95, "L8"),
    (90, "L7"),
    (80, "L6"),
    (70, "L5"),
    (60, "L4"),
    (40, "L3"),
    (20, "L2"),
)
_SHARED_EDGES: dict[int, Level] = {80: "L5", 70: "L4", 40: "L2", 20: "L1"}


def level_of(score: Decimal, *, edge: InverseEdge = "lower") -> Level:
    """The level that a score of 0…100 is called (rule key level_conversion.inverse_edge).

    `upper` gives the edges that two bands share to the band below. 60 is shared by none: 不太满意
    is printed up to 59. Raises InputError (`out_of_range`).
    """
    if not 0 <= score <= 100:
        raise InputError("out_of_range", _("{value} is not a score of 0 to 100.", value=score))
    if edge == "upper":
        for shared, below in _SHARED_EDGES.items():
            if score == shared:
                return below
    return next((level for low, level in _LOWEST if score >= low), "L1")


LEVELS: tuple[Level, ...] = get_args(Level)
