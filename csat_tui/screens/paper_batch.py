"""One batch: its forms in the order they lie, how it adds up, and everything that is done with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.message import Message

from csat_tui.paper.batches import fate_names
from csat_tui.screens.paper import balance_words, state_words
from csat_tui.screens.scan_keys import ScanKeys
from csat_tui.services import Services
from csat_tui.services.paper import BatchPage, BatchRow, FormRow
from csat_tui.widgets.block import Block
from csat_tui.widgets.line import Line, Span, line, plain
from csat_tui.widgets.row_list import Column, RowList
from csat_tui.words.common import channel_name
from schemas.language import texts
from schemas.numbers import display

if TYPE_CHECKING:
    from textual.screen import Screen

_ = texts("csat_tui")


class BatchScreen(ScanKeys):
    """``id`` of the batch."""

    where = "paper_batch"

    @dataclass
    class Arrived(Message):
        page: BatchPage
        operator: str

    @dataclass
    class Ready(Message):
        """A keying screen is loaded."""

        build: "Callable[[], Screen[Any]]"

    @dataclass
    class TakenBack(Message):
        """What was done, in words."""

        words: str

    class Closed(Message):
        """The batch is closed."""

    def __init__(self, id: str) -> None:
        super().__init__()
        self.batch_id = id
        self.page: BatchPage | None = None
        self.operator = ""
        self._asked = ""

    def title_text(self) -> str:
        return _("Batch {number}", number=self.page.row.number) if self.page else _("Batch")

    def about(self) -> str:
        return _(
            "The forms of one pile. Enter keys them; F6 sorts out what is not to be keyed; when all are accounted "
            "for, a share drawn at random is keyed a second time by somebody else (F8), the differences are decided "
            "with the paper in hand (F2), and the batch closes (F9)."
        )

    def body(self) -> ComposeResult:
        yield Block(self._heading, id="heading")
        yield RowList(_columns(), id="forms")

    @property
    def rows(self) -> "RowList[FormRow]":
        """The list."""
        return self.query_one("#forms", RowList)

    def on_screen_resume(self) -> None:
        self.do_refresh()

    def do_refresh(self) -> None:
        self.ask(
            lambda services: (services.paper().batch(self.batch_id), services.paper().operator()),
            lambda found: self.Arrived(*found),
        )

    @on(Arrived)
    def _arrived(self, message: Arrived) -> None:
        self.page, self.operator = message.page, message.operator
        self.rows.show_rows(message.page.forms)
        self.redraw()

    @on(Ready)
    def _ready_to_key(self, message: Ready) -> None:
        self.csat.push_screen(message.build())

    @on(TakenBack)
    def _taken_back(self, message: TakenBack) -> None:
        self.announce(lambda: message.words)
        self.do_refresh()
        self.go_on()

    @on(Closed)
    def _batch_closed(self) -> None:
        self.dismiss()

    def reason(self, action: str) -> str | None:
        if self.page is None:
            return None if action in ("back", "refresh") else _("Still reading; press again.")
        row = self.page.row
        if row.status == "closed" and action in (
            "key_forms",
            "sort_forms",
            "second",
            "stay_open",
            "declared",
            "take_form_back",
        ):
            return _("The batch is closed.")
        if action in ("show_scan", "attach_scan", "take_form_back") and self.scan_serial() is None:
            return _("No form is marked.")
        if action == "type_words" and not row.awaited:
            return _("No words wait to be typed.")
        if action == "show_differences" and not row.verified:
            return _("Nothing was keyed twice yet.")
        return None

    def scan_serial(self) -> str | None:
        form = self.rows.marked
        return form.serial if form else None

    def do_key_forms(self) -> None:
        self._open(lambda services: services.paper().key(self.batch_id))

    def do_second(self) -> None:
        self._open(lambda services: services.paper().verify(self.batch_id))

    def do_type_words(self) -> None:
        self._open(lambda services: services.paper().words_waiting(self.batch_id))

    def _open(self, screen: "Callable[[Services], Callable[[], Screen[Any]]]") -> None:
        self.ask_for_screen(screen, self.Ready)

    def do_sort_forms(self) -> None:
        from csat_tui.screens.paper_sort import SortScreen

        self.csat.push_screen(SortScreen(self.batch_id))

    def do_take_form_back(self) -> None:
        """At once, but what is keyed only when asked for twice running."""
        form = self.rows.marked
        if form is None:
            return
        if form.fate == "keyed" and self._asked != form.serial:
            self._asked = form.serial
            self.announce(lambda: _asked_back(form.serial))
            self.go_on()
            return
        self._asked = ""
        keyed = form.fate == "keyed"
        self.ask_in_turn(
            lambda services: services.paper().take_back(form.serial, keyed=keyed), self.TakenBack
        )

    def do_show_differences(self) -> None:
        from csat_tui.screens.differences import DifferencesScreen

        self.csat.push_screen(DifferencesScreen(self.batch_id))

    def do_close_batch(self) -> None:
        self.ask(lambda services: services.paper().close(self.batch_id), lambda _done: self.Closed())

    def do_stay_open(self) -> None:
        from csat_tui.screens.paper_forms import stay_open_form

        if self.page is not None:
            self.csat.push_screen(stay_open_form(self.batch_id, self.page.row.because or ""))

    def do_declared(self) -> None:
        from csat_tui.screens.paper_forms import declared_form

        if self.page is not None:
            self.csat.push_screen(declared_form(self.batch_id, self.page.row.balance.declared))

    def do_operator(self) -> None:
        from csat_tui.screens.paper_forms import operator_form

        self.csat.push_screen(operator_form(self.operator, self.csat.guarded))

    def _heading(self, width: int) -> list[Line]:
        if self.page is None:
            return [(), line(Span("   " + _("reading ..."), "dim")), ()]
        page, row = self.page, self.page.row
        came = [
            _("received {day}", day=row.received),
            channel_name(page.channel),
            row.sender,
            page.tracking,
            page.box,
        ]
        rows: list[Line] = [
            (),
            line("   ", Span(row.title, "strong"), "  " + "  ".join(part for part in came if part)),
            *_balance(row, width),
            line(Span("   " + _("keyed by {who}", who=self.operator), "dim"), "   " + _asked_twice(page)),
        ]
        if done := _second_done(page):
            rows.append(line("   " + "   ".join(done)))
        if row.awaited:
            rows.append(line(Span("   " + _("words to type: {n} forms (F4)", n=row.awaited), "warn")))
        if row.because:
            rows.append(line(Span("   " + _("stays open: {why}", why=row.because), "warn")))
        return [*rows, ()]


def _balance(row: BatchRow, width: int) -> list[Line]:
    """How the batch adds up and how it stands; on two lines where one would be cut off."""
    total, state = line("   " + balance_words(row)), line(Span(f"   {state_words(row)}", "strong"))
    return [total + state] if cell_len(plain(total + state)) <= width else [total, state]


def _asked_back(serial: str) -> str:
    return _(
        "{serial} is keyed. Ctrl+Z again: its record no longer counts, and the form waits to be keyed anew.",
        serial=serial,
    )


def _asked_twice(page: BatchPage) -> str:
    """What the pack asks for of a second keying."""
    if page.verify == "none":
        return _("no second keying")
    modes = {"blind": _("blind"), "dependent": _("stops at differences")}
    return _("second keying {percent}%, {mode}", percent=page.verify_percent, mode=modes[page.verify])


def _second_done(page: BatchPage) -> list[str]:
    """How far it is."""
    words = []
    if page.row.drawn:
        words.append(_("keyed twice {done}/{all}", done=page.row.verified, all=page.row.drawn))
    if page.error_rate:
        words.append(_("field errors {rate}", rate=page.error_rate))
    return words


def _columns() -> Sequence[Column[FormRow]]:
    return (
        Column(lambda: _("Serial"), lambda row: row.serial, 16),
        Column(lambda: _("Customer"), lambda row: row.customer, 10, grow=2),
        Column(lambda: _("Fate"), _fate, 8, grow=1),
        Column(lambda: _("Date"), lambda row: (row.form_date or "-")[-5:], 5),
        Column(lambda: _("Keyer"), lambda row: row.keyed_by or "-", 6, grow=1),
        Column(
            lambda: _("s"),
            lambda row: display(row.seconds, 0) if row.seconds is not None else "-",
            3,
            "right",
        ),
        Column(lambda: _("Mark"), lambda row: " ".join(row.marks), 15, grow=2),
    )


def _fate(row: FormRow) -> str:
    if row.awaited:
        return _("words to type")
    if row.fate in (None, "issued"):
        return _("begun") if row.draft else _("to key")
    return fate_names().get(row.fate, row.fate)  # type: ignore[call-overload, no-any-return]
