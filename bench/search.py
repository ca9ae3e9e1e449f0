"""How long a keystroke of the customer search takes, and how fast rows are imported.

python -m bench.search [--customers 100000]    makes a laptop in a temporary folder, imports, types

``import``   customers a second, each an operation in the log, with the index
``search``   milliseconds a keystroke: every beginning of every wish is searched, as somebody types it
``list``     the same with what a line of the list shows: masked phone, last score, marks
``screen``   the same in the find screen: from the key to the list painted with its answer, in a terminal of
             memory (no terminal's own time)
``key``      how long the screen's own thread is held by a key: what the next key would have to wait

Budgets: p99 <= 50 ms of search, list and screen, import >= 5,000 rows/s. Exit 1 when one is missed.
"""

import argparse
import asyncio
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from csat_tui.app import CsatApp
from csat_tui.home import open_home
from csat_tui.keys.vault import database_key, open_vault
from csat_tui.laptop import find_page
from csat_tui.laptop.opening import Laptop
from csat_tui.laptop.services import LaptopServices
from csat_tui.practice.company import GIVEN, SURNAMES
from csat_tui.screens.find import FindScreen
from csat_tui.store import customers, imports
from csat_tui.store.database import Store, open_store
from csat_tui.widgets.text_input import TextInput
from schemas.records.operations import ImportBatch

SEARCH_BUDGET, IMPORT_BUDGET = 0.050, 5_000.0
WISHES = 300
SCREEN_WISHES = 60
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


def lines(laptop: Laptop, size: int) -> list[float]:
    """The same for the lines of the list."""
    taken = []
    for wish in wishes(size):
        for end in range(1, len(wish) + 1):
            began = time.perf_counter()
            find_page.find(laptop, wish[:end])
            taken.append(time.perf_counter() - began)
    return sorted(taken)


async def screen_keys(laptop: Laptop, size: int, folder: Path) -> tuple[list[float], list[float]]:
    """Key to painted answer, and key to the screen being free again; shortest first."""
    app = CsatApp(lambda _passphrase: LaptopServices(laptop), log=folder / "log")
    answered, held = [], []
    async with app.run_test(size=(80, 24)) as pilot:
        while app.services is None:
            await asyncio.sleep(0.01)
        screen = FindScreen()
        await app.push_screen(screen)
        field = screen.query_one(TextInput)
        for wish in list(wishes(size))[:SCREEN_WISHES]:
            for end in range(1, len(wish) + 1):
                began = time.perf_counter()
                field.value = wish[:end]
                await asyncio.sleep(0)
                held.append(time.perf_counter() - began)
                while screen.found is None or screen.found.wish != wish[:end].strip():
                    await asyncio.sleep(0.001)
                screen.rows.render_line(1)
                answered.append(time.perf_counter() - began)
            field.value = ""
            await pilot.pause()
    return sorted(answered), sorted(held)


def shown(name: str, taken: list[float]) -> float:
    """Print what was measured; its p99 in seconds."""
    p50, p99 = taken[len(taken) // 2], taken[int(len(taken) * 0.99)]
    times = f"p50 {p50 * 1000:.1f} ms  p99 {p99 * 1000:.1f} ms  max {taken[-1] * 1000:.1f} ms"
    print(f"{name:7} {times}  of {len(taken)} keystrokes")
    return p99


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--customers", type=int, default=100_000)
    size = parser.parse_args().customers
    with tempfile.TemporaryDirectory() as folder:
        home = open_home(Path(folder) / "home", kind="practice")
        store = open_store(home, database_key(open_vault(home), home))
        speed = fill(store, size)
        disk = home.database.stat().st_size / 2**20
        laptop = Laptop(home, open_vault(home), store)
        print(f"import  {speed:,.0f} rows/s   {disk:.0f} MiB on disk")
        slowest = [shown("search", keystrokes(store, size)), shown("list", lines(laptop, size))]
        answered, held = asyncio.run(screen_keys(laptop, size, Path(folder)))
        slowest.append(shown("screen", answered))
        shown("key", held)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory  {peak:.0f} MiB")
    return int(max(slowest) > SEARCH_BUDGET or speed < IMPORT_BUDGET)


if __name__ == "__main__":
    sys.exit(main())
