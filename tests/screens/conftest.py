"""Fixtures of the screen tests: a fixed moment, and the language put back after each test."""

from collections.abc import Iterator

import pytest

from schemas.language import current, use


@pytest.fixture(autouse=True)
def _language_put_back() -> Iterator[None]:
    before = current()
    yield
    use(before)
