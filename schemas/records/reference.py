"""What the centre gives the laptops: customers, their events and tasks, what is open about them, packs."""

from typing import Any

from pydantic import BaseModel, Field

from schemas.records.known import Reference
from schemas.records.paper import Keying, Mailing, PaperBatch, PaperForm
from schemas.records.visiting import PlanLine, Visit, VisitPlan


class Customer(Reference):
    """A customer. ``number`` is what people call it by, empty for a temporary one; ``status``: temporary,
    prospect, active, lost, closed, merged (then ``merged_into`` says into whom).

    ``contacts``: contact persons ({name, role?, department?, phone?, …}); ``assets``: vehicles and the like
    ({plate?, vin?, model?, …}); ``last_verified_at``: day; ``phone_wrong_at``: when a try found that the number is
    not theirs, until it is changed or the file verified (R32); ``search``: further words to find it by.

    ``batches``: the imports it rests on (``schemas.records.bringing``), here and in all that files bring.
    Of a merged one, ``gave`` names the fields it filled in the other, ``status_before`` what it was.
    """

    number: str = ""
    name: str
    type: str = "person"
    status: str = "active"
    merged_into: str | None = None
    gave: list[str] | None = None
    status_before: str | None = None
    tier: str | None = None
    salutation: str | None = None
    phone: str | None = None
    plate: str | None = None
    company: str | None = None
    business_line: str | None = None
    consultant: str | None = None
    contacts: list[dict[str, Any]] = Field(default_factory=list)
    assets: list[dict[str, Any]] = Field(default_factory=list)
    last_verified_at: str | None = None
    phone_wrong_at: str | None = None
    do_not_contact: bool = False
    do_not_contact_reason: str | None = None
    do_not_contact_asked_by: str | None = None
    do_not_contact_by: str | None = None
    do_not_contact_at: str | None = None
    batches: list[str] | None = None
    search: str = ""


class About(BaseModel):
    """The form that a call is about: its pack, and the codes of the items that each get a cause (R12; ``""``: the
    form as a whole)."""

    pack: str
    items: list[str]


class Task(Reference):
    """Something due to somebody: here a visit or callback with a questionnaire.

    ``due_from``/``due_at``: ISO 8601 with offset; a task without a clock time has ``due_at`` at 24:00 and
    ``all_day``. States: pending, in_progress, appointment, done, exhausted, cancelled (model §5.3), and reserve
    for one that was drawn to take the place of another (``draw``, ``stratum``; then it
    ``replaces`` that, which is ``replaced_by`` it).
    ``done_by``: the response that completed it first, ``outcome`` what it brought ({completion, level, score,
    channel}); ``line``: the planned visit it stands for; ``extra_contacts``: those that came after. ``event`` and
    further ``events`` of the same contact; ``optional``: the rotated items to be asked this time, None for all;
    ``priority``: 0 a ticket, 1 to 4 a severity, 9 anything else; ``attempts``: every try in the order of time
    (``schemas.tasks.standing``); ``about``: what a call about a form
    is to find out.
    """

    type: str
    customer: str
    pack: str | None = None
    assignee: str | None = None
    channel: str = "onsite"
    purpose: str | None = None
    about: About | None = None
    due_from: str | None = None
    due_at: str
    all_day: bool = False
    status: str = "pending"
    event: str | None = None
    events: list[str] = Field(default_factory=list)
    project: str | None = None
    line: str | None = None
    severity: str | None = None
    priority: int = 9
    draw: str | None = None
    stratum: str | None = None
    replaced_by: str | None = None
    replaces: str | None = None
    optional: list[str] | None = None
    max_attempts: int | None = None
    min_days: int | None = None
    attempts: list[dict[str, Any]] = Field(default_factory=list)
    appointment_at: str | None = None
    cancelled_reason: str | None = None
    batches: list[str] | None = None
    done_by: str | None = None
    outcome: dict[str, Any] | None = None
    extra_contacts: list[str] = Field(default_factory=list)


class ServiceEvent(Reference):
    """A work order, a case, a delivery: what a source system knows under its number. States: imported,
    eligible, sampled, excluded. What else the source says of it stands beside, as text."""

    source_system: str
    source_no: str
    type: str = ""
    customer: str | None = None
    closed_at: str | None = None
    status: str = "imported"
    batches: list[str] | None = None


class Project(Reference):
    """A project of a customer; ``number`` is its code."""

    number: str
    name: str = ""
    customer: str | None = None
    manager: str | None = None
    sales: str | None = None
    status: str = "active"
    batches: list[str] | None = None


class SampleDraw(Reference):
    """A draw that was made (``schemas.records.operations.SampleDrawn``)."""

    pack: str
    period: str
    rule: str
    frame_size: int
    frame_digest: str
    seed: str
    n: int
    strata: dict[str, dict[str, int]]
    chosen: dict[str, list[str]]
    reserve: dict[str, list[str]] = Field(default_factory=dict)
    at: str
    user: str | None = None


class Attempt(Reference):
    """One try to reach somebody (``schemas.records.operations.AttemptMade``)."""

    task: str | None = None
    customer: str | None = None
    at: str
    mode: str
    disposition: str
    appointment_at: str | None = None
    duration: int | None = None
    note: str | None = None
    causes: list[dict[str, Any]] | None = None
    user: str | None = None


class Batch(Reference):
    """An applied import (``schemas.records.operations.ImportBatch``). States: applied, undone."""

    what: str
    source: str
    file_name: str
    file_hash: str
    rows: int
    new: int
    known: int
    changed: int
    rejected: int
    at: str
    user: str | None = None
    status: str = "applied"


class Proposal(Reference):
    """A value that did not become the record's because the centre held another: ``kept`` beside ``proposed``,
    until a person decides. States: open, accepted, declined."""

    entity: str
    record: str
    field: str
    kept: Any = None
    proposed: Any = None
    operation: str
    at: str
    user: str | None = None
    status: str = "open"
    decided_by: str | None = None


class ApprovedPack(Reference):
    """An approved pack. ``id`` is ``pack@version``; ``content`` the resolved content, whose hash is ``hash``;
    the approval names the hash, not the file."""

    pack: str
    version: str
    hash: str
    content: dict[str, Any]
    approved_by: str
    approved_at: str


COLLECTIONS: dict[str, type[Reference]] = {
    "customer": Customer,
    "task": Task,
    "event": ServiceEvent,
    "project": Project,
    "draw": SampleDraw,
    "attempt": Attempt,
    "batch": Batch,
    "proposal": Proposal,
    "mailing": Mailing,
    "paper_batch": PaperBatch,
    "paper_form": PaperForm,
    "keying": Keying,
    "visit": Visit,
    "visit_plan": VisitPlan,
    "plan_line": PlanLine,
    "pack": ApprovedPack,
}
"""Feed entity name -> model."""
