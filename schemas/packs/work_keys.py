"""Keys of the work in the field: whom to ask, how often, how, and what is kept for how long."""

from decimal import Decimal
from typing import Literal

from schemas.packs.parts import Part, Text

Cadence = Literal["day", "week", "month", "quarter", "half_year", "year", "project", "plan", "event", "any"]


class Modes(Part):
    """Channels. ``main_share_min_exclusive``: the main one must have more than this share (R31, S0-05)."""

    main: str
    also: tuple[str, ...] = ()
    main_share_min_exclusive: Decimal | None = None

    @property
    def all(self) -> tuple[str, ...]:
        return (self.main, *self.also)


class Retention(Part):
    """How long answers and identities are kept: ISO 8601 periods; from which day (AMB-31, R28)."""

    answers: str
    identity: str
    start: Literal["interview_date", "period_end", "project_end"] = "interview_date"


class Privacy(Part):
    legal_basis: str
    notice: str | None = None
    retention: Retention | None = None
    masking: str | None = None
    anonymous: bool = False
    anonymous_default: bool = False
    sensitive: bool = False
    guardian_under_age: int | None = None
    forbidden: tuple[str, ...] = ()
    min_cell: int | None = None
    """Figures of fewer people than this are not shown."""
    custody: str | None = None
    secrecy: str | None = None


class Frame(Part):
    """Who is due: where the list comes from and how it is drawn."""

    source: str
    where: str | None = None
    draw: Literal["census", "part", "srs", "systematic", "stratified", "convenience", "list"] = "census"
    due_window_days: tuple[int, int] | None = None
    strata: tuple[str, ...] = ()
    one_per: str | None = None
    exclude: tuple[str, ...] = ()


class Stratum(Part):
    """A stratum and its share in per cent (R10)."""

    code: str
    percent: Decimal


class Sample(Part):
    """How many. ``rate`` 1.0 is everybody; ``minimum`` and ``percent``: the larger of both (P18)."""

    rate: Decimal | None = None
    minimum: int | None = None
    percent: Decimal | None = None
    every: int | None = None
    per_group: int | None = None
    group: str | None = None
    strata: tuple[Stratum, ...] = ()
    reserve: Decimal | None = None
    assumed: bool = False


class Quota(Part):
    """At least ``min`` forms ``per`` something in each period; ``each`` lists the cells where all are needed."""

    code: str
    min: int
    per: str
    period: str | None = None
    each: tuple[str, ...] = ()
    checker: str | None = None
    assumed: bool = False


class Attempts(Part):
    """How often, on how many days and when a customer is tried (J3)."""

    max: int
    min_days: int
    hours: tuple[str, ...] = ()


class BackCheck(Part):
    """The share of forms that somebody else verifies (J11)."""

    percent: Decimal
    of: Literal["all", "proxy"] = "all"
    independent: bool = True


class Success(Part):
    """What a successful callback is (AMB-24, R05)."""

    definition: Literal["must_items_handled", "connected"] = "must_items_handled"


class Severity(Part):
    """Callback rate by severity (R10, AMB-25)."""

    rate_basis: Literal["completed", "attempts"] = "completed"
    period: str = "quarter"


class Lost(Part):
    """Customers who stay away (R23, AMB-26)."""

    months: int = 6
    mode: Literal["exactly", "at_least"] = "exactly"


class Reminder(Part):
    """How many days before a due day the customer is reminded (AMB-19), by kind of reminder."""

    lead_days: dict[str, int]


class Keying(Part):
    """How paper forms of this pack are keyed and verified (J2, R33; ISO 20252 practice).

    ``verify_percent`` of a batch is keyed twice, by ``verify``; above ``max_error_percent`` of differing fields
    the whole batch is keyed again. ``between``: a tick between two options is the lower one, or missing.
    ``period_by``: which date decides the period.
    """

    verify: Literal["none", "dependent", "blind"] = "blind"
    verify_percent: Decimal = Decimal(10)
    max_error_percent: Decimal = Decimal("0.5")
    between: Literal["lower", "missing"] = "lower"
    period_by: Literal["form_date", "received"] = "form_date"


class Wave(Part):
    """Stages of a survey in their order (AMB-21)."""

    stages: tuple[Text, ...]
    plan_parts: tuple[Text, ...] = ()
    approval: str | None = None
    reminder_days: int | None = None
