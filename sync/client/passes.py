"""An access token kept from one run to the next, so that an evening's second sync need not prove its key again."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

MARGIN = timedelta(seconds=60)
"""A pass is not used in its last minute: it would expire on the way."""


@dataclass(frozen=True)
class Pass:
    """An access token of a device. ``until``: when it expires by the laptop's own clock, which decides nothing but
    whether it is tried; the centre refuses one that has expired and gets asked for another."""

    device: str
    token: str
    until: datetime

    def serves(self, device: str, now: datetime) -> bool:
        """Whether it is worth trying for this device."""
        return self.device == device and now + MARGIN < self.until


class Passes(Protocol):
    """Where a laptop keeps its pass: sealed, and never in its database."""

    def kept(self) -> Pass | None: ...
    def keep(self, one: Pass) -> None: ...


class NoPasses:
    """Every run asks for its own."""

    def kept(self) -> Pass | None:
        return None

    def keep(self, one: Pass) -> None:
        pass
