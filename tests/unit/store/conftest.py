from collections.abc import Iterator
from pathlib import Path

import pytest

from csat_tui.store.database import Store
from tests.support.store_samples import practice_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = practice_store(tmp_path)
    yield opened
    opened.close()
