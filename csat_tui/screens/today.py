"""Today: what is due, what is unfinished, what waits to be sent, and how the month stands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.message import Message

from csat_tui.screens.base import CsatScreen
from csat_tui.screens.today_lines import columns, month_spans, state
from csat_tui.services import DueRow, Today
from csat_tui.widgets.block import Block
from csat_tui.widgets.cells import spread
from csat_tui.widgets.line import Line, Span, line
from csat_tui.widgets.row_list import RowList
from csat_tui.words.common import clock_behind, clock_warning
from schemas.language import texts

if TYPE_CHECKING:
    from textual.screen import Screen

    from csat_tui.services.visits import VisitForm
    from schemas.language import Sentence

_ = texts("csat_tui")

_NEEDS_DATA = {
    "start",
    "result",
    "month",
    "records",
    "imports",
    "sync",
    "refresh",
    "find",
    "proposals",
    "card",
    "visit",
    "plan",
    "paper",
    "quiz",
}


_OF_A_LINE = {"start", "result", "card", "visit"}


class TodayScreen(CsatScreen):
    """The first screen. It stands before the laptop's data is open and fills when it comes."""

    where = "today"

    @dataclass
    class Arrived(Message):
        today: Today

    @dataclass
    class Reached(Message):
        """Whether the centre's address answers."""

        online: bool

    @dataclass
    class BackedUp(Message):
        """What to say of the backup of the day that was made, if one was."""

        words: "Sentence | None"

    @dataclass
    class Ready(Message):
        """The interview of a line is loaded."""

        build: "Callable[[], Screen[Any]]"

    @dataclass
    class Visiting(Message):
        """The form of a visit is ready."""

        form: "VisitForm"

    def __init__(self) -> None:
        super().__init__()
        self.today: Today | None = None
        self._stale = False
        self._asked_early: str | None = None

    def body(self) -> ComposeResult:
        yield Block(self._heading, id="heading")
        yield RowList(columns(), id="due")
        yield Block(self._month, id="month")

    def about(self) -> str:
        return _(
            "Everything due today, with drafts to finish. The second row says what waits to be sent and "
            "what the "
            "server is proven to hold."
        )

    def reason(self, action: str) -> str | None:
        if self.csat.services is None and action in _NEEDS_DATA:
            if self.csat.opening:
                return _("The data of this laptop is still being opened.")
            return None if action == "refresh" else _("The data of this laptop is not open. F5 tries again.")
        if action in ("start", "result", "card") and self.due.marked is None:
            return _("Nothing is due.")
        if action == "result" and self.due.marked is not None and self.due.marked.kind != "task":
            return _("A draft has no result of a call: open it with Enter.")
        if action == "card" and self.due.marked is not None and self.due.marked.customer_id is None:
            return _("This one is not on file yet; the questionnaire puts them there.")
        if action == "proposals" and self.today is not None and not self.today.status.proposals:
            return _("Nothing is to be decided.")
        return None

    def notices(self) -> list[str]:
        if self.today is None:
            return []
        status = self.today.status
        new = (
            None
            if self.csat.known_here
            else _("New on this terminal? Ctrl+P, then zj: a test of one minute.")
        )
        clock = clock_behind(status.saved_at, self.csat.now()) or clock_warning(status.clock_offset_ms)
        open_ones = _("Proposals to decide: {n} (F7).", n=status.proposals) if status.proposals else None
        untrained = None if self.today.trained or new else _("Training quiz not passed yet: Ctrl+P, then px.")
        return [words for words in (clock, open_ones, new, untrained) if words]

    @property
    def due(self) -> "RowList[DueRow]":
        """The list."""
        return self.query_one("#due", RowList)

    def action_do(self, action: str) -> None:
        if self._stale and action in _OF_A_LINE:
            self._asked_early = action  # on the line that the mark will stand on, not on one that may be gone
        else:
            super().action_do(action)

    def load(self) -> None:
        """Read today anew."""
        self._stale = self.csat.services is not None
        self.ask(lambda services: services.today(), self.Arrived)

    def forget(self) -> None:
        """Show nothing until somebody else's day is read."""
        self.today, self._asked_early = None, None
        self.due.show_rows(())
        self.say(None)

    def on_screen_resume(self) -> None:
        if self.csat.services is not None:
            self.load()

    @on(Arrived)
    def _arrived(self, message: Arrived) -> None:
        first, self.today = self.today is None, message.today
        known = self.csat.status  # whether the centre answers is asked anew behind the list
        self.csat.status = replace(message.today.status, online=known is not None and known.online)
        left = self.due.marked
        self.due.show_rows(message.today.rows)
        if left is not None:
            self.due.go_to(_place_of(left, message.today.rows, self.due.cursor))
        self.redraw()
        self._fresh()
        self.ask(lambda services: services.reachable(), self.Reached)
        if first:
            self.ask(lambda services: services.back_up_day(lambda _words: None), self.BackedUp)

    @on(BackedUp)
    def _backed_up(self, message: BackedUp) -> None:
        if (words := message.words) is not None:
            self.announce(lambda: str(words))

    @on(CsatScreen.Failed)
    def _not_read(self) -> None:
        self._stale, self._asked_early = False, None

    def _fresh(self) -> None:
        self._stale = False
        early, self._asked_early = self._asked_early, None
        if early is not None and self.is_current:
            self.action_do(early)

    @on(Reached)
    def _reached(self, message: Reached) -> None:
        if self.csat.status is not None:
            self.csat.status = replace(self.csat.status, online=message.online)
            self.redraw()

    @on(Ready)
    def _ready_to_start(self, message: Ready) -> None:
        self.csat.push_screen(message.build(), self._returned)

    def _returned(self, sentence: "Callable[[], str] | None") -> None:
        """An interview ends with a sentence on what became of it."""
        if sentence is not None:
            self.announce(sentence)

    def do_start(self) -> None:
        row = self.due.marked
        if row is not None:
            self.ask_for_screen(lambda services: services.start(row), self.Ready)

    def do_result(self) -> None:
        from csat_tui.screens.result import ResultScreen

        if (row := self.due.marked) is not None:
            self.csat.push_screen(ResultScreen(row), self._returned)

    def do_card(self) -> None:
        from csat_tui.screens.customer import CustomerScreen

        if (row := self.due.marked) is not None and row.customer_id is not None:
            self.csat.push_screen(CustomerScreen(row.customer_id))

    def do_visit(self) -> None:
        row = self.due.marked
        if row is None or (row.customer_id is None and row.kind != "task"):
            self._ask_whom()
        else:
            task = row.id if row.kind == "task" and not row.ticket else None
            self.ask_for_screen(lambda services: services.visits().form(row.customer_id, task), self.Visiting)

    def _ask_whom(self) -> None:
        """A visit that was not due, or to somebody of whom the marked line says nothing yet."""
        from csat_tui.screens.find import FindScreen

        self.csat.push_screen(FindScreen(lambda: _("To whom was the visit?")), self._visit_to)

    def _visit_to(self, customer: str | None) -> None:
        if customer is not None:
            self.ask_for_screen(lambda services: services.visits().form(customer), self.Visiting)

    @on(Visiting)
    def _visiting(self, message: Visiting) -> None:
        from csat_tui.screens.visit import VisitScreen

        self.csat.push_screen(VisitScreen(message.form), self._returned)

    def do_plan(self) -> None:
        from csat_tui.screens.plan import PlanScreen

        self.csat.push_screen(PlanScreen(self.csat.now().year))

    def do_refresh(self) -> None:
        if self.csat.services is None:
            self.csat.open_home(None)
        else:
            self.load()

    def do_month(self) -> None:
        from csat_tui.screens.month import MonthScreen

        self.csat.push_screen(MonthScreen(f"{self.csat.now():%Y-%m}"))

    def do_imports(self) -> None:
        from csat_tui.screens.imports import ImportsScreen

        self.csat.push_screen(ImportsScreen())

    def do_quiz(self) -> None:
        from csat_tui.screens.pack_choice import PackChoiceScreen

        self.csat.push_screen(PackChoiceScreen(), self._quiz_of)

    def _quiz_of(self, choice: tuple[str, str] | None) -> None:
        from csat_tui.screens.quiz import QuizScreen

        if choice is not None:
            self.csat.push_screen(QuizScreen(choice[0]))

    def do_paper(self) -> None:
        from csat_tui.screens.paper import PaperScreen

        self.csat.push_screen(PaperScreen())

    def do_proposals(self) -> None:
        from csat_tui.screens.proposals import ProposalsScreen

        self.csat.push_screen(ProposalsScreen())

    def do_records(self) -> None:
        from csat_tui.screens.records import RecordsScreen

        self.csat.push_screen(RecordsScreen(None))

    def _heading(self, width: int) -> list[Line]:
        if self.today is None:
            return [(), line(" ", Span(_("Today"), "strong"), "   " + _("opening ...")), ()]
        title = " " + _("Today {n}", n=len(self.today.rows))
        standing = "   ".join(state(self.today.status, self.csat.now()))
        row = spread(title, f"{standing} ", width)
        empty = [] if self.today.rows else [(), line("   " + _empty())]
        return [(), line(Span(row[: len(title)], "strong"), row[len(title) :]), *empty, ()]

    def _month(self, width: int) -> list[Line]:
        if self.today is None or self.today.month is None:
            return []
        return [(), line("   ", *month_spans(self.today.month)), ()]


def _place_of(left: DueRow, rows: Sequence[DueRow], place: int) -> int:
    """Where the mark belongs when the list is read anew: on the same line, else on the same customer's (a visit that
    was left is now a draft further down), else where it was."""
    kept = [n for n, row in enumerate(rows) if (row.kind, row.id) == (left.kind, left.id)]
    theirs = [n for n, row in enumerate(rows) if left.customer_id and row.customer_id == left.customer_id]
    return next(iter([*kept, *theirs]), place)


def _empty() -> str:
    return _("Nothing is due. Ctrl+S fetches new tasks from the server.")
