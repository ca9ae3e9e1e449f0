"""A line of input whose candidate window appears where the text is typed, and which leaves the screen its keys."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.widgets import Input

from schemas.language import texts

_ = texts("csat_tui")


_EDITING = {
    "left": "cursor_left",
    "right": "cursor_right",
    "shift+left": "cursor_left(True)",
    "shift+right": "cursor_right(True)",
    "ctrl+left": "cursor_left_word",
    "ctrl+right": "cursor_right_word",
    "home": "home",
    "end": "end",
    "shift+home": "home(True)",
    "shift+end": "end(True)",
    "backspace": "delete_left",
    "delete": "delete_right",
    "ctrl+w": "delete_left_word",
    "ctrl+u": "delete_left_all",
    "ctrl+x": "cut",
    "ctrl+c,super+c": "copy",
    "ctrl+v": "paste",
    "enter": "submit",
}
"""Key -> what it does in the line. Textual's Input takes Ctrl with A, D, E, F and K too, which are commands here."""


class TextInput(Input, inherit_bindings=False):
    """Terminals put the window of an input method at the hardware cursor. Textual's Input moves that cursor
    to a place that lags behind layout and is off by the scroll; this one sets it at each paint."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, action, show=False) for key, action in _EDITING.items()
    ]

    @staticmethod
    def help() -> str:
        """What F1 says of a line of input."""
        return _("Type here; Left, Right, Home and End move in the text, Backspace takes back.")

    async def on_key(self, event: events.Key) -> None:
        # Textual runs a binding when its key has gone up to the app; what is typed after it overtakes it on the way.
        held = getattr(self.app, "held", None)
        waits = held is not None and held.waiting
        if not event.is_printable and not waits and self.screen is self.app.screen:
            event.stop()
            event.prevent_default()
            await self.app._check_bindings(event.key)

    @property
    def cursor_screen_offset(self) -> Offset:
        region = self.content_region
        column = self._position_to_cell(self.cursor_position) - self.scroll_offset.x
        return Offset(region.x + column, region.y)

    def render_lines(self, crop: Region) -> list[Strip]:
        strips = super().render_lines(crop)
        if self.has_focus:
            self.app.cursor_position = self.cursor_screen_offset
        return strips
