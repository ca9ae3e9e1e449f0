"""The simulation is able to fail: it notices protocol code that was made wrong on purpose."""

import pytest

from tests.simulation.mutants import Mutant
from tests.simulation.noticed import NOTICED
from tests.simulation.table import ALL, hunt

LIMIT = 60
"""Schedules within which each has to be noticed."""


@pytest.mark.parametrize("mutant", [one for one in ALL if one.name in NOTICED], ids=lambda one: one.name)
def test_a_broken_protocol_is_noticed(mutant: Mutant) -> None:
    assert hunt(mutant, LIMIT).schedules is not None, mutant.wrong
