"""What the headline of a period is made from and what it says; the rules themselves are in ``headline_rules``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from schemas.figures.rollup import EMPTY, Cell
from schemas.numbers import at_least
from schemas.packs.model import Pack, PeriodScore
from schemas.packs.scoring_keys import ContactScore
from schemas.statistics.intervals import Interval

Kind = Literal["mean", "share"]
WhyNot = Literal[
    "not_in_cells",
    "units_not_in_cells",
    "strata_not_in_cells",
    "cases_not_counted",
    "due_not_in_cells",
    "counted_before",
    "no_conversion",
]
"""What the cells lack: the rule's own records, units, severity strata, the cases of each, the number due, the spread of
cells that an older version counted; or a way from the scale in use to the one the rule is made for."""

Parts = Mapping[str, str | int | None]


@dataclass(frozen=True)
class Headline:
    """``value`` of a mean is in the unit of the rule, of a share a share of 1; None without a base, or where
    ``why_not`` says that these records cannot give it. ``parts``: what belongs to it, exact; ``interval``: 95 %
    of a share (Wilson)."""

    rule: str
    kind: Kind
    value: Fraction | None = None
    numerator: Fraction = Fraction(0)
    base: int = 0
    excluded: Mapping[str, int] = field(default_factory=dict)
    parts: Parts = field(default_factory=dict)
    interval: Interval | None = None
    why_not: WhyNot | None = None

    @property
    def shown(self) -> Fraction | None:
        """The value as it is spoken of and held against a target: a share in per cent."""
        return None if self.value is None else self.value * (100 if self.kind == "share" else 1)

    def met(self, period: PeriodScore) -> bool | None:
        """Whether the target is reached, unrounded unless the pack says so; None without a base or target."""
        if self.shown is None or period.target is None or period.target.min is None:
            return None
        return at_least(self.shown, period.target.min, period.compare, period.display.digits)


@dataclass(frozen=True)
class Counted:
    """What the cells of a period hold: the contacts, and each item by its code."""

    pack: Pack
    contact: Cell
    items: Mapping[str, Cell]
    due: int | None = None
    """Tasks that were due in the period; None when nobody has counted them."""
    strata: Mapping[str, Cell] = field(default_factory=dict)
    """The weighted item in each stratum (``schemas.figures.strata``)."""
    cases: Mapping[str, int] = field(default_factory=dict)
    """Stratum -> all its cases of the period, as the draw counted them."""

    @property
    def period(self) -> PeriodScore:
        return self.pack.scoring.period_score or PeriodScore(rule="R03")

    @property
    def score(self) -> ContactScore:
        return self.pack.scoring.contact_score or ContactScore.model_validate({"kind": "none"})

    def asked(self) -> tuple[str, ...]:
        """The items that the rule looks at."""
        return (self.period.item,) if self.period.item else self.score.items

    def unanswered(self, codes: tuple[str, ...]) -> dict[str, int]:
        """Forms (for several items: places on forms) without an answer, as an exclusion."""
        missing = sum(self.contact.records - self.items.get(code, EMPTY).base for code in codes)
        return {"unanswered": missing} if missing else {}

    @property
    def spread_whole(self) -> bool:
        """Whether every spread counts all it should: cells of an older version may have none."""
        whole = sum(self.contact.spread.values()) == self.contact.records
        return whole and all(sum(cell.spread.values()) == cell.base for cell in self.items.values())
