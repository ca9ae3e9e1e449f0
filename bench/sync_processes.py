"""Servers in processes of their own, and what the system says they used. Linux: reads /proc."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sync.centre.admin import Administration
from sync.centre.rollup import count_responses
from sync.centre.server import now, open_store, rules

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Served:
    """A running server: where it answers, and its process."""

    url: str
    pid: int

    def cpu_seconds(self) -> float:
        """User and system time so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def peak_megabytes(self) -> float:
        """The most memory it has had at once (VmHWM)."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        [peak] = [line.split()[1] for line in lines if line.startswith("VmHWM")]
        return int(peak) / 1024


@contextmanager
def administration(home: Path, database: str | None = None) -> Iterator[Administration]:
    """The administrator's commands on the centre of this home, which remembers its database."""
    store = open_store(home, database)
    try:
        yield Administration(store, now, rules(count_responses))
    finally:
        store.close()


@contextmanager
def floor(folder: Path) -> Iterator[Served]:
    """The floor on a new file in this folder."""
    command = [sys.executable, str(ROOT / "bench" / "sync_floor.py"), str(folder / "floor.sqlite")]
    with _running(command) as (first, pid):
        yield Served(f"http://127.0.0.1:{first.strip()}", pid)


@contextmanager
def centre(home: Path) -> Iterator[Served]:
    """``csat serve`` on this home."""
    command = [sys.executable, "-m", "csat_tui", "--home", str(home), "serve", "--port", "0", "--json"]
    with _running(command) as (first, pid):
        yield Served(json.loads(first)["url"], pid)


@contextmanager
def _running(command: list[str]) -> Iterator[tuple[str, int]]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline(), process.pid
        finally:
            process.terminate()
            process.wait()
