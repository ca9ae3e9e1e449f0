"""A running centre for one test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.sync_centre import PACK, LocalCentre


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[LocalCentre]:
    """A centre with the sales pack approved."""
    centre = LocalCentre(tmp_path / "centre.sqlite")
    centre.admin.approve(PACK)
    yield centre
    centre.close()
