"""The simulation is able to fail: it notices protocol code that was made wrong on purpose."""

import pytest

from tests.simulation.mutants import Mutant
from tests.simulation.table import ALL, hunt

FAST = (
    "ack_before_commit",
    "change_not_published",
    "cursor_not_stored",
    "do_not_contact_lost",
    "page_one_short",
    "quarantine_drops",
)
"""Noticed by nearly every schedule; the others are hunted by command."""

LIMIT = 30
"""Schedules within which each has to be noticed."""


@pytest.mark.parametrize("mutant", [one for one in ALL if one.name in FAST], ids=lambda one: one.name)
def test_a_broken_protocol_is_noticed(mutant: Mutant) -> None:
    assert hunt(mutant, LIMIT).schedules is not None, mutant.wrong
