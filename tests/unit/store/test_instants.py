import pytest

from csat_tui.store.instants import utc_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-03-14T09:30:00+08:00", "2025-03-14T01:30:00.000+00:00"),
        ("2025-03-14T24:00:00+08:00", "2025-03-14T16:00:00.000+00:00"),
        ("2025-12-31T24:00+00:00", "2026-01-01T00:00:00.000+00:00"),
        ("2025-03-14T09:30:00Z", "2025-03-14T09:30:00.000+00:00"),
        ("some day", "some day"),
        ("", ""),
    ],
)
def test_times_become_texts_that_sort_like_times(text: str, expected: str) -> None:
    assert utc_text(text) == expected
