"""F6 on a task: what came of the call. One digit, for an appointment its time, a note, Enter (J3)."""

from dataclasses import dataclass
from datetime import datetime

from textual import events, on
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import Input

from csat_tui.keyboard import sign_of
from csat_tui.screens.base import CsatScreen
from csat_tui.screens.causes import causes_form
from csat_tui.services import DueRow, TaskPage
from csat_tui.widgets.block import Block
from csat_tui.widgets.line import Line, Span, line
from csat_tui.widgets.text_input import TextInput
from csat_tui.words.common import moment
from csat_tui.words.tasks import caution_words
from schemas.language import texts
from schemas.rejection import InputError
from schemas.tasks.appointments import appointment
from schemas.tasks.dispositions import DISPOSITIONS, disposition

_ = texts("csat_tui")

SHOWN_TRIES = 3
SUCCESS = "success"
CHOICES = tuple(DISPOSITIONS.values())


class ResultScreen(CsatScreen):
    """Dismissed with a sentence on how the task stands, or with None. A digit chooses; then the line below takes
    the time of an appointment and, in any case, a note that may be empty."""

    where = "result"
    AUTO_FOCUS = ""
    DEFAULT_CSS = "ResultScreen #said { margin: 0 3; }"

    @dataclass
    class Arrived(Message):
        page: TaskPage

    @dataclass
    class Stored(Message):
        sentence: str

    def __init__(self, row: DueRow) -> None:
        super().__init__()
        self.row = row
        self.page: TaskPage | None = None
        self.marked = 0
        self.chosen: str | None = None
        self.when: datetime | None = None
        self._early = False

    def title_text(self) -> str:
        return _("Result of the call")

    def about(self) -> str:
        return _(
            "Press the digit of what came of the call, or mark it and press Enter. An appointment asks for its "
            "time; then you may add a note. Success only notes that you spoke: the task is done when its "
            "questionnaire is finished. A call about a form asks for the cause of each item."
        )

    def body(self) -> ComposeResult:
        yield Block(self._heading, id="heading")
        yield Block(self._choices, id="choices")
        yield Block(self._asking, id="asking")
        yield TextInput(id="said", compact=True)

    @property
    def said(self) -> TextInput:
        """The line of input."""
        return self.query_one("#said", TextInput)

    def on_mount(self) -> None:
        self.said.display = False
        self.ask(lambda services: services.task(self.row.id), self.Arrived)

    @on(Arrived)
    def _arrived(self, message: Arrived) -> None:
        self.page = message.page
        self.redraw()
        early, self._early = self._early, False
        if early:
            self._choose(SUCCESS)
            if not message.page.about:
                self.go_on()  # else the keys wait for the screen that asks for the causes

    def notices(self) -> list[str]:
        return [caution_words(code) for code in self.page.cautions] if self.page else []

    def on_key(self, event: events.Key) -> None:
        if self.chosen is not None or self.csat.held.waiting:
            return
        digit = sign_of(event.character)
        found = disposition(digit) if digit and digit.isdigit() else None
        if found is not None:
            event.stop()
            self._choose(found.name)
        elif event.key in ("up", "down"):
            event.stop()
            self.marked = (self.marked + (1 if event.key == "down" else -1)) % len(CHOICES)
            self.redraw()

    def do_choose(self) -> None:
        if self.chosen is None:
            self._choose(CHOICES[self.marked].name)

    def do_back(self) -> None:
        if self.chosen is None:
            self.dismiss(None)
        else:
            self.chosen, self.when, self.said.display = None, None, False
            self.set_focus(None)
            self.redraw()

    def _choose(self, name: str) -> None:
        if name == SUCCESS and self.page is None:
            self._early = True  # whether causes are asked for is known when the page has come
            self.csat.held.begin()
            return
        if name == SUCCESS and self.page is not None and self.page.about:
            self.csat.push_screen(causes_form(self.row, self.page), self._found_out)
            return
        self.chosen = name
        self.marked = next(n for n, choice in enumerate(CHOICES) if choice.name == name)
        self.said.value, self.said.display = "", True
        self.said.focus()
        self.redraw()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        if self.chosen == "appointment" and self.when is None:
            self._timed(event.value)
        else:
            self._store(event.value)

    def _found_out(self, sentence: str | None) -> None:
        if sentence is not None:
            self.dismiss(lambda: sentence)

    def _timed(self, text: str) -> None:
        try:
            self.when = appointment(text, self.csat.now().astimezone())
        except InputError as error:
            sentence = str(error)
            self.say(lambda: sentence)
            return
        self.said.value = ""
        self.redraw()

    def _store(self, note: str) -> None:
        chosen, when, row = self.chosen, self.when, self.row
        if chosen is not None:
            self.ask(lambda services: services.attempt(row.id, chosen, when, note or None), self.Stored)

    @on(Stored)
    def _stored(self, message: Stored) -> None:
        self.dismiss(lambda: message.sentence)

    def _heading(self, width: int) -> list[Line]:
        tried = self.page.tries if self.page else ()
        allowed = self.page.allowed if self.page else None
        so_far = _("tries so far {n}", n=len(tried)) + (f" / {allowed}" if allowed else "")
        lines: list[Line] = [
            (),
            line(Span(f"   {self.row.customer}", "strong"), f"   {self.row.purpose}   {so_far}"),
        ]
        for at, name, note in tried[-SHOWN_TRIES:]:
            words = str(DISPOSITIONS[name].words) if name in DISPOSITIONS else name
            lines.append(line(Span(f"     {moment(at, self.csat.now())}  {words}  {note or ''}", "dim")))
        return [*lines, ()]

    def _choices(self, width: int) -> list[Line]:
        rows = []
        for n, choice in enumerate(CHOICES):
            mark = " > " if n == self.marked else "   "
            tone = "cursor" if n == self.marked else ""
            rows.append(line(Span(f"{mark}{choice.digit or ' '}  {choice.words}", tone)))
        return [*rows, ()]

    def _asking(self, width: int) -> list[Line]:
        if self.chosen is None:
            return []
        if self.chosen == "appointment" and self.when is None:
            return [line("   ", Span(_("For when? As 14:30, or 11-28 14:30"), "strong"))]
        when = f"{self.when:%m-%d %H:%M}   " if self.when else ""
        return [line(f"   {when}", Span(_("Note, if any; Enter stores the result"), "strong"))]
