"""Editing free text: what a key makes of it, and where its rows break."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from csat_tui.widgets.line_edit import LineEdit, fold

TEXT = st.text(st.sampled_from("ab 客户，。\n１"), max_size=60)


class TestEditing:
    def test_words_go_in_at_the_cursor(self):
        assert LineEdit("客", 0).insert("新") == LineEdit("新客", 1)

    def test_backspace_and_delete_stop_at_the_ends(self):
        assert LineEdit("客", 0).key("backspace") == LineEdit("客", 0)
        assert LineEdit("客", 1).key("delete") == LineEdit("客", 1)
        assert LineEdit("客户", 1).key("backspace") == LineEdit("户", 0)
        assert LineEdit("客户", 1).key("delete") == LineEdit("客", 1)

    def test_the_cursor_moves_by_characters(self):
        assert LineEdit("客户", 2).key("left") == LineEdit("客户", 1)
        assert LineEdit("客户", 2).key("home") == LineEdit("客户", 0)
        assert LineEdit("客户", 0).key("end") == LineEdit("客户", 2)

    def test_letters_are_no_editing_keys(self):
        assert LineEdit("客", 1).key("j") is None


class TestFolding:
    def test_breaks_where_a_row_is_full_and_counts_chinese_as_two(self):
        folded = fold(LineEdit.at_end("客户满意度"), 7)
        assert folded.rows == ("客户满", "意度")
        assert (folded.row, folded.cursor_cell) == (1, 4)

    def test_a_window_keeps_the_cursor_in_sight(self):
        folded = fold(LineEdit("一\n二\n三\n四", 0), 20)
        assert folded.window(2).rows == ("一", "二")
        assert fold(LineEdit.at_end("一\n二\n三\n四"), 20).window(2).rows == ("三", "四")

    @given(TEXT, st.integers(0, 60), st.integers(4, 30))
    def test_loses_nothing_and_never_overflows(self, text: str, cursor: int, width: int):
        edit = LineEdit(text, min(cursor, len(text)))
        folded = fold(edit, width)
        assert "".join(folded.rows) == text.replace("\n", "")
        assert all(cell_len(row) < width for row in folded.rows)
        assert (
            folded.rows[folded.row][: folded.column]
            == (
                "".join(folded.rows)[: len(text[: edit.cursor].replace("\n", ""))][
                    len("".join(folded.rows[: folded.row])) :
                ]
            )
        )
        assert folded.cursor_cell < width
