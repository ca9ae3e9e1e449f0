"""Fixtures of the screen tests: a fixed moment, and language and width put back after each test."""

from collections.abc import Iterator

import pytest

from csat_tui.widgets.ambiguous import use_ambiguous_width
from schemas.language import current, use


@pytest.fixture(autouse=True)
def _put_back() -> Iterator[None]:
    before = current()
    yield
    use(before)
    use_ambiguous_width(1)
