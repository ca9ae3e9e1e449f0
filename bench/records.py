"""How long the list of finished questionnaires takes with very many of them, against a hundred.

python -m bench.records [--many 100000] [--rounds 15]    makes two laptops in a temporary folder and takes turns

``open``     the screen from its push to the first painted rows
``scroll``   the mark a few pages down, until it is painted
``middle``   the mark in the middle of the list, until it is painted
``end``      End, until the last row is painted
``common``   a typed character of a word that all have, until the narrowed list is painted
``rare``     a name that a hundred have, until the narrowed list is painted
``page``     Enter on a row, until the page is painted

A row is painted when the list has drawn the line of the mark with what the row says. Both sides read the same: a jump
begins at the first row with no page in memory, and what is narrowed finds a hundred rows, of a hundred and of very
many. The two laptops take turns after every round. Prints the medians and the ratio many/few, on the clock and in
processor time, which a busy machine stretches less. Exit 1 when a ratio on the clock is over 1.5.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import insert
from textual.pilot import Pilot
from textual.strip import Strip

from csat_tui.app import CsatApp
from csat_tui.home import open_home
from csat_tui.keys.vault import database_key, open_vault
from csat_tui.laptop.opening import open_laptop
from csat_tui.laptop.services import open_services
from csat_tui.screens.records import RecordsScreen
from csat_tui.store import devicelog, response_index
from csat_tui.store.database import Store, open_store
from csat_tui.store.places import place_of
from csat_tui.store.replica import LaptopReplica
from csat_tui.store.tables import ResponseRow
from csat_tui.widgets.row_list import RowList
from schemas.packs.resolve import content_hash, library_content
from schemas.records.envelope import body_bytes
from schemas.records.facts import facts_of_response
from schemas.records.response import ResponseFinal
from sync.client.ports import Change, Enrolment

PACK = "dlr-cs-sales"
BUDGET = 1.5
FEW = 100
OF_EACH = 100
"""Questionnaires of one customer."""
FIRST = date(2021, 1, 1)
LONGEST = 20.0
"""Seconds after which a wait is given up."""
Results = dict[str, dict[int, list[tuple[float, float]]]]
"""What was done -> size of the list -> seconds on the clock, and those that the processor was busy with it."""


def fill(store: Store, size: int) -> None:
    """Finished questionnaires of five years, a hundred of each customer."""
    names = range(size // OF_EACH)
    people = [{"id": f"c{n}", "number": f"N{n}", "name": f"客户{n:04}"} for n in names]
    changes = [Change("cust", n, "customer", one["id"], 1, "put", one) for n, one in enumerate(people)]
    LaptopReplica(store).apply(changes, "x")
    answer(store, size, [one["id"] for one in people])


def answer(store: Store, size: int, customers: Sequence[str]) -> None:
    """So many questionnaires of these customers in turn, as the log and the tables hold them, with their pack."""
    content = library_content(PACK)
    hash = content_hash(content)
    pack = {"id": f"{PACK}@1", "pack": PACK, "version": content["version"], "hash": hash, "content": content}
    pack |= {"approved_by": "admin", "approved_at": "2021-01-01T00:00:00Z"}
    LaptopReplica(store).apply([Change("ref", 1, "pack", pack["id"], 1, "put", pack)], "x")
    devicelog.LaptopLog(store).enrolled(Enrolment("http://127.0.0.1:9", "d1", 1, "li", "练习公司"))
    for start in range(0, size, 5000):
        with store.write() as session:
            made = [
                _response(n, size, customers[n % len(customers)], content["version"], hash)
                for n in range(start, min(start + 5000, size))
            ]
            bodies = [(one.kind, one.id, body_bytes(one)) for one in made]
            first = devicelog.append_many(session, bodies)
            rows = []
            for seq, one in enumerate(made, first):
                facts = facts_of_response(one)
                place = place_of(facts.local_date, seq)
                rows.append(ResponseRow(**facts.model_dump(), log_seq=seq, place=place).model_dump())
            session.connection().execute(insert(ResponseRow), rows)
    with store.write() as session:
        response_index.rebuild(session)


def _response(n: int, size: int, customer: str, version: str, hash: str) -> ResponseFinal:
    day = (FIRST + timedelta(days=n * 1800 // size)).isoformat()
    score = str(60 + n % 41)
    return ResponseFinal.model_validate(
        {
            "id": f"r{n}", "pack": PACK, "pack_version": version, "pack_hash": hash, "questionnaire_version": 1,
            "engine": "bench", "customer": customer, "channel": "phone", "interviewer": "li",
            "occurred_at": f"{day}T09:30:00+08:00", "local_date": day, "recorded_at": f"{day}T09:41:00+08:00",
            "consent": "agreed", "answers": {"B8": {"scale": "s100", "value": score}},
            "remarks": {"": f"讲得很细，就是试驾等太久，第{n % 97}次"}, "completion": "COMPLETE",
            "score": {"value": score, "origin": "direct", "low": score, "high": score}, "case_class": "OPINION",
        }
    )  # fmt: skip


async def until(there: Callable[[], bool]) -> None:
    """Wait until the screen shows it."""
    began = time.perf_counter()
    while not there():
        if time.perf_counter() - began > LONGEST:
            raise TimeoutError("the screen does not come")
        await asyncio.sleep(0.001)


class Seen:
    """Which rows of which list were painted with their data since the last ``forget``."""

    def __init__(self) -> None:
        self._painted: set[tuple[RowList[Any], int]] = set()
        paint = RowList.render_line

        def render_line(rows: RowList[Any], y: int) -> Strip:
            strip = paint(rows, y)
            if rows.marked is not None and rows.cursor == rows._top + y - 1:
                self._painted.add((rows, rows.cursor))
            return strip

        RowList.render_line = render_line  # type: ignore[method-assign]

    def forget(self) -> None:
        self._painted.clear()

    def mark(self, screen: RecordsScreen, index: int | None = None) -> bool:
        """Whether the mark of this screen was painted, where it stands or on this row."""
        return (
            screen.is_mounted
            and (screen.rows, screen.rows.cursor if index is None else index) in self._painted
        )


async def turns(homes: dict[int, Path], rounds: int) -> Results:
    """The same things done again and again by an app on each laptop, which take turns."""
    taken: Results = {}
    seen, turn = Seen(), asyncio.Lock()
    await asyncio.gather(*(session(home, rounds, size, seen, turn, taken) for size, home in homes.items()))
    return taken


async def session(home: Path, rounds: int, size: int, seen: Seen, turn: asyncio.Lock, taken: Results) -> None:
    """An app on one laptop; its first round is a warm-up."""
    app = CsatApp(lambda _passphrase: open_services(open_laptop(home)), log=home / "log")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: app.services is not None)
        for round in range(rounds + 1):
            async with turn:
                await one_round(app, pilot, seen, size, taken if round else {})
            await asyncio.sleep(0)
        if app.services:
            app.services.close()


async def one_round(app: CsatApp, pilot: Pilot[str], seen: Seen, size: int, taken: Results) -> None:
    """Open the list, scroll, go to its end, narrow it, open a row, and leave again."""

    async def note(name: str, act: Callable[[], object], there: Callable[[], bool]) -> None:
        seen.forget()
        began, busy = time.perf_counter(), time.process_time()
        act()
        await until(there)
        took = time.perf_counter() - began, time.process_time() - busy
        taken.setdefault(name, {}).setdefault(size, []).append(took)
        await pilot.pause()

    screen = RecordsScreen(None)
    await note("open", lambda: app.push_screen(screen), lambda: seen.mark(screen, 0))
    await until(lambda: screen.count == size)
    for name, index in (("scroll", min(720, size * 7 // 10)), ("middle", size // 2), ("end", size - 1)):
        screen.rows.go_to(0)
        await until(lambda: screen.rows.marked is not None)
        await pilot.pause()
        await note(name, partial(_jump, screen.rows, index), partial(seen.mark, screen, index))
    for end in (1, 2, 3):
        text = "试驾等"[:end]
        await note("common", partial(setattr, screen.line, "value", text), partial(_is, screen, seen, text))
    rare = "客户0000"
    await note("rare", partial(setattr, screen.line, "value", rare), partial(_is, screen, seen, rare))
    screen.line.value = ""
    await until(lambda: screen.count == size and not screen.wanted.line)
    await note("page", screen.do_read, lambda: getattr(app.screen, "page", None) is not None)
    app.screen.dismiss()
    await until(lambda: app.screen is screen)
    await pilot.pause()
    screen.dismiss()
    await until(lambda: app.screen is not screen)
    await pilot.pause()


def _jump(rows: RowList[Any], index: int) -> None:
    """To a row whose page has to be read, however short the list."""
    rows._pages.clear()
    rows.go_to(index)


def _is(screen: RecordsScreen, seen: Seen, text: str) -> bool:
    """Whether the narrowed list stands there, painted after it came."""
    if screen.wanted.line != text or screen.shown != screen.wanted:
        seen.forget()
        return False
    return seen.mark(screen)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--many", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        homes = {size: Path(folder) / str(size) for size in (FEW, options.many)}
        for size, path in homes.items():
            home = open_home(path, kind="practice")
            store = open_store(home, database_key(open_vault(home), home))
            began = time.perf_counter()
            fill(store, size)
            store.close()
            print(f"{size} questionnaires made in {time.perf_counter() - began:.0f} s", file=sys.stderr)
        results = asyncio.run(turns(homes, options.rounds))
    worst = 0.0
    for name, sizes in results.items():
        few, few_busy = map(median, zip(*sizes[FEW], strict=True))
        many, many_busy = map(median, zip(*sizes[options.many], strict=True))
        worst = max(worst, many / few)
        print(
            f"{name:8} {FEW}: {few * 1000:7.1f} ms   {options.many}: {many * 1000:7.1f} ms   ratio {many / few:.2f}   "
            f"processor time {few_busy * 1000:.1f} and {many_busy * 1000:.1f} ms, ratio {many_busy / few_busy:.2f}"
        )
    return int(worst > BUDGET)


if __name__ == "__main__":
    sys.exit(main())
