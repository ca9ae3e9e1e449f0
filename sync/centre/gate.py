"""How much the centre takes on at once: a bucket of requests for each sender, and one gate for the crowd."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import ceil

from sync.centre.faults import Refused

BURST = 300
PER_SECOND = 20
PLACES = 64
"""Requests with large bodies that are taken in at the same time."""

PLACES_EACH = 4
"""… of one device, which sends one after the other; the places it has lost count until they are given up."""

HELD_BYTES = 256 * 1024 * 1024
"""Inflated bytes of all of them together."""

MOST_SENDERS = 10_000
RETRY_SECONDS = 3


class Buckets:
    """Requests that each sender may still make; refilled with time. Whoever was silent longest is forgotten
    first."""

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
        left, since = self._left.pop(sender, (float(self._burst), now))
        left = min(left + (now - since) * self._per_second, float(self._burst))
        self._left[sender] = (left - 1 if left >= 1 else left, now)
        if len(self._left) > MOST_SENDERS:
            del self._left[next(iter(self._left))]
        if left < 1:
            raise Refused(429, "too_often", retry_after=ceil((1 - left) / self._per_second) or 1)


class Place:
    """A place in the gate; ``hold`` counts the bytes its request keeps in memory."""

    def __init__(self, gate: "Gate") -> None:
        self._gate = gate
        self.held = 0

    def hold(self, size: int) -> None:
        """Refused 503 ``busy`` when all requests together would hold too much."""
        if self._gate.held + size > HELD_BYTES:
            raise Refused(503, "busy", retry_after=RETRY_SECONDS)
        self._gate.held += size
        self.held += size


class Gate:
    """Places for large requests; who finds none is asked to come back."""

    def __init__(self, places: int = PLACES) -> None:
        self._free = places
        self._taken: Counter[str] = Counter()
        self.held = 0

    @contextmanager
    def place(self, device: str) -> Iterator[Place]:
        """Refused 503 ``busy``, or 429 ``too_often`` for a device with several places already."""
        if self._taken[device] >= PLACES_EACH:
            raise Refused(429, "too_often", retry_after=RETRY_SECONDS)
        if self._free == 0:
            raise Refused(503, "busy", retry_after=RETRY_SECONDS)
        place = Place(self)
        self._free -= 1
        self._taken[device] += 1
        try:
            yield place
        finally:
            self._free += 1
            self.held -= place.held
            self._taken[device] -= 1
            if not self._taken[device]:
                del self._taken[device]
