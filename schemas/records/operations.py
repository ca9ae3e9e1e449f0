"""What is done to customers, events, tasks and projects, as bodies that go from a laptop to the centre.

An operation never carries a whole record: only the fields that somebody set, and what each held before, so that
the centre sees whether a field is still what its author saw (``schemas.records.merging``).
"""

from typing import Any, Literal

from pydantic import BaseModel, Field, field_validator

from schemas.records.envelope import Envelope

CUSTOMER_OP = "customer.op"
EVENT_IMPORT = "event.import"
PROJECT_OP = "project.op"
TASK_OP = "task.op"
SAMPLE_DRAW = "sample.draw"
ATTEMPT = "attempt"
MERGE = "merge"
SEPARATE = "merge.undo"
DO_NOT_CONTACT = "do_not_contact"
IMPORT_BATCH = "import.batch"
WITHDRAW = "withdraw"
DECISION = "proposal.decide"
MAILING_OP = "mailing.op"
BATCH_OP = "batch.op"
FORM_OP = "form.op"
SECOND_KEYING = "keying.second"
VISIT_OP = "visit.op"
PLAN_OP = "plan.op"
PLAN_LINE_OP = "plan.line"

NOT_SETTABLE = frozenset(
    {
        *("id", "merged_into", "gave", "status_before", "do_not_contact_by", "do_not_contact_at"),
        "phone_wrong_at",
        *("extra_contacts", "attempts", "outcome", "replaced_by", "replaces", "batches"),
        "visits",
    }
)
"""Fields that only a rule sets."""

Imported = Literal["customer", "event", "project"]
Listed = Imported | Literal["staff", "car"]
"""What a file tells of: kinds of records, and the company's own among the records of customers."""


class Operation(Envelope):
    """Base of every operation. ``at``: ISO 8601 with offset, the laptop's clock, for display only; ``user``:
    who did it."""

    at: str
    user: str | None = None


class RecordOp(Operation):
    """Make a record, or set some of its fields.

    ``record``: its id; ``base_version``: the version the author saw, 0 for one that was not on the laptop;
    ``fields``: name -> new value, null to empty it; ``before``: name -> the value the author saw, left out where
    there was none; ``batch``: the import it belongs to.
    """

    record: str = Field(min_length=1, max_length=128)
    base_version: int = Field(default=0, ge=0)
    fields: dict[str, Any]
    before: dict[str, Any] = Field(default_factory=dict)
    batch: str | None = None

    @field_validator("fields")
    @classmethod
    def _settable(cls, fields: dict[str, Any]) -> dict[str, Any]:
        if NOT_SETTABLE.isdisjoint(fields):
            return fields
        raise ValueError(f"these are not set by hand: {', '.join(sorted(NOT_SETTABLE & fields.keys()))}")


class CustomerOp(RecordOp):
    kind: str = CUSTOMER_OP


class EventImport(RecordOp):
    """``record`` is ``schemas.records.identity.event_id`` of source system and number, so that an event is one
    record however often and wherever it is imported."""

    kind: str = EVENT_IMPORT


class ProjectOp(RecordOp):
    kind: str = PROJECT_OP


class TaskOp(RecordOp):
    """``fields`` with ``status`` done: the first completion counts, another is an extra contact."""

    kind: str = TASK_OP


class MailingOp(RecordOp):
    kind: str = MAILING_OP


class BatchOp(RecordOp):
    """A pile of paper; ``batch`` of the body is not it, that is an import."""

    kind: str = BATCH_OP


class FormOp(RecordOp):
    """``record`` is ``schemas.records.identity.form_id`` of the serial, so that a form keyed on two laptops is
    one form: the response that came second becomes a proposal."""

    kind: str = FORM_OP


class SecondKeying(RecordOp):
    """``record``: one second keying; its differences are decided by later operations of the same record."""

    kind: str = SECOND_KEYING


class VisitOp(RecordOp):
    """A visit as it was held, or a correction of one; what it makes due follows by rule
    (``schemas.records.visit_effects``)."""

    kind: str = VISIT_OP


class PlanOp(RecordOp):
    """``record`` is ``schemas.records.identity.plan_id`` of pack, year and branch."""

    kind: str = PLAN_OP

    @property
    def approves(self) -> bool:
        """Whether it sets anything of an approval, which only some roles may (``schemas.records.visiting``)."""
        return self.fields.get("status", "draft") != "draft" or any(
            self.fields.get(name) for name in ("approved_by", "approved_on")
        )


class PlanLineOp(RecordOp):
    """A planned visit; one that is moved sets its whole ``schedule``, with the reason in it."""

    kind: str = PLAN_LINE_OP


class SampleDrawn(Operation):
    """A draw, with all it takes to do it again (R10): ``frame_size`` and ``frame_digest`` of what was drawn
    from, ``rule`` and ``seed``; ``strata``: code -> {cases, required, before}; ``chosen`` and ``reserve``: code
    -> task ids, the reserve in the order in which it moves up. The body's ``id`` is
    ``schemas.records.identity.draw_id``, so that the same draw made twice is one."""

    kind: str = SAMPLE_DRAW
    pack: str
    period: str
    rule: str
    frame_size: int = Field(ge=0)
    frame_digest: str
    seed: str
    n: int = Field(ge=0)
    strata: dict[str, dict[str, int]]
    chosen: dict[str, list[str]]
    reserve: dict[str, list[str]] = Field(default_factory=dict)


class ItemCause(BaseModel):
    """Why an item was scored low (R12). ``item``: its code, ``""`` the whole form; ``code``: one of
    ``schemas.tasks.causes``; ``text``: what was said."""

    item: str
    code: str = Field(min_length=1)
    text: str | None = None


class AttemptMade(Operation):
    """One try to reach somebody; only ever added. ``duration``: seconds; ``disposition``: a code of the pack
    or of J3 (``schemas.tasks.dispositions``); ``appointment_at``: for when one was made, ISO 8601 with offset;
    ``causes``: what a call about a form found out, item by item."""

    kind: str = ATTEMPT
    task: str | None = None
    customer: str | None = None
    mode: str = "phone"
    disposition: str
    appointment_at: str | None = None
    duration: int | None = Field(default=None, ge=0)
    note: str | None = None
    causes: list[ItemCause] | None = None


class Merge(Operation):
    """``customer`` (temporary, or a duplicate) is the same as ``into``: from now on it points there."""

    kind: str = MERGE
    customer: str
    into: str


class Separate(Operation):
    """``customer`` was merged by mistake: it stands for itself again, and what it gave is taken back."""

    kind: str = SEPARATE
    customer: str


class DoNotContact(Operation):
    """The customer is not to be contacted any more; at once, in all queues. ``asked_by``: who wished it, in
    words (the customer, a relative, our own manager)."""

    kind: str = DO_NOT_CONTACT
    customer: str
    reason: str | None = None
    asked_by: str | None = None


class ImportBatch(Operation):
    """What one import was, for reconciliation: the body's ``id`` is the batch; ``file_hash`` SHA-256 in
    hexadecimal; ``rows`` data rows of the file, and how many of them were new, known, changed, rejected."""

    kind: str = IMPORT_BATCH
    what: Listed
    source: str
    file_name: str
    file_hash: str = Field(pattern=r"^[0-9a-f]{64}$")
    rows: int = Field(ge=0)
    new: int = Field(ge=0)
    known: int = Field(ge=0)
    changed: int = Field(ge=0)
    rejected: int = Field(ge=0)


class Withdraw(Operation):
    """Take back a record that a batch made (``record``), or the batch itself (``entity`` ``batch``).

    ``batch``: the import that is taken back: the record goes when it rests on no other
    (``schemas.records.bringing``)."""

    kind: str = WITHDRAW
    entity: Literal["customer", "event", "project", "task", "batch"]
    record: str
    batch: str | None = None


class Decision(Operation):
    """A person chose between the server's value and the proposed one. The first decision stays, unless who
    made it turns it round."""

    kind: str = DECISION
    proposal: str
    accept: bool


OPERATIONS: dict[str, type[Operation]] = {
    CUSTOMER_OP: CustomerOp,
    EVENT_IMPORT: EventImport,
    PROJECT_OP: ProjectOp,
    TASK_OP: TaskOp,
    SAMPLE_DRAW: SampleDrawn,
    ATTEMPT: AttemptMade,
    MERGE: Merge,
    SEPARATE: Separate,
    DO_NOT_CONTACT: DoNotContact,
    IMPORT_BATCH: ImportBatch,
    WITHDRAW: Withdraw,
    DECISION: Decision,
    MAILING_OP: MailingOp,
    BATCH_OP: BatchOp,
    FORM_OP: FormOp,
    SECOND_KEYING: SecondKeying,
    VISIT_OP: VisitOp,
    PLAN_OP: PlanOp,
    PLAN_LINE_OP: PlanLineOp,
}
"""Kind -> model of its body."""

ENTITY_OF: dict[str, str] = {
    CUSTOMER_OP: "customer",
    EVENT_IMPORT: "event",
    PROJECT_OP: "project",
    TASK_OP: "task",
    MAILING_OP: "mailing",
    BATCH_OP: "paper_batch",
    FORM_OP: "paper_form",
    SECOND_KEYING: "keying",
    VISIT_OP: "visit",
    PLAN_OP: "visit_plan",
    PLAN_LINE_OP: "plan_line",
}
"""Kinds that set fields of a record -> entity of the record."""
