"""How long a key takes until its effect is on the terminal, in the interview and in the least that could do it.

python bench/keys.py [--keys 400] [--folder DIR] [--sync]

``floor``      a bare Textual app of one Input that commits each key to SQLite (WAL, synchronous=FULL)
``interview``  csat with a form open: two digits, Enter to the next question, Up back to it, and so on; every
               one of these keys is a commit as well

``behind``     with --sync: the same, while a thread of the app syncs with a centre without a pause, a new record
               each time

All take turns on the same disk (``--folder``) and are typed into through a pseudo-terminal of 80 by 24; a
key is painted when the terminal gets the first bytes after it. Budget: p99 of the interview, and of the one with a
sync behind it, <= 1.5 x p99 of the floor. POSIX only. Exit 1 when the budget is exceeded.
"""

import argparse
import json
import os
import random
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import cycle
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from csat_tui.laptop.customer_changes import add_temporary
from csat_tui.laptop.opening import now
from csat_tui.store import operations
from schemas.records.operations import TaskOp
from tests.support import practice_laptop
from tests.support.keyed_app import ENTER, UP, KeyedApp, fresh
from tests.support.store_samples import PACK_NAME
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


BEHIND = """
import sys, threading
from pathlib import Path
from csat_tui import start
from csat_tui.laptop.customer_changes import add_temporary
plain = start._open_laptop
def opened(home, passphrase):
    services = plain(home, passphrase)
    def sync():
        while True:
            add_temporary(services._laptop, {"name": "behind"})
            assert services.sync(lambda _step: None, lambda: False, accept_removal=False).proven
            (home / "synced").write_text("once")
    threading.Thread(target=sync, daemon=True).start()
    return services
start._open_laptop = opened
start.run_home(Path(sys.argv[1]))
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


class Synced(KeyedApp):
    """The app with a sync running in a thread of it all the time."""

    def __init__(self, home: Path) -> None:
        super().__init__(home, "en", start=cold([sys.executable, "-c", BEHIND, str(home)]))


def alone(home: Path) -> KeyedApp:
    """The app as a person starts it."""
    return KeyedApp(home, "en", start=fresh(home))


@contextmanager
def centre(folder: Path, home: Path) -> Iterator[None]:
    """A centre of its own process, at which the laptop in this home is enrolled."""
    csat = [sys.executable, "-m", "csat_tui", "--home"]
    serving = subprocess.Popen(
        [*csat, str(folder), "serve", "--port", "0", "--json"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert serving.stdout is not None
        url = json.loads(serving.stdout.readline())["url"]
        subprocess.run([*csat, str(folder), "packs", "approve", PACK_NAME], check=True)
        code = subprocess.check_output(
            [*csat, str(folder), "admin", "code", "--user", practice_laptop.USER], text=True
        )
        subprocess.run([*csat, str(home), "enrol", url, code.strip()], check=True)
        make_visit(home)
        yield
    finally:
        serving.terminate()
        serving.wait()


def make_visit(home: Path) -> None:
    """A visit due now that the centre gets to know; it takes away those that it does not."""
    with practice_laptop.opened(home) as laptop:
        customer, at = add_temporary(laptop, {"name": "王建国"}), now().isoformat(timespec="milliseconds")
        due = {
            "type": "visit",
            "customer": customer,
            "pack": PACK_NAME,
            "assignee": laptop.user,
            "due_at": at,
        }
        operations.record(
            laptop.store,
            [TaskOp(id="o1", at=at, user=laptop.user, record="due1", fields={**due, "channel": "onsite"})],
        )


def opened_interview(home: Path, opened: Callable[[Path], KeyedApp]) -> KeyedApp:
    seat = opened(home)
    seat.see("Today 1", "王建国")
    seat.keys(ENTER)
    seat.see("Notice and consent")
    seat.keys("1")
    seat.see("Question 1 /")
    return seat


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--keys", type=int, default=400)
    parser.add_argument("--sync", action="store_true")
    parser.add_argument("--folder", help="on the disk to be measured; the temporary folder by default")
    options = parser.parse_args()
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=options.folder)))
        floor = OnTerminal(cold([sys.executable, "-c", FLOOR, str(folder / "floor.db")]))
        stack.callback(floor.end)
        floor.read_until("EADY")  # the cursor stands on the R
        programs: dict[str, tuple[OnTerminal, Iterator[str]]] = {"floor": (floor, cycle("85\x7f\x7f"))}
        for name in ("interview", "behind") if options.sync else ("interview",):
            home = folder / name
            practice_laptop.make(home)
            if name == "behind":
                stack.enter_context(centre(folder / "centre", home))
            seat = opened_interview(
                home, Synced if name == "behind" else lambda home: KeyedApp(home, "en", start=fresh(home))
            )
            stack.callback(seat.end)
            programs[name] = (seat, cycle(["8", "5", ENTER, UP]))
        found = turns(programs, options.keys)
        assert not options.sync or (folder / "behind" / "synced").exists()
    worst = {name: percentile(times, 0.99) for name, times in found.items()}
    for name, times in found.items():
        middle = percentile(times, 0.5)
        print(f"{name:<11}p50 {middle * 1000:6.1f} ms   p99 {worst[name] * 1000:6.1f} ms   {len(times)} keys")
    ratios = {name: value / worst["floor"] for name, value in worst.items() if name != "floor"}
    for name, ratio in ratios.items():
        print(f"{name} / floor  p99 {ratio:.2f}   budget {BUDGET}")
    return int(max(ratios.values()) > BUDGET)


if __name__ == "__main__":
    sys.exit(main())
