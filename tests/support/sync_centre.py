"""A centre in this process, without a network, with a clock and a link the test holds in its hands."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from schemas.canonical import canonical_bytes
from schemas.packs.resolve import content_hash, library_content
from sync.centre.admin import Administration
from sync.centre.desk import Desk
from sync.centre.store import Store
from sync.centre.verdicts import Rules
from sync.centre.web import centre_app
from sync.client.identity import enrol
from sync.client.passes import Passes
from sync.client.ports import Answered, TransportError
from sync.client.progress import Outcome
from sync.client.run import run_sync
from sync.client.signer import DeviceKey
from tests.support.asgi import call
from tests.support.sync_memory import MemoryLog, MemoryReplica

NOON = datetime(2025, 3, 14, 4, 0, tzinfo=UTC)
PACK = "dlr-cs-sales"


class TestClock:
    """Stands still unless told; waiting moves it."""

    __test__ = False

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)


Link = Callable[[str, str, Callable[[], Answered]], Answered]
"""What happens to a request: method, path, and the function that delivers it."""


def good_link(method: str, path: str, deliver: Callable[[], Answered]) -> Answered:
    return deliver()


class LocalCentre:
    """The real app on a file, or on the database at ``url``, called through ASGI from the test's thread."""

    def __init__(
        self,
        file: Path,
        clock: TestClock | None = None,
        rules: Rules | None = None,
        url: str | None = None,
    ) -> None:
        self.file = file
        self.url = url or f"sqlite:///{file}"
        self.clock = clock or TestClock()
        self.rules = rules or Rules()
        self.link: Link = good_link
        self.requests: list[tuple[str, str, int]] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.open()

    def open(self) -> None:
        self.store = Store(self.url, now=self.clock.now().isoformat(), organisation="练习公司")
        self.store.start()
        self.desk = Desk(self.store, self.rules, self.clock.now)
        self.app = centre_app(self.desk)
        self.admin = Administration(self.store, self.clock.now, self.rules)

    def shut(self) -> None:
        """Close the file, as for a backup or a restore."""
        self.desk.threads.shutdown()
        self.store.close()

    def close(self) -> None:
        self.shut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def send(self, method: str, path: str, headers: dict[str, str], body: bytes | None) -> Answered:
        def deliver() -> Answered:
            answered = asyncio.run_coroutine_threadsafe(
                call(self.app, method, path, headers, body or b""), self._loop
            ).result()
            self.requests.append((method, path.partition("?")[0], answered.status))
            return answered

        return self.link(method, path.partition("?")[0], deliver)

    def pushed(self) -> int:
        """How many pushes were answered."""
        return sum(path.endswith("/push") for _, path, _ in self.requests)


@dataclass
class Laptop:
    """A laptop with its log, replica and key, and the centre it talks to."""

    centre: LocalCentre
    key: DeviceKey = field(default_factory=DeviceKey.new)
    log: MemoryLog = field(default_factory=MemoryLog)
    replica: MemoryReplica = field(default_factory=MemoryReplica)
    clock: TestClock = field(default_factory=TestClock)
    random: Random = field(default_factory=lambda: Random(1))
    last_body: bytes = b""
    passes: Passes | None = None

    def send(self, method: str, path: str, headers: dict[str, str], body: bytes | None) -> Answered:
        self.last_body = body or b""
        return self.centre.send(method, path, headers, body)

    def close(self) -> None:
        pass

    def enrol(self, user: str = "li") -> "Laptop":
        code = self.centre.admin.code(user)
        enrol("http://c", code, self.log, self.replica, self, self.key, self.clock, random=self.random)
        return self

    def sync(self, stop: Callable[[], bool] = lambda: False, *, accept_removal: bool = False) -> Outcome:
        return run_sync(
            self.log,
            self.replica,
            self,
            self.key,
            self.clock,
            stop=stop,
            random=self.random,
            passes=self.passes,
            accept_removal=accept_removal,
        )

    def record(self, *ids: str, **changes: Any) -> None:
        for id in ids:
            self.log.record("response.final", id, response(id, **changes))


@cache
def pack_hash() -> str:
    return content_hash(library_content(PACK))


def response(id: str, **changes: Any) -> bytes:
    """The body of a finished questionnaire of the sales pack."""
    record = {
        "kind": "response.final",
        "schema": 1,
        "id": id,
        "pack": PACK,
        "pack_version": "1.0.0",
        "pack_hash": pack_hash(),
        "questionnaire_version": 1,
        "engine": "test",
        "customer": "c1",
        "channel": "phone",
        "occurred_at": "2025-03-14T12:00:00+08:00",
        "local_date": "2025-03-14",
        "recorded_at": "2025-03-14T12:05:00+08:00",
        "consent": "agreed",
        "answers": {},
        "remarks": {"": "服务态度很好，就是等得久。"},
        "completion": "COMPLETE",
        "score": {"value": "92", "origin": "direct", "low": "92", "high": "92"},
        "case_class": "SATISFIED",
    }
    return canonical_bytes({**record, **changes})


def cut_before(times: int, only: str = "/push") -> Link:
    """The first requests to an address never arrive."""
    left = [times]

    def link(method: str, path: str, deliver: Callable[[], Answered]) -> Answered:
        if path.endswith(only) and left[0] > 0:
            left[0] -= 1
            raise TransportError("cut")
        return deliver()

    return link


def lose_answer(times: int, only: str = "/push") -> Link:
    """The first requests to an address arrive, their answers do not."""
    left = [times]

    def link(method: str, path: str, deliver: Callable[[], Answered]) -> Answered:
        answered = deliver()
        if path.endswith(only) and left[0] > 0:
            left[0] -= 1
            raise TransportError("cut")
        return answered

    return link


def customer(id: str, **changes: Any) -> dict[str, Any]:
    return {"id": id, "number": f"K{id}", "name": "张三", **changes}
