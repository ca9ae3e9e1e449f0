"""The last rows: the keys that matter here, never more than fit; the palette and help have the rest."""

from collections.abc import Callable
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.message import Message

from csat_tui.actions import Action
from csat_tui.widgets.block import Block
from csat_tui.widgets.cells import packed
from csat_tui.widgets.line import Line, Span, line, plain

GENERAL = 80
"""Actions from this rank on are the same everywhere and keep their place in the last row."""


class KeyBar(Block):
    """``reason`` says why an action does nothing now, or None when it does; such a key stands in brackets."""

    DEFAULT_CSS = "KeyBar { dock: bottom; }"

    def __init__(self, actions: Callable[[], list[Action]], reason: Callable[[str], str | None]) -> None:
        super().__init__(lambda width: key_lines(actions(), reason, width), id="keys")
        self._actions = actions

    @dataclass
    class Pressed(Message):
        """A key's entry was clicked."""

        action: str

    def on_click(self, event: events.Click) -> None:
        row = plain(self._draw(self.size.width)[event.y])
        if (action := action_at(row, event.x, self._actions())) is not None:
            self.post_message(self.Pressed(action.id))


def key_lines(actions: list[Action], reason: Callable[[str], str | None], width: int) -> list[Line]:
    """The rows of the key bar, at most two."""
    shown = [action for action in actions if action.rank]
    first = _row([_entry(a, reason) for a in shown if a.rank < GENERAL], width - 2)
    last = _row([_entry(a, reason) for a in shown if a.rank >= GENERAL], width - 2)
    together = packed([*first, *last], width - 2)
    rows = together if len(together) == 1 else [*first, *last]
    return [line(" ", Span(row, "dim")) for row in rows]


def _row(entries: list[str], width: int) -> list[str]:
    """The entries in one row, none where there are none; what does nothing now makes room first, from the end."""
    while len(rows := packed(entries, width)) > 1:
        idle = [entry for entry in entries if entry.startswith("(")]
        gone = idle[-1] if idle else entries[-1]
        entries = [entry for entry in entries if entry != gone]
    return rows


def action_at(row: str, x: int, actions: list[Action]) -> Action | None:
    """The action whose entry in a row of keys lies under this cell."""
    for action in actions:
        entry = f"{action.label} {action.name}"
        before, found, _after = row.partition(entry)
        if action.rank and found and cell_len(before) <= x < cell_len(before + entry):
            return action
    return None


def _entry(action: Action, reason: Callable[[str], str | None]) -> str:
    text = f"{action.label} {action.name}"
    return f"({text})" if reason(action.id) else text
