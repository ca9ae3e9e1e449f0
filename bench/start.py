"""How long csat takes to its first frame and to a filled Today, as a multiple of a bare Textual app.

python bench/start.py [--runs 9] [--home DIR]    each start is a new process on a pseudo-terminal of 80 by 24

``bare``   a Textual app of Header, Input and Footer: process start to its first bytes of content
``first``  csat: process start to its title row on the terminal
``filled`` csat: process start to the customer of the first line; needs a home with a task due (--home)

Budgets: first <= 1.4 x bare, filled <= 4 x bare. POSIX only. Exit 1 when a budget is exceeded.
"""

import argparse
import os
import pty
import signal
import statistics
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from fcntl import ioctl
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZE = struct.pack("HHHH", 24, 80, 0, 0)
PATIENCE = 20.0
"""Seconds until a start counts as failed."""

BARE = """
from textual.app import App
from textual.widgets import Footer, Header, Input
class Bare(App):
    TITLE = "BARE-TITLE"
    def compose(self):
        yield Header()
        yield Input()
        yield Footer()
Bare().run()
"""
EMPTY = """
from pathlib import Path
from schemas.language import use
from csat_tui.services import NotSetUp
from csat_tui.start import run
def nothing(_passphrase):
    raise NotSetUp
use("en")
run(nothing, log=Path("{log}"))
"""
FIRST_BUDGET, FILLED_BUDGET = 1.4, 4.0


def seconds_until(command: Sequence[str], sign: bytes, environment: dict[str, str]) -> float:
    """Start the command on a terminal of its own; seconds until it has written the sign."""
    ours, theirs = pty.openpty()
    ioctl(ours, termios.TIOCSWINSZ, SIZE)
    began = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, cwd=ROOT, start_new_session=True
    )
    os.close(theirs)
    try:
        return _read_until(ours, sign, began)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        os.close(ours)


def _read_until(terminal: int, sign: bytes, began: float) -> float:
    written = b""
    while sign not in written:
        if time.perf_counter() - began > PATIENCE:
            raise TimeoutError(f"not seen within {PATIENCE:.0f} s: {sign!r}")
        written += os.read(terminal, 65536)
    return time.perf_counter() - began


def medians(
    cases: dict[str, tuple[list[str], bytes]], runs: int, environment: dict[str, str]
) -> dict[str, float]:
    """The median seconds of each case; the cases take turns, so that a busy moment hits all."""
    taken: dict[str, list[float]] = {name: [] for name in cases}
    for _run in range(runs + 1):
        for name, (command, sign) in cases.items():
            taken[name].append(seconds_until(command, sign, environment))
    return {name: statistics.median(times[1:]) for name, times in taken.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--home", help="a laptop's home with a task due today, for the filled figure")
    parser.add_argument("--customer", default="", help="the customer of its first line, as shown")
    options = parser.parse_args()
    environment = os.environ | {"TERM": "xterm-256color", "PYTHONPATH": str(ROOT), "CSAT_LANGUAGE": "en"}
    python = sys.executable
    cases = {
        "bare": ([python, "-c", BARE], b"BARE-TITLE"),
        "first": ([python, "-c", EMPTY.format(log=os.devnull)], b"opening"),
    }
    if options.home:
        environment["CSAT_HOME"] = options.home
        cases["filled"] = ([python, "-m", "csat_tui"], options.customer.encode())
    found = medians(cases, options.runs, environment)
    budgets = {"first": FIRST_BUDGET, "filled": FILLED_BUDGET}
    for name, seconds in found.items():
        budget = f"   budget {budgets[name]:.1f}" if name in budgets else ""
        print(f"{name:<8}{seconds * 1000:7.0f} ms   {seconds / found['bare']:5.2f} x bare{budget}")
    return int(any(found[name] > limit * found["bare"] for name, limit in budgets.items() if name in found))


if __name__ == "__main__":
    sys.exit(main())
