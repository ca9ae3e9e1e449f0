"""Which questionnaire to ask a customer, and how they are reached."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.message import Message

from csat_tui.screens.base import CsatScreen
from csat_tui.services.customer_data import PackChoice
from csat_tui.widgets.block import Block
from csat_tui.widgets.line import Line, Span, line
from csat_tui.widgets.row_list import Column, RowList
from csat_tui.words.common import channel_name
from schemas.language import texts

_ = texts("csat_tui")


PAPER = ("mail", "fax", "onsite")
"""How a pile of paper comes in."""


class PackChoiceScreen(CsatScreen):
    """``paper``: for a pile of forms. Dismissed with pack and channel, or None."""

    where = "pack_choice"

    @dataclass
    class Arrived(Message):
        packs: Sequence[PackChoice]

    def __init__(self, customer: str = "", *, paper: bool = False) -> None:
        super().__init__()
        self._paper = paper
        self.customer = customer
        self.packs: Sequence[PackChoice] | None = None
        self._channel = 0

    def title_text(self) -> str:
        if self._paper:
            return _("New batch")
        return _("Begin with {name}", name=self.customer) if self.customer else _("Training quiz")

    def about(self) -> str:
        return _(
            "The approved questionnaires of this laptop. Left and Right change how the customer is reached; "
            "Enter begins."
        )

    def body(self) -> ComposeResult:
        yield Block(self._heading, id="heading")
        yield RowList(self._columns(), id="packs")

    def on_mount(self) -> None:
        self.ask(lambda services: services.packs(), self.Arrived)

    @property
    def rows(self) -> "RowList[PackChoice]":
        """The list."""
        return self.query_one("#packs", RowList)

    @property
    def channel(self) -> str:
        """How the customer is reached, of the ways of the marked pack."""
        row = self.rows.marked
        return self._of(row)[self._channel % len(self._of(row))] if row is not None else ""

    def _of(self, row: PackChoice) -> Sequence[str]:
        return PAPER if self._paper else row.channels

    def reason(self, action: str) -> str | None:
        if action in ("take_pack", "channel_before", "channel_next") and self.rows.marked is None:
            if self.packs is None:
                return _("Still reading; press again.")
            return _("No questionnaire is on this laptop; Ctrl+S fetches those that are approved.")
        return None

    @on(Arrived)
    def _arrived(self, message: Arrived) -> None:
        self.packs = message.packs
        self.rows.show_rows(message.packs)
        self.redraw()

    @on(RowList.Moved)
    def _moved(self) -> None:
        self._channel = 0
        self.redraw()

    def do_channel_before(self) -> None:
        self._channel -= 1
        self.redraw()

    def do_channel_next(self) -> None:
        self._channel += 1
        self.redraw()

    def do_take_pack(self) -> None:
        if (row := self.rows.marked) is not None:
            self.dismiss((row.name, self.channel))

    def do_back(self) -> None:
        self.dismiss(None)

    def _heading(self, _width: int) -> list[Line]:
        if self.packs is None:
            return [(), line(Span("   " + _("reading ..."), "dim")), ()]
        if not self.packs:
            return [(), line("   " + _("No questionnaire is on this laptop. Ctrl+S fetches them.")), ()]
        return [(), line("   ", Span(_("Which questionnaire?"), "strong")), ()]

    def _columns(self) -> list[Column[PackChoice]]:
        return [
            Column(lambda: _("Questionnaire"), lambda row: row.title, 34, grow=3),
            Column(lambda: _("Reached by"), self._ways, 37, grow=2),
        ]

    def _ways(self, row: PackChoice) -> str:
        ways = self._of(row)
        here = self.channel if row is self.rows.marked else ways[0]
        return "  ".join(f"[{channel_name(c)}]" if c == here else channel_name(c) for c in ways)
