"""How long a keystroke of the customer search takes, and how fast rows are imported.

python bench/search.py [--customers 100000]    makes a laptop in a temporary folder, imports, types

``import``   customers a second, each an operation in the log, with the index
``search``   milliseconds a keystroke: every beginning of every wish is searched, as somebody types it

Budgets: p99 <= 50 ms, import >= 5,000 rows/s. Exit 1 when one is missed.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from csat_tui.home import open_home
from csat_tui.keys.vault import database_key, open_vault
from csat_tui.practice.company import GIVEN, SURNAMES
from csat_tui.store import customers, imports
from csat_tui.store.database import Store, open_store
from schemas.records.operations import ImportBatch

SEARCH_BUDGET, IMPORT_BUDGET = 0.050, 5_000.0
WISHES = 300
AT = "2025-03-14T09:30:00+08:00"


def rows(size: int) -> Iterator[dict[str, Any]]:
    """Made-up customers: the numbers begin with 1380000, which belongs to nobody."""
    chance = Random("customers")
    for n in range(size):
        given = "".join(chance.sample(GIVEN, 1)) + chance.choice(["", *GIVEN])
        yield {
            "number": f"HX{n:06d}",
            "name": chance.choice(SURNAMES) + given,
            "phone": f"1380{chance.randrange(10**7):07d}",
            "plate": f"京O·{chance.choice('ABCEFGHK')}{chance.randrange(1000, 10000)}",
            "company": f"宏达物流{n % 997}分公司" if n % 5 == 0 else None,
        }


def wishes(size: int) -> Iterator[str]:
    """What people type: part of a name, initials, the end of a phone, a plate, a number, two words."""
    chance, known = Random("wishes"), list(rows(size))
    for n in range(WISHES):
        who = known[chance.randrange(size)]
        tail = who["phone"][-4:]
        kinds = (who["name"][-2:], who["name"], tail, who["phone"], who["plate"], who["number"])
        yield (*kinds, f"{who['name'][0]} {tail}", "wjg", "zzz", "物流 99", "没有此人")[n % 11]


def fill(store: Store, size: int) -> float:
    """Import them; rows a second."""
    ids = (f"id-{n}" for n in count())
    counts = {"new": 0, "known": 0, "changed": 0, "rejected": 0}
    head = {"what": "customer", "source": "bench", "file_name": "-", "file_hash": "00" * 32, "rows": size}
    batch = ImportBatch.model_validate({"id": "batch", "at": AT, **head, **counts})
    given = list(rows(size))
    began = time.perf_counter()
    imports.apply(store, "customer", given, batch, lambda: next(ids))
    return size / (time.perf_counter() - began)


def keystrokes(store: Store, size: int) -> list[float]:
    """The seconds of every keystroke, shortest first."""
    taken = []
    for wish in wishes(size):
        for end in range(1, len(wish) + 1):
            began = time.perf_counter()
            customers.search(store, wish[:end])
            taken.append(time.perf_counter() - began)
    return sorted(taken)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--customers", type=int, default=100_000)
    size = parser.parse_args().customers
    with tempfile.TemporaryDirectory() as folder:
        home = open_home(Path(folder) / "home", kind="practice")
        store = open_store(home, database_key(open_vault(home), home))
        speed = fill(store, size)
        taken = keystrokes(store, size)
        disk = home.database.stat().st_size / 2**20
        store.close()
    p50, p99 = taken[len(taken) // 2], taken[int(len(taken) * 0.99)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"import  {speed:,.0f} rows/s   {disk:.0f} MiB on disk, {peak:.0f} MiB in memory")
    shown = f"p50 {p50 * 1000:.1f} ms  p99 {p99 * 1000:.1f} ms  max {taken[-1] * 1000:.1f} ms"
    print(f"search  {shown}  of {len(taken)} keystrokes")
    return int(p99 > SEARCH_BUDGET or speed < IMPORT_BUDGET)


if __name__ == "__main__":
    sys.exit(main())
