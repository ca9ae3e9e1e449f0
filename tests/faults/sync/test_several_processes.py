"""Several processes serve one PostgreSQL database: killed under load, and with the database restarted."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from sync.centre import inspection
from sync.centre.read import items
from sync.centre.server import now, open_store
from sync.client.clock import SystemClock
from sync.client.errors import SyncError
from sync.client.http import HttpTransport
from sync.client.identity import enrol
from sync.client.progress import Outcome
from sync.client.run import run_sync
from sync.client.signer import DeviceKey
from tests.support.company import Centre, csat
from tests.support.postgres import Server
from tests.support.sync_centre import PACK, TestClock, response
from tests.support.sync_memory import MemoryLog, MemoryReplica

LAPTOPS = 4
RECORDS = 12
MOST_ROUNDS = 60


class Worker(threading.Thread):
    """A laptop that records and syncs until all it has is proven, whatever stands in its way."""

    def __init__(self, name: str, code: str, url: Callable[[], str]) -> None:
        super().__init__()
        self.key, self.log, self.replica = DeviceKey.new(), MemoryLog(), MemoryReplica()
        self.url, self.who = url, name
        self.acknowledged: set[str] = set()
        self.troubles = 0
        line = HttpTransport(url())
        enrol("http://c", code, self.log, self.replica, line, self.key, SystemClock())
        line.close()

    def run(self) -> None:
        for n in range(RECORDS):
            id = f"{self.who}-{n}"
            self.log.record("response.final", id, response(id))
            self.sync()

    def sync(self) -> Outcome | None:
        line = HttpTransport(self.url())
        try:
            return run_sync(self.log, self.replica, line, self.key, TestClock(now()), random=Random(1))
        except SyncError:
            self.troubles += 1
            return None
        finally:
            line.close()
            self.acknowledged |= {id for _kind, id, _body in self.log.bodies[: self.log.acknowledged().n]}

    def finish(self) -> Outcome:
        """Sync until it is proven."""
        for _round in range(MOST_ROUNDS):
            outcome = self.sync()
            if outcome is not None and outcome.proven:
                return outcome
            time.sleep(0.2)
        raise AssertionError(f"{self.who} was never proven")


@pytest.fixture
def database(postgres: Server) -> str:
    return postgres.new_centre()


@contextmanager
def serving(home: Path, database: str, **more: int) -> Iterator[Centre]:
    centre = Centre(home, database=database, **more)
    try:
        yield centre
    finally:
        centre.stop()


def laptops(centre: Centre, urls: list[Callable[[], str]]) -> list[Worker]:
    with centre.administration() as administration:
        administration.approve(PACK)
        codes = [administration.code(f"user{n}") for n in range(LAPTOPS)]
    return [Worker(f"l{n}", code, urls[n % len(urls)]) for n, code in enumerate(codes)]


def assert_nothing_lost(home: Path, working: list[Worker]) -> None:
    store = open_store(home)
    held = [item.id for item in items(store)]
    with store.reading() as session:
        assert list(inspection.faults(session)) == []
    store.close()
    assert set().union(*(worker.acknowledged for worker in working)) <= set(held)
    assert len(held) == len(set(held)) == LAPTOPS * RECORDS


def test_what_a_killed_centre_acknowledged_is_stored(tmp_path: Path, database: str) -> None:
    with serving(tmp_path / "one", database) as one, serving(tmp_path / "two", database) as two:
        working = laptops(one, [lambda: one.url, lambda: two.url])
        for worker in working:
            worker.start()
        for _kill in range(3):
            time.sleep(0.5)
            one.kill()
            one.start(int(one.url.rpartition(":")[2]))
        for worker in working:
            worker.join()
        for worker in working:
            assert worker.finish().responses_total == RECORDS
    assert_nothing_lost(tmp_path / "one", working)


def test_a_database_that_is_restarted_under_load_loses_nothing(
    tmp_path: Path, database: str, postgres: Server
) -> None:
    with serving(tmp_path / "one", database, workers=2) as one:
        working = laptops(one, [lambda: one.url])
        for worker in working:
            worker.start()
        for _restart in range(2):
            time.sleep(0.5)
            postgres.stop()  # as a power cut would
            postgres.start()
        for worker in working:
            worker.join()
        for worker in working:
            assert worker.finish().responses_total == RECORDS
    assert_nothing_lost(tmp_path / "one", working)


@pytest.mark.skipif(sys.platform != "linux", reason="looks for the processes in /proc")
class TestWorkers:
    def test_one_that_is_killed_is_begun_again(self, tmp_path: Path, database: str) -> None:
        with serving(tmp_path, database, workers=2) as centre:
            before = children(centre.process.pid)
            assert len(before) == 2
            os.kill(min(before), signal.SIGKILL)
            wait_for(lambda: len(children(centre.process.pid) - {min(before)}) == 2)
            assert csat(tmp_path, "admin", "users").code == 0

    def test_they_end_with_the_one_that_began_them(self, tmp_path: Path, database: str) -> None:
        with serving(tmp_path, database, workers=2) as centre:
            mine = children(centre.process.pid)
            assert len(mine) == 2
            centre.kill()
            wait_for(lambda: not any(running(pid) for pid in mine))

    def test_a_signal_ends_all_of_them(self, tmp_path: Path, database: str) -> None:
        with serving(tmp_path, database, workers=2) as centre:
            mine = children(centre.process.pid)
            assert len(mine) == 2
            os.kill(centre.process.pid, signal.SIGTERM)
            assert centre.process.wait(30) == 0
            assert not any(running(pid) for pid in mine)


def test_sqlite_refuses_several_workers_in_words(tmp_path: Path) -> None:
    done = csat(tmp_path, "serve", "--workers", "2", "--json")
    assert done.code == 2
    assert "SQLite" in done.json["error"]["message"]


def children(pid: int) -> set[int]:
    """The serving processes that this one began; it began another as well, which counts what they share."""
    return {int(path.name) for path in Path("/proc").glob("[0-9]*") if begun_by(pid, path)}


def begun_by(pid: int, path: Path) -> bool:
    try:
        parent = (path / "stat").read_text().rpartition(")")[2].split()[1]
        return int(parent) == pid and b"spawn_main" in (path / "cmdline").read_bytes()
    except OSError:  # it has ended in the meantime
        return False


def running(pid: int) -> bool:
    try:
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def wait_for(condition: Callable[[], bool]) -> None:
    for _ in range(200):
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError("it did not come to that")
