"""How much to send at once: bytes, not counts, learning from what the link does."""

from dataclasses import dataclass, replace

START = 32 * 1024
"""Compressed bytes of the first batch, and the most: a day's work fits in. Twice as much would save 3 % of the bytes on
a good link; half of a batch is lost each time a link dies, which costs more (docs/proofs.md)."""

SMALLEST = 512
"""Below this a batch is one record."""

CALM = 4
"""Answers in a row after which a link that broke is trusted with twice as much again."""


@dataclass(frozen=True)
class Batch:
    """``budget``: compressed bytes to aim at; ``ratio``: raw bytes per compressed byte, as last seen; ``calm``:
    answers since the link broke."""

    budget: int = START
    ratio: int = 4
    calm: int = CALM

    @property
    def raw_bytes(self) -> int:
        """How many bytes of bodies to take; at least one record is always taken."""
        return 1 if self.budget <= SMALLEST else self.budget * self.ratio

    def arrived(self, raw: int, wire: int) -> "Batch":
        """After an answer to ``raw`` bytes in ``wire`` compressed ones: twice as much once the link is calm."""
        if self.calm + 1 < CALM:
            return replace(self, ratio=_ratio(raw, wire), calm=self.calm + 1)
        return Batch(min(self.budget * 2, START), _ratio(raw, wire))

    def broke(self, raw: int, wire: int) -> "Batch":
        """After a cut or a stall: half of what was tried."""
        budget = max(min(self.budget, wire) // 2, SMALLEST)
        return Batch(budget, _ratio(raw, wire), calm=0)

    @property
    def whole(self) -> bool:
        """Whether the link has not broken, or is trusted again."""
        return self.budget == START

    @property
    def smallest(self) -> bool:
        return self.budget <= SMALLEST


def _ratio(raw: int, wire: int) -> int:
    return min(max(raw // max(wire, 1), 1), 50)
