"""Visits to customers as they were held, and the yearly plan they may have been planned in (J1, J8)."""

from typing import Any, Literal, get_args

from pydantic import ConfigDict, Field
from sqlmodel import SQLModel

from schemas.records.known import Reference
from schemas.records.response import Promise

VisitForm = Literal["visit", "accompanied", "meeting", "phone", "email", "letter"]
"""走访, 陪访, 座谈, 电话, 邮件, 函."""

VISIT_FORMS: tuple[VisitForm, ...] = get_args(VisitForm)


APPROVERS = ("supervisor", "manager")
"""Roles that approve a plan (签批)."""


class Participant(SQLModel):
    """Somebody who took part, of either side."""

    model_config = ConfigDict(extra="allow")  # type: ignore[assignment]

    name: str = Field(min_length=1)
    department: str | None = None
    role: str | None = None
    phone: str | None = None


class NextContact(SQLModel):
    """When the customer is to be contacted again: an ISO day, about what, and by whom (a user of csat)."""

    model_config = ConfigDict(extra="allow")  # type: ignore[assignment]

    on: str = Field(pattern=r"^\d{4}-\d\d-\d\d$")
    what: str | None = None
    who: str | None = None


class Visit(Reference):
    """A visit as it was held. ``held_at``: ISO 8601 with offset; its day is the day of the visit.

    ``own``, ``theirs``: who took part; ``line``: the line of a plan it fulfils, None for an unplanned one, which
    counts neither as planned nor as done (R29); ``task``: what it was due as; ``asks``: the
    questionnaire of that task was begun with it. States: held, void (recorded by mistake, ``void_reason``).
    """

    customer: str
    held_at: str
    form: VisitForm = "visit"
    place: str | None = None
    purpose: str | None = None
    own: list[Participant] = Field(default_factory=list)
    theirs: list[Participant] = Field(default_factory=list)
    said: str | None = None
    next_contact: NextContact | None = None
    promises: list[Promise] = Field(default_factory=list)
    line: str | None = None
    task: str | None = None
    project: str | None = None
    asks: bool = False
    recorded_by: str | None = None
    status: Literal["held", "void"] = "held"
    void_reason: str | None = None


class VisitPlan(Reference):
    """《客户走访计划表》 of a year, of the whole company or of one branch (``unit``). Days are ISO days.

    States: draft, approved. Approving makes the plan count from ``approved_on``; what is changed after that is a
    further version (``schemas.visits.schedule``).
    """

    year: int = Field(ge=1900, le=2199)
    pack: str
    unit: str | None = None
    filled_on: str
    status: Literal["draft", "approved"] = "draft"
    approved_by: str | None = None
    approved_on: str | None = None


class ScheduledWindow(SQLModel):
    """From when to when a visit was planned, both days included; without days it was cancelled.

    ``since``: the day this was decided, None for what stood in the plan when it was approved; ``reason``: why it
    was moved or cancelled; ``by``: who did it.
    """

    model_config = ConfigDict(extra="allow")  # type: ignore[assignment]

    first: str | None = None
    last: str | None = None
    since: str | None = None
    reason: str | None = None
    by: str | None = None


class PlanLine(Reference):
    """One planned visit. ``no``: its number in the plan; ``stage``: the part of the year, such as 2026Q1.

    ``schedule``: its windows, the first as approved, the last as it stands: one field, so that two who move one
    visit apart meet in one proposal; ``visits``: visit or response -> the day it was held, set by rule only;
    ``contact``: whom to visit; ``visitors``: who goes, beside ``assignee``; ``pack``: the questionnaire that goes
    with it; ``confirmed_by``: which sides agreed that this is a key customer (S1-236).
    """

    plan: str
    no: int = Field(ge=1)
    customer: str
    stage: str | None = None
    contact: Participant | None = None
    address: str | None = None
    way: VisitForm = "visit"
    purpose: str | None = None
    assignee: str | None = None
    visitors: list[Participant] = Field(default_factory=list)
    pack: str | None = None
    confirmed_by: list[str] = Field(default_factory=list)
    schedule: list[ScheduledWindow] = Field(min_length=1)
    visits: dict[str, Any] = Field(default_factory=dict)
