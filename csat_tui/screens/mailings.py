"""What was sent out: every mailing with what came back of it (R34)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from textual import on
from textual.message import Message

from csat_tui.screens.listed import ListedScreen
from csat_tui.services.paper import MailingRow
from csat_tui.widgets.line import Line, Span, line
from csat_tui.widgets.row_list import Column
from schemas.language import texts

_ = texts("csat_tui")


class MailingsScreen(ListedScreen):
    """The list of mailings; Enter opens one."""

    where = "mailings"
    listed = "mailings"

    @dataclass
    class Arrived(Message):
        rows: Sequence[MailingRow]

    def __init__(self) -> None:
        super().__init__()
        self.sent: Sequence[MailingRow] | None = None

    def title_text(self) -> str:
        return _("Mailings")

    def about(self) -> str:
        return _(
            "What was sent out, and what came back of it: to be reminded now, returned, undeliverable, late. Gross is "
            "what came back, valid what can be counted, both of all forms sent (R34). csat paper issue sends forms out."
        )

    def _columns(self) -> Sequence[Column[Any]]:
        return _columns()

    def do_refresh(self) -> None:
        self.ask(lambda services: services.paper().mailings(), self.Arrived)

    @on(Arrived)
    def _arrived(self, message: Arrived) -> None:
        self.sent = message.rows
        self.rows.show_rows(message.rows)
        self.redraw()

    def reason(self, action: str) -> str | None:
        if action == "open_mailing" and self.rows.marked is None:
            return (
                _("Still reading; press again.")
                if self.sent is None
                else _("Nothing was sent out from here.")
            )
        return None

    def do_open_mailing(self) -> None:
        from csat_tui.screens.mailing import MailingScreen

        if (row := self.rows.marked) is not None:
            self.csat.push_screen(MailingScreen(row.series))

    def _heading(self, _width: int) -> list[Line]:
        if self.sent is None:
            return [(), line(Span("   " + _("reading ..."), "dim")), ()]
        if not self.sent:
            return [(), line("   " + _("Nothing was sent out from here. csat paper issue sends forms out."))]
        return [(), line(Span("   " + _("mailings {n}", n=len(self.sent)), "strong")), ()]

    def _detail(self, _width: int) -> list[Line]:
        row = self.rows.marked if self.sent else None
        return [] if row is None else [(), line("   " + row.title), *mailing_lines(row), ()]


def mailing_lines(row: MailingRow) -> list[Line]:
    """Rates and the day of the reminders, in words."""
    return [line("   " + row.rates), line("   " + _("reminders from {day}", day=row.remind_from))]


def _columns() -> Sequence[Column[MailingRow]]:
    return (
        Column(lambda: _("Mailing"), lambda row: row.series, 10, grow=1),
        Column(lambda: _("Sent on"), lambda row: row.sent[5:], 7),
        Column(lambda: _("Sent"), lambda row: str(row.issued), 5, "right"),
        Column(lambda: _("Remind"), lambda row: str(row.due), 6, "right"),
        Column(lambda: _("Returned"), lambda row: str(row.returned), 8, "right"),
        Column(lambda: _("Undel."), lambda row: str(row.undeliverable), 6, "right"),
        Column(lambda: _("Late"), lambda row: str(row.late), 4, "right"),
        Column(lambda: _("Gross%"), lambda row: row.gross or "-", 6, "right"),
        Column(lambda: _("Valid%"), lambda row: row.valid or "-", 6, "right"),
    )
