"""Some lines to fill in, one below the other: how to move between them. What they mean is the screen's own."""

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from csat_tui.screens.base import CsatScreen
from csat_tui.widgets.block import Block
from csat_tui.widgets.line import Span, line
from csat_tui.widgets.text_input import TextInput


class LinesForm(CsatScreen):
    """Enter and Down go to the next line, Up to the one before; Enter in the last one does ``finishes``.

    The keys act at once, not by a message of the line that was left: what is typed next, however fast, belongs to
    the line that the key went to.
    """

    finishes: ClassVar[str] = "save"
    CSS_PATH = "lines_form.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "go(-1)", show=False, priority=True),
        Binding("down,tab", "go(1)", show=False, priority=True),
        Binding("enter", "enter", show=False, priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._saving = False

    @property
    def inputs(self) -> list[TextInput]:
        """The lines, in their order."""
        return list(self.query(TextInput))

    @property
    def busy(self) -> bool:
        return self._saving

    def action_go(self, step: int) -> None:
        inputs = self.inputs
        self.set_focus(inputs[max(0, min(self._place(inputs) + step, len(inputs) - 1))])

    def action_enter(self) -> None:
        inputs = self.inputs
        if self._place(inputs) == len(inputs) - 1:
            self.action_do(self.finishes)
        else:
            self.action_go(1)

    def typed(self) -> dict[str, str]:
        """What stands in the lines, by their ids."""
        return {str(one.id): one.value for one in self.inputs}

    def on_csat_screen_failed(self, message: CsatScreen.Failed) -> None:
        # Textual calls the handler of the base class as well, which says what failed.
        self._saving = False

    def _place(self, inputs: list[TextInput]) -> int:
        return next((n for n, one in enumerate(inputs) if one is self.focused), 0)


def under_each_other(names: Sequence[Callable[[], str]], inputs: Iterable[Widget]) -> ComposeResult:
    """The lines, each with its name before it. The names are one widget: each widget costs as it opens."""
    with Horizontal(classes="fields"):
        yield Block(lambda _width: [line(Span(f"   {name()}", "strong")) for name in names])
        with Vertical():
            yield from inputs
