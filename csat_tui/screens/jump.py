"""Jump mode: a number stands at every row and field of the screen, and typing it goes there.

The numbers are digits, which pass an input method or arrive in their full-width form; both are understood.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Static

from csat_tui.keyboard import DIGITS, sign_of


@dataclass(frozen=True)
class Target:
    """A place on the screen, in cells from its upper left corner, and what going there does."""

    x: int
    y: int
    go: Callable[[], object]


def targets(screen: Screen[object]) -> list[Target]:
    """The rows and fields of a screen, from top to bottom."""
    return [target for widget in screen.focus_chain for target in _of(widget)]


def _of(widget: Widget) -> list[Target]:
    x, y = widget.region.offset
    places = getattr(widget, "places", None)
    if places is None:
        return [Target(x, y, widget.focus)]
    return [Target(x, y + down, partial(_both, widget.focus, mark)) for down, mark in places()]


def _both(focus: Callable[[], object], mark: Callable[[], object]) -> None:
    focus()
    mark()


class JumpScreen(ModalScreen[Callable[[], object] | None]):
    """Returns what going to the chosen place does, or None; any key that is no digit leaves."""

    DEFAULT_CSS = """
    JumpScreen Static { position: absolute; width: auto; height: 1; text-style: bold reverse; }
    """

    def __init__(self, targets: Sequence[Target]) -> None:
        super().__init__()
        size = len(str(len(targets)))
        self.labels = {str(n).zfill(size): target for n, target in enumerate(targets, 1)}
        self.typed = ""

    def compose(self) -> ComposeResult:
        for label, target in self.labels.items():
            shown = Static(Content(label))
            shown.styles.offset = (target.x, target.y)
            yield shown

    def on_key(self, event: events.Key) -> None:
        event.stop()
        digit = sign_of(event.character)
        if digit not in DIGITS:
            self.dismiss(None)
            return
        self.typed += digit or ""
        if (target := self.labels.get(self.typed)) is not None:
            self.dismiss(target.go)
        elif not any(label.startswith(self.typed) for label in self.labels):
            self.dismiss(None)
