"""A line of input whose candidate window appears where the text is typed."""

from textual.geometry import Offset, Region
from textual.strip import Strip
from textual.widgets import Input

from schemas.language import texts

_ = texts("csat_tui")


class TextInput(Input):
    """Terminals put the window of an input method at the hardware cursor. Textual's Input moves that cursor
    to a place that lags behind layout and is off by the scroll; this one sets it at each paint."""

    @staticmethod
    def help() -> str:
        """What F1 says of a line of input."""
        return _("Type here; Left, Right, Home and End move in the text, Backspace takes back.")

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
