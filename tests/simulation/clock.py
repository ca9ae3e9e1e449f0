"""One time for a world, and the clocks in it, which may be years off."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

BEGIN = datetime(2025, 3, 14, 4, 0, tzinfo=UTC)


@dataclass
class Time:
    """The true time; whoever waits moves it."""

    at: datetime = BEGIN

    def passes(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass
class Clock:
    """``sync.client.clock.Clock``: a machine's clock, ahead of the true time by ``ahead``."""

    time: Time
    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        return self.time.at + self.ahead

    def monotonic(self) -> float:
        return self.time.at.timestamp()

    def sleep(self, seconds: float) -> None:
        self.time.passes(seconds)
