"""Push and pull of a whole csat beside the least that could do the same, in the same run.

python bench/sync.py [--records 3000] [--rounds 3] [--store postgresql]

``csat``    a laptop's encrypted database -> `csat serve`: token, chain, judged, scored again, counted, proven
``floor``   FastAPI without models, one transaction a batch, gzip (``sync_floor.py``)

Both send the same records and fetch the same customers; they take turns, medians are compared. Budgets: push and pull
>= 0.3 x floor, <= 300 bytes up per record, peak memory <= 2 x floor, a day of 40 records in <= 5 requests (<= 3
with a live token), bytes over a link that dies every 0 to 400 KB <= 1.15 x ideal. Exit 1 when one is exceeded.
On PostgreSQL, embedded and on the same disk, only push and pull are measured; CPU and memory are those of csat alone.
"""

import argparse
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import sync_processes
from bench.sync_link import DyingLink
from bench.sync_processes import Served, administration
from bench.sync_records import PACK, Recorder, customers
from bench.sync_sides import Bodies, FloorClient, Laptop, seconds
from sync.client.http import HttpTransport
from tests.support.postgres import running

A_DAY = 40


@dataclass(frozen=True)
class Measured:
    """One round of one side; CPU of the server, in ms a record."""

    push: float
    pull: float
    bytes_up: float
    cpu_push: float
    cpu_pull: float
    peak: float


def csat_round(folder: Path, bodies: Bodies, known: Bodies, database: str | None = None) -> Measured:
    """A new centre and a new laptop."""
    home = folder / "centre"
    with administration(home, database) as admin:
        admin.approve(PACK)
    with sync_processes.centre(home) as server:
        laptop = Laptop(folder, server.url, _code(home))
        laptop.record(bodies)
        before, began = server.cpu_seconds(), time.perf_counter()
        outcome = laptop.sync()
        took, cpu = seconds(began), server.cpu_seconds() - before
        with administration(home) as admin:
            admin.publish("customer", customers(known))
        before, began = server.cpu_seconds(), time.perf_counter()
        fetched = laptop.sync().pulled
        took_pull, cpu_pull = seconds(began), server.cpu_seconds() - before
        assert (outcome.pushed, fetched) == (len(bodies), len(known))
        laptop.close()
        return _measured(server, len(bodies), took, took_pull, outcome.bytes_up, cpu, cpu_pull)


def floor_round(folder: Path, bodies: Bodies, known: Bodies) -> Measured:
    """The same bytes without anything around them; its pull fetches what was pushed."""
    with sync_processes.floor(folder) as server:
        client = FloorClient(server.url)
        before, began = server.cpu_seconds(), time.perf_counter()
        sent = client.push(bodies)
        took, cpu = seconds(began), server.cpu_seconds() - before
        before, began = server.cpu_seconds(), time.perf_counter()
        fetched = client.pull()
        took_pull, cpu_pull = seconds(began), server.cpu_seconds() - before
        assert len(fetched) == len(bodies)
        client.close()
        return _measured(server, len(bodies), took, took_pull, sent, cpu, cpu_pull)


def requests_of_a_day(folder: Path, bodies: Bodies) -> tuple[int, int]:
    """How many requests two evenings of 40 records take: without a token, and with one that is still valid."""
    home = folder / "centre"
    with administration(home) as admin:
        admin.approve(PACK)
    with sync_processes.centre(home) as server:
        laptop = Laptop(folder, server.url, _code(home))
        counts = []
        for start in (0, A_DAY):
            laptop.record(bodies[start : start + A_DAY])
            laptop.line.requests.clear()
            laptop.sync()
            counts.append(len(laptop.line.requests))
        laptop.close()
        return counts[0], counts[1]


def bytes_over_a_dying_link(folder: Path, bodies: Bodies) -> float:
    """Bytes that left the laptop over a link that dies every 0 to 400 KB, as a multiple of a good link's."""
    home = folder / "centre"
    with administration(home) as admin:
        admin.approve(PACK)
    with sync_processes.centre(home) as server:
        sent = []
        for name, dies in (("good", False), ("bad", True)):
            laptop = Laptop(folder / name, server.url, _code(home))
            laptop.record(
                [(f"{name}-{id}", body.replace(id.encode(), f"{name}-{id}".encode())) for id, body in bodies]
            )
            with DyingLink(server.url, dies=dies) as link:
                laptop.line.inner = HttpTransport(link.url)
                laptop.sync()
                laptop.close()
                sent.append(link.bytes_up)
        return sent[1] / sent[0]


def _code(home: Path) -> str:
    with administration(home) as admin:
        return admin.code("li")


def _measured(
    server: Served, count: int, push: float, pull: float, up: int, cpu: float, cpu_pull: float
) -> Measured:
    ms = 1000 / count
    return Measured(count / push, count / pull, up / count, cpu * ms, cpu_pull * ms, server.peak_megabytes())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--store", choices=("sqlite", "postgresql"), default="sqlite")
    options = parser.parse_args()
    bodies = Recorder().bodies(options.records)
    known = Recorder(seed=7).bodies(options.records)
    sides: dict[str, list[Measured]] = {"floor": [], "csat": []}
    if options.store == "postgresql":
        with running() as server:
            for _round in range(options.rounds):
                with tempfile.TemporaryDirectory() as folder:
                    sides["csat"].append(csat_round(Path(folder), bodies, known, server.new_database()))
        print(_table(sides))
        return 0
    for _round in range(options.rounds):
        for name, measure in (("floor", floor_round), ("csat", csat_round)):
            with tempfile.TemporaryDirectory() as folder:
                sides[name].append(measure(Path(folder), bodies, known))
    with tempfile.TemporaryDirectory() as folder:
        day, live = requests_of_a_day(Path(folder), bodies)
    with tempfile.TemporaryDirectory() as folder:
        dying = bytes_over_a_dying_link(Path(folder), bodies)
    return _told(sides, len(bodies), sum(len(body) for _, body in bodies) / len(bodies), day, live, dying)


Sides = dict[str, list[Measured]]


def _medians(sides: Sides) -> dict[str, dict[str, float]]:
    return {
        name: {key: median(getattr(one, key) for one in rounds) for key in Measured.__annotations__}
        for name, rounds in sides.items()
        if rounds
    }


def _table(sides: Sides) -> str:
    lines = ["          push/s   pull/s   bytes up   CPU push   CPU pull   peak MB"]
    for name, one in _medians(sides).items():
        lines.append(
            f"{name:8} {one['push']:7.0f} {one['pull']:8.0f} {one['bytes_up']:10.0f} "
            f"{one['cpu_push']:7.3f} ms {one['cpu_pull']:7.3f} ms {one['peak']:9.0f}"
        )
    return "\n".join(lines)


def _told(
    sides: dict[str, list[Measured]], count: int, size: float, day: int, live: int, dying: float
) -> int:
    print(f"{count} records of {size:.0f} bytes, medians of {len(sides['csat'])} rounds")
    of = _medians(sides)
    print(_table(sides))
    csat, floor = of["csat"], of["floor"]
    checks = [
        ("push, x floor", csat["push"] / floor["push"], ">=", 0.3),
        ("pull, x floor", csat["pull"] / floor["pull"], ">=", 0.3),
        ("bytes up per record", csat["bytes_up"], "<=", 300),
        ("peak memory, x floor", csat["peak"] / floor["peak"], "<=", 2),
        ("requests of a day", day, "<=", 5),
        ("the same with a live token", live, "<=", 3),
        ("bytes over a dying link, x ideal", dying, "<=", 1.15),
    ]
    missed = 0
    for name, value, sign, budget in checks:
        kept = value >= budget if sign == ">=" else value <= budget
        missed += not kept
        print(f"{name:34} {value:8.2f}   budget {sign} {budget:g}{'' if kept else '   MISSED'}")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
