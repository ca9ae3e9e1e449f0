"""How much to send at once: bytes, not counts, learning from what the link does."""

from dataclasses import dataclass, replace

START = 64 * 1024
"""Compressed bytes of the first batch: a day's work and more fits in, a bad link still carries it."""

LARGEST = START
"""More at once saves nothing that can be felt; what is lost when the link dies grows with it."""

AFTER_A_BREAK = START // 2
"""The most at once for the rest of a run in which the link has died: it will again, and half of a batch is lost each
time."""

SMALLEST = 512
"""Below this a batch is one record."""

CALM = 4
"""Answers in a row after which a link that broke is trusted with twice as much again."""


@dataclass(frozen=True)
class Batch:
    """``budget``: compressed bytes to aim at; ``ratio``: raw bytes per compressed byte, as last seen; ``calm``:
    answers since the link broke; ``most``: what ``budget`` grows to."""

    budget: int = START
    ratio: int = 4
    calm: int = CALM
    most: int = LARGEST

    @property
    def raw_bytes(self) -> int:
        """How many bytes of bodies to take; at least one record is always taken."""
        return 1 if self.budget <= SMALLEST else self.budget * self.ratio

    def arrived(self, raw: int, wire: int) -> "Batch":
        """After an answer to ``raw`` bytes in ``wire`` compressed ones: twice as much once the link is calm."""
        if self.calm + 1 < CALM:
            return replace(self, ratio=_ratio(raw, wire), calm=self.calm + 1)
        return Batch(min(self.budget * 2, self.most), _ratio(raw, wire), most=self.most)

    def broke(self, raw: int, wire: int) -> "Batch":
        """After a cut or a stall: half of what was tried."""
        budget = max(min(self.budget, wire) // 2, SMALLEST)
        return Batch(budget, _ratio(raw, wire), calm=0, most=AFTER_A_BREAK)

    @property
    def smallest(self) -> bool:
        return self.budget <= SMALLEST


def _ratio(raw: int, wire: int) -> int:
    return min(max(raw // max(wire, 1), 1), 50)
