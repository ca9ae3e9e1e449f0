"""Keys of single programmes: mystery shopper, showroom, smile star, manufacturer index, rewards, plans."""

from decimal import Decimal
from typing import Literal

from pydantic import Field

from schemas.packs.parts import Part, Text
from schemas.packs.scoring_keys import Band, Bands, Target, Weight


class OpenCheck(Part):
    """明查 (R15, AMB-05, AMB-16b)."""

    cumulative: bool = False
    bands: Bands
    quota: dict[str, int] = Field(default_factory=dict)
    checker_role: str
    shortfall: Band | None = None


class HiddenCheck(Part):
    """暗查 (R15, AMB-05b, AMB-16)."""

    cumulative: bool = False
    bands: Bands
    quota: int
    quota_unit: Literal["shop", "consultant"] = "shop"
    checker_role: str


class MysteryShopper(Part):
    open: OpenCheck
    hidden: HiddenCheck
    bottom: int = 2
    bottom_min_persons: int = 4
    bottom_min_checks: int = 1
    objection_days: int = 3


class Showroom(Part):
    """Inspection rounds (R18, AMB-32)."""

    slots: tuple[str, ...]
    tolerance_min: int = 15
    fix_within_min: int = 10
    fine: Decimal
    cleanings_per_person_day: int = 2


class Smile(Part):
    """Smile slips and the star of the month (R19, AMB-17, AMB-17b)."""

    trial_from: str
    effective_from: str
    first: Literal["warning"] = "warning"
    fine: Decimal
    star_reward: Decimal
    slips_per_day: dict[str, int] = Field(default_factory=dict)
    allow_nil_slip: bool = True
    reset: Literal["calendar_year", "monthly", "never"] = "calendar_year"
    self_vote: bool = False


class Index(Part):
    """Manufacturer index (R21, AMB-12, AMB-13)."""

    scale_max: Decimal = Decimal(1000)
    target: Target
    rank_target: int
    region: str
    grade_source: Literal["manufacturer", "bands"] = "manufacturer"
    grades: tuple[Text, ...] = ()
    weights: tuple[Weight, ...] = ()
    weak_lowest: int = 3
    weak_below_mean: Decimal = Decimal(10)


class Excellent(Part):
    """When a result is excellent (AMB-33)."""

    mean_min: Decimal
    top_box_min: Decimal
    base_min: int


class Reward(Part):
    """The satisfaction champion (R26)."""

    excellent: Excellent
    weights: tuple[Weight, ...]
    base_min: int
    back_check_failure_max: Decimal
    types: tuple[Text, ...]
    approval: str
    publish: bool = True
    appeal_days: int = 7
    review: str = "half_year"


class VisitPlan(Part):
    """The yearly visit plan (R29)."""

    columns: tuple[Text, ...]
    reminders_days: tuple[int, ...] = ()
    fulfilment_target: Decimal | None = None
    approval: str | None = None


class Appraisal(Part):
    """Appraisal of branches from several figures."""

    periods: tuple[str, ...]
    weights: tuple[Weight, ...]
    assumed: bool = False


class TouchRule(Part):
    """A care contact that falls due: ``anchor`` plus months, ``lead_days`` before."""

    code: str
    title: Text
    anchor: str
    after_months: int | None = None
    every_year: bool = False
    lead_days: int = 0


class DeskSla(Part):
    """Answer times of a service desk in hours (R25)."""

    channel: str
    hours: int
    clock: Literal["elapsed", "working_hours"] = "elapsed"


class Indicator(Text):
    """A figure imported from elsewhere that hints at satisfaction."""

    code: str
    unit: str
    period: str = "month"
