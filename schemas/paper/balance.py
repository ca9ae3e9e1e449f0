"""Whether a batch of paper adds up: what the sender declared against what became of each form (J2.8)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Fate = Literal["keyed", "blank", "duplicate", "unreadable", "returned_to_sender"]
"""What became of one form of a batch."""

Finding = Literal[
    "ok", "blank", "duplicate", "torn", "unreadable", "wrong_version", "half_page", "returned_to_sender"
]
"""What the pre-sort finds about one form."""

SORTED: Mapping[Finding, Fate | None] = {
    "ok": None,
    "half_page": None,
    "blank": "blank",
    "duplicate": "duplicate",
    "torn": "unreadable",
    "unreadable": "unreadable",
    "wrong_version": "returned_to_sender",
    "returned_to_sender": "returned_to_sender",
}
"""Finding -> fate; None is to be keyed: half a fax page holds answers too, the form is then partial."""

FATES: tuple[Fate, ...] = ("keyed", "blank", "duplicate", "unreadable", "returned_to_sender")


@dataclass(frozen=True)
class Balance:
    """``declared`` forms against the count of each fate; ``waiting``: registered, with no fate yet."""

    declared: int
    fates: Mapping[Fate, int]
    waiting: int = 0

    @property
    def accounted(self) -> int:
        return sum(self.fates.values())

    @property
    def difference(self) -> int:
        """Declared minus accounted: above 0 forms are missing, below 0 there are more than declared."""
        return self.declared - self.accounted

    @property
    def holds(self) -> bool:
        """Whether the batch may be closed."""
        return self.difference == 0 and self.waiting == 0


def balance(declared: int, fates: Iterable[Fate | None]) -> Balance:
    """The balance of a batch; one fate for each form, None while it waits to be keyed."""
    counted = Counter(fates)
    return Balance(declared, {fate: counted[fate] for fate in FATES}, counted[None])
