"""Keys that decide scores and classes. What each means is in the rule it names; this is only their form."""

from decimal import Decimal
from typing import Literal

from pydantic import Field, model_validator

from schemas.packs.parts import Part, Text


class Weight(Part):
    """What one item weighs."""

    item: str
    weight: Decimal


class ContactScore(Part):
    """How the score of one filled form is computed (AMB-37). ``kind`` decides which keys count:

    * ``item``: the answer to ``source``; without one the first answered of ``fallback``; without any of them
      ``else``. A level on the fallback scale is converted by ``level_conversion`` (R01, R02).
    * ``mean``: mean of the answered ``items`` in the worth of their scale (R08). ``to: five`` gives 5 × s ÷ full
      mark, ``to: hundred`` 100 × s ÷ full mark, ``as_is`` leaves it; ``method: range`` uses (s − min) ÷ (max − min)
      instead (R24). Fewer answered than ``min_answered`` of the items: no score. With ``weights``: Σ weight × s,
      and no score when one of the weighted items is missing (R21).
    * ``sum``: Σ points of ``items`` (R11). ``missing: scale`` gives total × ``full_mark`` ÷ full mark of the
      answered when those are at least ``min_answered`` of it; ``refuse`` gives no score, ``zero`` counts 0.
    * ``points``: Σ points obtained ÷ Σ points applicable × 100 over the items with ``points`` (R15).
    * ``none``: this form has no score.

    A resolved pack always lists ``items`` for the kinds mean, sum and points, and for ``else: mean_of_items``.
    """

    kind: Literal["item", "mean", "sum", "points", "none"] = "item"
    source: str = ""
    fallback: tuple[str, ...] = ()
    otherwise: Literal["none", "mean_of_items"] = Field("none", alias="else")
    items: tuple[str, ...] = ()
    weights: tuple[Weight, ...] = ()
    to: Literal["as_is", "five", "hundred"] = "as_is"
    method: Literal["ratio", "range"] = "ratio"
    min_answered: Decimal = Decimal(0)
    full_mark: Decimal | None = None
    missing: Literal["scale", "refuse", "zero"] = "scale"

    @model_validator(mode="after")
    def _source_named(self) -> "ContactScore":
        if self.kind == "item" and not self.source:
            raise ValueError("contact_score of kind item needs source: the code of the item")
        return self


class LevelConversion(Part):
    """How a level becomes a number (AMB-02, AMB-02b)."""

    scale: str = "lv9"
    estimate: Literal["midpoint", "lower", "upper", "ask", "integer_disjoint"] = "midpoint"
    inverse_edge: Literal["lower", "upper"] = "lower"


class Display(Part):
    digits: int = 1
    rounding: Literal["half_up", "half_even"] = "half_up"


class Target(Part):
    """What is aimed at; a bare number is the least that is wanted. ``assumed``: the source names no number."""

    min: Decimal | None = None
    max: Decimal | None = None
    unit: str | None = None
    assumed: bool = False

    @model_validator(mode="before")
    @classmethod
    def _bare_number(cls, value: object) -> object:
        return value if isinstance(value, dict | Target) else {"min": value}


class PeriodScore(Part):
    """The headline figure of a period: a rule over the forms of the period.

    ``item``: the item it looks at, for rules over one item (R09, R07). ``weighted_by``: strata weights (R10).
    """

    rule: str
    item: str | None = None
    group_by: tuple[str, ...] = ()
    target: Target | None = None
    compare: Literal["exact", "rounded"] = "exact"
    display: Display = Display()
    scale_to: Literal["as_is", "five", "hundred"] = "as_is"
    pooling: Literal["pooled", "unit_means", "weighted"] = "pooled"
    weighted_by: str | None = None
    min_base: int | None = None


class Band(Text):
    """A named range of scores. ``low`` and ``high`` as printed in the source; ``amount`` of a proposal (R15)."""

    code: str
    low: Decimal | None = None
    high: Decimal | None = None
    amount: Decimal | None = None


class Bands(Part):
    """Ranges that share edges. ``edge`` says to which side a shared edge belongs (AMB-03): ``lower`` to the band
    that begins there."""

    edge: Literal["lower", "upper"]
    of: str = "contact_score"
    bands: tuple[Band, ...]


class SatisfiedRate(Part):
    """Which answers count as satisfied (R09, AMB-10)."""

    item: str | None = None
    unit: Literal["form", "answer"] = "form"
    threshold: Literal["top1", "top2", "top3", "mean4"] = "top2"


class ToFive(Part):
    """Conversion of other scales to five points (R08, AMB-11)."""

    method: Literal["ratio", "range", "table"] = "ratio"


class Weighted5(Part):
    """What is the headline of the weighted sum (R07, AMB-09)."""

    headline: Literal["mean", "raw", "percent", "rescaled"] = "mean"


class Share(Part):
    """Who counts as satisfied in a share (R14, AMB-40)."""

    satisfied_threshold: Decimal = Decimal(80)
    level: str | None = None


class Ratio(Part):
    """What shares are divided by (AMB-28)."""

    base: Literal["success", "due"] = "success"


class ItemFollow(Part):
    """Items below a limit are called back, one task a form (R12, S3-11)."""

    rule: Literal["R12"] = "R12"
    items: tuple[str, ...] = ()
    below: Decimal = Decimal(70)


class Scoring(Part):
    contact_score: ContactScore | None = None
    level_conversion: LevelConversion = LevelConversion()
    period_score: PeriodScore | None = None
    bands: Bands | None = None
    satisfied_rate: SatisfiedRate | None = None
    to5: ToFive | None = None
    weighted5: Weighted5 | None = None
    share: Share | None = None
    ratio: Ratio | None = None
    item_follow: ItemFollow | None = None
    also: tuple[str, ...] = ()
    """Further rules that the report shows figures of."""


class Classify(Part):
    """Keys of the case classes (R04, AMB-04, AMB-04b). Limits are in the unit of the contact score."""

    rule: Literal["R04"] = "R04"
    unsatisfied_below: Decimal = Decimal(70)
    opinion_from: Decimal = Decimal(80)
    gap_70_80: Literal["OPINION_MINOR", "GRIEVANCE", "OPINION", "REVIEW"] = "OPINION_MINOR"
    remark_no_score: Literal["review", "opinion_if_satisfied"] = "review"
    dissatisfied_when: str | None = None
    """Expression over the answers; where it is true the customer says that he is dissatisfied."""
