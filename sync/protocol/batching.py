"""How much to send at once: bytes, not counts, learning from what the link does."""

from dataclasses import dataclass, replace

START = 32 * 1024
"""Compressed bytes of the first batch: a day's work fits in."""

MOST = 64 * 1024
"""The most, once the link has shown that it holds."""

CAREFUL = 24 * 1024
"""The most for the rest of a run in which the link has broken. Half a batch is lost each time it breaks; in much
smaller ones more is lost to what each batch begins with (docs/proofs.md)."""

SMALLEST = 512
"""Below this a batch is one record."""

CALM = 10
"""Answers in a row after which a link is trusted with twice as much."""


@dataclass(frozen=True)
class Batch:
    """``budget``: compressed bytes to aim at, ``most``: what they may grow to; ``ratio``: raw bytes per compressed
    byte, as last seen; ``calm``: answers since the run began or the link broke."""

    budget: int = START
    most: int = MOST
    ratio: int = 4
    calm: int = 0

    @property
    def raw_bytes(self) -> int:
        """How many bytes of bodies to take; at least one record is always taken."""
        return 1 if self.budget <= SMALLEST else self.budget * self.ratio

    def arrived(self, raw: int, wire: int) -> "Batch":
        """After an answer to ``raw`` bytes in ``wire`` compressed ones: twice as much once the link is calm."""
        calm = min(self.calm + 1, CALM)
        budget = min(self.budget * 2, self.most) if calm == CALM else self.budget
        return replace(self, budget=budget, ratio=_ratio(raw, wire), calm=calm)

    def broke(self, raw: int, wire: int) -> "Batch":
        """After a cut or a stall: little enough, and half of what was tried when nothing has arrived since the last."""
        budget = min(self.budget, wire) // 2 if self.calm == 0 else CAREFUL
        return Batch(max(min(budget, CAREFUL), SMALLEST), CAREFUL, _ratio(raw, wire))

    @property
    def whole(self) -> bool:
        """Whether the link has not broken, or is trusted again."""
        return self.budget >= min(START, self.most)

    @property
    def smallest(self) -> bool:
        return self.budget <= SMALLEST


def _ratio(raw: int, wire: int) -> int:
    return min(max(raw // max(wire, 1), 1), 50)
