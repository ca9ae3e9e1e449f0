"""Screens of some lines to fill in: what they mean is the screen's own."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal

from csat_tui.screens.base import CsatScreen
from csat_tui.widgets.block import Block
from csat_tui.widgets.cells import wrap
from csat_tui.widgets.fields import Fields
from csat_tui.widgets.line import Line, Span, line

NAME_WIDTH = 20
"""Cells of the names before the lines."""
INDENT = 3


class LinesForm(CsatScreen):
    """Enter in the last line does the action ``finishes``."""

    finishes: ClassVar[str] = "save"
    CSS_PATH = "lines_form.tcss"

    def __init__(self) -> None:
        super().__init__()
        self._saving = False

    @property
    def fields(self) -> Fields:
        """The lines."""
        return self.query_one(Fields)

    @property
    def busy(self) -> bool:
        return self._saving

    def finish(self) -> None:
        """Enter in the last line."""
        self.action_do(self.finishes)

    def on_csat_screen_failed(self, message: CsatScreen.Failed) -> None:
        # Textual calls the handler of the base class as well, which says what failed.
        self._saving = False


def named(names: Sequence[Callable[[], str]], fields: Fields, width: int = NAME_WIDTH) -> ComposeResult:
    """The lines, each with its name before it, in as many rows as the field has."""

    def labels(_width: int) -> list[Line]:
        given = zip(names, fields.fields, strict=True)
        return [row for name, field in given for row in _label(name(), field.rows, width)]

    with Horizontal(classes="fields"):
        block = Block(labels)
        block.styles.width = width
        yield block
        yield fields


def rows_of(name: str, width: int) -> int:
    """The rows that a name needs in a column of so many cells."""
    return max(1, len(wrap(name, width - INDENT - 1)))


def _label(name: str, rows: int, width: int) -> list[Line]:
    parts = wrap(name, width - INDENT - 1) if rows > 1 else [name]
    shown = [line(Span(" " * INDENT + part, "strong")) for part in parts[:rows]]
    return [*shown, *[line()] * (rows - len(shown))]
