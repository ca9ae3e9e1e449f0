"""Editing free text, as pure data: what a key makes of it and where the cursor stands on the screen.

Not Textual's Input: a text that grows is shown whole, in rows, and the screen stays the only receiver of
keys, so that keys typed ahead of the paint never reach the wrong question.
"""

from dataclasses import dataclass

from rich.cells import cell_len


@dataclass(frozen=True)
class LineEdit:
    """``cursor`` counts characters before it."""

    text: str = ""
    cursor: int = 0

    @staticmethod
    def at_end(text: str) -> "LineEdit":
        """The text with the cursor behind it."""
        return LineEdit(text, len(text))

    def insert(self, words: str) -> "LineEdit":
        """Words typed, composed or pasted at the cursor."""
        return LineEdit(self.text[: self.cursor] + words + self.text[self.cursor :], self.cursor + len(words))

    def key(self, name: str) -> "LineEdit | None":
        """What an editing key makes of it (Textual's name of the key); None when it is none."""
        edit = _EDITS.get(name)
        return edit(self) if edit else None

    def left(self) -> "LineEdit":
        return LineEdit(self.text, max(0, self.cursor - 1))

    def right(self) -> "LineEdit":
        return LineEdit(self.text, min(len(self.text), self.cursor + 1))

    def home(self) -> "LineEdit":
        return LineEdit(self.text, 0)

    def end(self) -> "LineEdit":
        return LineEdit.at_end(self.text)

    def backspace(self) -> "LineEdit":
        return LineEdit(
            self.text[: max(0, self.cursor - 1)] + self.text[self.cursor :], max(0, self.cursor - 1)
        )

    def delete(self) -> "LineEdit":
        return LineEdit(self.text[: self.cursor] + self.text[self.cursor + 1 :], self.cursor)

    def clear_left(self) -> "LineEdit":
        return LineEdit(self.text[self.cursor :], 0)

    def new_line(self) -> "LineEdit":
        return self.insert("\n")


_EDITS = {
    "left": LineEdit.left,
    "right": LineEdit.right,
    "home": LineEdit.home,
    "end": LineEdit.end,
    "backspace": LineEdit.backspace,
    "delete": LineEdit.delete,
    "ctrl+u": LineEdit.clear_left,
    "ctrl+j": LineEdit.new_line,
}


@dataclass(frozen=True)
class Folded:
    """The text in rows of a width; the cursor stands before character ``column`` of row ``row``."""

    rows: tuple[str, ...]
    row: int
    column: int

    @property
    def cursor_cell(self) -> int:
        """Cells before the cursor in its row."""
        return cell_len(self.rows[self.row][: self.column])

    def window(self, height: int) -> "Folded":
        """At most so many rows, the cursor among them."""
        top = max(0, min(self.row - height + 1, len(self.rows) - height))
        return Folded(self.rows[top : top + height], self.row - top, self.column)


def fold(edit: LineEdit, width: int) -> Folded:
    """The text broken where a row of this many cells is full, and at its own line ends. One cell at the end
    of a row is kept for the cursor."""
    rows, used, at = [""], 0, (0, 0)
    for index, character in enumerate([*edit.text, ""]):
        size = cell_len(character)
        if used + size > width - 1:
            rows, used = [*rows, ""], 0
        if index == edit.cursor:
            at = (len(rows) - 1, len(rows[-1]))
        if character == "\n":
            rows, used = [*rows, ""], 0
        else:
            rows[-1] += character
            used += size
    return Folded(tuple(rows), *at)
