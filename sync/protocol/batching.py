"""How much to send at once: bytes, not counts, learning from what the link does."""

from dataclasses import dataclass, replace

START = 64 * 1024
"""Compressed bytes of the first batch: a day's work and more fits in, a bad link still carries it."""

LARGEST = 512 * 1024
SMALLEST = 512
"""Below this a batch is one record."""


@dataclass(frozen=True)
class Batch:
    """``budget``: compressed bytes to aim at; ``ratio``: raw bytes per compressed byte, as last seen."""

    budget: int = START
    ratio: int = 4

    @property
    def raw_bytes(self) -> int:
        """How many bytes of bodies to take; at least one record is always taken."""
        return 1 if self.budget <= SMALLEST else self.budget * self.ratio

    def arrived(self, raw: int, wire: int) -> "Batch":
        """After an answer: twice as much next time."""
        ratio = min(max(raw // wire, 1), 50) if wire else self.ratio
        return Batch(min(self.budget * 2, LARGEST), ratio)

    def broke(self) -> "Batch":
        """After a cut or a stall: half as much next time."""
        return replace(self, budget=max(self.budget // 2, SMALLEST))

    @property
    def smallest(self) -> bool:
        return self.budget <= SMALLEST
