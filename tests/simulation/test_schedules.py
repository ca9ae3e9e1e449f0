"""Laptops and a centre through weeks of bad luck, many times over: a seed a schedule.

On failure: ``python -m tests.simulation --only SEED``; a seed that has found something goes into regressions.py.
"""

import pytest

from tests.simulation.regressions import FOUND
from tests.simulation.schedule import run_all, told

SCHEDULES = 300
"""A minute and a half on two free cores."""

PORTION = 10


def failures(seeds: range) -> list[str]:
    found = [failure for failure in run_all(seeds) if failure is not None]
    return [f"seed {one.seed}: {one.cause}" for one in found]


@pytest.mark.parametrize("first", range(1, SCHEDULES, PORTION))
def test_everything_arrives_once_and_all_ends_are_equal(first: int) -> None:
    assert failures(range(first, first + PORTION)) == []


@pytest.mark.parametrize("seed", FOUND)
def test_a_seed_that_has_found_something_finds_nothing_now(seed: int) -> None:
    assert failures(range(seed, seed + 1)) == []


def test_a_seed_is_always_the_same_story() -> None:
    assert told(7) == told(7)
