"""The command line of the simulation; see the package."""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

from tests.simulation.regressions import FOUND
from tests.simulation.schedule import Failure, run_all
from tests.simulation.table import HEAD, hunt_all, line

PORTION = 10
SHOWN = 5


def play(seeds: range) -> list[Failure]:
    return [failure for failure in run_all(seeds) if failure is not None]


def portions(first: int, schedules: int) -> Iterator[range]:
    for start in range(first, first + schedules, PORTION):
        yield range(start, min(start + PORTION, first + schedules))


def simulate(first: int, schedules: int, jobs: int) -> int:
    """Play schedules on some processes; exit code 1 when something did not hold."""
    began, failed, done = time.monotonic(), 0, 0
    with ProcessPoolExecutor(jobs) as pool:
        for failures in pool.map(play, portions(first, schedules)):
            done = min(done + PORTION, schedules)
            for failure in failures:
                failed += 1
                tell(failure, whole=failed <= SHOWN)
            print(f"\r{done}/{schedules} schedules, {failed} failed", end="", flush=True, file=sys.stderr)
    seconds = time.monotonic() - began
    print(f"\n{schedules} schedules from seed {first}: {failed} failed; {seconds:.0f} s")
    return 1 if failed else 0


def tell(failure: Failure, whole: bool) -> None:
    print(f"\nseed {failure.seed}: {failure.cause}")
    if whole:
        print("  " + "\n  ".join(failure.story), failure.trace, sep="\n")


def hunted(limit: int, names: list[str]) -> int:
    """Print a line for each mutant; exit code 1 when one that something could notice was not noticed."""
    print(HEAD, flush=True)
    missed = 0
    for one in hunt_all(limit, names):
        print(line(one), flush=True)
        missed += one.schedules is None and one.mutant.equivalent is None
    return int(missed > 0)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=(__doc__ or ""))
    parser.add_argument("--schedules", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", type=int, metavar="SEED", help="one schedule, told whether it holds or not")
    parser.add_argument("--regressions", action="store_true", help="the seeds that have found something")
    parser.add_argument("--mutants", nargs="*", metavar="NAME", help="hunt these, or all; prints the table")
    parser.add_argument("--limit", type=int, default=60, help="schedules a mutant may survive")
    options = parser.parse_args()
    if options.mutants is not None:
        return hunted(options.limit, options.mutants)
    if options.only is not None:
        return simulate(options.only, 1, 1)
    if options.regressions:
        return max(simulate(seed, 1, 1) for seed in FOUND)
    return simulate(options.seed, options.schedules, options.jobs)


if __name__ == "__main__":
    sys.exit(main())
