"""The centre's tables.

Every constraint has a name and no type belongs to one database only, so that the same migrations run on
SQLite and PostgreSQL. Times are ISO 8601 text in UTC; statuses are plain text.
"""

from sqlalchemy import Index, LargeBinary, MetaData
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from schemas.records.amending import VersionColumns
from schemas.records.cells import CellColumns
from schemas.records.facts import ResponseFacts

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class CentreTable(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMING))):
    """Base of every table of the centre."""


class Centre(CentreTable, table=True):
    """One row: who this centre is, the secret that seals cursors and challenges, and when it was last backed
    up."""

    id: int = Field(primary_key=True)
    epoch: str
    organisation: str
    secret: bytes = Field(sa_type=LargeBinary)
    created_at: str
    backed_up_at: str | None = None


ROLES = ("interviewer", "supervisor", "manager")
"""What somebody may be; the first when nothing is said."""


class Person(CentreTable, table=True):
    """Somebody who works with csat; ``region`` decides which customers they carry."""

    id: str = Field(primary_key=True)
    role: str = ROLES[0]
    region: str = "main"
    created_at: str


class EnrolmentCode(CentreTable, table=True):
    """A one-time code, known by its SHA-256 only. ``device`` is set when it was used."""

    __tablename__ = "enrolment_code"
    digest: str = Field(primary_key=True)
    person: str = Field(index=True)
    expires_at: str
    used_at: str | None = None
    device: str | None = None


class Device(CentreTable, table=True):
    """A device identity and how much of its log is held. ``mark``: in the serials of its forms, of no other device;
    ``successor_of`` is the identity it forked from,
    ``request`` the client's id for that registration, ``backed_up_through`` how far its log stands in a verified
    backup."""

    id: str = Field(primary_key=True)
    mark: str = Field(unique=True)
    person: str = Field(index=True)
    public_key: bytes = Field(sa_type=LargeBinary)
    n: int = 0
    chain: bytes = Field(sa_type=LargeBinary)
    successor_of: str | None = None
    request: str | None = Field(default=None, unique=True)
    created_at: str
    seen_at: str | None = None
    revoked_at: str | None = None
    backed_up_through: int = 0


class AccessToken(CentreTable, table=True):
    """An access token, known by its SHA-256 only."""

    __tablename__ = "access_token"
    digest: str = Field(primary_key=True)
    device: str
    expires_at: str = Field(index=True)


class ItemRow(CentreTable, table=True):
    """One entry of a device log as received. ``body`` is empty for a duplicate: its bytes are held under the
    first (device, seq). ``about``: the pack a quarantined item waits for."""

    __tablename__ = "item"
    __table_args__ = (Index("ix_item_status_about", "status", "about"),)
    device: str = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    id: str = Field(index=True)
    kind: str
    digest: bytes = Field(sa_type=LargeBinary)
    chain: bytes = Field(sa_type=LargeBinary)
    body: bytes | None = Field(default=None, sa_type=LargeBinary)
    status: str
    code: str | None = None
    about: str | None = None
    received_at: str


class Response(ResponseFacts, VersionColumns, CentreTable, table=True):
    """What is counted of a stored response or amendment, how it stands, where its body lies, and the centre's own
    score beside the client's: ``score_check`` is ``same``, ``differs``, ``failed`` or ``none`` (nothing to score it
    with)."""

    device: str
    device_seq: int
    received_at: str
    centre_score: str | None = None
    score_check: str = "none"


class ReferenceRow(CentreTable, table=True):
    """The present version of a record; ``stream`` is where it is published.

    Beside the body stand the ``number`` a customer is called by, and the ``customer`` and ``event`` it is about;
    a merged customer is about the one it was merged into. Of a task there is what funnels count: ``pack``,
    ``due_day`` and ``place`` (``schemas.figures.funnel``)."""

    __tablename__ = "reference"
    __table_args__ = (Index("ix_reference_pack_due_day_place", "pack", "due_day", "place"),)
    entity: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    stream: str = Field(index=True)
    version: int
    body: str
    deleted: bool = False
    number: str | None = Field(default=None, index=True)
    customer: str | None = Field(default=None, index=True)
    event: str | None = Field(default=None, index=True)
    pack: str | None = None
    due_day: str | None = None
    place: str | None = None


class StreamHead(CentreTable, table=True):
    """The end of a stream. ``min_seq``: cursors before it are too old for the tombstones kept."""

    __tablename__ = "stream_head"
    stream: str = Field(primary_key=True)
    head: int
    digest: bytes = Field(sa_type=LargeBinary)
    min_seq: int = 0


class FeedMark(CentreTable, table=True):
    """Where a stream stood on a day (ISO 8601, UTC): what was published up to ``seq`` is at least as old."""

    __tablename__ = "feed_mark"
    stream: str = Field(primary_key=True)
    day: str = Field(primary_key=True)
    seq: int


class ChangeRow(CentreTable, table=True):
    """One change of a stream. ``total_count`` and ``total_sum`` (16 hexadecimal digits): rows of this entity
    in the stream after it, and the sum of their ``hash64``, so that any position can be verified at once."""

    __tablename__ = "change"
    __table_args__ = (Index("ix_change_stream_entity", "stream", "entity", "seq"),)
    stream: str = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    entity: str
    id: str
    version: int
    op: str
    digest: bytes = Field(sa_type=LargeBinary)
    total_count: int
    total_sum: str


class Proof(CentreTable, table=True):
    """A log head signed by its device and found held here."""

    device: str = Field(primary_key=True)
    n: int = Field(primary_key=True)
    chain: bytes = Field(sa_type=LargeBinary)
    signature: bytes = Field(sa_type=LargeBinary)
    proven_at: str


class RecoveryKey(CentreTable, table=True):
    """The public half of a recovery key, by its fingerprint. The newest that is not retired is in force."""

    __tablename__ = "recovery_key"
    id: str = Field(primary_key=True)
    public: bytes = Field(sa_type=LargeBinary)
    created_at: str
    retired_at: str | None = None


class SealedKeyRow(CentreTable, table=True):
    """A device's database key, sealed to a recovery key: nobody at the centre can open it."""

    __tablename__ = "sealed_key"
    device: str = Field(primary_key=True)
    recovery_key: str = Field(index=True)
    sealed: str
    digest: str
    received_at: str


class AuditHead(CentreTable, table=True):
    """One row: the end of the audit log. Whoever adds an entry holds it until the commit."""

    __tablename__ = "audit_head"
    id: int = Field(primary_key=True)
    seq: int
    chain: bytes = Field(sa_type=LargeBinary)


class AuditRow(CentreTable, table=True):
    """Who did what, when, about what (``sync.centre.audit``); never changed."""

    __tablename__ = "audit"
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: str
    who: str
    what: str
    about: str
    detail: str
    chain: bytes = Field(sa_type=LargeBinary)


class ScanRow(CentreTable, table=True):
    """A scan or fax file of a form (``schemas.paper.scan.Scan``), handed in by a device in pieces. ``held``: bytes
    that are here; ``finished_at``: when all were, and fitted the digest."""

    __tablename__ = "scan"
    id: str = Field(primary_key=True)
    serial: str = Field(index=True)
    sha256: str
    size: int
    kind: str
    name: str
    at: str
    device: str = Field(index=True)
    held: int = 0
    begun_at: str
    finished_at: str | None = None


class ScanPartRow(CentreTable, table=True):
    """A piece of a scan, ``start`` bytes into it."""

    __tablename__ = "scan_part"
    scan: str = Field(primary_key=True)
    start: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    content: bytes = Field(sa_type=LargeBinary)


METADATA = CentreTable.metadata


class CellRow(CellColumns, CentreTable, table=True):
    """A roll-up cell (``schemas.figures.rollup``)."""

    __tablename__ = "cell"
