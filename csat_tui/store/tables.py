"""The tables of the laptop database, under their own metadata: the centre's tables never meet them.

Texts of scores are decimals; times are ISO 8601 text; JSON columns hold what no query looks into.
"""

from typing import Any

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, MetaData
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from schemas.records.amending import VersionColumns
from schemas.records.cells import CellColumns
from schemas.records.facts import ResponseFacts

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class LaptopTable(SQLModel, registry=registry(metadata=METADATA)):
    """Base of every laptop table."""


class MetaRow(LaptopTable, table=True):
    """Single facts of this laptop by name: the enrolment, the feed cursor, the acknowledged head."""

    __tablename__ = "meta"
    key: str = Field(primary_key=True)
    value: Any = Field(sa_column=Column(JSON, nullable=False))


class PersonRow(LaptopTable, table=True):
    """Who works on this laptop. ``id``: the name in records; ``pin``: its Argon2id hash with salt and parameters;
    ``wrong``: wrong PINs since the last right one, the last at ``wrong_at``; ``notice_at``: when the confidentiality
    notice was accepted."""

    __tablename__ = "person"
    id: str = Field(primary_key=True)
    name: str
    role: str
    active: bool = True
    pin: str | None = None
    wrong: int = 0
    wrong_at: str | None = None
    notice_at: str | None = None


class LogRow(LaptopTable, table=True):
    """One entry of the device log. ``result``: what the centre did with it, and the code if quarantined;
    ``acknowledged_at``: when its answer came."""

    __tablename__ = "log"
    __table_args__ = (Index("ix_log_kind_seq", "kind", "seq"),)
    seq: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    kind: str
    id: str = Field(index=True)
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    chain: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    result: str | None = Field(default=None, index=True)
    code: str | None = None
    acknowledged_at: str | None = None


class ResponseRow(ResponseFacts, VersionColumns, LaptopTable, table=True):
    """A final response or an amendment: its facts, how it stands, and where in the log its body is.

    ``place`` puts them in order by day, then as recorded (``csat_tui.store.places``): lists are read by it alone.
    """

    __tablename__ = "response"
    __table_args__ = (
        Index("ix_response_counted_place", "counted", "place"),
        Index("ix_response_counted_pack_place", "counted", "pack", "place"),
        Index("ix_response_counted_case_class_place", "counted", "case_class", "place"),
    )
    place: int = Field(sa_column=Column(BigInteger, nullable=False, unique=True))
    log_seq: int = Field(sa_column=Column(Integer, ForeignKey("log.seq"), nullable=False, unique=True))
    status: str = "final"


class DraftRow(LaptopTable, table=True):
    """A form being filled. ``pending`` is the half-typed text of the present field; ``status`` open or
    discarded; ``done``/``total`` how many of its questions are dealt with."""

    __tablename__ = "draft"
    id: str = Field(primary_key=True)
    header: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    started_at: str
    changed_at: str
    status: str = Field(default="open", index=True)
    discarded_at: str | None = None
    pending: str = ""
    done: int | None = None
    total: int | None = None


class DraftEventRow(LaptopTable, table=True):
    """One step of filling a form; never changed."""

    __tablename__ = "draft_event"
    draft: str = Field(primary_key=True, foreign_key="draft.id")
    seq: int = Field(primary_key=True)
    event: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    at: str


class Known(LaptopTable):
    """A record as it stands here: pulled, with what was done here laid over it. ``version`` is the centre's;
    0 for one that was made here and has not come back yet."""

    id: str = Field(primary_key=True)
    version: int
    body: dict[str, Any] = Field(sa_type=JSON)


class CustomerRow(Known, table=True):
    """A customer. ``merged_into``: the one it was found to be the same as."""

    __tablename__ = "customer"
    number: str = Field(index=True)
    name: str
    merged_into: str | None = Field(default=None, index=True)


class TaskRow(Known, table=True):
    """A task. ``due_utc``: when it is due, to sort by; ``done_here``: this laptop finished it, whether or not
    the centre knows yet; ``pack``, ``due_day`` and ``place`` are what funnels count
    (``schemas.figures.funnel``)."""

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_status_due_utc", "status", "due_utc"),
        Index("ix_task_pack_due_day_place", "pack", "due_day", "place"),
    )
    customer: str = Field(index=True)
    event: str | None = Field(default=None, index=True)
    status: str
    due_utc: str
    done_here: bool = False
    pack: str | None = None
    due_day: str = ""
    place: str | None = None


class EventRow(Known, table=True):
    """A service event; unique by source system and number, of which its id is made."""

    __tablename__ = "event"
    source_system: str
    source_no: str = Field(index=True)
    customer: str | None = Field(default=None, index=True)
    status: str
    closed_at: str | None = Field(default=None, index=True)


class ProjectRow(Known, table=True):
    """A project of a customer."""

    __tablename__ = "project"
    number: str = Field(index=True)
    customer: str | None = Field(default=None, index=True)


class DrawRow(Known, table=True):
    """A draw that was made for a pack and period."""

    __tablename__ = "draw"
    pack: str = Field(index=True)
    period: str


class AttemptRow(Known, table=True):
    """One try to reach somebody."""

    __tablename__ = "attempt"
    task: str | None = Field(default=None, index=True)
    customer: str | None = Field(default=None, index=True)
    at_utc: str = Field(index=True)
    disposition: str


class BatchRow(Known, table=True):
    """An import that was applied, here or on another laptop. ``file_hash`` finds a file that was imported
    before."""

    __tablename__ = "batch"
    file_hash: str = Field(index=True)
    status: str


class ProposalRow(Known, table=True):
    """A value that waits for a person to choose between it and the server's."""

    __tablename__ = "proposal"
    record: str = Field(index=True)
    status: str = Field(index=True)


class MailingRow(Known, table=True):
    """Forms sent out together; their serials begin with ``series``."""

    __tablename__ = "mailing"
    series: str = Field(index=True)
    pack: str
    issued_on: str


class PaperBatchRow(Known, table=True):
    """A pile of paper forms that came in."""

    __tablename__ = "paper_batch"
    number: str = Field(index=True)
    pack: str
    status: str = Field(index=True)
    received_on: str


class PaperFormRow(Known, table=True):
    """One paper form. ``place``: where it lay in its batch; ``response``: what it was keyed as."""

    __tablename__ = "paper_form"
    serial: str = Field(index=True)
    mailing: str | None = Field(default=None, index=True)
    batch: str | None = Field(default=None, index=True)
    customer: str | None = Field(default=None, index=True)
    task: str | None = Field(default=None, index=True)
    place: int | None = None
    fate: str | None = None
    response: str | None = Field(default=None, index=True)


class KeyingRow(Known, table=True):
    """A second keying of a form."""

    __tablename__ = "keying"
    form: str = Field(index=True)
    batch: str = Field(index=True)
    status: str


class VisitRow(Known, table=True):
    """A visit that was held on ``day``. ``line``: the planned visit it fulfils."""

    __tablename__ = "visit"
    customer: str = Field(index=True)
    day: str = Field(index=True)
    line: str | None = Field(default=None, index=True)
    status: str


class VisitPlanRow(Known, table=True):
    """The visit plan of a year."""

    __tablename__ = "visit_plan"
    year: int
    pack: str = Field(index=True)
    status: str


class PlanLineRow(Known, table=True):
    """One planned visit. ``pack``: the questionnaire that goes with it."""

    __tablename__ = "plan_line"
    plan: str = Field(index=True)
    customer: str = Field(index=True)
    no: int
    pack: str | None = Field(default=None, index=True)


class OperationRow(LaptopTable, table=True):
    """Which record an entry of the log changed here, so that what the centre does not know yet can be laid
    over what comes down."""

    __tablename__ = "operation"
    seq: int = Field(sa_column=Column(Integer, ForeignKey("log.seq"), primary_key=True, autoincrement=False))
    record: str = Field(primary_key=True, index=True)
    batch: str | None = Field(default=None, index=True)


class SearchRow(LaptopTable, table=True):
    """The number under which the full-text index ``customer_search`` knows a customer, and the words it was
    indexed by: the index keeps no text, and is told what to forget."""

    __tablename__ = "search_place"
    place: int | None = Field(default=None, primary_key=True)
    customer: str = Field(unique=True)
    words: str


class PackRow(Known, table=True):
    """An approved pack. The content is kept exactly as approved, so that its hash stays checkable."""

    __tablename__ = "pack"
    pack: str = Field(index=True)
    pack_version: str
    hash: str = Field(index=True)


class ShadowRow(LaptopTable, table=True):
    """What has come down during a reset, until it takes the place of what is there."""

    __tablename__ = "shadow"
    entity: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    version: int
    body: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class ClockRow(LaptopTable, table=True):
    """How far the server's clock is ahead of this laptop's, in milliseconds, as last measured."""

    __tablename__ = "clock"
    id: int = Field(default=1, primary_key=True)
    offset_ms: int
    measured_at: str


class ProofRow(LaptopTable, table=True):
    """A proof: the centre held the first ``n`` entries of this incarnation at this time."""

    __tablename__ = "proof"
    id: int | None = Field(default=None, primary_key=True)
    incarnation: int
    n: int
    at: str


class CellRow(CellColumns, LaptopTable, table=True):
    """A roll-up cell (``schemas.figures.rollup``)."""

    __tablename__ = "cell"
