"""What pushing an import costs the centre, an operation beside a questionnaire of the ordinary push.

python bench/sync_imports.py [--operations 30000] [--records 3000] [--rounds 3]

``records``   finished questionnaires, as ``bench/sync.py`` sends them
``imports``   the operations of two imported files, a third customers and two thirds work orders, as ``csat import``
              logs them

A laptop's encrypted database -> `csat serve`, each side on a new centre; they take turns, medians are compared. An
operation is stored, published and looked up, but neither scored nor counted: it must not cost more than a
questionnaire. Prints operations a second, processor time of the centre and bytes up of each. Exit 1 when an operation
takes more processor time than a questionnaire, or fewer of them go up in a second.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from statistics import median
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import sync_processes
from bench.importing import CUSTOMER_HEADER, EVENT_HEADER, csv_file, orders, people
from bench.sync_processes import administration
from bench.sync_records import PACK, Recorder
from bench.sync_sides import Laptop
from csat_tui.home import open_home
from csat_tui.importing.fields import Kind
from csat_tui.keys.vault import open_vault
from csat_tui.laptop import importing, opening


class Pushed(NamedTuple):
    """One push: items, items a second, processor time of the centre in ms an item, bytes up an item, MB at most."""

    items: int
    rate: float
    cpu: float
    bytes_up: float
    peak: float


def push(folder: Path, fill: Callable[[Laptop, Path], object]) -> Pushed:
    """A new centre and a laptop that has this to send."""
    home = folder / "centre"
    with administration(home) as admin:
        admin.approve(PACK)
        code = admin.code("li")
    with sync_processes.centre(home) as server:
        laptop = Laptop(folder, server.url, code)
        fill(laptop, folder)
        busy, began = server.cpu_seconds(), time.perf_counter()
        outcome = laptop.sync()
        took, busy = time.perf_counter() - began, server.cpu_seconds() - busy
        laptop.close()
        count = outcome.pushed
        return Pushed(
            count, count / took, busy / count * 1000, outcome.bytes_up / count, server.peak_megabytes()
        )


def imported(laptop: Laptop, folder: Path, count: int) -> None:
    """Import so many rows of customers and of their orders."""
    home = open_home(folder / "laptop", kind="practice")
    whole = opening.Laptop(home, open_vault(home), laptop.store)
    customers = count // 3
    files: dict[Kind, chain[list[object]]] = {
        "customers": chain([list(CUSTOMER_HEADER)], people(customers)),
        "events": chain([list(EVENT_HEADER)], orders(customers, count - customers)),
    }
    for kind, rows in files.items():
        path = folder / f"{kind}.csv"
        csv_file(path, rows)
        importing.apply(whole, importing.open_file(whole, kind, path, "DMS"), "DMS")


def main() -> int:
    """Measure; 1 when an operation costs more than a questionnaire."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--operations", type=int, default=30_000)
    parser.add_argument("--records", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=3)
    wish = parser.parse_args()
    bodies = Recorder().bodies(wish.records)
    fills: dict[str, Callable[[Laptop, Path], object]] = {
        "records": lambda laptop, _folder: laptop.record(bodies),
        "imports": lambda laptop, folder: imported(laptop, folder, wish.operations),
    }
    sides: dict[str, list[Pushed]] = {name: [] for name in fills}
    for _round in range(wish.rounds):
        for name, fill in fills.items():
            with tempfile.TemporaryDirectory() as folder:
                sides[name].append(push(Path(folder), fill))
    of = {name: Pushed(*map(median, zip(*rounds, strict=True))) for name, rounds in sides.items()}
    for name, one in of.items():
        print(
            f"{name:8} {one.items:7.0f} items {one.rate:7.0f}/s {one.cpu:7.3f} ms CPU "
            f"{one.bytes_up:6.0f} bytes up {one.peak:6.0f} MB"
        )
    slower, dearer = of["imports"].rate < of["records"].rate, of["imports"].cpu > of["records"].cpu
    print(
        f"an operation takes {of['imports'].cpu / of['records'].cpu:.2f} x a questionnaire's processor time"
    )
    return int(slower or dearer)


if __name__ == "__main__":
    sys.exit(main())
