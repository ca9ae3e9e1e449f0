"""What importing a file would do, row by row; then the import itself, and how it ended."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.message import Message

from csat_tui.importing.prepared import Prepared
from csat_tui.screens.base import CsatScreen
from csat_tui.services import Services
from csat_tui.services.imports import LISTED, Done, Preview, PreviewLine, Stopped, Verdict
from csat_tui.widgets.block import Block
from csat_tui.widgets.cells import wrap
from csat_tui.widgets.line import Line, Span, line, lines
from csat_tui.widgets.row_list import Column, RowList
from csat_tui.words import imports as import_words
from schemas.language import texts

_ = texts("csat_tui")

FILTERS: tuple[Verdict | None, ...] = (None, "rejected", "changed", "new", "known", "passed")


class ImportPreviewScreen(CsatScreen):
    """Returns True when the file was imported. ``asking``: Enter would import it."""

    where = "import_preview"

    @dataclass
    class Judged(Message):
        preview: Preview

    @dataclass
    class Went(Message):
        """So many rows are done; only the latest matters."""

        rows: int

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, ImportPreviewScreen.Went)

    @dataclass
    class Ended(Message):
        done: Done

    class Halted(Message):
        """It was stopped; nothing is stored."""

    def __init__(self, prepared: Prepared, source: str) -> None:
        super().__init__()
        self.prepared, self.source = prepared, source
        self.preview: Preview | None = None
        self.done: Done | None = None
        self.went: int | None = 0
        self.asking = False
        self.shown: Verdict | None = None
        self.lines: Sequence[PreviewLine] = ()
        self._stop = threading.Event()

    def title_text(self) -> str:
        return _("Import: result") if self.done else _("Import: preview")

    def about(self) -> str:
        return _(
            "Every row of the file and what becomes of it. Nothing is stored before F9 and Enter; then it is stored "
            "as a whole or not at all, and can be taken back as long as nothing hangs on it. A rejected row is told "
            "with its reason: put it right in the source system and import the file again."
        )

    def body(self) -> ComposeResult:
        yield Block(self._heading, id="heading")
        yield RowList(_columns(), id="lines")
        yield Block(self._whole, id="whole")

    def on_mount(self) -> None:
        prepared, source = self.prepared, self.source
        self._run(lambda services: self.Judged(services.imports().preview(prepared, source, self._watched)))

    @property
    def rows(self) -> "RowList[PreviewLine]":
        """The list."""
        return self.query_one("#lines", RowList)

    @property
    def running(self) -> bool:
        """Whether rows are being judged or stored."""
        return self.went is not None

    @property
    def busy(self) -> bool:
        return self.running

    def offers(self, action: str) -> bool:
        if action in ("confirm", "stop_import"):
            return self.asking if action == "confirm" else self.running
        if action == "back":
            return not self.running
        return action not in ("apply", "show_rows") or not self.running

    def reason(self, action: str) -> str | None:
        if action == "apply" and self.done is not None:
            return _("The file is imported.")
        if action == "apply" and self.preview is not None and not self._brings():
            return _("There is nothing in it to import.")
        return None

    def do_show_rows(self) -> None:
        self.shown = FILTERS[(FILTERS.index(self.shown) + 1) % len(FILTERS)]
        self._list()

    def do_apply(self) -> None:
        self.asking = True
        self._again()
        self.say(lambda: _("Import {file}? Enter imports it, Esc leaves it.", file=self.prepared.file.name))

    def do_confirm(self) -> None:
        self.asking, self.went = False, 0
        self._again()
        prepared, source = self.prepared, self.source
        self._run(lambda services: self.Ended(services.imports().apply(prepared, source, self._watched)))

    def do_stop_import(self) -> None:
        self._stop.set()
        self.say(lambda: _("Stopping ..."))

    def do_back(self) -> None:
        if self.asking:
            self.asking = False
            self._again()
        else:
            self.dismiss(self.done is not None)

    def on_unmount(self) -> None:
        self._stop.set()

    def _run(self, work: Callable[[Services], Message]) -> None:
        def asked(services: Services) -> Message:
            try:
                return work(services)
            except Stopped:
                return self.Halted()

        self._stop.clear()
        self.ask(asked, lambda message: message)

    def _watched(self, rows: int) -> None:
        if self._stop.is_set() or self.csat.leaving.is_set():
            raise Stopped
        self.post_message(self.Went(rows))

    @on(Went)
    def _gone(self, message: Went) -> None:
        if self.running:
            self.went = message.rows
            self.query_one("#heading", Block).redraw()

    @on(Judged)
    def _judged(self, message: Judged) -> None:
        self.preview, self.went = message.preview, None
        self.shown = "rejected" if message.preview.tally.rejected else None
        self._list()
        self._end()

    @on(Ended)
    def _ended(self, message: Ended) -> None:
        self.done, self.went = message.done, None
        self._end()
        due = [import_words.due(message.done.due)] if message.done.due else []
        self.announce(lambda: " ".join([*due, _("Stored. It can be taken back in the list of imports.")]))

    @on(Halted)
    def _halted(self) -> None:
        self.went = None
        self._end()
        if self.preview is None:
            self.dismiss(False)
        else:
            self.say(lambda: _("Stopped; nothing was stored."))

    def on_csat_screen_failed(self, message: CsatScreen.Failed) -> None:
        # Textual calls the handler of the base class as well, which says what failed.
        self.went = None
        self._end()

    def _end(self) -> None:
        self._again()
        if self.csat.leaving.is_set():
            self.csat.do_quit()

    def _again(self) -> None:
        self.say(None)
        self.refresh_bindings()
        self.redraw()

    def _brings(self) -> bool:
        return self.preview is not None and self.preview.tally.new + self.preview.tally.changed > 0

    def _list(self) -> None:
        lines = self.preview.lines if self.preview else ()
        self.lines = [each for each in lines if self.shown in (None, each.verdict)]
        self.rows.cursor = 0
        self.rows.resize_to(len(self.lines))
        self.redraw()

    @on(RowList.Wanted)
    def _wanted(self, message: RowList.Wanted) -> None:
        self.rows.fill(message.offset, self.lines[message.offset : message.offset + message.limit])
        self.query_one("#whole", Block).redraw()

    @on(RowList.Moved)
    def _moved(self) -> None:
        self.query_one("#whole", Block).redraw()

    def _heading(self, width: int) -> list[Line]:
        if self.running:
            total = self.preview.tally.rows if self.preview else None
            words = _("storing: row {n} of {total}", n=f"{self.went:,}", total=f"{total:,}") if total else ""
            return [
                (),
                line(Span("   " + (words or _("judging: row {n}", n=f"{self.went:,}")), "strong")),
                (),
            ]
        if self.done is not None:
            told = _("Imported {file}", file=self.done.file)
            return [(), line(Span("   " + told, "good")), line("   " + import_words.balance(self.done)),
                    line(Span("   SHA-256 " + self.done.hash, "dim")), ()]  # fmt: skip
        return self._counts(self.preview, width) if self.preview else [()]

    def _counts(self, preview: Preview, width: int) -> list[Line]:
        tally = preview.tally
        outcomes, further = import_words.counts(tally)
        told = [further, *import_words.before(preview.before)]
        rows = [row for text in told for row in wrap(text, width - 6)]
        shown = _("Shown: {what} ({n})", what=import_words.verdict_name(self.shown), n=len(self.lines))
        if len(preview.lines) < tally.rows + len(tally.passed_over):
            shown += _(" - of each outcome the first {n}, of the rejected all", n=LISTED)
        return [(), line(Span("   " + outcomes, "strong")), *lines("   " + row for row in rows),
                line(Span("   " + shown, "dim"))]  # fmt: skip

    def _whole(self, width: int) -> list[Line]:
        """The marked row in full, where the list cuts it."""
        row = self.rows.marked
        text = " - ".join(filter(None, (row.about, row.note))) if row else ""
        return [(), *lines("   " + part for part in wrap(text, width - 6)[:3])] if text else []


def _columns() -> Sequence[Column[PreviewLine]]:
    return (
        Column(lambda: _("Line"), lambda row: str(row.line), 7, align="right"),
        Column(lambda: _("Outcome"), lambda row: import_words.verdict_name(row.verdict), 11),
        Column(
            lambda: _("Of whom, or why"),
            lambda row: "  ".join(filter(None, (row.about, row.note))),
            50,
            grow=1,
        ),
    )
