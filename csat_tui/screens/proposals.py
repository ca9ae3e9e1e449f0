"""Values that were set twice: the one that is held beside the one proposed, one key to take or leave it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.timer import Timer

from csat_tui.screens.base import SEEN_SECONDS, CsatScreen
from csat_tui.services.customer_data import OpenProposal
from csat_tui.widgets.block import Block
from csat_tui.widgets.cells import spread, wrap
from csat_tui.widgets.line import Line, Span, line
from csat_tui.widgets.row_list import Column, RowList
from csat_tui.words.customers import entity_name, field_name
from schemas.language import texts

_ = texts("csat_tui")

FINAL = ("withdrawn", "merged_into")
"""Fields whose decision cannot be turned round here: the record is gone, or two have become one."""

KEYED = "keyed"
"""The field of a paper form that was keyed on two laptops; it has answers of its own."""

InFullValues = tuple[str, str, str]
"""Id of a proposal, its kept and its proposed value as they are."""


class ProposalsScreen(CsatScreen):
    """What is decided stays in the list until the screen is left, so that the other key turns it round."""

    where = "proposals"

    @dataclass
    class Arrived(Message):
        rows: Sequence[OpenProposal]

    @dataclass
    class Decided(Message):
        id: str
        state: str

    @dataclass
    class InFull(Message):
        id: str
        kept: str
        proposed: str

    def __init__(self) -> None:
        super().__init__()
        self.proposals: Sequence[OpenProposal] | None = None
        self._full: InFullValues | None = None
        self._idle: Timer | None = None
        self._deciding = False

    def title_text(self) -> str:
        return _("Proposals")

    def about(self) -> str:
        return _(
            "Somebody set a value while the server held another. The server's stays until a person decides. "
            "Until you leave this screen the other key turns your decision round; somebody else's stays."
        )

    def body(self) -> ComposeResult:
        yield Block(self._heading, id="heading")
        yield RowList(_columns(), id="rows")
        yield Block(self._beside, id="beside")

    def on_mount(self) -> None:
        self.do_refresh()

    @property
    def rows(self) -> "RowList[OpenProposal]":
        """The list."""
        return self.query_one("#rows", RowList)

    def reason(self, action: str) -> str | None:
        row = self.rows.marked
        if action in ("take", "keep", "show_phone", "met") and row is None:
            return _("There is nothing to decide.")
        if (
            row is not None
            and (action == "met") != (row.field == KEYED)
            and action in ("take", "keep", "met")
        ):
            return _(
                "A form keyed twice is decided with F4, both records side by side; F4 is for those alone."
            )
        if row is None or action not in ("take", "keep"):
            return None
        if row.state == ("accepted" if action == "take" else "declined"):
            return _("It is decided so already.")
        if row.state != "open" and row.field in FINAL:
            return _("This decision cannot be turned round here; ask the office.")
        return None

    def do_refresh(self) -> None:
        self.ask(lambda services: services.proposals(), self.Arrived)

    @on(Arrived)
    def _arrived(self, message: Arrived) -> None:
        self.proposals = message.rows
        self._show()

    def do_take(self) -> None:
        self._decide(accept=True)

    def do_keep(self) -> None:
        self._decide(accept=False)

    def do_met(self) -> None:
        from csat_tui.screens.paper_met import MetScreen

        self.csat.push_screen(MetScreen())

    def on_screen_resume(self) -> None:
        if any(row.field == KEYED for row in self.proposals or ()):
            self.do_refresh()

    def do_show_phone(self) -> None:
        if (row := self.rows.marked) is not None:
            self.ask(
                lambda services: services.proposal_values(row.id),
                lambda values: self.InFull(row.id, *values),
            )

    @on(InFull)
    def _in_full(self, message: InFull) -> None:
        self._see((message.id, message.kept, message.proposed))

    def on_screen_suspend(self) -> None:
        self._see(None)

    def _see(self, values: InFullValues | None) -> None:
        """Show values in full for a while, or mask them again."""
        self._full = values
        if self._idle is not None:
            self._idle.stop()
        self._idle = self.set_timer(SEEN_SECONDS, lambda: self._see(None)) if values else None
        self.redraw()

    def _decide(self, *, accept: bool) -> None:
        row = self.rows.marked
        if row is None or self._deciding:
            return
        self._deciding = True
        state = "accepted" if accept else "declined"
        self.ask(lambda services: services.decide(row.id, accept), lambda _none: self.Decided(row.id, state))

    @on(Decided)
    def _decided(self, message: Decided) -> None:
        self._deciding = False
        rows = self.proposals or ()
        self.proposals = [replace(row, state=message.state) if row.id == message.id else row for row in rows]
        self._show()

    def on_csat_screen_failed(self, message: CsatScreen.Failed) -> None:
        # Textual calls the handler of the base class as well, which says what failed.
        self._deciding = False

    def _show(self) -> None:
        self.rows.show_rows(self.proposals or ())
        self.redraw()

    @on(RowList.Moved)
    def _moved(self) -> None:
        self._see(None)

    def _heading(self, width: int) -> list[Line]:
        if self.proposals is None:
            return [(), line(Span("   " + _("reading ..."), "dim")), ()]
        if not self.proposals:
            return [(), line("   " + _("Nothing is to be decided.")), ()]
        still = sum(row.state == "open" for row in self.proposals)
        place = f"{self.rows.cursor + 1} / {len(self.proposals)} "
        return [(), line(Span(spread("   " + _("To decide: {n}", n=still), place, width), "strong")), ()]

    def _beside(self, width: int) -> list[Line]:
        row = self.rows.marked
        if row is None:
            return []
        when = f"{row.at:%Y-%m-%d %H:%M}" if row.at else "-"
        head = f"{entity_name(row.entity)}  {row.about}  {field_name(row.field)}"
        kept, proposed = row.kept, row.proposed
        if self._full is not None and self._full[0] == row.id:
            _id, kept, proposed = self._full
        told = (
            (_("held"), kept or _("(empty)")),
            (_("proposed"), proposed or _("(empty)")),
            (_("by"), f"{row.user or '-'}  {when}"),
        )
        return [
            (),
            *[line(Span(f"   {part}", "strong")) for part in wrap(head, width - 6)],
            *[line(f"     {name}  {part}") for name, words in told for part in wrap(words, width - 20)],
            (),
        ]


def state_words(row: OpenProposal) -> str:
    """What was decided, if anything was."""
    return {"accepted": _("taken"), "declined": _("left")}.get(row.state, _("to decide"))


def _columns() -> list[Column[OpenProposal]]:
    return [
        Column(lambda: _("About"), lambda row: row.about, 18, grow=2),
        Column(lambda: _("Field"), lambda row: field_name(row.field), 12),
        Column(lambda: _("Held"), lambda row: row.kept or "-", 13, grow=1),
        Column(lambda: _("Proposed"), lambda row: row.proposed or "-", 13, grow=1),
        Column(lambda: _("Decision"), state_words, 11),
    ]
