"""R34: how many issued forms came back (S1-217, S3-08)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from schemas.rates import Rate

FormFate = Literal["valid", "blank", "duplicate", "void", "late", "undeliverable", "not_returned"]

RETURNED: frozenset[FormFate] = frozenset({"valid", "blank", "duplicate", "void"})


@dataclass(frozen=True)
class Returns:
    """Gross = returned ÷ issued, valid = valid ÷ issued, and every fate counted."""

    gross: Rate
    valid: Rate
    fates: dict[str, int]


def returns(fates: Iterable[FormFate], *, late_counts: bool = False) -> Returns:
    """The recovery of a wave; one fate for each issued form.

    Undeliverable mail is a disposition (未送达), not a return. A form returned after closing counts,
    as returned and valid, only if the wave allows it.
    """
    counts: Counter[str] = Counter(fates)
    late = counts["late"] if late_counts else 0
    issued = sum(counts.values())
    returned = sum(counts[fate] for fate in RETURNED) + late
    return Returns(Rate(returned, issued), Rate(counts["valid"] + late, issued), dict(counts))
