"""The card of a customer: who it is, what was said, what is open, and what may be done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual import events, on
from textual.app import ComposeResult
from textual.message import Message
from textual.timer import Timer

from csat_tui.screens.base import SEEN_SECONDS, CsatScreen
from csat_tui.screens.customer_lines import card_rows
from csat_tui.services import Services
from csat_tui.services.customer_data import CustomerPage, Editable, MergedOne, PastResponse, Phone
from csat_tui.widgets.line import Line, Span, line
from csat_tui.widgets.picker import Picker
from schemas.language import texts

if TYPE_CHECKING:
    from textual.screen import Screen

    from csat_tui.services.visits import VisitForm

_ = texts("csat_tui")

Target = PastResponse | MergedOne


class CustomerScreen(CsatScreen):
    """Reads the card of one customer each time it comes to the front; each opening is noted."""

    where = "customer"

    @dataclass
    class Arrived(Message):
        page: CustomerPage

    @dataclass
    class Numbers(Message):
        phones: Sequence[Phone]

    @dataclass
    class Changing(Message):
        edited: Editable

    @dataclass
    class Done(Message):
        """Something was done to the customer; the card is read again, and ``news`` said."""

        news: Callable[[], str]

    @dataclass
    class Ready(Message):
        """The interview is loaded."""

        build: "Callable[[], Screen[Any]]"

    @dataclass
    class Visiting(Message):
        """The form of a visit is ready."""

        form: "VisitForm"

    def __init__(self, customer: str) -> None:
        super().__init__()
        self.customer = customer
        self.page: CustomerPage | None = None
        self.phones: Sequence[Phone] = ()
        self._idle: Timer | None = None

    def title_text(self) -> str:
        return _("Customer")

    def about(self) -> str:
        return _(
            "Everything about the customer that is on this laptop; questionnaires are those recorded here. "
            "Telephone numbers are masked until a key asks for them. Who opened a card or saw a number is "
            "noted and sent to the office."
        )

    def body(self) -> ComposeResult:
        yield Picker[Target](self._rows, id="page")

    def reason(self, action: str) -> str | None:
        if self.page is None:
            return _("Still reading; press again.") if action in _NEEDS_PAGE else None
        if action == "open_line" and self.picked is None:
            return _("There is nothing to open here yet.")
        if action in ("begin", "visit") and self.page.stop is not None:
            return _("Not to be contacted; only a decision of the office lifts the mark.")
        if action == "stop_contact" and self.page.stop is not None:
            return _("The mark is set already.")
        if action == "separate" and not isinstance(self.picked, MergedOne):
            return _("Mark the one that was merged by mistake, below under: the same customer.")
        return None

    @property
    def picked(self) -> Target | None:
        """What the marked line stands for."""
        found: Target | None = self.query_one("#page", Picker).picked
        return found

    def on_mount(self) -> None:
        self.do_refresh()

    def do_refresh(self) -> None:
        customer = self.customer
        self.ask(lambda services: services.customer(customer), self.Arrived)

    @on(Arrived)
    def _arrived(self, message: Arrived) -> None:
        self.page, self.customer = message.page, message.page.id
        self.redraw()

    def do_open_line(self) -> None:
        from csat_tui.screens.record import RecordScreen

        picked = self.picked
        if isinstance(picked, PastResponse):
            self.csat.push_screen(RecordScreen(picked.id))
        elif isinstance(picked, MergedOne):
            self.say(lambda: _("Ctrl+Z makes it a customer of its own again."))

    def do_show_phone(self) -> None:
        if self.phones:
            self._mask()
        else:
            customer = self.customer
            self.ask(lambda services: services.phones(customer), self.Numbers)

    @on(Numbers)
    def _numbers(self, message: Numbers) -> None:
        self.phones = message.phones
        if not self.phones:
            self.say(lambda: _("No telephone number is on file."))
        self._wait_idle()
        self.redraw()

    def on_key(self, event: events.Key) -> None:
        """Whoever presses keys is still there."""
        if self.phones:
            self._wait_idle()

    def on_screen_suspend(self) -> None:
        self._mask()

    def _wait_idle(self) -> None:
        if self._idle is not None:
            self._idle.stop()
        self._idle = self.set_timer(SEEN_SECONDS, self._mask) if self.phones else None

    def _mask(self) -> None:
        self.phones = ()
        self._wait_idle()
        self.redraw()

    def do_begin(self) -> None:
        from csat_tui.screens.pack_choice import PackChoiceScreen

        if self.page is not None:
            self.csat.push_screen(PackChoiceScreen(self.page.name), self._chosen)

    def do_visit(self) -> None:
        customer = self.customer
        self.ask_for_screen(lambda services: services.visits().form(customer), self.Visiting)

    @on(Visiting)
    def _visiting(self, message: Visiting) -> None:
        from csat_tui.screens.visit import VisitScreen

        self.csat.push_screen(VisitScreen(message.form), self._returned)

    def _chosen(self, choice: tuple[str, str] | None) -> None:
        if choice is not None:
            customer = self.customer
            self.ask_for_screen(lambda services: services.start_with(customer, *choice), self.Ready)

    @on(Ready)
    def _ready_to_start(self, message: Ready) -> None:
        self.csat.push_screen(message.build(), self._returned)

    def _returned(self, sentence: Callable[[], str] | None) -> None:
        self._again(sentence)

    def do_change(self) -> None:
        customer = self.customer
        self.ask(lambda services: services.editable(customer), self.Changing)

    @on(Changing)
    def _changing(self, message: Changing) -> None:
        from csat_tui.screens.customer_form import change_form

        self.csat.push_screen(change_form(message.edited), self._changed)

    def _changed(self, count: int | None) -> None:
        if count is not None:
            self._again(lambda: _("Fields changed: {n}.", n=count))

    def do_verified(self) -> None:
        customer = self.customer
        self._do(lambda services: services.verified_today(customer), lambda: _("Noted: verified today."))

    def do_stop_contact(self) -> None:
        from csat_tui.screens.customer_form import stop_form

        if self.page is not None:
            self.csat.push_screen(stop_form(self.customer, self.page.name), self._stopped)

    def _stopped(self, done: bool | None) -> None:
        if done:
            self._again(lambda: _("Not to be contacted from now on; everywhere after the next sync."))

    def do_match(self) -> None:
        from csat_tui.screens.find import FindScreen

        if self.page is not None:
            name = self.page.name
            self.csat.push_screen(FindScreen(lambda: _("Who is {name} really?", name=name)), self._matched)

    def _matched(self, other: str | None) -> None:
        from csat_tui.screens.match import MatchScreen

        if other is not None:
            self.csat.push_screen(MatchScreen(self.customer, other), self._merged)

    def _merged(self, done: bool | None) -> None:
        if done:
            self._again(lambda: _("Now one customer; all that belongs to either is on this card."))

    def do_separate(self) -> None:
        picked = self.picked
        if isinstance(picked, MergedOne):
            self._do(
                lambda services: services.separate(picked.id),
                lambda: _("{name} is a customer of its own again.", name=picked.label),
            )

    def _do(self, order: Callable[[Services], None], news: Callable[[], str]) -> None:
        self.ask(order, lambda _done: self.Done(news))

    @on(Done)
    def _done(self, message: Done) -> None:
        self._again(message.news)

    def _again(self, news: Callable[[], str] | None) -> None:
        self.do_refresh()
        if news is not None:
            self.announce(news)

    def _rows(self, width: int) -> Sequence[tuple[Line, Target | None]]:
        if self.page is None:
            return [((), None), (line(Span("   " + _("reading ..."), "dim")), None)]
        return card_rows(self.page, self.phones, width)


_NEEDS_PAGE = {
    "visit",
    "open_line",
    "begin",
    "change",
    "verified",
    "stop_contact",
    "match",
    "separate",
    "show_phone",
}
