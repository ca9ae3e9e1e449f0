"""Screens of some lines to fill in: what they mean is the screen's own."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal

from csat_tui.screens.base import CsatScreen
from csat_tui.widgets.block import Block
from csat_tui.widgets.fields import Fields
from csat_tui.widgets.line import Span, line


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


def named(names: Sequence[Callable[[], str]], fields: Fields) -> ComposeResult:
    """The lines, each with its name before it."""
    with Horizontal(classes="fields"):
        yield Block(lambda _width: [line(Span(f"   {name()}", "strong")) for name in names])
        yield fields
