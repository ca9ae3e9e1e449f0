"""A score is kept exactly and read as a decimal."""

import pytest

from csat_tui.words.common import score_words


@pytest.mark.parametrize(
    ("kept", "read"),
    [("670/9", "74.4"), ("88", "88"), ("87.5", "87.5"), ("29999/300", "99.997"), (None, None)],
)
def test_a_fraction_is_read_with_one_decimal_and_never_as_full(kept: str | None, read: str | None) -> None:
    assert score_words(kept) == read
