"""The pre-sort: what is not to be keyed is registered with what was found, one form after another (J2.2)."""

from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.message import Message

from csat_tui.keyboard import DIGITS, sign_of
from csat_tui.screens.base import CsatScreen
from csat_tui.widgets.block import Block
from csat_tui.widgets.line import Line, Span, line
from csat_tui.widgets.line_edit import LineEdit
from schemas.language import texts
from schemas.paper.balance import Finding

_ = texts("csat_tui")

FINDINGS: dict[str, Finding] = {
    "1": "ok",
    "2": "blank",
    "3": "duplicate",
    "4": "torn",
    "5": "unreadable",
    "6": "wrong_version",
    "7": "half_page",
    "8": "returned_to_sender",
}
"""Digit -> what is found."""


class SortScreen(CsatScreen):
    """``batch``: its id. First the serial and Enter, then one digit."""

    where = "paper_sort"
    AUTO_FOCUS = ""

    @dataclass
    class Proposed(Message):
        serial: str

    @dataclass
    class Sorted(Message):
        serial: str
        finding: Finding
        following: str

    @dataclass
    class TakenBack(Message):
        words: str
        following: str

    def __init__(self, batch: str) -> None:
        super().__init__()
        self.batch_id = batch
        self.edit = LineEdit()
        self.shown = ""
        self.asked = False
        self.done: list[tuple[str, Finding]] = []

    def title_text(self) -> str:
        return _("Sort")

    def about(self) -> str:
        return _(
            "Enter takes the serial that is shown or typed, one digit says what was found. Half a page is keyed all "
            "the same; a wrong version goes back to its sender."
        )

    def body(self) -> ComposeResult:
        yield Block(self._page, id="page")

    def on_mount(self) -> None:
        self.ask(lambda services: services.paper().proposed(self.batch_id), self.Proposed)

    @on(Proposed)
    def _proposed(self, message: Proposed) -> None:
        self.shown = message.serial
        self.redraw()

    @on(Sorted)
    def _sorted(self, message: Sorted) -> None:
        self.done = [(message.serial, message.finding), *self.done][:8]
        self._next(message.following)

    @on(TakenBack)
    def _taken_back(self, message: TakenBack) -> None:
        self.done = self.done[1:]
        self.announce(lambda: message.words)
        self._next(message.following)

    def _next(self, serial: str) -> None:
        self.shown, self.edit, self.asked = serial, LineEdit(), False
        self.redraw()
        self.go_on()

    def on_csat_screen_failed(self, message: CsatScreen.Failed) -> None:
        # Textual calls the handler of the base class as well, which says what failed.
        self.asked = False
        self.redraw()

    def on_key(self, event: events.Key) -> None:
        if self.csat.held.waiting:
            return  # it is meant for the next form, and goes up to the app, which keeps it
        edited = self.edit.key(event.key)
        if event.key == "enter":
            self.asked = bool(self.shown)
        elif self.asked and sign_of(event.character) in FINDINGS:
            self._sort(FINDINGS[sign_of(event.character) or ""])
        elif edited is not None and not self.asked:
            self.edit = edited
        elif event.is_printable and event.character and not self.asked:
            sign = sign_of(event.character)
            self.edit = self.edit.insert(sign if sign in DIGITS else event.character)
        else:
            return
        event.stop()
        self.redraw()

    def do_back(self) -> None:
        if self.asked:
            self.asked = False
            self.redraw()
        else:
            self.dismiss()

    def reason(self, action: str) -> str | None:
        if action == "take_form_back" and not self.done:
            return _("Nothing was sorted here yet.")
        return None

    def do_take_form_back(self) -> None:
        serial = self.done[0][0]
        self.ask_in_turn(
            lambda services: (services.paper().take_back(serial), services.paper().proposed(self.batch_id)),
            lambda done: self.TakenBack(*done),
        )

    def _sort(self, finding: Finding) -> None:
        typed = self.edit.text
        self.ask_in_turn(
            lambda services: services.paper().sort(self.batch_id, typed, finding),
            lambda done: self.Sorted(done[0], finding, done[1]),
        )

    def _page(self, _width: int) -> list[Line]:
        shown = f"[{self.edit.text}_]  {self.shown}" if not self.asked else self.edit.text or self.shown
        rows: list[Line] = [(), line("   " + _("Serial") + "  ", Span(shown, "strong")), ()]
        rows += [
            line(Span(f"     {key}  {finding_name(one)}", "" if self.asked else "dim"))
            for key, one in FINDINGS.items()
        ]
        rows += [(), *(line(Span(f"   {serial}  {finding_name(one)}", "dim")) for serial, one in self.done)]
        return rows


def finding_name(finding: Finding) -> str:
    """What is found, in words."""
    names: dict[Finding, str] = {
        "ok": _("to be keyed"),
        "blank": _("blank"),
        "duplicate": _("duplicate"),
        "torn": _("badly torn"),
        "unreadable": _("unreadable"),
        "wrong_version": _("wrong version: back to the sender"),
        "half_page": _("half a page: keyed as far as it goes"),
        "returned_to_sender": _("back to the sender"),
    }
    return names[finding]
