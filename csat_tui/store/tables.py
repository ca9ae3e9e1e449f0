"""The tables of the laptop database, under their own metadata: the centre's tables never meet them.

Texts of scores are decimals; times are ISO 8601 text; JSON columns hold what no query looks into.
"""

from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, LargeBinary, MetaData
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

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


class LogRow(LaptopTable, table=True):
    """One entry of the device log. ``result``: what the centre did with it, and the code if quarantined."""

    __tablename__ = "log"
    __table_args__ = (Index("ix_log_kind_seq", "kind", "seq"),)
    seq: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    kind: str
    id: str = Field(index=True)
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    chain: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    result: str | None = None
    code: str | None = None


class ResponseRow(ResponseFacts, LaptopTable, table=True):
    """A final response: its facts, and where in the log its body stands."""

    __tablename__ = "response"
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


class CustomerRow(LaptopTable, table=True):
    """A customer from the centre: the columns that are looked up, and the whole record."""

    __tablename__ = "customer"
    id: str = Field(primary_key=True)
    version: int
    number: str = Field(index=True)
    name: str
    search: str
    body: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class TaskRow(LaptopTable, table=True):
    """A task from the centre. ``due_utc``: when it is due, to sort by; ``done_here``: this laptop finished
    it, whether or not the centre knows yet."""

    __tablename__ = "task"
    __table_args__ = (Index("ix_task_status_due_utc", "status", "due_utc"),)
    id: str = Field(primary_key=True)
    version: int
    customer: str = Field(index=True)
    status: str
    due_utc: str
    done_here: bool = False
    body: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class PackRow(LaptopTable, table=True):
    """An approved pack. The content is kept exactly as approved, so that its hash stays checkable."""

    __tablename__ = "pack"
    id: str = Field(primary_key=True)
    version: int
    pack: str = Field(index=True)
    pack_version: str
    hash: str = Field(index=True)
    body: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


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
