"""A form that was keyed on two laptops: both records side by side, and one digit to say what the second one is (J2)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.message import Message

from csat_tui.paper.meeting import Answer
from csat_tui.paper.side_by_side import Beside, Met
from csat_tui.screens.base import CsatScreen
from csat_tui.widgets.block import Block
from csat_tui.widgets.cells import spread
from csat_tui.widgets.line import Line, Span, line
from csat_tui.widgets.row_list import Column, RowList
from schemas.language import texts

_ = texts("csat_tui")


class MetScreen(CsatScreen):
    """The forms that wait, one after another; what is not answered stays."""

    where = "paper_met"

    @dataclass
    class Arrived(Message):
        forms: Sequence[Met]

    @dataclass
    class Answered(Message):
        serial: str
        answer: Answer

    def __init__(self) -> None:
        super().__init__()
        self.forms: Sequence[Met] | None = None
        self.place = 0
        self._answering = False

    def title_text(self) -> str:
        return _("Keyed twice")

    def about(self) -> str:
        return _(
            "Two laptops keyed the same form without knowing of each other. Take the paper and say what the second "
            "keying is. Nothing is removed: the record that does not count stays, marked as superseded or duplicate. "
            "Until it is decided both count; Esc leaves all of it as it is."
        )

    def body(self) -> ComposeResult:
        yield Block(self._heading, id="heading")
        yield RowList(self._columns(), id="fields")

    @property
    def rows(self) -> "RowList[Beside]":
        """The fields of the form shown."""
        return self.query_one("#fields", RowList)

    @property
    def shown(self) -> Met | None:
        """The form that is to be decided now."""
        return self.forms[self.place % len(self.forms)] if self.forms else None

    def on_screen_resume(self) -> None:
        self.do_refresh()

    def do_refresh(self) -> None:
        self.ask(lambda services: services.paper().met(), self.Arrived)

    @on(Arrived)
    def _arrived(self, message: Arrived) -> None:
        self.forms, self._answering = message.forms, False
        self._show()

    @on(Answered)
    def _answered(self, message: Answered) -> None:
        answer = answer_words()[message.answer]()
        self.announce(lambda: _("Form {serial}: {answer}.", serial=message.serial, answer=answer))
        self.do_refresh()

    def on_csat_screen_failed(self, message: CsatScreen.Failed) -> None:
        # Textual calls the handler of the base class as well, which says what failed.
        self._answering = False

    def reason(self, action: str) -> str | None:
        if action.startswith("met_") and self.shown is None:
            return _("No form was keyed on two laptops.")
        return None

    def do_met_newer(self) -> None:
        self._answer("newer")

    def do_met_duplicate(self) -> None:
        self._answer("duplicate")

    def do_met_another(self) -> None:
        self._answer("another")

    def do_met_once(self) -> None:
        self._answer("once")

    def do_met_later(self) -> None:
        self.place += 1
        self._show()

    def _answer(self, what: Answer) -> None:
        shown = self.shown
        if shown is None or self._answering:
            return
        self._answering = True
        self.ask(
            lambda services: services.paper().answer_met(shown, what),
            lambda _none: self.Answered(shown.serial, what),
        )

    def _show(self) -> None:
        self.rows.show_rows(self.shown.rows if self.shown else ())
        self.redraw()

    def _heading(self, width: int) -> list[Line]:
        if self.forms is None:
            return [(), line(Span("   " + _("reading ..."), "dim")), ()]
        shown = self.shown
        if shown is None:
            return [(), line("   " + _("No form was keyed on two laptops."))]
        title = _("Form {serial}, batch {batch}", serial=shown.serial, batch=shown.batch)
        place = f"{self.place % len(self.forms) + 1} / {len(self.forms)} "
        differ = (
            _("{n} fields differ (marked !)", n=shown.differing) if shown.differing else _("nothing differs")
        )
        return [
            (),
            line(Span(spread("   " + title, place, width), "strong")),
            line(f"   {differ}", "   " + _("What is the second keying?")),
            (),
        ]

    def _columns(self) -> Sequence[Column[Beside]]:
        def who(side: Callable[[Met], str]) -> str:
            return side(self.shown) if self.shown else ""

        return (
            Column(lambda: _("Item"), lambda row: f"{row.code} {row.name}".strip(), 18, grow=1),
            Column(partial(who, lambda met: met.kept), lambda row: row.kept, 22, grow=1),
            Column(lambda: "", lambda row: "!" if row.differs else "", 1),
            Column(partial(who, lambda met: met.proposed), lambda row: row.proposed, 22, grow=1),
        )


def answer_words() -> dict[Answer, Callable[[], str]]:
    """The answers in words."""
    return {
        "newer": lambda: _("the second is a newer version and counts"),
        "duplicate": lambda: _("the second sheet is a duplicate"),
        "another": lambda: _("the second sheet is another form, both count"),
        "once": lambda: _("one sheet; the first record counts, or the one that was keyed"),
    }
