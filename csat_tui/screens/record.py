"""One finished questionnaire as a page to read: answers, score, why, and its life."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.message import Message

from csat_tui.screens.base import WIDE
from csat_tui.screens.record_lines import record_lines, wide_lines
from csat_tui.screens.scan_keys import ScanKeys
from csat_tui.services.records import RecordPage
from csat_tui.widgets.line import Line, Span, line
from csat_tui.widgets.reader import Reader
from schemas.language import texts

if TYPE_CHECKING:
    from textual.screen import Screen

_ = texts("csat_tui")


class RecordScreen(ScanKeys):
    """Reads one record when mounted."""

    where = "record"

    @dataclass
    class Arrived(Message):
        page: RecordPage

    @dataclass
    class Ready(Message):
        build: "Callable[[], Screen[Any]]"

    def __init__(self, record: str) -> None:
        super().__init__()
        self.record = record
        self.page: RecordPage | None = None

    def title_text(self) -> str:
        return _("Record")

    def about(self) -> str:
        return _(
            "A finished questionnaire is never changed; a correction is a record of its own that points "
            "to it. "
            "Below the answers stands why the score and class are what they are, each step with its rule."
        )

    def body(self) -> ComposeResult:
        yield Reader(self._lines, id="page")

    def on_mount(self) -> None:
        self.do_refresh()

    def do_refresh(self) -> None:
        self.ask(lambda services: services.record(self.record), self.Arrived)

    def reason(self, action: str) -> str | None:
        if action == "amend" and self.page is None:
            return _("Still reading; press again.")
        return None

    def do_show_scan(self) -> None:
        """The paper it was keyed from."""
        record = self.record
        self.show_scan(lambda services: services.paper().show_scan_of(record))

    def do_amend(self) -> None:
        """The interview again, with these answers."""
        record = self.record
        self.ask_for_screen(lambda services: services.amend(record), self.Ready)

    @on(Ready)
    def _ready(self, message: Ready) -> None:
        self.csat.push_screen(message.build(), self._corrected)

    def _corrected(self, news: Callable[[], str] | None) -> None:
        self.do_refresh()
        if news is not None:
            self.announce(news)

    @on(Arrived)
    def _arrived(self, message: Arrived) -> None:
        self.page = message.page
        self.redraw()

    def _lines(self, width: int) -> list[Line]:
        if self.page is None:
            return [(), line(Span("   " + _("reading ..."), "dim"))]
        return wide_lines(self.page, width) if width >= WIDE else record_lines(self.page, width)
