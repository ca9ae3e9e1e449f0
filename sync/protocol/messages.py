"""Every request and answer as a model; field by field in docs/protocol.md.

Unknown fields are ignored in both directions, so that either end may be newer. Chain values are lower-case
hexadecimal, binary fields base64url without padding, times ISO 8601 in UTC.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from sync.protocol.blocks import BLOCKS
from sync.protocol.recovery import MAX_SEALED
from sync.protocol.wire import MAX_ITEMS, MAX_NUMBER

Hex32 = Field(pattern=r"^[0-9a-f]{64}$")
Name = Field(min_length=1, max_length=128, pattern=r"^[\x21-\x7e]+$")
Code = Field(min_length=1, max_length=128, pattern=r"^[^\x00-\x1f\x7f]+$")
Number = Annotated[int, Field(ge=0, le=MAX_NUMBER)]
Sum = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
ScanId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
Mark = Annotated[str, Field(pattern=r"^[0-9A-Z]{4}$")]
Entity = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[a-z_]+$")]


Status = Literal["stored", "duplicate", "quarantined"]


class Message(BaseModel):
    """Base of everything on the wire."""

    model_config = ConfigDict(frozen=True)


class Answer(Message):
    """Base of every answer; ``server_time`` lets the laptop measure its clock."""

    server_time: str = ""


class Limits(Message):
    wire_bytes: int
    inflated_bytes: int
    items: int
    item_bytes: int
    json_depth: int


class Hello(Answer):
    """Answer of ``GET hello``. ``challenge`` is signed in assertions and valid for some minutes; ``epoch``
    names the database, so that people can tell two centres apart; ``bundle_key``: X25519, for file bundles."""

    protocol_min: int
    protocol_max: int
    encodings: list[str]
    limits: Limits
    organisation: str
    epoch: str
    challenge: str
    bundle_key: str | None = Field(None, pattern=r"^[A-Za-z0-9_-]{43}$")


class EnrolRequest(Message):
    """A one-time code and the public key it is to be bound to, signed by that key."""

    code: str = Code
    key: str = Name
    signature: str = Name


class Assertion(Message):
    """Who speaks: a device, proven by its key over the centre's challenge."""

    device: str = Name
    challenge: str = Name
    signature: str = Name


class DeviceRequest(Assertion):
    """A new identity for a forked laptop. The same ``request`` always gives the same device."""

    request: str = Name


class Enrolled(Answer):
    """A device identity. ``mark``: what the serials of its forms bear, of no other device; ``ca``: PEM of the
    organisation's own certificate authority, ``pins``: SPKI pins."""

    device: str
    user: str
    organisation: str
    mark: Mark | None = None
    ca: str | None = None
    pins: list[str] = []


class Token(Answer):
    """An access token, and what the centre holds of this device's log. ``recovery``: the public half of the
    organisation's recovery key, None when it has none; ``sealed``: ``sync.protocol.recovery.digest`` of the
    sealed key held of this device; ``backed_up_through``: how far that log stands in a verified backup of the
    centre; ``mark``: as in ``Enrolled``, for a laptop that enrolled before there were any; both absent from a
    centre that does not tell; ``role``: what the centre says the device's user is."""

    token: str
    expires_in: int
    n: int
    chain: str = Hex32
    revoked: bool = False
    recovery: str | None = None
    sealed: str | None = None
    mark: Mark | None = None
    backed_up_through: int | None = None
    role: str | None = None


class SealedRequest(Message):
    """A device's database key, sealed to the recovery key (``sync.protocol.recovery.SealedKey.text``)."""

    device: str = Name
    sealed: str = Field(min_length=1, max_length=MAX_SEALED)


class SealedKept(Answer):
    """It is on the centre's disk."""


class Item(Message):
    seq: int = Field(ge=1, le=MAX_NUMBER)
    body: str


class PushRequest(Message):
    """Items follow ``base_seq`` without a gap; ``base_chain`` is the sender's chain value at ``base_seq``."""

    device: str = Name
    base_seq: int = Field(ge=0, le=MAX_NUMBER)
    base_chain: str = Hex32
    items: list[Item] = Field(max_length=MAX_ITEMS, fail_fast=True)


class ItemResult(Message):
    """``stored``, ``quarantined`` with a code, or ``duplicate``; a duplicate has a code when what is held
    already lies in quarantine. ``was``: for an entry this device handed in before, what became of it then."""

    seq: int
    status: Status
    code: str | None = None
    was: Status | None = None


class Pushed(Answer):
    """``n`` and ``chain``: what is on the centre's disk of this device's log after the commit."""

    n: int
    chain: str = Hex32
    results: list[ItemResult]


class ChangeRow(Message):
    stream: str
    seq: int
    entity: str
    id: str
    version: int
    op: Literal["put", "delete", "out_of_scope"]
    body: dict[str, Any] | None = None


class Page(Answer):
    """A page of the feed. ``reset``: the cursor is not of this feed; read everything again from no cursor."""

    changes: list[ChangeRow]
    cursor: str
    more: bool
    reset: bool


class CollectionDigest(Message):
    """``sum``: of ``hash64(id, version)`` modulo 2**64, as 16 hexadecimal digits."""

    count: int = Field(ge=0, le=MAX_NUMBER)
    sum: str = Field(pattern=r"^[0-9a-f]{16}$")


class VerifyRequest(Message):
    """The head of the log, signed, and what the replica holds at ``cursor``."""

    device: str = Name
    n: int = Field(ge=0, le=MAX_NUMBER)
    chain: str = Hex32
    signature: str = Name
    cursor: str | None = None
    collections: dict[Entity, CollectionDigest] = {}


class Verified(Answer):
    """The proof. ``log``: the first n entries are held with this very chain; ``collections``: those that
    differ. ``n`` and ``chain`` are the centre's; ``backed_up_through`` as in a token."""

    ok: bool
    log: bool
    collections: list[str]
    n: int
    chain: str = Hex32
    backed_up_through: int | None = None


class BlocksRequest(Message):
    """The sums of the 256 blocks of a collection (``sync.protocol.blocks``) as held at ``cursor``; the blocks up
    to ``after`` are not asked about."""

    device: str = Name
    cursor: str
    entity: Entity
    sums: list[Sum] = Field(min_length=BLOCKS, max_length=BLOCKS)
    after: int = Field(default=-1, ge=-1, lt=BLOCKS)


class BlockRow(Message):
    """A row of a block. ``body``: its JSON as text; absent when it has changed since the cursor."""

    id: str
    version: int
    body: str | None = None


class Block(Message):
    block: int = Field(ge=0, lt=BLOCKS)
    rows: list[BlockRow]


class Blocks(Answer):
    """Blocks that differ, each with all its rows. ``differing``: how many of the 256 do; 0 also when the cursor is
    not one of this feed."""

    differing: int
    blocks: list[Block]
    more: bool


class PartingRequest(Message):
    """Number of an entry -> the first 8 bytes of the sender's chain value there, in hexadecimal."""

    device: str = Name
    chains: dict[Number, str] = Field(max_length=MAX_ITEMS)


class Parting(Answer):
    """``same``: the last of these at which the centre's log of this device has that chain; 0 when none."""

    same: int


class ScanRequest(Message):
    """A piece of a form's scan, ``start`` bytes into it (``schemas.paper.scan``); ``data`` in base64url. The whole of
    what the file is stands in each: there is no order to keep between requests."""

    device: str = Name
    serial: str = Name
    sha256: str = Hex32
    size: int = Field(ge=1, le=MAX_NUMBER)
    kind: Literal["pdf", "tiff", "jpeg", "png"]
    name: str = Field(max_length=200)
    at: str = Name
    start: int = Field(ge=0, le=MAX_NUMBER)
    data: str


class ScanHeld(Answer):
    """How many bytes of it are on the centre's disk, from its beginning; its size when it is whole."""

    held: int


class ScansRequest(Message):
    """Ids of scans that the centre once had whole."""

    device: str = Name
    ids: list[ScanId] = Field(max_length=MAX_ITEMS)


class ScansMissing(Answer):
    """Those that it does not have."""

    missing: list[str]


class Fault(Message):
    """Why a whole request was refused: a stable code and one sentence for a person."""

    code: str
    message: str
    limit: int | None = None
    n: int | None = None
    chain: str | None = None


class Refusal(Answer):
    error: Fault


class BundleUp(Message):
    """What a laptop hands in as a file: what it would push, its head, and where its replica stands."""

    answer_key: str = Field(pattern=r"^[A-Za-z0-9_-]{43}$")
    pushes: list[PushRequest] = Field(fail_fast=True)
    verify: VerifyRequest


class BundleDown(Message):
    """The centre's answer to it: ``stands``: the cursor the pages begin at; ``mark``: as in ``Enrolled``."""

    device: str
    mark: Mark | None = None
    pushed: list[Pushed]
    stands: str | None
    pages: list[Page]
    verified: Verified
