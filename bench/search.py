"""How long a keystroke of the customer search takes, and how fast rows are imported.

python -m bench.search [--customers 100000] [--events 0] [--responses 0]

makes a laptop in a temporary folder, imports, types. With ``--events 300000 --responses 100000`` the customers have
work orders and finished questionnaires as well.

``import``   customers a second, each an operation in the log, with the index
``search``   milliseconds a keystroke: every beginning of every wish is searched, as somebody types it
``list``     the same with what a line of the list shows: masked phone, last score, marks
``screen``   the same in the find screen: from the key to the list painted with its answer, in a terminal of
             memory (no terminal's own time)
``key``      how long the screen's own thread is held by a key: what the next key would have to wait

Beside each stands its p99 in processor time, which a busy machine stretches less: of search and list that of the
thread, of the screen that of the whole process. Budgets: p99 <= 50 ms of search, list and screen, import >= 5,000
rows/s. Exit 1 when one is missed.
"""

import argparse
import asyncio
import gc
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from bench.records import answer
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
from schemas.records.identity import customer_id
from schemas.records.operations import ImportBatch, Imported

SEARCH_BUDGET, IMPORT_BUDGET = 0.050, 5_000.0
WISHES = 300
SCREEN_WISHES = 60
AT = "2025-03-14T09:30:00+08:00"


class Taken(NamedTuple):
    """What a keystroke took: seconds, and those that the processor was busy with it."""

    seconds: float
    busy: float


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


def events(size: int, customers: list[str]) -> Iterator[dict[str, Any]]:
    """Closed work orders of these customers, by id."""
    for n in range(size):
        day = f"2025-{1 + n % 12:02}-{1 + n % 28:02}"
        yield {
            "source_system": "bench",
            "source_no": f"SO{n:08}",
            "type": "repair",
            "customer": customers[n % len(customers)],
            "closed_at": f"{day}T17:{n % 60:02}:00+08:00",
        }


def fill(store: Store, what: Imported, given: list[dict[str, Any]]) -> float:
    """Import them; rows a second."""
    ids = (f"{what}-{n}" for n in count())
    counts = {"new": 0, "known": 0, "changed": 0, "rejected": 0}
    head = {"what": what, "source": "bench", "file_name": "-", "file_hash": "00" * 32, "rows": len(given)}
    batch = ImportBatch.model_validate({"id": f"batch-{what}", "at": AT, **head, **counts})
    began = time.perf_counter()
    imports.apply(store, what, given, batch, lambda: next(ids))
    return len(given) / (time.perf_counter() - began)


def keystrokes(size: int, ask: Callable[[str], object]) -> list[Taken]:
    """What every beginning of every wish takes to be answered."""
    taken = []
    for wish in wishes(size):
        for end in range(1, len(wish) + 1):
            began, busy = time.perf_counter(), time.thread_time()
            ask(wish[:end])
            taken.append(Taken(time.perf_counter() - began, time.thread_time() - busy))
    return taken


async def screen_keys(laptop: Laptop, size: int, folder: Path) -> tuple[list[Taken], list[Taken]]:
    """Key to painted answer, and key to the screen being free again."""
    app = CsatApp(lambda _passphrase: LaptopServices(laptop), log=folder / "log")
    answered, held = [], []
    async with app.run_test(size=(80, 24)) as pilot:
        while app.services is None:
            await asyncio.sleep(0.01)
        gc.freeze()  # as csat_tui.start does
        screen = FindScreen()
        await app.push_screen(screen)
        field = screen.query_one(TextInput)
        for wish in list(wishes(size))[:SCREEN_WISHES]:
            for end in range(1, len(wish) + 1):
                began, busy = time.perf_counter(), time.process_time()
                field.value = wish[:end]
                await asyncio.sleep(0)
                held.append(Taken(time.perf_counter() - began, time.process_time() - busy))
                while screen.found is None or screen.found.wish != wish[:end].strip():
                    await asyncio.sleep(0.001)
                screen.rows.render_line(1)
                answered.append(Taken(time.perf_counter() - began, time.process_time() - busy))
            field.value = ""
            await pilot.pause()
    return answered, held


def shown(name: str, taken: list[Taken]) -> float:
    """Print what was measured; its p99 in seconds."""
    times = sorted(one.seconds for one in taken)
    busy = sorted(one.busy for one in taken)
    at = int(len(taken) * 0.99)
    told = f"p50 {times[len(times) // 2] * 1000:.1f} ms  p99 {times[at] * 1000:.1f} ms  max {times[-1] * 1000:.1f} ms"
    print(f"{name:7} {told}  processor time p99 {busy[at] * 1000:.1f} ms  of {len(taken)} keystrokes")
    return times[at]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--events", type=int, default=0)
    parser.add_argument("--responses", type=int, default=0)
    wish = parser.parse_args()
    size = wish.customers
    with tempfile.TemporaryDirectory() as folder:
        home = open_home(Path(folder) / "home", kind="practice")
        store = open_store(home, database_key(open_vault(home), home))
        speed = fill(store, "customer", list(rows(size)))
        ids = [customer_id(row["number"]) for row in rows(size)]
        if wish.events:
            fill(store, "event", list(events(wish.events, ids)))
        if wish.responses:
            answer(store, wish.responses, ids)
        disk = home.database.stat().st_size / 2**20
        laptop = Laptop(home, open_vault(home), store)
        print(f"import  {speed:,.0f} rows/s   {disk:.0f} MiB on disk")
        slowest = [
            shown("search", keystrokes(size, lambda wish: customers.search(store, wish, find_page.SHOWN))),
            shown("list", keystrokes(size, lambda wish: find_page.find(laptop, wish))),
        ]
        answered, held = asyncio.run(screen_keys(laptop, size, Path(folder)))
        slowest.append(shown("screen", answered))
        shown("key", held)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory  {peak:.0f} MiB")
    return int(max(slowest) > SEARCH_BUDGET or speed < IMPORT_BUDGET)


if __name__ == "__main__":
    sys.exit(main())
