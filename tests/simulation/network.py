"""The network between laptops and centre: it loses, delays, doubles, reorders and damages messages."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any

from sync.client.ports import Answered, TransportError
from sync.protocol.encoding import inflate
from sync.protocol.wire import MAX_INFLATED_BYTES
from tests.simulation import checks
from tests.simulation.centre import Request, SimulatedCentre
from tests.simulation.chance import Mix
from tests.simulation.clock import Time
from tests.simulation.crash import Crash, CrashPoint

PORTAL = Answered(200, {"content-type": "text/html"}, b"<html>Welcome to Hotel Wi-Fi</html>")
LONGEST_LIFE = 60
"""Statements after which a centre that is to die has died at the latest."""


@dataclass
class Promises:
    """What the centre has acknowledged: (device, number) -> body. A restored centre is held only to what it
    had promised when its backup was made."""

    bodies: dict[tuple[str, int], str] = field(default_factory=dict)

    def copy(self) -> "Promises":
        return Promises(dict(self.bodies))

    def note(self, request: Request, answered: Answered) -> None:
        """Read a push and its answer as they went over the wire."""
        if answered.status != 200 or not request[1].endswith("/push"):
            return
        asked = _content(request[2], request[3] or b"")
        told = _content(answered.headers, answered.body)
        for item in asked["items"]:
            if item["seq"] <= told["n"]:
                self.bodies[asked["device"], item["seq"]] = item["body"]


@dataclass
class Network:
    """``late``: requests that are still under way. ``quiet``: nothing goes wrong any more. ``meanwhile``: what
    somebody else does between two requests. ``answered``: device -> the most entries ever acknowledged to it.
    ``told``: (device, number) -> what the centre said became of it. ``mended``: devices of which a proof found
    records to differ. ``moved_on``: somebody else wrote since the last page was read. ``restored``: the centre lost
    its last hours since it was asked for a proof."""

    centre: SimulatedCentre
    random: Random
    mix: Mix
    time: Time
    note: Callable[[str], None]
    promises: Promises = field(default_factory=Promises)
    late: list[Request] = field(default_factory=list)
    last: dict[str, Answered] = field(default_factory=dict)
    told: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    quiet: bool = False
    meanwhile: Callable[[], None] = lambda: None
    answered: dict[str, int] = field(default_factory=dict)
    mended: set[str] = field(default_factory=set)
    moved_on: bool = False
    restored: bool = False

    def carry(self, request: Request) -> Answered:
        """A request of a laptop. Raises TransportError."""
        self.time.passes(self.random.choice((0.01, 0.2, 1.5)))
        fault = None if self.quiet else self.mix.fault(self.random)
        if fault:
            self.note(f"{request[1].partition('?')[0]}: {fault}")
        return getattr(self, f"_{fault or 'deliver'}")(request)  # type: ignore[no-any-return]

    def deliver_one_late(self) -> None:
        if self.late:
            with suppress(TransportError):  # nobody waits for the answer
                self._deliver(self.late.pop(self.random.randrange(len(self.late))))

    def _deliver(self, request: Request) -> Answered:
        try:
            answered = self.centre.deliver(*request)
        except Crash:
            self.centre.restart()
            raise TransportError("cut") from None
        self.promises.note(request, answered)
        self._observe(request, answered)
        self.last[request[1].partition("?")[0]] = answered
        return answered

    def _observe(self, request: Request, answered: Answered) -> None:
        name = request[1].partition("?")[0].rpartition("/")[2]
        self.moved_on &= name != "pull"
        self.restored &= name != "verify"
        if answered.status == 200 and name in ("push", "verify"):
            asked = _content(request[2], request[3] or b"")
            device = asked["device"]
            told = _content(answered.headers, answered.body)
            if name == "push":
                self.answered[device] = max(self.answered.get(device, 0), told["n"])
                for one in told["results"]:
                    self.told.setdefault((device, one["seq"]), set()).add(one.get("was") or one["status"])
                return
            if told["collections"] and checks.feed_at(self.centre, asked["cursor"]) is not None:
                self.mended.add(device)

    def _overtaken(self, request: Request) -> Answered:
        self.deliver_one_late()
        self.moved_on = True
        return self._deliver(request)

    def _together(self, request: Request) -> Answered:
        """It comes at the same moment as a late one: one commit for both."""
        if not self.late:
            return self._deliver(request)
        other = self.late.pop(self.random.randrange(len(self.late)))
        try:
            answers = self.centre.deliver_together([other, request])
        except Crash:
            self.centre.restart()
            raise TransportError("cut") from None
        for asked, answered in zip((other, request), answers, strict=True):
            self.promises.note(asked, answered)
            self._observe(asked, answered)
        self.moved_on = True  # a page that was read at that moment may lack what the other wrote
        return answers[1]

    def _interleaved(self, request: Request) -> Answered:
        self.meanwhile()
        self.moved_on = True
        return self._deliver(request)

    def _lost(self, request: Request) -> Answered:
        raise TransportError("cut")

    def _down(self, request: Request) -> Answered:
        raise TransportError("no_network")

    def _answer_lost(self, request: Request) -> Answered:
        self._deliver(request)
        raise TransportError("stalled")

    def _late(self, request: Request) -> Answered:
        self.late.append(request)
        raise TransportError("stalled")

    def _doubled(self, request: Request) -> Answered:
        first = self._deliver(request)
        second = self._deliver(request)
        return self.random.choice((first, second))

    def _portal(self, request: Request) -> Answered:
        return PORTAL

    def _stale(self, request: Request) -> Answered:
        """What was answered the last time somebody asked the same."""
        return self.last.get(request[1].partition("?")[0], PORTAL)

    def _flipped(self, request: Request) -> Answered:
        """One bit of what went over the wire is another."""
        method, path, headers, body = request
        if body and self.random.random() < 0.5:
            return self._deliver((method, path, headers, self._flip(body)))
        answered = self._deliver(request)
        return Answered(answered.status, answered.headers, self._flip(answered.body))

    def _centre_dies(self, request: Request) -> Answered:
        self.centre.point.arm(self.random.randrange(LONGEST_LIFE))
        try:
            self._deliver(request)
        finally:
            self.centre.restart()
        raise TransportError("cut")

    def _flip(self, data: bytes) -> bytes:
        place = self.random.randrange(len(data))
        return data[:place] + bytes([data[place] ^ 1 << self.random.randrange(8)]) + data[place + 1 :]


@dataclass
class Wire:
    """``sync.client.ports.Transport`` of one laptop; each request is a place for the laptop to die at."""

    network: Network
    point: CrashPoint

    def send(self, method: str, path: str, headers: dict[str, str], body: bytes | None) -> Answered:
        self.point.tick()
        answered = self.network.carry((method, path, dict(headers), body))
        self.point.tick()
        return answered

    def close(self) -> None:
        pass


def _content(headers: Any, body: bytes) -> Any:
    return json.loads(
        inflate(body, MAX_INFLATED_BYTES) if headers.get("content-encoding") == "gzip" else body
    )
