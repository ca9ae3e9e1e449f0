"""The paper desk: every pile that came in, and how it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from textual import on
from textual.message import Message

from csat_tui.paper.batches import fate_names, status_names
from csat_tui.screens.listed import ListedScreen
from csat_tui.services.paper import BatchRow
from csat_tui.widgets.line import Line, Span, line
from csat_tui.widgets.row_list import Column
from schemas.language import texts

_ = texts("csat_tui")


class PaperScreen(ListedScreen):
    """The list of batches; Enter opens one."""

    where = "paper"
    listed = "batches"

    @dataclass
    class Arrived(Message):
        """``met``: forms that were keyed on two laptops."""

        rows: Sequence[BatchRow]
        operator: str
        met: int

    def __init__(self) -> None:
        super().__init__()
        self.batches: Sequence[BatchRow] | None = None
        self.operator = ""
        self.met = 0
        self.closed = False

    def title_text(self) -> str:
        return _("Paper desk")

    def about(self) -> str:
        return _(
            "Piles of forms that came in by post, fax or by hand. A batch closes when declared = keyed + blank + "
            "duplicate + unreadable + returned to sender and its second keying is done. Until then it stays open, "
            "with the reason."
        )

    def _columns(self) -> Sequence[Column[Any]]:
        return _columns()

    def do_refresh(self) -> None:
        closed = self.closed
        self.ask(
            lambda services: (
                services.paper().batches(closed),
                services.paper().operator(),
                services.paper().met_waiting(),
            ),
            lambda found: self.Arrived(*found),
        )

    @on(Arrived)
    def _arrived(self, message: Arrived) -> None:
        self.batches, self.operator, self.met = message.rows, message.operator, message.met
        self.rows.show_rows(message.rows)
        self.redraw()

    def reason(self, action: str) -> str | None:
        if action == "open_batch" and self.batches is None:
            return _("Still reading; press again.")
        if action == "open_batch" and self.rows.marked is None:
            return _("No batch is marked; F3 registers one.")
        if action == "met" and not self.met:
            return _("No form was keyed on two laptops.")
        return None

    def do_open_batch(self) -> None:
        from csat_tui.screens.paper_batch import BatchScreen

        if (row := self.rows.marked) is not None:
            self.csat.push_screen(BatchScreen(row.id))

    def do_met(self) -> None:
        from csat_tui.screens.paper_met import MetScreen

        self.csat.push_screen(MetScreen())

    def do_mailings(self) -> None:
        from csat_tui.screens.mailings import MailingsScreen

        self.csat.push_screen(MailingsScreen())

    def do_new_batch(self) -> None:
        from csat_tui.screens.pack_choice import PackChoiceScreen

        self.csat.push_screen(PackChoiceScreen(paper=True), self._pack_chosen)

    def _pack_chosen(self, chosen: tuple[str, str] | None) -> None:
        from csat_tui.screens.paper_forms import batch_form

        if chosen is not None:
            self.csat.push_screen(batch_form(*chosen), self._registered)

    def _registered(self, id: str | None) -> None:
        from csat_tui.screens.paper_batch import BatchScreen

        if id is not None:
            self.csat.push_screen(BatchScreen(id))

    def do_all_batches(self) -> None:
        self.closed = not self.closed
        self.do_refresh()

    def do_operator(self) -> None:
        from csat_tui.screens.paper_forms import operator_form

        self.csat.push_screen(operator_form(self.operator, self.csat.guarded))

    def do_figures(self) -> None:
        from csat_tui.screens.operators import OperatorsScreen

        self.csat.push_screen(OperatorsScreen())

    def _heading(self, _width: int) -> list[Line]:
        if self.batches is None:
            return [(), line(Span("   " + _("reading ..."), "dim")), ()]
        count = (
            _("all batches {n}", n=len(self.batches))
            if self.closed
            else _("batches {n}", n=len(self.batches))
        )
        empty = (
            []
            if self.batches
            else [(), line("   " + _("No pile is at work. F3 registers one that came in."))]
        )
        return [
            (),
            line("   ", Span(count, "strong"), "   " + _("keyed by {who}", who=self.operator)),
            *empty,
            *([line(Span("   " + met_words(self.met), "warn"))] if self.met else []),
            (),
        ]

    def _detail(self, width: int) -> list[Line]:
        row = self.rows.marked if self.batches else None
        if row is None:
            return []
        because = [line(Span("   " + _("stays open: {why}", why=row.because), "warn"))] if row.because else []
        told = line(f"   {row.title}   ", Span(state_words(row), "strong"))
        return [(), told, line("   " + balance_words(row)), *because, ()]


def met_words(waiting: int) -> str:
    """How many forms were keyed on two laptops."""
    return _("Keyed on two laptops, to be decided: {n} (F4)", n=waiting)


def balance_words(row: BatchRow) -> str:
    """``60 = keyed 54 + blank 3 + …``, and what is missing to it."""
    names, found = fate_names(), row.balance
    parts = [f"{names[fate]} {n}" for fate, n in found.fates.items() if n]
    parts += [_("waiting {n}", n=found.waiting)] if found.waiting else []
    text = _("declared {n}", n=found.declared) + " = " + " + ".join(parts or ["0"])
    missing = found.difference - found.waiting
    if missing:
        text += "   " + (_("missing {n}", n=missing) if missing > 0 else _("too many {n}", n=-missing))
    return text


def state_words(row: BatchRow) -> str:
    """How the batch stands, in a word or two."""
    return ", ".join(filter(None, (status_names()[row.status], _left_words(row))))


def _left_words(row: BatchRow) -> str:
    """What is left to do of the second keying; empty when nothing is."""
    if row.to_decide:
        return _("decide {n}", n=row.to_decide)
    if row.drawn and row.status in ("balanced", "rekey"):
        return _("twice {done}/{all}", done=row.verified, all=row.drawn)
    return ""


def _columns() -> Sequence[Column[BatchRow]]:
    return (
        Column(lambda: _("Batch"), lambda row: row.number, 15),
        Column(lambda: _("Questionnaire"), lambda row: row.title, 16, grow=2),
        Column(lambda: _("Received"), lambda row: row.received[5:], 8),
        Column(lambda: _("Sender"), lambda row: row.sender or "-", 10, grow=1),
        Column(
            lambda: _("Keyed"), lambda row: f"{row.balance.fates['keyed']}/{row.balance.declared}", 5, "right"
        ),
        Column(lambda: _("State"), lambda row: _left_words(row) or state_words(row), 11, grow=1),
    )
