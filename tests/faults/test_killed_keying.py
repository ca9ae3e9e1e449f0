"""Paper forms keyed and keyed again in the real app, killed with ``kill -9``; many more kills: ``kill_keying``."""

import sys
from pathlib import Path

import pytest

from tests.faults import kill_keying

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal and SIGKILL")

KILLS = 6
SEED = 20261122


def test_the_same_field_of_the_same_form_comes_back(tmp_path: Path) -> None:
    assert kill_keying.run(tmp_path, KILLS, SEED) >= 2
