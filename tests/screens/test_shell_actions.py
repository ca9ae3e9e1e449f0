"""The registry of actions, and what is made from it."""

import unicodedata

import pytest
from rich.cells import cell_len

from csat_tui.actions import ACTIONS, Action, bindings, find, key_label, on_screen
from csat_tui.widgets.key_bar import key_lines
from csat_tui.widgets.line import plain
from schemas.language import LANGUAGES, use

SCREENS = sorted({where for action in ACTIONS for where in action.where})
WITH_KEY_BAR = [where for where in SCREENS if where not in ("interview", "keying")]
"""An interview and the keying of paper draw their own rows of keys."""


def ids(wish: str, where: str) -> list[str]:
    return [action.id for action in find(wish, on_screen(where))]


def is_letter(key: str) -> bool:
    return len(key) == 1 and unicodedata.category(key).startswith("L")


class TestKeys:
    def test_no_command_is_a_letter(self) -> None:
        assert not [key for action in ACTIONS for key in action.keys if is_letter(key)]

    def test_every_function_key_has_a_ctrl_key_beside_it(self) -> None:
        def is_function_key(key: str) -> bool:
            return key[0] == "f" and key[1:].isdigit()

        with_function_key = [a for a in ACTIONS if any(is_function_key(key) for key in a.keys)]
        assert all(any(key.startswith("ctrl+") for key in action.keys) for action in with_function_key)

    def test_a_sign_is_bound_in_its_full_width_form_too(self) -> None:
        for action in ACTIONS:
            if "question_mark" in action.keys:
                assert "fullwidth_question_mark" in action.keys

    @pytest.mark.parametrize("where", SCREENS)
    def test_no_key_means_two_things_on_a_screen(self, where: str) -> None:
        keys = [key for action in on_screen(where) for key in action.keys]
        assert sorted(set(keys) - {"escape"}) == sorted(key for key in keys if key != "escape")

    def test_bindings_carry_the_id_of_their_action(self) -> None:
        assert {binding.id for binding in bindings("month")} >= {
            "month.behind",
            "month.earlier",
            "month.back",
        }

    def test_a_key_is_named_as_on_the_keyboard(self) -> None:
        assert [key_label(key) for key in ("ctrl+s", "f1", "escape")] == ["Ctrl+S", "F1", "Esc"]


class TestPalette:
    @pytest.mark.parametrize("wish", ["tb", "tongbu", "sync", "同步", "SYNC", "上传"])
    def test_sync_is_found_by_pinyin_initials_chinese_and_english(self, wish: str) -> None:
        use("zh_CN")
        assert "sync" in ids(wish, "today")

    def test_every_action_can_be_found_without_an_input_method(self) -> None:
        assert [a.id for a in ACTIONS if not any(word.isascii() for word in a.search.split())] == []

    def test_nothing_fits_nonsense(self) -> None:
        assert ids("zzzz", "today") == []


class TestKeyBar:
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("where", WITH_KEY_BAR)
    def test_it_fits_80_cells_and_two_rows_and_loses_no_key(self, where: str, language: str) -> None:
        use(language)
        actions = on_screen(where)
        rows = [plain(row) for row in key_lines(actions, lambda _id: None, 80)]
        assert len(rows) <= 2
        assert all(cell_len(row) <= 80 for row in rows)
        shown: list[Action] = [action for action in actions if action.rank]
        assert all(any(f"{a.label} {a.name}" in row for row in rows) for a in shown)

    def test_drops_what_does_nothing_now_before_what_does_something(self) -> None:
        use("en")
        idle = {"open_batch", "all_batches"}
        row, _general = key_lines(on_screen("paper"), lambda action: "no" if action in idle else None, 72)
        assert "F4 Keyed twice" in plain(row)
        assert "(Enter Open)" in plain(row)
        assert "F2" not in plain(row)

    def test_an_action_that_does_nothing_now_stands_in_brackets(self) -> None:
        use("en")
        rows = key_lines(on_screen("today"), lambda action: "no" if action == "start" else None, 80)
        assert "(Enter Start)" in plain(rows[0])
