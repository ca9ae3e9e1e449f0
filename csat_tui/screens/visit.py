"""A visit taken down: when, how, who took part on both sides, what was agreed. Keys as in every form."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.message import Message

from csat_tui.screens.lines_form import LinesForm, named
from csat_tui.services import DueRow
from csat_tui.services.visits import FORM_LINES, VisitForm, VisitKept
from csat_tui.widgets.block import Block
from csat_tui.widgets.cells import wrap
from csat_tui.widgets.fields import Field, Fields
from csat_tui.widgets.line import Line, Span, line
from csat_tui.words.visits import form_words, line_words
from schemas.language import texts
from schemas.text import clean, narrow

if TYPE_CHECKING:
    from textual.screen import Screen

_ = texts("csat_tui")

FORMS = ("visit", "accompanied", "meeting", "phone", "email", "letter")
"""As ``schemas.records.visiting.VISIT_FORMS``, which the first frame of a screen does not wait for."""
BEGIN = 2
"""The line that is typed in first: when and how are known."""


class VisitScreen(LinesForm):
    """Dismissed with a sentence on what became of the visit; None when it was put away."""

    where = "visit"
    finishes = "record_visit"

    @dataclass
    class Kept(Message):
        kept: VisitKept

    class PutAway(Message):
        """What is typed is kept; the screen may go."""

    @dataclass
    class Ready(Message):
        """The questionnaire that goes with the visit is loaded."""

        build: "Callable[[], Screen[Any]]"

    def __init__(self, form: VisitForm) -> None:
        super().__init__()
        self.form = form
        self._asks = False

    def title_text(self) -> str:
        return _("Visit  {name}", name=self.form.name)

    def about(self) -> str:
        return _(
            "A visit with or without a questionnaire. Enter and Down go to the next line. What was promised and the "
            "next contact come back on Today on their day. Esc keeps what is typed."
        )

    def body(self) -> ComposeResult:
        yield Block(lambda _width: [()])
        names = [partial(line_words, code) for code in FORM_LINES]
        yield from named(names, Fields([self._field(code) for code in FORM_LINES], self.finish, BEGIN))
        yield Block(self._hint, id="hint")

    def on_mount(self) -> None:
        self.fields.input.focus()
        self.call_after_refresh(self.query_one("#hint", Block).redraw)
        if self.form.taken_up:
            self.say(lambda: _("Taken up where it was put away."))

    def _field(self, code: str) -> Field:
        return Field(
            code, clean(self.form.typed.get(code, "")), beside=_form_in_words if code == "form" else None
        )

    @on(Fields.Moved)
    def _line_changed(self) -> None:
        self.query_one("#hint", Block).redraw()
        self._keep()

    def _keep(self) -> None:
        """A line that was left is on the disk before the next one is typed in: on the screen's own thread, as an
        answer of an interview is, so that no older state can overtake a newer one."""
        if self._saving or self.csat.services is None:
            return
        try:
            self.csat.services.visits().put_away(self.form, self.fields.typed())
        except Exception as error:
            self.post_message(self.Failed(self.csat.trouble_of(error)))

    def do_record_visit(self) -> None:
        self._record(False)

    def do_visit_and_ask(self) -> None:
        self._record(True)

    def _record(self, asks: bool) -> None:
        if self._saving:
            return
        self._saving, self._asks = True, asks
        form, typed = self.form, self.fields.typed()
        completes = asks and form.pack is not None
        self.ask(lambda services: services.visits().record(form, typed, asks=completes), self.Kept)

    @on(Kept)
    def _kept(self, message: Kept) -> None:
        self._saving = False
        if message.kept.visit is None:
            self._show(message.kept.faults[0])
        elif not self._asks:
            self.dismiss(_recorded)
        elif self.form.pack is not None and self.form.task is not None:
            row = DueRow("task", self.form.task, self.form.name, "")
            self._saving = True
            self.ask_for_screen(lambda services: services.start(row), self.Ready)
        else:
            self._choose()

    def _choose(self) -> None:
        from csat_tui.screens.pack_choice import PackChoiceScreen

        self.csat.push_screen(PackChoiceScreen(self.form.name), self._chosen)

    def _chosen(self, choice: tuple[str, str] | None) -> None:
        if choice is None:
            self.dismiss(_recorded)
            return
        customer = self.form.customer
        self._saving = True
        self.ask_for_screen(lambda services: services.start_with(customer, *choice), self.Ready)

    @on(Ready)
    def _ready_to_start(self, message: Ready) -> None:
        self._saving = False
        self.csat.push_screen(message.build(), self._returned)

    def _returned(self, sentence: Callable[[], str] | None) -> None:
        self.dismiss(sentence or _recorded)

    def do_back(self) -> None:
        form, typed = self.form, self.fields.typed()
        if not self._saving:
            self._saving = True
            self.ask(lambda services: services.visits().put_away(form, typed), lambda _done: self.PutAway())

    @on(PutAway)
    def _put_away(self) -> None:
        self.dismiss(None)

    def _show(self, fault: tuple[str, str]) -> None:
        code, words = fault
        self.say(lambda: words)
        if code in FORM_LINES:
            self.fields.go(FORM_LINES.index(code))

    def _hint(self, width: int) -> list[Line]:
        """What the line that is typed in takes."""
        here = self.fields.code
        words = self._planned() if here == "line" else hint_words(here)
        return [(), *[line(Span(f"   {row}", "dim")) for row in wrap(words, width - 6)]]

    def _planned(self) -> str:
        if not self.form.lines:
            return _("No planned visit to this customer is open; this one counts as unplanned.")
        known = [f"{one.no}: {one.first:%m-%d} – {one.last:%m-%d}" for one in self.form.lines]
        return _("The number of the planned visit this is, or empty: {lines}", lines="   ".join(known))


def _form_in_words(typed: str) -> str:
    """How the customer is visited, beside its digit."""
    number = narrow(typed).strip()
    return (
        form_words(FORMS[int(number) - 1]) if number.isdecimal() and 1 <= int(number) <= len(FORMS) else "?"
    )


def hint_words(code: str) -> str:
    """What a line of the form takes."""
    forms = "  ".join(f"{n} {form_words(form)}" for n, form in enumerate(FORMS, 1))
    return {
        "held_at": _("Day and time, such as 2026-11-22 09:30; for today the time alone will do."),
        "form": forms,
        "own": _("Name, department and role, people parted by a semicolon: Li Min Sales Manager; Wang"),
        "theirs": _("Name, department and role, people parted by a semicolon: Li Min Sales Manager; Wang"),
        "promises": _(
            "What, who, by when; several parted by a semicolon: send samples Li 12-01; call Wang 12-03"
        ),
        "next_contact": _("The day, then about what: 12-15 ask about acceptance"),
        "said": _("What the customer said, in their own words."),
    }.get(code, "")


def _recorded() -> str:
    return _("The visit is recorded; what was agreed comes back on its day.")
