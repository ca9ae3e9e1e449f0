"""A page to read, longer than the screen: lines drawn from data for the width there is."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.strip import Strip
from textual.widget import Widget

from csat_tui.widgets.line import TONES, Line, Span, line, strip_of
from schemas.language import texts

_ = texts("csat_tui")


class Reader(Widget, can_focus=True):
    """Scrolls by line and page. The last row says that there is more."""

    COMPONENT_CLASSES: ClassVar[set[str]] = TONES
    DEFAULT_CSS = "Reader { height: 1fr; width: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "turn(-1)", show=False),
        Binding("pagedown,space", "turn(1)", show=False),
        Binding("home", "first", show=False),
        Binding("end", "last", show=False),
    ]

    def __init__(self, draw: Callable[[int], Sequence[Line]], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._draw = draw
        self._lines: Sequence[Line] = ()
        self._drawn_for: tuple[int, int] | None = None
        self._version = 0
        self._top = 0

    @staticmethod
    def help() -> str:
        """What F1 says of a page to read."""
        return _("Up and Down scroll by a line, PgUp and PgDn by a page, Home and End go to the ends.")

    def redraw(self) -> None:
        """The data or the language has changed."""
        self._version += 1
        self.refresh()

    def action_move(self, step: int) -> None:
        self._scroll(self._top + step)

    def action_turn(self, pages: int) -> None:
        self._scroll(self._top + pages * max(1, self.size.height - 2))

    def action_first(self) -> None:
        self._scroll(0)

    def action_last(self) -> None:
        self._scroll(len(self._fresh()))

    def on_mouse_scroll_down(self) -> None:
        self._scroll(self._top + 3)

    def on_mouse_scroll_up(self) -> None:
        self._scroll(self._top - 3)

    def render_line(self, y: int) -> Strip:
        drawn, width = self._fresh(), self.size.width
        hidden = len(drawn) - self._top - self.size.height
        if y == self.size.height - 1 and hidden > 0:
            return strip_of(self, line(Span("   " + _("{n} more lines: Down", n=hidden + 1), "dim")), width)
        place = self._top + y
        return strip_of(self, drawn[place] if place < len(drawn) else (), width)

    def _fresh(self) -> Sequence[Line]:
        wanted = (self.size.width, self._version)
        if self._drawn_for != wanted:
            self._lines, self._drawn_for = self._draw(self.size.width), wanted
            self._top = max(0, min(self._top, len(self._lines) - self.size.height))
        return self._lines

    def _scroll(self, top: int) -> None:
        self._top = max(0, min(top, len(self._fresh()) - self.size.height))
        self.refresh()
