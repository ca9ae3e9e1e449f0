"""R18: showroom inspections and the time to fix a finding (S2-72…S2-74, AMB-32)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal

Verdict = Literal["in_time", "late", "never_fixed", "time_anomaly"]

FIX_WITHIN_SECONDS = 600
AMOUNT_PER_FINDING = 20
TICKS_PER_DAY = 2
SLOTS = (time(9, 0), time(14, 15))
TOLERANCE_MINUTES = 15


@dataclass(frozen=True)
class Fix:
    """How a finding ended; `amount` is the proposal, negative or 0. An anomaly is for a supervisor."""

    verdict: Verdict
    amount: int


def fine_after(seconds: int) -> int:
    """The amount, without a sign, for a finding fixed so many whole seconds after the notice."""
    return AMOUNT_PER_FINDING if seconds > FIX_WITHIN_SECONDS else 0


def fixed_in(notified_at: datetime, fixed_at: datetime | None) -> Fix:
    """Whether a finding was fixed within ten minutes; both instants are cut to whole seconds."""
    if fixed_at is None:
        return Fix("never_fixed", -AMOUNT_PER_FINDING)
    elapsed = fixed_at.replace(microsecond=0) - notified_at.replace(microsecond=0)
    seconds = elapsed.days * 86400 + elapsed.seconds
    if seconds < 0:
        return Fix("time_anomaly", 0)
    amount = -fine_after(seconds)
    return Fix("late" if amount else "in_time", amount)


def cleaning_amount(ticks: int, *, required: int = TICKS_PER_DAY) -> int:
    """The proposal for the cleaning ticks that a person misses on a day."""
    return -AMOUNT_PER_FINDING * max(0, required - ticks)


def slot_of(
    at: time, *, slots: Sequence[time] = SLOTS, tolerance_minutes: int = TOLERANCE_MINUTES
) -> tuple[time, bool]:
    """The slot nearest to an inspection and whether it was held in time (showroom.tolerance_min)."""
    nearest = min(slots, key=lambda slot: abs(_seconds(at) - _seconds(slot)))
    return nearest, abs(_seconds(at) - _seconds(nearest)) <= tolerance_minutes * 60


def _seconds(at: time) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second
