"""The centre as a process: it says where it is, takes commands from beside, ends cleanly, survives a kill."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from sync.centre.admin import Administration
from sync.centre.home import database_url
from sync.centre.read import items
from sync.centre.server import now, open_store
from sync.client.clock import SystemClock
from sync.client.errors import NoNetwork
from sync.client.http import HttpTransport
from sync.client.identity import enrol
from sync.client.ports import Answered, TransportError
from sync.client.progress import Outcome
from sync.client.run import run_sync
from sync.client.signer import DeviceKey
from tests.support.sync_centre import TestClock, response
from tests.support.sync_memory import MemoryLog, MemoryReplica

PROGRAM = """
import sys
from pathlib import Path
from sync.centre.server import Serving, serve
serve(Serving(Path(sys.argv[1])), port=int(sys.argv[2]), on_ready=lambda url: print(url, flush=True),
      until_stdin_closes=sys.argv[3] == "stdin")
"""


@contextmanager
def serving(home: Path, port: int = 0, end: str = "signal") -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(home), str(port), end],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdin is not None
    try:
        yield process, process.stdout.readline().decode().strip()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stdin.close()


@contextmanager
def administration(home: Path) -> Iterator[Administration]:
    store = open_store(home)
    yield Administration(store, now)
    store.close()


class RealLaptop:
    def __init__(self, url: str) -> None:
        self.line = HttpTransport(url)
        self.key, self.log, self.replica = DeviceKey.new(), MemoryLog(), MemoryReplica()

    def enrol(self, code: str) -> None:
        enrol("http://c", code, self.log, self.replica, self.line, self.key, SystemClock())

    def sync(self) -> Outcome:
        return run_sync(self.log, self.replica, self.line, self.key, TestClock(now()), random=Random(1))


def test_commands_work_beside_a_serving_centre(tmp_path: Path) -> None:
    with serving(tmp_path) as (_process, url):
        laptop = RealLaptop(url)
        with administration(tmp_path) as admin:
            laptop.enrol(admin.code("li"))
            laptop.log.record("response.final", "r1", response("r1"))
            assert laptop.sync().quarantined == 1
            assert admin.approve("dlr-cs-sales").released == 1
            assert not admin.approve("dlr-cs-sales@1.0.0").new
            assert laptop.sync().pulled == 1
        laptop.line.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    with serving(tmp_path) as (process, _url):
        process.send_signal(number)
        assert process.wait(20) == 0


def test_it_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    with serving(tmp_path, end="stdin") as (process, _url):
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(20) == 0


def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    with serving(tmp_path) as (process, url):
        port = int(url.rpartition(":")[2])
        laptop = RealLaptop(url)
        with administration(tmp_path) as admin:
            admin.approve("dlr-cs-sales")
            laptop.enrol(admin.code("li"))
        for n in range(30):
            laptop.log.record("response.final", f"r{n}", response(f"r{n}"))
        killed_before_answer(laptop, process)
        with pytest.raises(NoNetwork):
            laptop.sync()
        laptop.line.close()
    with serving(tmp_path, port) as (_process, url):
        laptop.line = HttpTransport(url)
        outcome = laptop.sync()
        assert (outcome.proven, outcome.responses_total) == (True, 30)
        laptop.line.close()
    store = open_store(tmp_path)
    assert sum(1 for _ in items(store)) == 30
    store.close()


def killed_before_answer(laptop: RealLaptop, process: "subprocess.Popen[bytes]") -> None:
    """The centre dies after its commit, before its answer arrives."""
    send = laptop.line.send

    def dying(method: str, path: str, headers: dict[str, str], body: bytes | None) -> Answered:
        answered = send(method, path, headers, body)
        if path.endswith("/push"):
            process.kill()
            process.wait()
            raise TransportError("cut")
        return answered

    laptop.line.send = dying  # type: ignore[method-assign]


def test_the_address_of_the_database_is_remembered(tmp_path: Path) -> None:
    elsewhere = f"sqlite:///{tmp_path.as_posix()}/elsewhere.sqlite"
    assert database_url(tmp_path, elsewhere) == elsewhere
    assert database_url(tmp_path) != elsewhere, "it was never opened"
    open_store(tmp_path, elsewhere).close()
    assert database_url(tmp_path) == elsewhere
    assert database_url(tmp_path / "other").endswith("/other/centre.sqlite")
