from collections.abc import Iterator

import pytest

from tests.support.made_once import made_once
from tests.support.postgres import blank, postgres, storage

__all__ = ["blank", "postgres", "storage"]


@pytest.fixture(scope="session", autouse=True)
def _databases_are_made_once() -> Iterator[None]:
    with made_once():
        yield
