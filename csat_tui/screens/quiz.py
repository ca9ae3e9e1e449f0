"""The training quiz of a questionnaire: a digit answers, what is right is said at once, the result is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.message import Message

from csat_tui.keyboard import sign_of
from csat_tui.screens.base import CsatScreen
from csat_tui.widgets.block import Block
from csat_tui.widgets.cells import wrap
from csat_tui.widgets.line import Line, Span, line, lines
from schemas.language import texts

if TYPE_CHECKING:
    from csat_tui.interview.quiz import QuizItem

_ = texts("csat_tui")


class QuizScreen(CsatScreen):
    """Esc leaves it any time; only a quiz that was gone through to its end is kept."""

    where = "quiz"

    @dataclass
    class Arrived(Message):
        items: "Sequence[QuizItem]"

    def __init__(self, pack: str) -> None:
        super().__init__()
        self.pack = pack
        self.items: Sequence[QuizItem] = ()
        self.at = self.right = 0
        self.given: int | None = None

    def title_text(self) -> str:
        return _("Training quiz")

    def about(self) -> str:
        return _(
            "Some questions about the questionnaire that you are to use, answered by a digit. One mistake is "
            "allowed; it can be repeated. Nothing is blocked for who has not passed it."
        )

    def body(self) -> ComposeResult:
        yield Block(self._page)

    def on_mount(self) -> None:
        self.ask(lambda services: services.people().quiz(self.pack), self.Arrived)

    @property
    def ended(self) -> bool:
        """Whether all was answered."""
        return bool(self.items) and self.at == len(self.items)

    @on(Arrived)
    def _arrived(self, message: Arrived) -> None:
        self.items = message.items
        self.redraw()

    def on_key(self, event: events.Key) -> None:
        sign = sign_of(event.character)
        if self.ended or not self.items:
            return
        if self.given is None and sign is not None and sign in "123456789":
            self._answer(int(sign) - 1)
        elif self.given is not None and event.key == "enter":
            event.stop()
            self._go_on()

    def _answer(self, choice: int) -> None:
        item = self.items[self.at]
        if choice < len(item.choices):
            self.given = choice
            self.right += choice == item.right
            self.redraw()

    def _go_on(self) -> None:
        self.at, self.given = self.at + 1, None
        if self.ended:
            right, of = self.right, len(self.items)
            self.tell(lambda services: services.people().keep_quiz(self.pack, right, of))
        self.redraw()

    def _page(self, width: int) -> list[Line]:
        if not self.items:
            return [(), line(Span("   " + _("reading ..."), "dim"))]
        if self.ended:
            return self._result(width)
        item = self.items[self.at]
        place = _("Question {n} of {all}", n=self.at + 1, all=len(self.items))
        asked = lines((f"   {row}" for row in wrap(item.asks, width - 6)), "strong")
        return [
            (),
            line(Span(f"   {place}", "dim")),
            (),
            *asked,
            (),
            *self._choices(item, width),
            *self._why(item, width),
        ]

    def _choices(self, item: "QuizItem", width: int) -> list[Line]:
        """Each with its digit; once answered, the right one and the chosen one are marked."""
        drawn: list[Line] = []
        for n, choice in enumerate(item.choices):
            mark = " "
            if self.given is not None:
                mark = "=" if n == item.right else "x" if n == self.given else " "
            rows = wrap(choice, width - 12)
            drawn += [
                line(f"   {mark} {n + 1}  {row}" if k == 0 else f"        {row}")
                for k, row in enumerate(rows)
            ]
        return drawn

    def _why(self, item: "QuizItem", width: int) -> list[Line]:
        if self.given is None:
            return [(), line(Span("   " + _("Press the digit of your answer."), "dim"))]
        right = self.given == item.right
        verdict = Span("   " + (_("Right.") if right else _("Not right.")), "good" if right else "bad")
        why = [line(f"   {row}") for row in wrap(item.why, width - 6)]
        return [(), line(verdict), *why, (), line(Span("   " + _("Enter goes on."), "dim"))]

    def _result(self, width: int) -> list[Line]:
        from csat_tui.interview.quiz import passed

        score = _("{n} of {all} right.", n=self.right, all=len(self.items))
        if passed(self.right, len(self.items)):
            words = _("Passed. Now hold a first interview with a practice customer: Ctrl+P, then lx.")
        else:
            words = _("Not passed yet. Read the questionnaire's rules again and repeat it: Ctrl+P, then px.")
        return [
            (),
            line(Span(f"   {score}", "strong")),
            (),
            *[line(f"   {row}") for row in wrap(words, width - 6)],
        ]
