"""Lines to fill in, one below the other: all are drawn by one widget, and one line of input goes to where one types.

A line of input each would cost ten times as much when the form opens: Textual styles every widget by itself.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from csat_tui.widgets.line import TONES, Span, strip_of
from csat_tui.widgets.text_input import TextInput

DIGIT_WIDTH = 7
"""Cells of a line that takes a digit, which words explain beside it."""
MARGIN = 3
"""Cells that stay free at the right end."""


@dataclass(frozen=True)
class Field:
    """``code`` is its name in what is typed; ``hint`` stands in it while it is empty; ``beside`` says in words what a
    digit typed there means; ``rows`` of the screen: more than one where its name needs them."""

    code: str
    value: str = ""
    hint: str = ""
    beside: Callable[[str], str] | None = None
    rows: int = 1


class FieldInput(TextInput):
    """The line of input of ``Fields``. The keys that go to another line are its own, not the screen's: they wait in one
    queue with the characters, so that what is typed, however fast, stands in the line it was meant for."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", show=False),
        Binding("down,tab", "step(1)", show=False),
        Binding("enter", "enter", show=False),
    ]

    def __init__(self, fields: "Fields") -> None:
        super().__init__(compact=True)
        self._fields = fields

    def action_step(self, by: int) -> None:
        self._fields.step(by)

    def action_enter(self) -> None:
        self._fields.enter()

    def places(self) -> list[tuple[int, Callable[[], None]]]:
        """Each line of the form: how far below this one it stands, and how to go there."""
        rows = self._fields.tops
        return [(row - rows[self._fields.at], partial(self._fields.go, n)) for n, row in enumerate(rows)]


class Fields(Widget):
    """``at``: the line that is typed in, counted from 0; ``tops``: the row each begins in. Enter and Down go to the
    next line, Up to the one before; Enter in the last one calls ``finish``."""

    COMPONENT_CLASSES: ClassVar[set[str]] = TONES | {"tone--value", "tone--hint"}
    DEFAULT_CSS = f"""
    Fields {{ width: 1fr; }}
    Fields > .tone--value {{ background: $surface; color: $foreground; }}
    Fields > .tone--hint {{ background: $surface; color: $text-disabled; }}
    Fields:ansi > .tone--value {{ background: ansi_default; color: ansi_default; }}
    Fields:ansi > .tone--hint {{ background: ansi_default; color: ansi_default; text-style: dim; }}
    Fields > FieldInput {{ position: absolute; width: 1fr; padding-right: {MARGIN}; }}
    """

    class Moved(Message):
        """Another line is typed in."""

    def __init__(self, fields: Sequence[Field], finish: Callable[[], None], at: int = 0) -> None:
        super().__init__()
        self._finish = finish
        self.fields = fields
        self.at = at
        self.input = FieldInput(self)
        self._typed = [field.value for field in fields]
        self.tops = list(accumulate((field.rows for field in fields[:-1]), initial=0))
        self.styles.height = sum(field.rows for field in fields)

    def compose(self) -> ComposeResult:
        self._take_up()
        yield self.input

    @property
    def code(self) -> str:
        """The name of the line that is typed in."""
        return self.fields[self.at].code

    def typed(self) -> dict[str, str]:
        """What stands in the lines, by their codes."""
        self._typed[self.at] = self.input.value
        return {field.code: value for field, value in zip(self.fields, self._typed, strict=True)}

    def fill(self, texts: Mapping[str, str]) -> bool:
        """Put these texts, by code, into the lines that nobody has typed in yet; whether any was."""
        typed, filled = self.typed(), False
        for n, field in enumerate(self.fields):
            if field.code in texts and typed[field.code] == field.value != texts[field.code]:
                self._typed[n], filled = texts[field.code], True
        if filled:
            self._take_up()
            self.refresh()
        return filled

    def step(self, by: int) -> None:
        """So many lines down; the ends stop."""
        self.go(max(0, min(self.at + by, len(self.fields) - 1)))

    def enter(self) -> None:
        """On to the next line, or the end of the form."""
        if self.at == len(self.fields) - 1:
            self._finish()
        else:
            self.step(1)

    def go(self, at: int) -> None:
        """Type in this line from now on; what stands in it is selected. At once: the next key belongs to it."""
        if at == self.at:
            return
        left, self._typed[self.at], self.at = self.at, self.input.value, at
        self._take_up()
        self.input.select_all()
        for line in (left, at):
            self.refresh(Region(0, self.tops[line], self.size.width, 1))
        self.post_message(self.Moved())

    def _take_up(self) -> None:
        field = self.fields[self.at]
        self.input.value, self.input.placeholder = self._typed[self.at], field.hint
        self.input.styles.offset = (0, self.tops[self.at])
        self.input.styles.width = DIGIT_WIDTH if field.beside else "1fr"

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self.go(bisect_right(self.tops, event.screen_y - self.region.y) - 1)
        self.input.focus()

    def on_input_changed(self) -> None:
        self.refresh(Region(0, self.tops[self.at], self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        at = bisect_right(self.tops, y) - 1
        if y != self.tops[at]:
            return strip_of(self, (), self.size.width)
        field, value = self.fields[at], self.input.value if at == self.at else self._typed[at]
        room = DIGIT_WIDTH if field.beside else self.size.width
        text = Span(value or field.hint, "value" if value else "hint")
        words = (Span(field.beside(value), "strong"),) if field.beside else ()
        return Strip.join(
            [
                strip_of(self, (text,), max(0, room - MARGIN), "value"),
                strip_of(self, (), MARGIN, "value"),
                strip_of(self, words, max(0, self.size.width - room)),
            ]
        )
