"""A whole screen painted from lines: one widget, and only the rows that changed are painted again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.widget import Widget

from csat_tui.widgets.line import TONES, Line, plain, strip_of

NARROWEST = 40
"""Cells below which nothing is drawn: the widget is not laid out yet, or nothing could be read."""


@dataclass(frozen=True)
class Drawn:
    """The rows from the top, and where the cursor stands: cell and row."""

    lines: tuple[Line, ...]
    cursor: tuple[int, int] | None = None


class Page(Widget):
    """``draw`` gives the page for a width and height in cells. Takes no focus."""

    COMPONENT_CLASSES: ClassVar[set[str]] = TONES
    DEFAULT_CSS = "Page { height: 1fr; width: 1fr; }"

    def __init__(self, draw: Callable[[int, int], Drawn]) -> None:
        super().__init__()
        self._draw = draw
        self._drawn = Drawn(())

    def on_resize(self) -> None:
        self.show()

    def show(self) -> None:
        """Draw again; what did not change is not painted."""
        before, (width, height) = self._drawn.lines, self.size
        if width < NARROWEST:
            return
        self._drawn = self._draw(width, height)
        for y in range(height):
            if _row(before, y) != _row(self._drawn.lines, y):
                self.refresh(Region(0, y, width, 1))
        if self._drawn.cursor is not None:
            # The terminal's own cursor is hidden, but an input method opens its candidates there.
            x, y = self._drawn.cursor
            self.app.cursor_position = Offset(self.region.x + x, self.region.y + y)

    def redraw(self) -> None:
        """Draw again and paint all of it: colours or widths have changed."""
        self.show()
        self.refresh()

    def text_at(self, y: int) -> str:
        """What stands in a row."""
        return plain(_row(self._drawn.lines, y))

    def render_line(self, y: int) -> Strip:
        return strip_of(self, _row(self._drawn.lines, y), self.size.width)


def _row(lines: tuple[Line, ...], y: int) -> Line:
    return lines[y] if y < len(lines) else ()
