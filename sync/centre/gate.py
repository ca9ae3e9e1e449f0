"""How much the centre takes on at once: a bucket of requests for each device, and one gate for the crowd."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import ceil

from sync.centre.faults import Refused

BURST = 300
PER_SECOND = 20
PLACES = 64
"""Requests with large bodies that are taken in at the same time."""

RETRY_SECONDS = 3


class Buckets:
    """Requests that each sender may still make; refilled with time."""

    def __init__(
        self, monotonic: Callable[[], float], burst: int = BURST, per_second: int = PER_SECOND
    ) -> None:
        self._monotonic = monotonic
        self._burst = burst
        self._per_second = per_second
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, sender: str) -> None:
        """Refused 429 ``too_often``."""
        now = self._monotonic()
        left, since = self._left.get(sender, (float(self._burst), now))
        left = min(left + (now - since) * self._per_second, float(self._burst))
        if left < 1:
            self._left[sender] = (left, now)
            raise Refused(429, "too_often", retry_after=ceil((1 - left) / self._per_second) or 1)
        if len(self._left) > 10_000:
            self._left.clear()
        self._left[sender] = (left - 1, now)


class Gate:
    """Places for large requests; who finds none is asked to come back."""

    def __init__(self, places: int = PLACES) -> None:
        self._free = places

    @contextmanager
    def place(self) -> Iterator[None]:
        """Refused 503 ``busy``."""
        if self._free == 0:
            raise Refused(503, "busy", retry_after=RETRY_SECONDS)
        self._free -= 1
        try:
            yield
        finally:
            self._free += 1
