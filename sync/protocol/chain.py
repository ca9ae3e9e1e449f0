"""The numbers that prove two ends hold the same: the chain over a device log, and the hash of a version.

``chain_n = SHA-256(chain_{n-1} || n as 8 bytes big endian || SHA-256(body_n))`` from 32 zero bytes, so that a
changed, lost or swapped body changes every later value.
"""

from collections.abc import Iterable
from hashlib import sha256

GENESIS = bytes(32)
"""The chain value before the first entry."""

HASH64_MODULUS = 2**64


def next_chain(chain: bytes, seq: int, body: bytes) -> bytes:
    """The chain value after the entry ``seq`` with this body; 32 bytes."""
    return extend_chain(chain, seq, sha256(body).digest())


def extend_chain(chain: bytes, seq: int, body_digest: bytes) -> bytes:
    """The same, from the SHA-256 of a body that is at hand already."""
    return sha256(chain + seq.to_bytes(8, "big") + body_digest).digest()


def hash64(id: str, version: int) -> int:
    """A version of a row as one number below 2**64: the first 8 bytes of ``SHA-256("id:version")``."""
    return int.from_bytes(sha256(f"{id}:{version}".encode()).digest()[:8], "big")


def sum64(rows: Iterable[tuple[str, int]]) -> int:
    """The sum of ``hash64`` over (id, version), modulo 2**64: the same for every order of the rows."""
    return sum(hash64(id, version) for id, version in rows) % HASH64_MODULUS
