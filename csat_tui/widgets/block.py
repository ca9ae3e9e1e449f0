"""A few lines of text drawn from data each time: what a screen says above and below its list."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from csat_tui.widgets.line import TONES, Line, strip_of

Draw = Callable[[int], Sequence[Line]]
"""Gives the lines for a width in cells. Called at every repaint, so a changed language shows at once."""


class Block(Widget):
    """As high as its lines are many; takes no focus."""

    COMPONENT_CLASSES: ClassVar[set[str]] = TONES
    DEFAULT_CSS = "Block { height: auto; width: 1fr; }"

    def __init__(self, draw: Draw, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._draw = draw

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._draw(width))

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        drawn = self._draw(width)
        return strip_of(self, drawn[y] if y < len(drawn) else (), width)

    def redraw(self) -> None:
        """The data has changed: measure and paint again."""
        self.refresh(layout=True)
