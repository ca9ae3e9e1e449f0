"""A list of finished questionnaires: all of this laptop's, or those behind a month's figure, narrowed while typing.

The first page is read alone and stands on the screen at once, however long the list is; how long it is comes behind
it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message

from csat_tui.screens.base import CsatScreen
from csat_tui.screens.record_lines import record_lines
from csat_tui.services import Services
from csat_tui.services.records import (
    Behind,
    Listing,
    RecordPage,
    RecordRow,
    Wanted,
)
from csat_tui.widgets.block import Block
from csat_tui.widgets.cells import spread
from csat_tui.widgets.line import Line, Span, line
from csat_tui.widgets.reader import Reader
from csat_tui.widgets.row_list import PAGE, Column, RowList
from csat_tui.widgets.text_input import TextInput
from csat_tui.words.common import NO_CLASS, class_mark
from schemas.language import texts

_ = texts("csat_tui")


class RecordsScreen(CsatScreen):
    """``behind`` is a number whose questionnaires are listed, or None for all."""

    where = "records"
    AUTO_FOCUS = "#rows"
    CSS_PATH = "records.tcss"

    @dataclass
    class Listed(Message):
        wanted: Wanted
        listing: Listing

    @dataclass
    class Counted(Message):
        wanted: Wanted
        count: int

    @dataclass
    class Page(Message):
        wanted: Wanted
        offset: int
        rows: Sequence[RecordRow]

    @dataclass
    class Day(Message):
        wanted: Wanted
        index: int

    @dataclass
    class Preview(Message):
        id: str
        page: RecordPage

    def __init__(self, behind: Behind | None) -> None:
        super().__init__()
        self.wanted = Wanted(behind)
        self.shown: Wanted | None = None
        self.listing: Listing | None = None
        self.count: int | None = None
        """How many there are; None until that is known."""
        self.jumping = False
        self.preview: RecordsScreen.Preview | None = None
        self._reading = False

    @property
    def behind(self) -> Behind | None:
        """The number whose questionnaires are listed."""
        return self.wanted.behind

    def title_text(self) -> str:
        return _("Records {period}", period=self.behind.period) if self.behind else _("Records")

    def about(self) -> str:
        return _(
            "Finished questionnaires, newest first. They are never changed: a correction takes the place of the old "
            "one, which is kept beside it. F3 narrows the list while you type: words of the customer, the answers or "
            "remarks, a period (2026-11, 2026-11-20, 2026Q4), a class, a pack, or how far it has come as in the last "
            "column. Ctrl+G goes to a day."
        )

    def body(self) -> ComposeResult:
        yield Block(self._heading, id="heading")
        yield TextInput(id="filter", placeholder=_("F3: name, words, 2026-11, class, proven"))
        with Horizontal():
            yield RowList(_columns(), id="rows")
            yield Reader(self._preview_lines, id="preview")

    def on_mount(self) -> None:
        self.do_refresh()

    @property
    def rows(self) -> "RowList[RecordRow]":
        """The list."""
        return self.query_one("#rows", RowList)

    @property
    def line(self) -> TextInput:
        """Where the wish, or the day to go to, is typed."""
        return self.query_one("#filter", TextInput)

    def reason(self, action: str) -> str | None:
        if action == "read" and self.rows.marked is None:
            return (
                _("There is no questionnaire here.") if self.count == 0 else _("Still reading; press again.")
            )
        return None

    def do_refresh(self) -> None:
        wanted = self.wanted
        self.listing, self.count = None, None
        self.ask(
            lambda services: services.record_list(wanted, PAGE), lambda found: self.Listed(wanted, found)
        )

    def do_read(self) -> None:
        from csat_tui.screens.record import RecordScreen

        if (row := self.rows.marked) is not None:
            self.csat.push_screen(RecordScreen(row.id), lambda _news: self.do_refresh())

    def do_filter(self) -> None:
        """To the line that narrows the list; there again: to the list."""
        self._line_for(jumping=False)
        (self.rows if self.line.has_focus else self.line).focus()

    def do_day(self) -> None:
        """Ask for a day to go to."""
        self._line_for(jumping=True)
        self.line.focus()

    def do_back(self) -> None:
        """From the line to the list, clearing it; from the list back to where one came from."""
        if self.line.has_focus:
            self._line_for(jumping=False)
            self.line.value = ""
            self.rows.focus()
        else:
            super().do_back()

    def _line_for(self, *, jumping: bool) -> None:
        if jumping == self.jumping:
            return
        self.jumping = jumping
        with self.prevent(TextInput.Changed):
            self.line.value = "" if jumping else self.wanted.line
        asked = (
            _("Day, like 2026-11-20, then Enter") if jumping else _("F3: name, words, 2026-11, class, proven")
        )
        self.line.placeholder = asked

    @on(TextInput.Changed, "#filter")
    def _typed(self, message: TextInput.Changed) -> None:
        if not self.jumping and message.value.strip() != self.wanted.line:
            self.wanted = Wanted(self.behind, message.value.strip())
            self.do_refresh()

    @on(TextInput.Submitted, "#filter")
    def _submitted(self, message: TextInput.Submitted) -> None:
        self.rows.focus()
        if not self.jumping:
            return
        self._line_for(jumping=False)
        try:
            day = date.fromisoformat(message.value.strip().replace("/", "-"))
        except ValueError:
            self.say(lambda: _("This is not a day: write it like 2026-11-20."))
            return
        wanted = self.wanted
        self.ask(lambda services: services.records_after(wanted, day), lambda index: self.Day(wanted, index))

    @on(Listed)
    def _listed(self, message: Listed) -> None:
        wanted, listing = message.wanted, message.listing
        if wanted != self.wanted:
            return
        again = wanted == self.shown and listing.count is None
        self.shown, self.listing, self.count = wanted, listing, listing.count
        # Read again it is about as long as before: the mark, or a jump made in the meantime, is not to be lost.
        self.rows.resize_to(max(len(listing.rows), listing.count or 0, self.rows.count if again else 0))
        self.rows.fill(0, listing.rows)
        self.preview = None
        self.redraw()
        self._read_preview()
        if self.count is None:
            self.ask(
                lambda services: services.record_count(wanted), lambda count: self.Counted(wanted, count)
            )

    @on(Counted)
    def _counted(self, message: Counted) -> None:
        if message.wanted == self.wanted:
            self.count = message.count
            self.rows.grow_to(message.count)
            self.redraw()

    @on(Day)
    def _day(self, message: Day) -> None:
        if message.wanted == self.wanted:
            self.rows.go_to(message.index)

    @on(RowList.Wanted)
    def _wanted(self, message: RowList.Wanted) -> None:
        if self.count is None:
            return
        wanted, offset, count = self.wanted, message.offset, self.count

        def read(services: Services) -> Sequence[RecordRow]:
            return services.records(wanted, offset, message.limit, count)

        self.ask(read, lambda rows: self.Page(wanted, offset, rows))

    def on_csat_screen_failed(self, message: CsatScreen.Failed) -> None:
        # Textual calls the handler of the base class as well, which says what failed.
        self.rows.forget_wishes()
        self._reading = False

    @on(Page)
    def _page(self, message: Page) -> None:
        if message.wanted == self.wanted:
            self.rows.fill(message.offset, message.rows)
            self.redraw()
            self._read_preview()

    @on(RowList.Moved)
    def _moved(self) -> None:
        self.query_one("#heading", Block).redraw()
        self._read_preview()

    def on_resize(self) -> None:
        self.call_after_refresh(self._read_preview)

    def _read_preview(self) -> None:
        """Read what the marked row holds, where there is room to show it; one at a time, so that a key held down
        does not pile up questions."""
        row = self.rows.marked
        if not self.has_class("-wide") or row is None or self._reading:
            return
        if self.preview is None or self.preview.id != row.id:
            self._reading, id = True, row.id
            self.ask(lambda services: services.record(id), lambda page: self.Preview(id, page))

    @on(Preview)
    def _previewed(self, message: Preview) -> None:
        self._reading, self.preview = False, message
        self.query_one("#preview", Reader).redraw()
        self._read_preview()

    def _preview_lines(self, width: int) -> list[Line]:
        row = self.rows.marked
        if self.preview is None or row is None or row.id != self.preview.id:
            return []
        return record_lines(self.preview.page, width)

    def _heading(self, width: int) -> list[Line]:
        if self.count is None:
            return [line(Span("   " + _("reading ..."), "dim"))]
        if self.count == 0:
            said = _("Nothing is found; Esc in the line shows all.") if self.wanted.line else _nothing()
            return [line("   " + said)]
        place = f"{self.rows.cursor + 1:,} / {self.count:,} "
        head = self.behind.name if self.behind else _("Finished questionnaires")
        return [line(Span(spread("   " + self._understood(head), place, width), "strong"))]

    def _understood(self, head: str) -> str:
        kinds = {"period": _("period"), "pack": _("pack"), "class": _("class"), "state": _("state")}
        found = self.listing.understood if self.listing else ()
        named = [f"{kinds[kind]} {word}" for kind, word in found if kind in kinds]
        return "   ".join([head, *named])


def _nothing() -> str:
    return _("No finished questionnaire yet. Start one from Today with Enter.")


def _columns() -> Sequence[Column[RecordRow]]:
    return (
        Column(lambda: _("Day"), lambda row: f"{row.occurred_at:%Y-%m-%d}", 10),
        Column(lambda: _("Customer"), lambda row: row.customer, 16, grow=2),
        Column(lambda: _("Questionnaire"), lambda row: row.title, 14, grow=2),
        Column(lambda: _("Score"), _score, 6, align="right"),
        Column(lambda: _("Class"), _class, 13, grow=1),
        Column(lambda: _("Where"), where_it_is, 6),
    )


def _score(row: RecordRow) -> str:
    """The score; a star where it was corrected."""
    return ("*" if row.amended else "") + (row.score or "-")


def _class(row: RecordRow) -> str:
    return "-" if row.case_class == NO_CLASS else class_mark(row.case_class)


def where_it_is(row: RecordRow) -> str:
    """How far a record has come."""
    if row.set_aside:
        return _("set aside")
    if row.void:
        return _("void")
    if row.proven:
        return _("proven")
    return _("sent") if row.sent else _("here")
