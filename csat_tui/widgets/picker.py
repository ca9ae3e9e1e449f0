"""A page to read in which some lines can be picked: the mark goes from one such line to the next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from textual import events
from textual.message import Message

from csat_tui.widgets.line import Line, Span
from csat_tui.widgets.reader import Reader
from schemas.language import texts

_ = texts("csat_tui")

T = TypeVar("T")
MARK = " > "
"""In place of the three blanks a line begins with."""


class Picker(Reader, Generic[T]):
    """``rows``: for a width, each line with what it stands for, None for one that cannot be picked."""

    @dataclass
    class Chosen(Message):
        """The marked line was clicked: the mouse's Enter."""

        picker: "Picker[Any]"

        @property
        def control(self) -> "Picker[Any]":
            return self.picker

    def __init__(
        self, rows: Callable[[int], Sequence[tuple[Line, T | None]]], *, id: str | None = None
    ) -> None:
        super().__init__(self._marked_lines, id=id)
        self._rows = rows
        self._targets: list[tuple[int, T]] = []
        self._at = 0

    @staticmethod
    def help() -> str:
        """What F1 says of such a page."""
        return _("Up and Down go to the next line that can be opened, Enter opens it, PgUp and PgDn scroll.")

    @property
    def picked(self) -> T | None:
        """What the marked line stands for."""
        self._fresh()
        return self._targets[self._at][1] if self._targets else None

    def action_move(self, step: int) -> None:
        self._fresh()
        if not 0 <= self._at + step < len(self._targets):
            super().action_move(step)
            return
        self._at += step
        self.redraw()
        place = self._targets[self._at][0]
        if not self._top <= place < self._top + self.size.height - 1:
            self._scroll(place - self.size.height // 2)

    def on_click(self, event: events.Click) -> None:
        self._fresh()
        for n, (place, _target) in enumerate(self._targets):
            if place == self._top + event.y:
                if n == self._at:
                    self.post_message(self.Chosen(self))
                self._mark(n)

    def places(self) -> list[tuple[int, Callable[[], None]]]:
        """The lines on the screen that can be picked: how far down each stands, and how to put the mark there."""
        self._fresh()
        shown = range(self._top, self._top + self.size.height)
        found = [(n, place) for n, (place, _target) in enumerate(self._targets) if place in shown]
        return [(place - self._top, partial(self._mark, n)) for n, place in found]

    def _mark(self, at: int) -> None:
        self._at = at
        self.redraw()

    def _marked_lines(self, width: int) -> Sequence[Line]:
        rows = self._rows(width)
        self._targets = [(place, target) for place, (_line, target) in enumerate(rows) if target is not None]
        self._at = max(0, min(self._at, len(self._targets) - 1))
        marked = self._targets[self._at][0] if self._targets else None
        return [_marked(drawn) if place == marked else drawn for place, (drawn, _target) in enumerate(rows)]


def _marked(drawn: Line) -> Line:
    first, *rest = drawn
    return (Span(MARK + first.text[len(MARK) :], first.tone), *rest)
