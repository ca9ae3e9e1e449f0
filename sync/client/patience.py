"""When to try again, how long to wait before, and when to give up: counted without a total time limit."""

from collections.abc import Callable
from random import Random

from sync.client.clock import Clock
from sync.client.errors import (
    Busy,
    CentreFailed,
    Full,
    LinkBroken,
    NoNetwork,
    SyncError,
    Untrusted,
    WrongDate,
)
from sync.client.ports import TransportError

UNREACHABLE_TRIES = 2
BROKEN_TRIES = 10
BUSY_TRIES = 6
LONGEST_WAIT = 120
"""Seconds; a centre that asks for more is left alone for now."""

FINAL: dict[str, type[SyncError]] = {"untrusted": Untrusted, "clock": WrongDate}


class Patience:
    """Counts failures in a row; any success starts the count anew."""

    def __init__(self, clock: Clock, random: Random, stop: Callable[[], None]) -> None:
        self._clock = clock
        self._random = random
        self._stop = stop
        self._broken = self._unreachable = self._busy = 0

    def succeeded(self) -> None:
        self._broken = self._unreachable = self._busy = 0

    def link_failed(self, error: TransportError) -> None:
        """Wait, or raise what the user is told."""
        if error.code in FINAL:
            raise FINAL[error.code]() from error
        self._broken += 1
        if error.code == "no_network":
            self._unreachable += 1
            if self._unreachable >= UNREACHABLE_TRIES:
                raise NoNetwork from error
        if self._broken >= BROKEN_TRIES:
            raise LinkBroken from error
        self._wait(min(0.25 * 2**self._broken, 8.0))

    def asked_to_wait(self, code: str, seconds: int) -> None:
        """The centre cannot now; ``seconds`` is its Retry-After."""
        self._busy += 1
        if self._busy >= BUSY_TRIES or seconds > LONGEST_WAIT:
            if code == "full":
                raise Full
            raise Busy if code in ("busy", "too_often") else CentreFailed(code)
        self._wait(max(seconds, 1))

    def _wait(self, seconds: float) -> None:
        """With jitter upwards, so that a crowd does not come back all at once."""
        self._stop()
        self._clock.sleep(seconds * (1 + self._random.random() / 2))
        self._stop()
