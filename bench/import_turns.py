"""What a change of the import brings: two working trees import the same files, part by part in turns.

python bench/import_turns.py OTHER [--rows 20000]

``OTHER`` is another working tree of this repository, as the code was before. Each tree imports in a process of its
own; after every 500 rows the one waits and the other goes on, so that both meet the same load. Prints processor time in
microseconds a row, before -> now: ``part`` the median of the parts, and that of their ratios; ``begin`` what comes
before the first part, mostly reading who is on file; ``end`` the last part with the commit; ``whole`` all of it.
"""

import argparse
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import IO, Any

ROOT = Path(__file__).resolve().parent.parent
PART = 500
CHILD = """
import sys, tempfile, time
sys.path.insert(0, ".")
from bench.importing import *
rows, began = int(sys.argv[1]), 0.0
def turn(_rows=None):
    global began
    print(time.process_time() - began, flush=True)
    sys.stdin.readline()
    began = time.process_time()
with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    laptop = open_laptop(folder / "home")
    csv_file(folder / "customers", chain([CUSTOMER_HEADER], people(rows)))
    csv_file(folder / "events", chain([EVENT_HEADER], orders(rows, rows)))
    for kind in ("customers", "events"):
        prepared = importing.open_file(laptop, kind, folder / kind, "DMS")
        turn()
        importing.apply(laptop, prepared, "DMS", turn)
        turn()
    laptop.close()
"""
"""A tree's own code, up to its next turn each time a line comes."""


def importer(tree: Path, rows: int) -> "subprocess.Popen[str]":
    """A process that imports with the code of this tree."""
    command = [sys.executable, "-c", CHILD, str(rows)]
    return subprocess.Popen(command, cwd=tree, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def go_on(one: "subprocess.Popen[str]") -> None:
    line = _pipe(one.stdin)
    line.write("\n")
    line.flush()


def taken(one: "subprocess.Popen[str]") -> float:
    """Seconds of processor time since its turn began."""
    return float(_pipe(one.stdout).readline())


def measure(both: list[Any], rows: int) -> list[list[float]]:
    """Of each tree the seconds of what comes before the first part, of each part, and of the last with the commit."""
    seconds: list[list[float]] = [[], []]
    for n in range((rows - 1) // PART + 2):
        for which in (0, 1) if n % 2 else (1, 0):
            go_on(both[which])
            seconds[which].append(taken(both[which]))
    return seconds


def _pipe(end: IO[str] | None) -> IO[str]:
    assert end is not None
    return end


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("other", type=Path)
    parser.add_argument("--rows", type=int, default=20_000)
    wish = parser.parse_args()
    both = [importer(tree, wish.rows) for tree in (wish.other, ROOT)]
    for kind in ("customers", "events"):
        for one in both:
            taken(one)
        before, now = measure(both, wish.rows)
        ratio = median(b / a for a, b in zip(before[1:-1], now[1:-1], strict=True))
        figures = {
            "part": [median(one[1:-1]) / PART for one in (before, now)],
            "begin": [one[0] / wish.rows for one in (before, now)],
            "end": [one[-1] / wish.rows for one in (before, now)],
            "whole": [sum(one) / wish.rows for one in (before, now)],
        }
        told = "  ".join(f"{name} {a * 1e6:.1f} -> {b * 1e6:.1f}" for name, (a, b) in figures.items())
        print(f"{kind:10} parts x {ratio:.3f}   {told} µs a row")
        for one in both:
            go_on(one)
    return max(one.wait() for one in both)


if __name__ == "__main__":
    sys.exit(main())
