"""Who sits down: one of the people of this laptop, with their PIN. Nothing of customers is shown here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import Input

from csat_tui.screens.base import CsatScreen
from csat_tui.services import Services
from csat_tui.services.people import Person
from csat_tui.widgets.block import Block
from csat_tui.widgets.cells import wrap
from csat_tui.widgets.line import Line, Span, line, lines
from csat_tui.widgets.text_input import TextInput
from schemas.language import texts
from schemas.text import one_line

_ = texts("csat_tui")

SHOWN = 10
"""People at once; the list follows the mark."""

Check = Callable[[Services, str, str], Person]
"""Checks a PIN (services, person, PIN), in a worker thread. Raises Trouble."""


class SignInScreen(CsatScreen):
    """``marked``: whose line the mark stands on at first. ``seated`` is called, on the screen's own thread, with
    whoever gave the right PIN; without it the screen is dismissed with them. ``why_not_now`` says why a person cannot
    sit down at present. ``leaving``: Esc leaves it."""

    where = "sign_in"

    @dataclass
    class Known(Message):
        people: Sequence[Person]

    @dataclass
    class Right(Message):
        person: Person

    def __init__(
        self,
        check: Check,
        seated: Callable[[Person], object] | None = None,
        *,
        marked: str = "",
        words: Callable[[], str],
        why_not_now: Callable[[str], str | None] = lambda _person: None,
        leaving: bool = False,
    ) -> None:
        super().__init__()
        self._check, self._seated = check, seated or self.dismiss
        self._words, self._why_not_now = words, why_not_now
        self.leaving = leaving
        self.marked_id = marked
        self.people: Sequence[Person] = ()
        self._mark = 0
        self._asked = False

    def title_text(self) -> str:
        return _("Sign in")

    def about(self) -> str:
        return _(
            "Several people share this laptop. Choose your name with Up and Down, type your PIN, then Enter. After a "
            "wrong PIN the next try has to wait: 1, 2, 4 … seconds. Whoever was at work comes back to exactly where "
            "they were; anybody else begins at their own Today."
        )

    def body(self) -> ComposeResult:
        yield Block(self._page)
        yield TextInput(password=True, compact=True, max_length=12)
        yield Block(lambda _width: [()])

    def offers(self, action: str) -> bool:
        return action != "back" or self.leaving

    def on_mount(self) -> None:
        self.ask(lambda services: services.people().everybody(), self.Known)

    @property
    def person(self) -> Person | None:
        """Whoever the mark stands on."""
        return self.people[self._mark] if self.people else None

    @on(Known)
    def _known(self, message: Known) -> None:
        self.people = message.people
        names = [name for person in self.people for name in (person.id, person.name)]
        self._mark = names.index(self.marked_id) // 2 if self.marked_id in names else 0
        self.redraw()

    def do_person_before(self) -> None:
        self._go(-1)

    def do_person_after(self) -> None:
        self._go(1)

    def _go(self, by: int) -> None:
        if self.people:
            self._mark = (self._mark + by) % len(self.people)
            self.redraw()

    @on(Input.Submitted)
    def do_sign_in(self) -> None:
        typed = self.query_one(TextInput)
        person, pin, check = self.person, typed.value, self._check
        typed.value = ""
        if person is None or self._asked or (person.has_pin and not pin):
            return
        if reason := self._why_not_now(person.id):
            self.say(lambda: reason)
            return
        self.say(None)
        self._asked = True
        self.ask(lambda services: check(services, person.id, pin), self.Right)

    @on(Right)
    def _right(self, message: Right) -> None:
        self._asked = False
        self._seated(message.person)

    @on(CsatScreen.Failed)
    def _wrong(self) -> None:
        self._asked = False

    def _page(self, width: int) -> list[Line]:
        head = lines((f"   {row}" for row in wrap(self._words(), width - 6)), "strong")
        first = max(0, min(self._mark - SHOWN // 2, len(self.people) - SHOWN))
        rows = [self._row(n, person) for n, person in enumerate(self.people) if first <= n < first + SHOWN]
        asked = _("PIN, then Enter:") if self.person is None or self.person.has_pin else _("Enter:")
        return [(), *head, (), *rows, (), line(f"   {asked}")]

    def _row(self, number: int, person: Person) -> Line:
        marked = number == self._mark
        name = one_line(person.name) + ("" if person.name == person.id else f"  {one_line(person.id)}")
        return line(Span(f"   {'>' if marked else ' '} {name}", "strong" if marked else ""))
