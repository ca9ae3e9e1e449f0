"""Half past five: every laptop syncs its day within the same minutes, at one centre.

python bench/rush.py [--laptops 500] [--records 60] [--within 300] [--at-once 48]

Each laptop is enrolled before, has its own log in memory, and does a whole sync over HTTP: token, push, pull, proof.
They begin at random moments of the first half of ``--within`` seconds. Printed: how many were proven, how long the
whole took, and the 50th and 99th percentile and the worst of a whole sync. Exit 1 when a laptop was not proven or
the time was not kept. The laptops run in this process, beside the centre on the same cores.
"""

import argparse
import random
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import sync_processes
from bench.sync_processes import administration
from bench.sync_records import PACK, Recorder
from schemas.records.response import RESPONSE_FINAL
from sync.client.clock import SystemClock
from sync.client.errors import SyncError
from sync.client.http import HttpTransport
from sync.client.identity import enrol
from sync.client.run import run_sync
from sync.client.signer import DeviceKey
from tests.support.sync_memory import MemoryLog, MemoryReplica

SEED = 20250314


@dataclass(frozen=True)
class Ready:
    """An enrolled laptop with a day's work."""

    log: MemoryLog
    replica: MemoryReplica
    key: DeviceKey


@dataclass(frozen=True)
class Ended:
    """``proven`` False with the error's code in ``why``; seconds of the whole sync."""

    proven: bool
    seconds: float
    why: str = ""


def enrolled(url: str, code: str, bodies: list[tuple[str, bytes]]) -> Ready:
    ready = Ready(MemoryLog(), MemoryReplica(), DeviceKey.new())
    line = HttpTransport(url)
    enrol(url, code, ready.log, ready.replica, line, ready.key, SystemClock())
    line.close()
    for id, body in bodies:
        ready.log.record(RESPONSE_FINAL, id, body)
    return ready


def synced(ready: Ready, url: str, at: float) -> Ended:
    """Wait for the moment, then sync once."""
    time.sleep(max(at - time.monotonic(), 0))
    began = time.monotonic()
    line = HttpTransport(url)
    try:
        proven, why = run_sync(ready.log, ready.replica, line, ready.key, SystemClock()).proven, ""
    except SyncError as error:
        proven, why = False, error.code
    finally:
        line.close()
    return Ended(proven, time.monotonic() - began, why)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--laptops", type=int, default=500)
    parser.add_argument("--records", type=int, default=60)
    parser.add_argument("--within", type=float, default=300)
    parser.add_argument("--at-once", type=int, default=48, help="threads of this process that sync")
    options = parser.parse_args()
    recorder, draw = Recorder(), random.Random(SEED)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "centre"
        with administration(home) as admin:
            admin.approve(PACK)
            codes = [admin.code(f"user{n}") for n in range(options.laptops)]
        with sync_processes.centre(home) as server, ThreadPoolExecutor(options.at_once) as pool:
            laptops = [enrolled(server.url, code, recorder.bodies(options.records)) for code in codes]
            began = time.monotonic()
            moments = sorted(began + draw.random() * options.within / 2 for _ in laptops)
            ends = list(pool.map(synced, laptops, [server.url] * len(laptops), moments))
            whole = time.monotonic() - began
            cpu, peak = server.cpu_seconds(), server.peak_megabytes()
    return _told(ends, whole, options.within, cpu, peak)


def _told(ends: list[Ended], whole: float, within: float, cpu: float, peak: float) -> int:
    took = sorted(end.seconds for end in ends)
    proven = sum(end.proven for end in ends)
    print(f"proven   {proven} of {len(ends)}   {sorted({end.why for end in ends if end.why})}")
    print(f"whole    {whole:6.1f} s of {within:.0f}   server CPU {cpu:.1f} s, peak {peak:.0f} MB")
    print(f"a sync   p50 {_at(took, 50):.2f} s   p99 {_at(took, 99):.2f} s   worst {took[-1]:.2f} s")
    return int(proven < len(ends) or whole > within)


def _at(values: list[float], percent: int) -> float:
    """The smallest value that so many percent do not exceed."""
    return values[max(-(-len(values) * percent // 100) - 1, 0)]


if __name__ == "__main__":
    sys.exit(main())
