"""The blocks in which a collection is compared when its sum differs, so that only what differs travels again.

A row belongs to the block that the first byte of ``SHA-256(id)`` names: rows that come and go move no other.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from sync.protocol.chain import HASH64_MODULUS, hash64

BLOCKS = 256
SAME = 8
"""Bytes of a chain value that are compared when two logs are: as many as of a digest in a cursor."""


def block_of(id: str) -> int:
    """The block of a row, from 0."""
    return sha256(id.encode()).digest()[0]


def block_sums(rows: Iterable[tuple[str, int]]) -> list[str]:
    """For each block the sum of ``hash64`` over its (id, version) modulo 2**64, as 16 hexadecimal digits."""
    sums = [0] * BLOCKS
    for id, version in rows:
        sums[block_of(id)] += hash64(id, version)
    return [f"{total % HASH64_MODULUS:016x}" for total in sums]


def differing(ours: Sequence[str], theirs: Sequence[str]) -> list[int]:
    """The blocks of which the sums are not the same."""
    return [place for place, (one, other) in enumerate(zip(ours, theirs, strict=True)) if one != other]


def between(same: int, differs: int, points: int) -> list[int]:
    """Places to ask about next, where ``same`` is known to be equal and ``differs`` is known not to be: at most
    ``points`` of them, evenly apart; none when they are neighbours."""
    step = max(-(-(differs - same) // (points + 1)), 1)
    return list(range(same + step, differs, step))
