"""The power goes at any operation on the disk: every commit that had returned is there, and the file is whole."""

from pathlib import Path

import pytest

pytest.importorskip("apsw")

from tests.powercut.__main__ import STORES, cut, taped

CUTS = 500
CONTROL_CUTS = 60
SEED = 20251122


@pytest.mark.parametrize("store", STORES)
def test_nothing_acknowledged_is_lost_in_a_power_cut(tmp_path: Path, store: str) -> None:
    assert cut(taped(store, tmp_path), tmp_path, CUTS, SEED) == []


@pytest.mark.parametrize("store", STORES)
def test_the_same_cuts_find_a_store_that_does_not_wait_for_the_disk(tmp_path: Path, store: str) -> None:
    damages = cut(taped(store, tmp_path), tmp_path, CONTROL_CUTS, SEED, synchronous="NORMAL")
    assert any(damage.lost > 0 for damage in damages)
