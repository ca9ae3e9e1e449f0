"""What was understood, to be read back to the customer before it is final (J1.9)."""

from textual import events
from textual.app import ComposeResult

from csat_tui.interview.interview import Interview
from csat_tui.interview.words import answer_words, filled, short
from csat_tui.screens.aside_lines import person_words, promise_words, said_of, ticket_words
from csat_tui.screens.base import CsatScreen
from csat_tui.widgets.cells import wrap
from csat_tui.widgets.line import Line, Span, line
from csat_tui.widgets.page import Drawn, Page
from schemas.language import texts

_ = texts("csat_tui")

_STEPS = {"up": -1, "down": +1, "pageup": -10, "pagedown": +10}


class ReadbackScreen(CsatScreen):
    """Dismissed with nothing; nothing can be changed here."""

    where = "readback"
    AUTO_FOCUS = ""

    def __init__(self, interview: Interview) -> None:
        super().__init__()
        self.interview = interview
        self.top = 0

    def compose(self) -> ComposeResult:
        yield Page(self._draw)

    def redraw(self) -> None:
        self.query_one(Page).redraw()

    def on_key(self, event: events.Key) -> None:
        event.stop()
        if event.key in ("escape", "enter", "f5", "ctrl+r"):
            self.dismiss(None)
        else:
            self.top = max(0, self.top + _STEPS.get(event.key, 0))
            self.redraw()

    def _draw(self, width: int, height: int) -> Drawn:
        rows, room = readback_lines(self.interview, width), height - 2
        self.top = min(self.top, max(0, len(rows) - room))
        seen = rows[self.top : self.top + room]
        head = line(Span(" " + _("Read back to the customer"), "bar"))
        keys = line(Span(" " + _("Up/Down read on  Enter back"), "dim"))
        return Drawn((head, *seen, *[line()] * (room - len(seen)), keys), (0, height - 1))


def readback_lines(interview: Interview, width: int) -> list[Line]:
    """Answers with the customer's words, what was promised, and the closing sentence; nothing of our own head of
    the form."""
    form, state = interview.form, interview.state
    rows: list[Line] = [line()]
    for n, code in enumerate(form.asked(state.answers), 1):
        question, answer = form.question(code), state.answers.get(code)
        if question.by == "staff" or (answer is None and code not in state.remarks):
            continue
        rows += _row(
            f"{n:>2}  {said_of(short(form, code), answer_words(form.pack, question, answer))}", width
        )
        words = (str(state.detail(code, "why") or ""), state.remarks.get(code, ""))
        rows += [row for text in words if text for row in _row(f"    “{text}”", width)]
    promises = [_("Promised: {what}", what=promise_words(one)) for one in state.promises]
    ticket, person = ticket_words(state.asides), person_words(state.asides)
    beside = [_("Answered by: {who}", who=person)] * bool(person) + [_("Ticket: {kind}", kind=ticket)] * bool(
        ticket
    )
    closing = [filled(form, str(form.pack.closing))] if form.pack.closing else []
    for text in (*beside, *promises, *closing):
        rows += [line(), *_row(text, width)]
    return rows


def _row(text: str, width: int) -> list[Line]:
    return [line("   ", row) for row in wrap(text, width - 6)]
