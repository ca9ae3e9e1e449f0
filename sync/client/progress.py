"""What a run tells while it goes on, and what it comes to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Phase = Literal["push", "pull", "verify", "scan"]


@dataclass(frozen=True)
class Progress:
    """``total`` is None while it is not known (pull); of scans both count bytes; ``bytes``: over the wire so far,
    both ways."""

    phase: Phase
    done: int
    total: int | None
    bytes: int


Report = Callable[[Progress], None]


@dataclass(frozen=True)
class Outcome:
    """What ``csat sync`` prints. ``n``, ``chain``: head of the present device's log (chain in hexadecimal);
    ``responses_total``: final responses among the proven entries; ``seconds`` to the millisecond; ``parted_at``: the
    first entry that was not the same at the centre, when this laptop had to become a new device; ``scans`` and
    ``scans_waiting``: scans of paper forms that this run brought there whole, and those that are not there yet."""

    pushed: int
    responses: int
    responses_total: int
    duplicates: int
    quarantined: int
    pulled: int
    proven: bool
    incarnation: int
    n: int
    chain: str
    seconds: float
    bytes_up: int
    bytes_down: int
    parted_at: int | None = None
    scans: int = 0
    scans_waiting: int = 0
