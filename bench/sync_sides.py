"""The two clients that are compared: a whole csat laptop, and the least that could send and fetch the same."""

import gzip
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from csat_tui.home import open_home
from csat_tui.keys.access import SealedPasses
from csat_tui.keys.vault import database_key, open_vault
from csat_tui.store.database import Store, open_store
from csat_tui.store.devicelog import LaptopLog, append_many
from csat_tui.store.replica import LaptopReplica
from schemas.records.response import RESPONSE_FINAL
from sync.client.clock import SystemClock
from sync.client.http import HttpTransport
from sync.client.identity import enrol
from sync.client.ports import Answered, Transport
from sync.client.progress import Outcome
from sync.client.run import run_sync
from sync.client.signer import DeviceKey

BATCH = 250
"""Records of a request of the floor: as many as the first batch of a laptop holds."""

Bodies = Sequence[tuple[str, bytes]]


@dataclass
class Counted:
    """A transport that counts requests."""

    inner: Transport
    requests: list[str] = field(default_factory=list)

    def send(self, method: str, path: str, headers: dict[str, str], body: bytes | None) -> Answered:
        self.requests.append(path.partition("?")[0].rpartition("/")[2])
        return self.inner.send(method, path, headers, body)

    def close(self) -> None:
        self.inner.close()


class Laptop:
    """An enrolled laptop on its encrypted database."""

    def __init__(self, folder: Path, url: str, code: str) -> None:
        home = open_home(folder / "laptop", kind="practice")
        self.store: Store = open_store(home, database_key(open_vault(home), home))
        self.log, self.replica = LaptopLog(self.store), LaptopReplica(self.store)
        self.key = DeviceKey.new()
        self.line = Counted(HttpTransport(url))
        enrol(url, code, self.log, self.replica, self.line, self.key, SystemClock())
        self.line.requests.clear()
        self.passes = SealedPasses(home, self.key.private_bytes())

    def record(self, bodies: Bodies) -> None:
        with self.store.write() as session:
            append_many(session, [(RESPONSE_FINAL, id, body) for id, body in bodies])

    def sync(self) -> Outcome:
        outcome = run_sync(self.log, self.replica, self.line, self.key, SystemClock(), passes=self.passes)
        assert outcome.proven, outcome
        return outcome

    def close(self) -> None:
        self.line.close()
        self.store.close()


class FloorClient:
    """Sends and fetches records without any check."""

    def __init__(self, url: str) -> None:
        self._client = httpx.Client(base_url=url)
        self._client.get("/pull", params={"after": 0})

    def push(self, bodies: Bodies) -> int:
        """Send all, a batch after the other; the bytes sent."""
        sent = 0
        for start in range(0, len(bodies), BATCH):
            part = bodies[start : start + BATCH]
            items = [
                {"seq": start + n, "id": id, "body": body.decode()} for n, (id, body) in enumerate(part, 1)
            ]
            data = gzip.compress(json.dumps({"items": items}, ensure_ascii=False).encode(), 6)
            self._client.post("/push", content=data).raise_for_status()
            sent += len(data)
        return sent

    def pull(self) -> list[dict[str, Any]]:
        """Fetch all, a page after the other."""
        found: list[dict[str, Any]] = []
        while page := self._page(found[-1]["seq"] if found else 0):
            found += page
        return found

    def close(self) -> None:
        self._client.close()

    def _page(self, after: int) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self._client.get("/pull", params={"after": after}).json()["items"]
        return items


def seconds(began: float) -> float:
    return time.perf_counter() - began
