"""How much to send at once: bytes, not counts, learning from what the link does."""

from dataclasses import dataclass, replace

START = 64 * 1024
"""Compressed bytes of the first batch, and the most: a day's work fits in."""

CAREFUL = 16 * 1024
"""The most on a link that has broken often: half a batch is lost each time a link dies, so each break halves the most
for the rest of the run, down to this."""

SMALLEST = 512
"""Below this a batch is one record."""

CALM = 4
"""Answers in a row after which a link that broke is trusted with twice as much again."""


@dataclass(frozen=True)
class Batch:
    """``budget``: compressed bytes to aim at, ``most``: the most they may grow to; ``ratio``: raw bytes per compressed
    byte, as last seen; ``calm``: answers since the link broke."""

    budget: int = START
    most: int = START
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
        return Batch(min(self.budget * 2, self.most), self.most, _ratio(raw, wire))

    def broke(self, raw: int, wire: int) -> "Batch":
        """After a cut or a stall: half of what was tried."""
        budget = max(min(self.budget, wire) // 2, SMALLEST)
        return Batch(budget, max(self.most // 2, CAREFUL), _ratio(raw, wire), calm=0)

    @property
    def whole(self) -> bool:
        """Whether the link has not broken, or is trusted again."""
        return self.budget == self.most

    @property
    def smallest(self) -> bool:
        return self.budget <= SMALLEST


def _ratio(raw: int, wire: int) -> int:
    return min(max(raw // max(wire, 1), 1), 50)
