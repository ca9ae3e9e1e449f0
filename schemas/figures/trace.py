"""Which records a number was made from, in constant space.

The digest is a sum, so it does not depend on order and can be kept up to date record by record.
"""

import hashlib
from dataclasses import dataclass

MODULUS = 2**64


def record_hash(id: str, version: int) -> int:
    """A record as a number: the first 8 bytes, big-endian, of SHA-256 over ``id:version``."""
    return int.from_bytes(hashlib.sha256(f"{id}:{version}".encode()).digest()[:8], "big")


@dataclass(frozen=True)
class Trace:
    """``selector`` finds the records again; ``count`` and ``digest`` (a sum of ``record_hash`` modulo 2**64)
    tell whether they are still the same ones."""

    selector: str
    count: int
    digest: int

    def to_json(self) -> dict[str, object]:
        """Selector, count and the digest as 16 hexadecimal digits."""
        return {"selector": self.selector, "count": self.count, "digest": f"{self.digest:016x}"}
