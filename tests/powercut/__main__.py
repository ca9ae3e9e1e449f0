"""The command line of the power cuts; see the package."""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

from tests.powercut.cuts import Damage, cut_power, play
from tests.powercut.recording import Tape, centre_tape, laptop_tape

STORES = {"laptop": (laptop_tape, 20), "centre": (centre_tape, 12)}
"""Store -> its tape, and how many records or pushes are on it."""


def taped(store: str, folder: Path) -> Tape:
    made, length = STORES[store]
    return made(folder, length)


def cut(tape: Tape, folder: Path, cuts: int, seed: int, synchronous: str | None = None) -> Sequence[Damage]:
    """What did not hold in so many power cuts."""
    journal, seen = play(tape, folder, synchronous)
    return cut_power(tape, journal, seen, folder, cuts, Random(seed))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.powercut", description=__doc__)
    parser.add_argument("--cuts", type=int, default=500, help="for each store and each control")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    failed = False
    for store in STORES:
        with tempfile.TemporaryDirectory() as folder:
            tape = taped(store, Path(folder))
            for synchronous in (None, "NORMAL", "OFF"):
                began = time.monotonic()
                damages = cut(tape, Path(folder), options.cuts, options.seed, synchronous)
                lost = sum(damage.lost > 0 for damage in damages)
                broken = sum(damage.fault is not None for damage in damages)
                setting = synchronous or "as the store has it"
                seconds = time.monotonic() - began
                print(f"{store}, synchronous {setting}: {options.cuts} cuts, {lost} lost something,"
                      f" {broken} broken files; {seconds:.1f} s")  # fmt: skip
                failed |= bool(damages) if synchronous is None else not damages
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
