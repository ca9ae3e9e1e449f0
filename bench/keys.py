"""How long a key takes until its effect is on the terminal, in the interview and in the least that could do it.

python bench/keys.py [--keys 400] [--folder DIR]

``floor``      a bare Textual app of one Input that commits each key to SQLite (WAL, synchronous=FULL)
``interview``  csat with a form open: two digits, Enter to the next question, Up back to it, and so on; every
               one of these keys is a commit as well

Both take turns on the same disk (``--folder``) and are typed into through a pseudo-terminal of 80 by 24; a
key is painted when the terminal gets the first bytes after it. Budget: p99 of the interview <= 1.5 x p99 of
the floor. POSIX only. Exit 1 when the budget is exceeded.
"""

import argparse
import os
import random
import select
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.support import practice_laptop
from tests.support.keyed_app import ENTER, UP, KeyedApp
from tests.support.terminal import OnTerminal, cold

BUDGET = 1.5
WARM_UP = 40
ROUND = 40
"""Keys in a turn."""
REST = (0.02, 0.08)
"""Seconds between keys: a person's, so that no key waits for the paint of the one before."""
PATIENCE = 20.0

FLOOR = """
import sqlite3, sys
from textual.app import App
from textual.widgets import Input
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("PRAGMA journal_mode=WAL")
database.execute("PRAGMA synchronous=FULL")
database.execute("CREATE TABLE key (at INTEGER PRIMARY KEY, text TEXT)")
class Floor(App):
    def compose(self):
        yield Input(placeholder="READY")
    def on_input_changed(self, event):
        database.execute("INSERT INTO key (text) VALUES (?)", (event.value,))
Input.cursor_blink = False
Floor().run()
"""


def paint_seconds(program: OnTerminal, key: str) -> float:
    """Type a key; seconds until the first bytes of what it painted."""
    time.sleep(random.uniform(*REST))
    while _readable(program, 0):
        program._read()
    began = time.perf_counter()
    program.type(key)
    if not _readable(program, PATIENCE):
        raise TimeoutError(f"nothing painted for {key!r}")
    taken = time.perf_counter() - began
    program._read()
    return taken


def _readable(program: OnTerminal, seconds: float) -> bool:
    return bool(select.select([program._terminal], [], [], seconds)[0])


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of them do not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def turns(programs: dict[str, tuple[OnTerminal, Iterator[str]]], keys: int) -> dict[str, list[float]]:
    """Seconds of each key; the programs take turns, so that a busy moment of the machine hits all."""
    taken: dict[str, list[float]] = {name: [] for name in programs}
    while min(len(times) for times in taken.values()) < keys + WARM_UP:
        for name, (program, typed) in programs.items():
            taken[name] += [paint_seconds(program, next(typed)) for _ in range(ROUND)]
    return {name: times[WARM_UP:] for name, times in taken.items()}


def opened_interview(home: Path) -> KeyedApp:
    practice_laptop.make(home)
    seat = KeyedApp(home, "en", fresh=True)
    seat.see("Today 1", "王建国")
    seat.keys(ENTER)
    seat.see("Notice and consent")
    seat.keys("1")
    seat.see("Question 1 /")
    return seat


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--keys", type=int, default=400)
    parser.add_argument("--folder", help="on the disk to be measured; the temporary folder by default")
    options = parser.parse_args()
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        floor = OnTerminal(cold([sys.executable, "-c", FLOOR, str(Path(folder) / "floor.db")]))
        seat = opened_interview(Path(folder) / "laptop")
        try:
            floor.read_until("EADY")  # the cursor stands on the R
            programs = {
                "floor": (floor, cycle("85\x7f\x7f")),
                "interview": (seat, cycle(["8", "5", ENTER, UP])),
            }
            found = turns(programs, options.keys)
        finally:
            floor.end()
            seat.end()
    worst = {name: percentile(times, 0.99) for name, times in found.items()}
    for name, times in found.items():
        middle = percentile(times, 0.5)
        print(f"{name:<11}p50 {middle * 1000:6.1f} ms   p99 {worst[name] * 1000:6.1f} ms   {len(times)} keys")
    ratio = worst["interview"] / worst["floor"]
    print(f"interview / floor  p99 {ratio:.2f}   budget {BUDGET}")
    return int(ratio > BUDGET)


if __name__ == "__main__":
    sys.exit(main())
