"""Interviews in the real app, killed with ``kill -9`` at random moments; 200 of them: ``kill_interview``."""

import sys
from pathlib import Path

import pytest

from tests.faults import kill_interview

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal and SIGKILL")

KILLS = 20
SEED = 20251122


def test_no_accepted_answer_is_lost_and_no_record_is_half_final(tmp_path: Path) -> None:
    assert kill_interview.run(tmp_path, KILLS, SEED) >= 1
