"""What the sync screen asks of the laptop, and what it is told.

As in ``csat_tui.services``: called in a worker thread, failures as ``Trouble``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol


@dataclass(frozen=True)
class Progress:
    """Where a sync stands: ``done`` of ``total`` items of this step (None: not known), bytes so far. The last
    three are what became of the items sent, where that is known already."""

    step: Literal["push", "pull", "verify", "scan"]
    done: int = 0
    total: int | None = None
    bytes_up: int = 0
    bytes_down: int = 0
    stored: int = 0
    duplicates: int = 0
    quarantined: int = 0


@dataclass(frozen=True)
class SetAside:
    """A record the server keeps aside, and why, in words."""

    what: str
    why: str


@dataclass(frozen=True)
class SyncEnd:
    """How a sync ended: ``proven`` only when the server's answer agrees with this laptop in n and chain."""

    proven: bool
    stopped: bool = False
    responses: int = 0
    responses_total: int = 0
    stored: int = 0
    duplicates: int = 0
    pulled: Mapping[str, int] = field(default_factory=dict)
    set_aside: Sequence[SetAside] = ()
    n: int = 0
    chain: str = ""
    seconds: float = 0.0
    bytes_up: int = 0
    bytes_down: int = 0
    at: datetime | None = None
    scans: int = 0
    scans_waiting: int = 0


class SyncServices(Protocol):
    """The way to the centre as the screens see it."""

    def sync(
        self,
        report: Callable[[Progress], None],
        stopped: Callable[[], bool],
        *,
        accept_removal: bool = False,
    ) -> SyncEnd:
        """Raises Trouble ``mass_removal`` when most of a collection would vanish here and nobody has said that
        this is right."""
