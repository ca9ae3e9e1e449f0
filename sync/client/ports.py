"""What the sync needs of the laptop's storage and of the network.

The laptop's store implements ``DeviceLog`` and ``Replica`` on its own connection, so that a record and its
log entry, or a page and its cursor, are one transaction. Nothing here knows how.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from schemas.paper.scan import Scan


@dataclass(frozen=True)
class Head:
    """The end of a device log: number of entries and the chain value over them (32 bytes, zeros for none)."""

    n: int
    chain: bytes


@dataclass(frozen=True)
class LogEntry:
    """One entry: ``seq`` from 1, the kind and id it was recorded under, the exact body bytes, and the chain
    value that was written down with it."""

    seq: int
    kind: str
    id: str
    body: bytes
    chain: bytes


@dataclass(frozen=True)
class Enrolment:
    """What a laptop knows of its centre. The private key is not here: it lives outside the database.

    ``incarnation`` counts the device identities of this laptop from 1: a restored or cloned database becomes
    a new device. ``ca``: PEM of the organisation's own certificate authority; ``pins``: SPKI pins
    (``sync.client.tls``), one of which the centre has to show; ``plain``: the user said that plain http will do;
    ``bundle_key``: the centre's X25519 key, to which file bundles are encrypted; ``mark``: what the centre gave this
    device for the serials of its forms, None until it did.
    """

    url: str
    device: str
    incarnation: int
    user: str
    organisation: str
    ca: str | None = None
    pins: tuple[str, ...] = ()
    plain: bool = False
    bundle_key: str | None = None
    mark: str | None = None


@dataclass(frozen=True)
class EntryResult:
    """What the centre did with one entry: ``stored``, ``duplicate`` or ``quarantined`` with a code."""

    seq: int
    status: str
    code: str | None = None


@dataclass(frozen=True)
class Change:
    """One row of the change feed: ``op`` is ``put``, ``delete`` (tombstone) or ``out_of_scope``."""

    stream: str
    seq: int
    entity: str
    id: str
    version: int
    op: str
    body: dict[str, Any] | None


@dataclass(frozen=True)
class Digest:
    """A collection as held here: how many rows, and the sum of ``hash64(id, version)`` modulo 2**64."""

    count: int
    sum: int


FEW = 20
"""So many rows of a collection may always vanish."""


@dataclass(frozen=True)
class Removal:
    """Of ``held`` rows of a collection, ``gone`` would vanish."""

    gone: int
    held: int

    @property
    def of_the_mass(self) -> bool:
        """More than half, and more than a few."""
        return self.gone > FEW and 2 * self.gone > self.held


class DeviceLog(Protocol):
    """The append-only log of everything this laptop has recorded, in the present incarnation.

    ``renumber`` starts a new incarnation: every body is appended again, in order, under new numbers and a new
    chain from zeros, so that the present log always covers all this laptop ever recorded.
    """

    def enrolment(self) -> Enrolment | None: ...
    def enrolled(self, enrolment: Enrolment) -> None: ...
    def renumber(self, enrolment: Enrolment) -> None: ...
    def head(self) -> Head: ...
    def acknowledged(self) -> Head: ...
    def chain_at(self, seq: int) -> bytes | None: ...
    def entries(self, after: int, max_items: int, max_bytes: int) -> Sequence[LogEntry]: ...
    def acknowledge(self, head: Head, results: Sequence[EntryResult]) -> None: ...
    def set_aside(self) -> Sequence[int]:
        """Numbers of the acknowledged entries that the centre keeps aside, as far as it is known here; ascending."""

    def rewind(self, seq: int) -> None:
        """The centre holds less than it acknowledged (it was restored): send again from ``seq`` on."""

    def proven(self, n: int, at: str) -> None:
        """The centre's proof for the first ``n`` entries held at this time (ISO 8601)."""

    def count(self, kind: str, up_to: int) -> int:
        """Entries of a kind among the first ``up_to``."""

    def note_clock(self, offset_ms: int, at: str) -> None: ...
    def note_backup(self, n: int) -> None:
        """The first ``n`` entries stand in a verified backup of the centre; what is above is never pruned."""

    def note_role(self, role: str | None) -> None:
        """What the centre says the enrolled user is; None from a centre that does not tell."""


class Replica(Protocol):
    """What came down. ``apply`` stores changes and cursor in one transaction; ``begin_reset`` makes the pages
    that follow go into shadow tables until ``finish_reset`` swaps them in."""

    def cursor(self) -> str | None: ...
    def apply(self, changes: Sequence[Change], cursor: str) -> None: ...
    def begin_reset(self) -> None: ...
    def finish_reset(self) -> None: ...
    def digests(self) -> dict[str, Digest]: ...
    def versions(self, entity: str) -> dict[str, int]:
        """Id -> version of every row that came from the centre."""

    def lost(self, entity: str, ids: Collection[str]) -> Removal:
        """How many rows of a collection would vanish with these ids; only what came from the centre counts."""

    def lost_by_reset(self) -> dict[str, Removal]:
        """Entity -> what is here and has not come down since ``begin_reset``."""


class KeySafe(Protocol):
    """Where the laptop's database key can be sealed, so that who loses keyring or passphrase loses no work."""

    def sealed_to(self, public: bytes) -> str:
        """The database key, sealed to this recovery key (``SealedKey.text``); the same text until the recovery
        key is another one. ValueError when that is no key."""


@dataclass(frozen=True)
class ScanToSend(Scan):
    """A scan that the centre does not have whole; ``held``: how many bytes of it it is known to have."""

    held: int


class Scans(Protocol):
    """The scans of paper forms on this laptop."""

    def waiting(self) -> Sequence[ScanToSend]:
        """What is to be sent, the oldest first; not what the centre refused."""

    def count(self) -> int:
        """How many the centre does not have whole."""

    def piece(self, id: str, start: int, size: int) -> bytes:
        """At most so many bytes of a scan, at least one."""

    def note(self, id: str, held: int) -> None:
        """The centre has so many bytes of it now."""

    def refused(self, id: str, code: str) -> None:
        """The centre will not take this file."""

    def sent(self, most: int) -> Sequence[str]:
        """Ids of the latest the centre has whole."""

    def lost(self, ids: Collection[str]) -> None:
        """The centre does not have these any more: they wait again, from their beginning."""


@dataclass(frozen=True)
class Answered:
    """An HTTP answer: status, lower-case header names, body as received (still encoded)."""

    status: int
    headers: dict[str, str]
    body: bytes


class Transport(Protocol):
    """The network behind two methods. Raises ``TransportError`` when there is no whole answer."""

    def send(self, method: str, path: str, headers: dict[str, str], body: bytes | None) -> Answered: ...
    def close(self) -> None: ...


class TransportError(Exception):
    """No whole answer came: no network, name not found, refused, stalled, cut. ``code`` is stable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
