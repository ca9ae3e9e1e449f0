"""A list of finished questionnaires: all of this laptop's, or those behind a month's figure."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.message import Message

from csat_tui.screens.base import CsatScreen
from csat_tui.services import Behind, RecordRow, Services
from csat_tui.widgets.block import Block
from csat_tui.widgets.cells import spread
from csat_tui.widgets.line import Line, Span, line
from csat_tui.widgets.row_list import Column, RowList
from csat_tui.wording import NO_CLASS, class_name
from schemas.language import texts

_ = texts("csat_tui")


class RecordsScreen(CsatScreen):
    """``behind`` is a number whose questionnaires are listed, or None for all."""

    where = "records"

    @dataclass
    class Counted(Message):
        count: int

    @dataclass
    class Page(Message):
        offset: int
        rows: Sequence[RecordRow]

    def __init__(self, behind: Behind | None) -> None:
        super().__init__()
        self.behind = behind
        self.count: int | None = None

    def title_text(self) -> str:
        return _("Records {period}", period=self.behind.period) if self.behind else _("Records")

    def about(self) -> str:
        return _(
            "Finished questionnaires, newest first. They are never changed. The last column says how far "
            "each has "
            "come: only here, sent, or proven to be on the server."
        )

    def body(self) -> ComposeResult:
        yield Block(self._heading, id="heading")
        yield RowList(_columns(), id="rows")

    def on_mount(self) -> None:
        self.do_refresh()

    @property
    def rows(self) -> "RowList[RecordRow]":
        """The list."""
        return self.query_one("#rows", RowList)

    def reason(self, action: str) -> str | None:
        if action == "read" and self.rows.marked is None:
            return (
                _("There is no questionnaire here.") if self.count == 0 else _("Still reading; press again.")
            )
        return None

    def do_refresh(self) -> None:
        behind = self.behind
        self.ask(lambda services: services.count_records(behind), self.Counted)

    def do_read(self) -> None:
        from csat_tui.screens.record import RecordScreen

        if (row := self.rows.marked) is not None:
            self.csat.push_screen(RecordScreen(row.id))

    @on(Counted)
    def _counted(self, message: Counted) -> None:
        self.count = message.count
        self.rows.resize_to(message.count)
        self.redraw()

    @on(RowList.Wanted)
    def _wanted(self, message: RowList.Wanted) -> None:
        def read(services: Services) -> Sequence[RecordRow]:
            return services.records(self.behind, message.offset, message.limit)

        self.ask(read, lambda rows: self.Page(message.offset, rows))

    def on_csat_screen_failed(self, message: CsatScreen.Failed) -> None:
        # Textual calls the handler of the base class as well, which says what failed.
        self.rows.forget_wishes()

    @on(Page)
    def _page(self, message: Page) -> None:
        self.rows.fill(message.offset, message.rows)
        self.redraw()

    @on(RowList.Moved)
    def _moved(self) -> None:
        self.query_one("#heading", Block).redraw()

    def _heading(self, width: int) -> list[Line]:
        if self.count is None:
            return [(), line(Span("   " + _("reading ..."), "dim")), ()]
        if self.count == 0:
            return [
                (),
                line("   " + _("No finished questionnaire yet. Start one from Today with Enter.")),
                (),
            ]
        place = f"{self.rows.cursor + 1:,} / {self.count:,} "
        head = self.behind.name if self.behind else _("Finished questionnaires")
        return [(), line(Span(spread("   " + head, place, width), "strong")), ()]


def _columns() -> Sequence[Column[RecordRow]]:
    return (
        Column(lambda: _("Day"), lambda row: f"{row.occurred_at:%Y-%m-%d}", 10),
        Column(lambda: _("Customer"), lambda row: row.customer, 16, grow=2),
        Column(lambda: _("Questionnaire"), lambda row: row.title, 18, grow=2),
        Column(lambda: _("Score"), lambda row: row.score or "-", 5, align="right"),
        Column(lambda: _("Class"), _class, 10, grow=1),
        Column(lambda: _("Where"), where_it_is, 6),
    )


def _class(row: RecordRow) -> str:
    return "-" if row.case_class == NO_CLASS else class_name(row.case_class)


def where_it_is(row: RecordRow) -> str:
    """How far a record has come."""
    if row.proven:
        return _("proven")
    return _("sent") if row.sent else _("here")
