"""The trace of a figure: which records it rests on, as a count and a digest that order cannot change.

The digest is the sum, modulo 2**64, of the first 8 bytes (big endian) of SHA-256(id + ":" + version)
of each record, written in 16 hexadecimal digits. It is kept up to date by adding and removing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

MODULUS = 2**64


@dataclass(frozen=True)
class Digest:
    """A multiset of records: how many, and their sum."""

    count: int = 0
    total: int = 0

    def add(self, record_id: str, version: str) -> Digest:
        """With one more record."""
        return Digest(self.count + 1, (self.total + weight(record_id, version)) % MODULUS)

    def remove(self, record_id: str, version: str) -> Digest:
        """Without a record that is in it."""
        return Digest(self.count - 1, (self.total - weight(record_id, version)) % MODULUS)

    def __add__(self, other: Digest) -> Digest:
        return Digest(self.count + other.count, (self.total + other.total) % MODULUS)

    @property
    def hex(self) -> str:
        """The sum in 16 hexadecimal digits."""
        return f"{self.total:016x}"


def weight(record_id: str, version: str) -> int:
    """What one version of a record adds to the sum."""
    return int.from_bytes(hashlib.sha256(f"{record_id}:{version}".encode()).digest()[:8], "big")


def digest_of(records: Iterable[tuple[str, str]]) -> Digest:
    """The digest of (id, version) pairs, in any order."""
    digest = Digest()
    for record_id, version in records:
        digest = digest.add(record_id, version)
    return digest


@dataclass(frozen=True)
class Trace:
    """How to find the records again: the query that selects them, with their count and digest."""

    selector: str
    digest: Digest = field(default_factory=Digest)

    def to_json(self) -> dict[str, object]:
        """Plain JSON values."""
        return {"selector": self.selector, "count": self.digest.count, "digest": self.digest.hex}
