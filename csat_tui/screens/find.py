"""F3: a customer found while typing, by a few characters of whatever they are known by."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input

from csat_tui.actions import bindings
from csat_tui.screens.base import CsatScreen
from csat_tui.services.customer_data import Found, FoundCustomer
from csat_tui.widgets.block import Block
from csat_tui.widgets.cells import wrap
from csat_tui.widgets.line import Line, Span, line
from csat_tui.widgets.row_list import Column, RowList
from csat_tui.widgets.text_input import TextInput
from schemas.language import texts

_ = texts("csat_tui")


class FindScreen(CsatScreen):
    """One search runs at a time; what is typed meanwhile is searched when it has answered, the newest alone,
    so that a key never waits and an old answer never takes the place of a new one.

    ``choose``: for whom somebody is looked for, in words. Then the screen is dismissed with the id of the
    chosen customer, or None; otherwise ``card`` makes the screen that shows them."""

    where = "find"
    CSS_PATH = "find.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("find"),
        Binding("up", "mark('move', -1)", show=False, priority=True),
        Binding("down", "mark('move', 1)", show=False, priority=True),
        Binding("pageup", "mark('turn', -1)", show=False, priority=True),
        Binding("pagedown", "mark('turn', 1)", show=False, priority=True),
    ]

    @dataclass
    class Answered(Message):
        found: Found

    def __init__(
        self, choose: Callable[[], str] | None = None, card: Callable[[str], Screen[Any]] | None = None
    ) -> None:
        super().__init__()
        self.choose = choose
        self.card = card
        self.found: Found | None = None
        self._wish = ""
        self._searching = False
        self._entered = False

    def title_text(self) -> str:
        return _("Find a customer")

    def about(self) -> str:
        return _(
            "Type some neighbouring characters of a name, pinyin initials, the end of a telephone number, a "
            "plate, a customer or project number; a blank between two of them asks for both. Marks: ! not to "
            "be contacted, ~ temporary, = others were merged into it."
        )

    def body(self) -> ComposeResult:
        yield Block(self._heading, id="heading")
        yield TextInput(placeholder=_("name, initials, phone tail, plate, number"), compact=True)
        yield Block(self._state, id="state")
        yield RowList(_columns(), id="found")

    def on_mount(self) -> None:
        self.rows.can_focus = False

    def on_screen_resume(self) -> None:
        self._wish = ""  # what was done on a card shows at once
        self._search(self.query_one(TextInput).value)

    @property
    def rows(self) -> "RowList[FoundCustomer]":
        """The list."""
        return self.query_one("#found", RowList)

    def offers(self, action: str) -> bool:
        return self.choose is None if action == "temporary" else True

    def reason(self, action: str) -> str | None:
        if action == "open" and self.rows.marked is None:
            return _("Nobody is marked.")
        return None

    def action_mark(self, how: str, step: int) -> None:
        getattr(self.rows, f"action_{how}")(step)

    def do_refresh(self) -> None:
        self._wish = ""
        self._search(self.query_one(TextInput).value)

    def do_open(self) -> None:
        row = self.rows.marked
        if row is None:
            return
        if self.choose is not None:
            self.dismiss(row.id)
        else:
            self._show(row.id)

    def _show(self, id: str) -> None:
        if self.card is not None:
            self.csat.push_screen(self.card(id))

    def do_temporary(self) -> None:
        from csat_tui.screens.customer_form import temporary_form

        self.csat.push_screen(temporary_form(self.query_one(TextInput).value), self._made)

    def do_back(self) -> None:
        self.dismiss(None)

    def _made(self, id: str | None) -> None:
        if id is not None:
            self._show(id)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        self._search(event.value)

    @on(Input.Submitted)
    def _submitted(self) -> None:
        if self._searching:  # typed ahead: it means whoever alone is found, never somebody not yet seen
            self._entered = True
        elif self.found is not None:
            self.action_do("open" if self.rows.count or self.choose else "temporary")

    @on(Answered)
    def _answered(self, message: Answered) -> None:
        self._searching = False
        if message.found.wish != self._wish:
            self._ask()
            return
        self.found = message.found
        self.rows.cursor = 0
        self.rows.show_rows(message.found.rows)
        self.redraw()
        if self._entered and self.rows.count == 1:
            self.do_open()

    def on_csat_screen_failed(self, message: CsatScreen.Failed) -> None:
        # Textual calls the handler of the base class as well, which says what failed.
        self._searching = False

    def _search(self, text: str) -> None:
        wish = text.strip()
        if wish == self._wish:
            return
        self._wish, self._entered = wish, False
        if not wish:
            self.found = None
            self.rows.show_rows(())
            self.redraw()
        elif not self._searching:
            self._ask()

    def _ask(self) -> None:
        wish = self._wish
        if wish:
            self._searching = True
            self.ask(lambda services: services.find_customers(wish), self.Answered)

    def _heading(self, width: int) -> list[Line]:
        words = self.choose() if self.choose else _("Whom do you look for?")
        return [(), *[line(Span(f"   {row}", "strong")) for row in wrap(words, width - 6)]]

    def _state(self, width: int) -> list[Line]:
        if self.found is None:
            words = _("Two characters are enough: of a name, its initials, a phone's end, a plate, a number.")
            return [(), *[line(Span(f"   {row}", "dim")) for row in wrap(words, width - 6)], ()]
        if not self.found.rows:
            return [(), *[line(f"   {row}") for row in wrap(self._nobody(), width - 6)], ()]
        count = _("{n} found", n=len(self.found.rows))
        if self.found.more:
            count = _("the closest {n}; type on to see others", n=len(self.found.rows))
        return [(), line(Span(f"   {count}", "dim"))]

    def _nobody(self) -> str:
        if self.choose is not None:
            return _("Nobody on this laptop matches.")
        return _("Nobody on this laptop matches. Enter makes a temporary customer, to be matched later.")


def marks(row: FoundCustomer) -> str:
    """What has to be known before anything is done with a customer; in text, not in colour alone."""
    words = [
        (row.do_not_contact, _("! stop")),
        (row.temporary, _("~ temp")),
        (row.merged, _("= merged")),
    ]
    return " ".join(word for so, word in words if so)


def _columns() -> list[Column[FoundCustomer]]:
    return [
        Column(lambda: _("Number"), lambda row: row.number or "-", 9),
        Column(lambda: _("Customer"), lambda row: row.name, 10, grow=2),
        Column(lambda: _("Telephone"), lambda row: row.phone, 11),
        Column(lambda: _("Plate"), lambda row: row.plate, 10),
        Column(lambda: _("Company"), lambda row: row.company, 8, grow=2),
        Column(lambda: _("Last"), lambda row: row.last or "-", 4, align="right"),
        Column(lambda: _("Mark"), marks, 11, grow=1),
    ]
