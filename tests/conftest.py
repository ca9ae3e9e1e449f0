from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from schemas.language import current, use
from tests.support.made_once import made_once
from tests.support.postgres import blank, postgres, storage

settings.register_profile("csat", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("csat")  # no test depends on how fast the machine is

__all__ = ["blank", "postgres", "storage"]


@pytest.fixture(scope="session", autouse=True)
def _databases_are_made_once() -> Iterator[None]:
    with made_once():
        yield


@pytest.fixture(autouse=True)
def _language_is_each_tests_own() -> Iterator[None]:
    before = current()
    yield
    use(before)
