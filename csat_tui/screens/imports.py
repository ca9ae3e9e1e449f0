"""Earlier imports, newest first; from here a file is imported, or an import taken back."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.message import Message

from csat_tui.screens.base import CsatScreen
from csat_tui.services.imports import Done
from csat_tui.widgets.block import Block
from csat_tui.widgets.line import Line, Span, line
from csat_tui.widgets.row_list import Column, RowList
from csat_tui.words import imports as import_words
from csat_tui.words.common import imported_name
from schemas.language import texts

_ = texts("csat_tui")


class ImportsScreen(CsatScreen):
    """``asked``: the import that Enter would take back."""

    where = "imports"

    @dataclass
    class Arrived(Message):
        done: Sequence[Done]

    @dataclass
    class Undone(Message):
        records: int

    def __init__(self) -> None:
        super().__init__()
        self.count: int | None = None
        self.asked: Done | None = None

    def title_text(self) -> str:
        return _("Import")

    def about(self) -> str:
        return _(
            "Every import with the counts of its rows, to be held against the system the file came from. An import "
            "of this laptop can be taken back as long as nothing hangs on what it brought."
        )

    def body(self) -> ComposeResult:
        yield Block(self._heading, id="heading")
        yield RowList(_columns(), id="rows")
        yield Block(self._marked, id="marked")

    @property
    def rows(self) -> "RowList[Done]":
        """The list."""
        return self.query_one("#rows", RowList)

    def on_screen_resume(self) -> None:
        self.do_refresh()

    def do_refresh(self) -> None:
        self.ask(lambda services: services.imports().done(), self.Arrived)

    @on(Arrived)
    def _arrived(self, message: Arrived) -> None:
        self.count = len(message.done)
        self.rows.show_rows(message.done)
        self.redraw()

    @on(RowList.Moved)
    def _moved(self) -> None:
        self._forget()
        self.query_one("#marked", Block).redraw()

    def offers(self, action: str) -> bool:
        return self.asked is not None if action == "confirm" else action != "new_import" or self.asked is None

    def reason(self, action: str) -> str | None:
        if action != "take_back":
            return None
        done = self.rows.marked
        if done is None:
            return _("There is no import here.")
        if done.undone:
            return _("This import was taken back already.")
        return None if done.mine else _("This import was made on another laptop: it is taken back there.")

    def do_new_import(self) -> None:
        from csat_tui.screens.import_file import ImportFileScreen

        self.csat.push_screen(ImportFileScreen())

    def do_take_back(self) -> None:
        self.asked = done = self.rows.marked
        if done is not None:
            self.say(lambda: _("Take back {file}? Enter takes it back, Esc leaves it.", file=done.file))
            self.refresh_bindings()
            self.redraw()

    def do_confirm(self) -> None:
        done = self.asked
        self._forget()
        if done is not None:
            self.ask(lambda services: services.imports().undo(done.id), self.Undone)

    def do_back(self) -> None:
        if self.asked is None:
            self.dismiss()
        else:
            self._forget()

    def _forget(self) -> None:
        if self.asked is not None:
            self.asked = None
            self.say(None)
            self.refresh_bindings()
            self.redraw()

    @on(Undone)
    def _undone(self, message: Undone) -> None:
        n = message.records
        self.announce(lambda: import_words.taken_back(n))
        self.do_refresh()

    def _heading(self, _width: int) -> list[Line]:
        if self.count is None:
            return [(), line(Span("   " + _("reading ..."), "dim")), ()]
        if self.count == 0:
            return [(), line("   " + _("Nothing was imported yet. F3 chooses a file.")), ()]
        return [(), line(Span("   " + _("Earlier imports"), "strong")), ()]

    def _marked(self, _width: int) -> list[Line]:
        done = self.rows.marked
        if done is None:
            return []
        return [(), line("   " + import_words.balance(done)), line(Span("   SHA-256 " + done.hash, "dim"))]


def _columns() -> Sequence[Column[Done]]:
    return (
        Column(lambda: _("Imported"), lambda done: f"{done.at:%Y-%m-%d %H:%M}", 16),
        Column(lambda: _("What"), lambda done: imported_name(done.what), 9),
        Column(lambda: _("Source"), lambda done: done.source, 8, grow=1),
        Column(lambda: _("File"), lambda done: done.file, 14, grow=3),
        Column(lambda: _("Rows"), lambda done: f"{done.rows:,}", 7, align="right"),
        Column(lambda: _("State"), _state, 10),
    )


def _state(done: Done) -> str:
    if done.undone:
        return _("taken back")
    return _("stored") if done.mine else _("elsewhere")
