"""Keys of what follows: gates, targets, complaints, tickets, incentives, reports."""

from decimal import Decimal
from typing import Literal

from schemas.packs.parts import Part, Text


class Gate(Part):
    """A period is valid only where numerator ÷ denominator reaches ``min``, inclusive (R05)."""

    rule: str
    numerator: str
    denominator: str
    min: Decimal
    assumed: bool = False


class Complaints(Part):
    """The allowed complaint ratio (R06, AMB-01, AMB-39)."""

    rule: Literal["R06"] = "R06"
    unit: Literal["permille", "percent", "count", "per10k"] = "permille"
    limit: Decimal
    denominator: str
    period: str = "calendar_year"
    count_unit: Literal["case", "contact"] = "case"


class ReplySla(Part):
    """How long a department may take (R20, AMB-23)."""

    n: int
    unit: Literal["calendar_day", "working_day", "hour", "working_hour"] = "calendar_day"
    start: Literal["received", "issued"] = "received"
    start_day_counted: bool = False
    roll_over_holidays: bool = False


class ComplaintExtra(Part):
    emergency_action: str | None = None
    report_to: str | None = None


class Escalation(Part):
    """Upwards after so many rounds or overdue days."""

    after_rounds: int | None = None
    after_overdue_days: int | None = None
    to: str | None = None
    chain: tuple[str, ...] = ()


class Tickets(Part):
    create_on: tuple[str, ...] = ()
    reply_sla: ReplySla = ReplySla(n=3)
    reissue_until_satisfied: bool = True
    complaint_extra: ComplaintExtra | None = None
    escalation: Escalation | None = None
    outcomes: str | None = None
    """Scale with the outcomes of the callback."""
    stages: tuple[Text, ...] = ()
    loop: str | None = None
    """``capa``: root cause, measure, effect check, written feedback (S3-19…22)."""
    handler_not_accused: bool = True
    recurrence_check_days: int | None = None
    standard_answers: bool = False


class Incentive(Part):
    """Proposals, never deductions; each needs approval (AMB-36)."""

    unit: Literal["CNY", "points"] = "CNY"
    approval: str | None = None
    appeal_days: int | None = None


class Due(Part):
    """When a report is due (R28, AMB-06): a day of the month, or ``working_days``/``days`` after the period."""

    day: int | None = None
    month_offset: int = 0
    clamp: Literal["last_day"] | None = None
    inclusive: bool = True
    days: int | None = None
    working_days: int | None = None


class Report(Part):
    template: str
    due: Due | None = None
    cutoff_day: int | None = None
    scope: Literal["sales_and_aftersales", "aftersales"] | None = None
    holiday_policy: Literal["next_workday", "waived", "none"] = "next_workday"
    distribute: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    exports: tuple[str, ...] = ()
    annexes: tuple[Text, ...] = ()
    approval_chain: tuple[str, ...] = ()
    min_base: int | None = None


class ActionTemplate(Part):
    """The measure that an answer suggests (P26)."""

    item: str
    when: str
    action: Text


class Capa(Part):
    """Corrective actions: types offered and how implemented ones are counted (AMB-14)."""

    count_scope: Literal["cumulative_half_year", "error"] = "cumulative_half_year"
    types: tuple[Text, ...] = ()
    templates: tuple[ActionTemplate, ...] = ()
    weak_below: Decimal | None = None
    weak_share_from: Decimal | None = None
    coverage_target: Decimal | None = None
