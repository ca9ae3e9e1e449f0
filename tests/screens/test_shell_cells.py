"""Text measured in cells."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from csat_tui.widgets.cells import fit, packed, spread, wrap
from csat_tui.widgets.line import plain
from csat_tui.widgets.title_bar import title_line
from tests.support.laptop import NOW, STATUS

TEXTS = st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from("客户，。（）“”abc [/]\x1b\u202e"))


@given(TEXTS, st.integers(0, 100))
def test_a_fitted_text_has_exactly_its_width(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) == width


@given(TEXTS, TEXTS, st.integers(1, 100))
def test_a_spread_line_has_exactly_its_width(left: str, right: str, width: int) -> None:
    assert cell_len(spread(left, right, width)) == width


@given(TEXTS, st.integers(2, 100))
def test_wrapped_lines_fit(text: str, width: int) -> None:
    assert all(cell_len(line) <= width for line in wrap(text, width))


@given(TEXTS, TEXTS, TEXTS, st.integers(40, 160))
def test_the_title_row_fits_whatever_people_are_called(name: str, user: str, site: str, width: int) -> None:
    status = replace(STATUS, organisation=name, user=user, site=site)
    assert cell_len(plain(title_line("csat", status, NOW, width))) == width


@given(TEXTS, st.integers(2, 40))
def test_wrapping_loses_no_character_that_can_be_seen(text: str, width: int) -> None:
    from schemas.text import clean

    assert "".join("".join(wrap(text, width)).split()) == "".join(clean(text).split())


def test_chinese_wraps_between_characters_and_no_line_begins_with_punctuation() -> None:
    lines = wrap("请问您对 ABC 公司工程师的技术水平，是否满意？（满分一百分）", 20)
    assert lines == ["请问您对 ABC 公司工", "程师的技术水平，是否", "满意？（满分一百分）"]


def test_english_wraps_between_words() -> None:
    assert wrap("the server is proven to hold it", 12) == ["the server", "is proven to", "hold it"]


def test_a_cut_text_says_so() -> None:
    assert fit("客户满意度调查", 9) == "客户满.. "


@pytest.mark.parametrize("text", ["\x1b]0;title\x07", "\x9b31m", "\u202eabc"])
def test_no_control_character_reaches_the_terminal(text: str) -> None:
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 or c == "\u202e" for c in fit(text, 40))


def test_items_are_packed_unbroken() -> None:
    assert packed(["aaa", "bbb", "cc"], 8) == ["aaa  bbb", "cc"]
