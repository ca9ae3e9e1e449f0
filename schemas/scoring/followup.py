"""R12: which items of a form call for a follow-up call (S3-11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

BELOW = Decimal(70)


@dataclass(frozen=True)
class Followup:
    """What triggers the one callback task of a form; places count from 1."""

    items: tuple[int, ...]
    grievance_remark: bool
    blank: tuple[int, ...]

    @property
    def needed(self) -> bool:
        """Whether the form gets a task: an item below the limit, or a grievance remark."""
        return bool(self.items) or self.grievance_remark


def followup(
    scores: Sequence[Decimal | None], *, grievance_remark: bool = False, below: Decimal = BELOW
) -> Followup:
    """What triggers a follow-up; None stands for a blank, which is warned of and triggers nothing."""
    places = list(enumerate(scores, 1))
    return Followup(
        items=tuple(place for place, score in places if score is not None and score < below),
        grievance_remark=grievance_remark,
        blank=tuple(place for place, score in places if score is None),
    )
