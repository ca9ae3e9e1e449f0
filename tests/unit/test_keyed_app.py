"""The reader of a program's screen, at the moments when it is half painted."""

import pyte
import pytest

from tests.support.keyed_app import rows_of


@pytest.mark.parametrize(
    ("written", "row"), [("客户a", "客户a"), ("客户a\x1b[1;1Hx", "x户a"), ("客户a\x1b[1;2Hx", "客x户a")]
)
def test_a_screen_can_be_read_while_a_wide_character_is_half_painted_over(written: str, row: str) -> None:
    screen = pyte.Screen(20, 2)
    pyte.Stream(screen).feed(written)
    assert rows_of(screen) == [row, ""]
