"""All questions of a form with their answers; Enter goes to the marked one."""

from textual import events
from textual.app import ComposeResult

from csat_tui.interview.interview import Interview
from csat_tui.interview.words import answer_words, short
from csat_tui.screens.base import CsatScreen
from csat_tui.widgets.cells import fit
from csat_tui.widgets.line import Line, Span, line
from csat_tui.widgets.page import Drawn, Page
from schemas.language import texts

_ = texts("csat_tui")

_STEPS = {"up": -1, "down": +1, "pageup": -10, "pagedown": +10, "home": -(10**6), "end": +(10**6)}
_ANSWER_WIDTH = 24


class QuestionsScreen(CsatScreen):
    """Dismissed with the code of the chosen question, or None."""

    where = "questions"
    AUTO_FOCUS = ""

    def __init__(self, interview: Interview) -> None:
        super().__init__()
        self.interview = interview
        self.codes = interview.form.asked(interview.state.answers)
        here = interview.place.question
        self.marked = self.codes.index(here) if here in self.codes else 0

    def compose(self) -> ComposeResult:
        yield Page(self._draw)

    def redraw(self) -> None:
        self.query_one(Page).redraw()

    def on_key(self, event: events.Key) -> None:
        event.stop()
        if event.key in ("escape", "f2", "ctrl+l"):
            self.dismiss(None)
        elif event.key == "enter":
            self.dismiss(self.codes[self.marked] if self.codes else None)
        else:
            last = len(self.codes) - 1
            self.marked = max(0, min(last, self.marked + _STEPS.get(event.key, 0)))
            self.redraw()

    def _draw(self, width: int, height: int) -> Drawn:
        room = height - 4
        top = max(0, min(self.marked - room // 2, len(self.codes) - room))
        rows = [self._row(n, width) for n in range(top, min(top + room, len(self.codes)))]
        head = [line(Span(" " + _("All questions"), "bar")), line()]
        rest = [line()] * (room - len(rows) + 1)
        keys = line(Span(" " + _("Enter go there  Up/Down mark  Esc back"), "dim"))
        return Drawn((*head, *rows, *rest, keys), (1, len(head) + self.marked - top))

    def _row(self, n: int, width: int) -> Line:
        form, state, code = self.interview.form, self.interview.state, self.codes[n]
        mark, must = ">" if n == self.marked else " ", "!" if code in form.must else " "
        answer = answer_words(form.pack, form.question(code), state.answers.get(code))
        said = "*" if code in state.remarks else " "
        room = width - _ANSWER_WIDTH - 12
        text = fit(short(form, code), room)
        row = f" {mark} {n + 1:>2} {must} {text}  {fit(answer, _ANSWER_WIDTH)} {said}"
        return line(Span(row, "cursor" if n == self.marked else ""))
