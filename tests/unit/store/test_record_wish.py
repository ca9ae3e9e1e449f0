"""What is typed above the list of records: every word the list shows is understood, in both languages."""

import pytest

from csat_tui.laptop.record_wish import CLASSES, read_wish, states
from csat_tui.words.common import class_mark, class_name
from schemas.language import speaking


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_class_and_state_is_found_by_the_words_shown_for_it(language: str) -> None:
    with speaking(language):
        for code in CLASSES:
            for name in (class_name(code), class_mark(code)):
                assert read_wish(f"2026-10 {name} 王", []).case_class == code
        for name, state in states().items():
            wish = read_wish(f"王 {name}", [])
            assert (wish.state, wish.words) == (state, "王")


def test_words_that_only_begin_like_a_name_are_looked_for_in_the_text() -> None:
    with speaking("en"):
        wish = read_wish("set price", [])
        assert (wish.state, wish.words) == ("", "set price")
