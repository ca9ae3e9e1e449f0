"""Ctrl+P: every command of the screen below, found by Chinese, pinyin initials or English."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from csat_tui.actions import Action, bindings, find
from csat_tui.screens.base import CsatScreen
from csat_tui.widgets.block import Block
from csat_tui.widgets.cells import phrase, wrap
from csat_tui.widgets.line import Line, Span, line
from csat_tui.widgets.row_list import Column, RowList
from csat_tui.widgets.text_input import TextInput
from schemas.language import texts

_ = texts("csat_tui")

BESIDE = 33
"""Cells of a command beside its explanation: margins, name, key."""


class PaletteScreen(CsatScreen):
    """Returns the id of the chosen action, or None."""

    where = "palette"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("palette"),
        Binding("up", "mark(-1)", show=False),
        Binding("down", "mark(1)", show=False),
    ]

    def __init__(self, subject: CsatScreen) -> None:
        super().__init__()
        self.subject = subject

    def title_text(self) -> str:
        return _("Commands: {screen}", screen=self.subject.title_text())

    def body(self) -> ComposeResult:
        yield Block(lambda _width: [()])
        yield TextInput(placeholder=_("a few characters, pinyin initials or English"), compact=True)
        yield Block(self._none_found)
        yield RowList(self._columns(), id="found")
        yield Block(self._whole, id="whole")

    def on_mount(self) -> None:
        self.found.can_focus = False
        self._search("")

    @property
    def found(self) -> "RowList[Action]":
        """The commands that fit."""
        return self.query_one("#found", RowList)

    def action_mark(self, step: int) -> None:
        self.found.action_move(step)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        self._search(event.value)

    @on(Input.Submitted)
    def run_enter(self) -> None:
        if (action := self.found.marked) is not None:
            self.dismiss(action.id)

    def do_back(self) -> None:
        self.dismiss(None)

    def _search(self, wish: str) -> None:
        self.found.cursor = 0
        self.found.show_rows(find(wish, [a for a in self.subject.actions() if a.id != "palette"]))
        self.redraw()

    def _none_found(self, _width: int) -> list[Line]:
        return [] if self.found.count else [(), line("   " + _("No command fits. Esc goes back."))]

    def _columns(self) -> list[Column[Action]]:
        return [
            Column(lambda: _("Command"), lambda action: action.name, 16),
            Column(lambda: _("Key"), lambda action: action.label, 8),
            Column(lambda: _("What it does"), self._words, 40, grow=1),
        ]

    @on(RowList.Moved)
    def _moved(self) -> None:
        self.query_one("#whole", Block).redraw()

    def _words(self, action: Action) -> str:
        """As much of the explanation as fits beside the key, never half a word; the marked one stands whole below."""
        return phrase(self._explained(action), self.size.width - BESIDE)

    def _whole(self, width: int) -> list[Line]:
        if (action := self.found.marked) is None:
            return []
        explained = self._explained(action)
        if self._words(action) == explained:
            return []
        rows = wrap(explained, width - 6)
        return [(), *[line(Span(f"   {row}", "dim")) for row in rows]]

    def _explained(self, action: Action) -> str:
        reason = self.subject.why_not(action.id)
        return f"({reason})" if reason else action.explanation
