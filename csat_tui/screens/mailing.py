"""One mailing: every form that was sent out, whom it went to and what became of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.message import Message

from csat_tui.paper.mailings import Marked
from csat_tui.screens.base import CsatScreen
from csat_tui.screens.mailings import mailing_lines
from csat_tui.services.paper import MailingPage, SentRow
from csat_tui.widgets.block import Block
from csat_tui.widgets.line import Line, Span, line
from csat_tui.widgets.row_list import Column, RowList
from schemas.language import texts

_ = texts("csat_tui")


ONE_FORM = ("mark_undeliverable", "mark_reminded", "mark_returned", "take_form_back")
"""What is done with the marked form."""


class MailingScreen(CsatScreen):
    """A digit notes what became of the marked form; F9 that everybody due was reminded."""

    where = "mailing"

    @dataclass
    class Arrived(Message):
        page: MailingPage

    @dataclass
    class Noted(Message):
        """What was done, in words."""

        words: Callable[[], str]

    def __init__(self, series: str) -> None:
        super().__init__()
        self.series = series
        self.page: MailingPage | None = None

    def title_text(self) -> str:
        return _("Mailing {series}", series=self.series)

    def about(self) -> str:
        return _(
            "A form is returned when it is registered in a batch; 3 puts it into the open one. What the post brings "
            "back unopened is undeliverable and no return (R34). Ctrl+Z takes a mistake back. Reminders: print them "
            "with csat paper print {series} --what reminders, then note here that they were sent.",
            series=self.series,
        )

    def body(self) -> ComposeResult:
        yield Block(self._heading, id="heading")
        yield RowList(_columns(), id="sent")

    @property
    def rows(self) -> "RowList[SentRow]":
        """The forms."""
        return self.query_one("#sent", RowList)

    def on_screen_resume(self) -> None:
        self.do_refresh()

    def do_refresh(self) -> None:
        self.ask(lambda services: services.paper().mailing(self.series), self.Arrived)

    @on(Arrived)
    def _arrived(self, message: Arrived) -> None:
        self.page = message.page
        self.rows.show_rows(message.page.forms)
        self.redraw()

    @on(Noted)
    def _noted(self, message: Noted) -> None:
        self.announce(message.words)
        self.do_refresh()
        self.go_on()

    def reason(self, action: str) -> str | None:
        if action in ONE_FORM and self.rows.marked is None:
            return _("Still reading; press again.") if self.page is None else _("No form is marked.")
        return None

    def do_mark_undeliverable(self) -> None:
        self._mark("undeliverable", lambda serial: _("{serial}: undeliverable.", serial=serial))

    def do_mark_reminded(self) -> None:
        self._mark("reminded", lambda serial: _("{serial}: reminded today.", serial=serial))

    def do_mark_returned(self) -> None:
        if (row := self.rows.marked) is not None:
            self.ask_in_turn(
                lambda services: services.paper().mark_returned(row.serial),
                lambda batch: self.Noted(
                    lambda: _("{serial}: returned, in batch {batch}.", serial=row.serial, batch=batch)
                ),
            )

    def do_take_form_back(self) -> None:
        if (row := self.rows.marked) is not None:
            self.ask_in_turn(
                lambda services: services.paper().take_back(row.serial),
                lambda words: self.Noted(lambda: words),
            )

    def do_remind_all(self) -> None:
        self.ask_in_turn(
            lambda services: services.paper().remind(self.series),
            lambda count: self.Noted(lambda: _("Noted as reminded today: {n}.", n=count)),
        )

    def _mark(self, what: Marked, words: Callable[[str], str]) -> None:
        if (row := self.rows.marked) is not None:
            self.ask_in_turn(
                lambda services: services.paper().mark_sent(row.serial, what),
                lambda _none: self.Noted(lambda: words(row.serial)),
            )

    def _heading(self, _width: int) -> list[Line]:
        if self.page is None:
            return [(), line(Span("   " + _("reading ..."), "dim")), ()]
        return [(), line(Span("   " + self.page.row.title, "strong")), *mailing_lines(self.page.row), ()]


def _columns() -> Sequence[Column[SentRow]]:
    return (
        Column(lambda: _("Form no."), lambda row: row.serial, 17),
        Column(lambda: _("Number"), lambda row: row.number, 8),
        Column(lambda: _("Customer"), lambda row: row.name, 10, grow=2),
        Column(lambda: _("State"), lambda row: row.standing, 34, grow=1),
    )
