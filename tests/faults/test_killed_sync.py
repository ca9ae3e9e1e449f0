"""Laptop and centre killed with ``kill -9`` under load; a minute of it: ``kill_sync``."""

from pathlib import Path

from tests.faults import kill_sync

ROUNDS = 3
SEED = 20251122


def test_what_was_answered_is_proven_at_the_centre_after_the_kills(tmp_path: Path) -> None:
    assert kill_sync.run(tmp_path, SEED, rounds=ROUNDS).kills == ROUNDS
