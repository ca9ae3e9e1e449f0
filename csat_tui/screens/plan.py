"""The visit plan of a year: its months, its visits with how each stands, approval, and changes with a reason."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.message import Message

from csat_tui.screens.base import CsatScreen
from csat_tui.screens.customer_form import CustomerForm
from csat_tui.services import Services
from csat_tui.services.customer_data import Field
from csat_tui.services.visits import PlanLineShown, PlanShown, VisitForm
from csat_tui.widgets.block import Block
from csat_tui.widgets.cells import fit, spread
from csat_tui.widgets.line import Line, Span, line
from csat_tui.widgets.row_list import Column, RowList
from csat_tui.words.visits import form_words, state_words
from schemas.language import texts

_ = texts("csat_tui")

MONTHS = 12
CELL = 6
"""Cells of one month in the row of months: twelve of them and the margin fill 80."""
OPEN = ("planned", "soon", "due")


class PlanScreen(CsatScreen):
    """``month``: 0 shows the whole year. ``asked``: approval waits for Enter."""

    where = "plan"

    @dataclass
    class Arrived(Message):
        plan: PlanShown

    @dataclass
    class Form(Message):
        form: VisitForm

    @dataclass
    class Approved(Message):
        visits: int

    @dataclass
    class Written(Message):
        path: str

    def __init__(self, year: int) -> None:
        super().__init__()
        self.year, self.month = year, 0
        self.plan: PlanShown | None = None
        self.asked = False

    def title_text(self) -> str:
        return _("Visit plan {year}", year=self.year)

    def about(self) -> str:
        return _(
            "The planned visits of a year. Left and Right show one month. A visit of an approved plan is moved or "
            "cancelled with a reason, and both versions stay; one whose window has ended stays missed."
        )

    def body(self) -> ComposeResult:
        yield Block(self._heading, id="heading")
        yield RowList(_columns(), id="rows")
        yield Block(self._marked, id="marked")

    @property
    def rows(self) -> "RowList[PlanLineShown]":
        """The list."""
        return self.query_one("#rows", RowList)

    def reason(self, action: str) -> str | None:
        if action not in _NEEDS_PLAN:
            return None
        if self.plan is None:
            return _("Still reading; press again.")
        if self.plan.id is None:
            return _("There is no plan of this year; csat plans make or csat plans import begins one.")
        if action == "approve_plan" and self.plan.approved_on is not None:
            return _("The plan is approved already.")
        if action == "approve_plan" and not self.plan.approver:
            return _("A supervisor or a manager approves it on the laptop enrolled for them; sync first.")
        if action == "approve_plan" and self.plan.gaps:
            return _("It cannot be approved yet: {gaps}", gaps="; ".join(self.plan.gaps[:3]))
        marked = self.rows.marked
        if action in _NEEDS_LINE and marked is None:
            return _("No visit is marked.")
        if action in _CHANGES and marked is not None and marked.held_on is not None:
            return _("This visit has been made.")
        if action == "record_line" and self.plan.approved_on is None:
            return _("The plan is a draft: approve it first.")
        return None

    def offers(self, action: str) -> bool:
        return action != "confirm_plan" or self.asked

    def on_screen_resume(self) -> None:
        self.do_refresh()

    def do_refresh(self) -> None:
        year = self.year
        self.ask(lambda services: services.visits().plan(year), self.Arrived)

    @on(Arrived)
    def _arrived(self, message: Arrived) -> None:
        self.plan = message.plan
        self._list()

    def _list(self) -> None:
        lines = self.plan.lines if self.plan else ()
        self.rows.show_rows([one for one in lines if self.month in (0, one.month)])
        self.redraw()

    @on(RowList.Moved)
    def _moved(self) -> None:
        self.query_one("#marked", Block).redraw()

    def do_month_before(self) -> None:
        self._turn(-1)

    def do_month_after(self) -> None:
        self._turn(1)

    def _turn(self, step: int) -> None:
        self.month = (self.month + step) % (MONTHS + 1)
        self._list()

    def do_other_year(self) -> None:
        """The next year that has a plan, and the present one."""
        known = sorted({*(self.plan.years if self.plan else ()), self.csat.now().year})
        self.year = next((year for year in known if year > self.year), known[0])
        self.month = 0
        self.do_refresh()

    def do_record_line(self) -> None:
        if (marked := self.rows.marked) is not None:
            self.ask_for_screen(lambda services: services.visits().form(None, None, marked.id), self.Form)

    @on(Form)
    def _form(self, message: Form) -> None:
        from csat_tui.screens.visit import VisitScreen

        self.csat.push_screen(VisitScreen(message.form), self._again)

    def do_move_line(self) -> None:
        self._change(_move_form)

    def do_cancel_line(self) -> None:
        self._change(_cancel_form)

    def _change(self, made: "Callable[[str, PlanLineShown], CustomerForm]") -> None:
        marked, plan = self.rows.marked, self.plan
        if marked is not None and plan is not None and plan.id is not None:
            self.csat.push_screen(made(plan.id, marked), self._changed)

    def _changed(self, done: bool | None) -> None:
        if done:
            self._again(lambda: _("The plan is changed; what stood there before is kept."))

    def _again(self, sentence: Callable[[], str] | None) -> None:
        if sentence is not None:
            self.announce(sentence)

    def do_approve_plan(self) -> None:
        self.asked = True
        self.say(lambda: _("Approve this plan? It counts from today on. Enter approves it, Esc leaves it."))
        self.refresh_bindings()
        self.redraw()

    def do_confirm_plan(self) -> None:
        plan = self.plan.id if self.plan else None
        self._forget()
        if plan is not None:
            self.ask(lambda services: services.visits().approve(plan), self.Approved)

    @on(Approved)
    def _approved(self, message: Approved) -> None:
        self.announce(lambda: _("Approved: {n} visits due.", n=message.visits))
        self.do_refresh()

    def do_print_plan(self) -> None:
        plan = self.plan.id if self.plan else None
        if plan is not None:
            self.ask(lambda services: services.visits().write(plan, "pdf"), self.Written)

    @on(Written)
    def _written(self, message: Written) -> None:
        self.announce(lambda: _("Written: {file}", file=message.path))

    def do_back(self) -> None:
        if self.asked:
            self._forget()
        else:
            self.dismiss()

    def _forget(self) -> None:
        self.asked = False
        self.say(None)
        self.refresh_bindings()
        self.redraw()

    def _heading(self, width: int) -> list[Line]:
        if self.plan is None:
            return [(), line(Span("   " + _("reading ..."), "dim")), ()]
        if self.plan.id is None:
            words = _("No plan of {year} yet: csat plans make {year}, or csat plans import.", year=self.year)
            return [(), line("   " + words), ()]
        row = spread("   " + _standing(self.plan), _counts(self.plan) + " ", width)
        return [(), line(Span(row, "strong")), line(*self._months()), ()]

    def _months(self) -> list[str | Span]:
        """Each month with the visits made of those planned; the one shown is marked."""
        cells: list[str | Span] = ["   "]
        for month in range(1, MONTHS + 1):
            mine = [one for one in (self.plan.lines if self.plan else ()) if one.month == month]
            done = sum(one.held_on is not None for one in mine)
            room = CELL + (month > 9)
            text = f"{month}:{done}/{len(mine)}" if mine else f"{month}:-"
            text = text if len(text) < room else f"{month}:{len(mine)}"
            text = f"{'>' if month == self.month else ' '}{text}"
            missed = any(one.state == "missed" for one in mine)
            cells.append(Span(fit(text, room), "warn" if missed else ""))
        return cells

    def _marked(self, width: int) -> list[Line]:
        marked = self.rows.marked
        if marked is None:
            return []
        about = "   ".join(filter(None, (marked.contact, marked.purpose, marked.assignee)))
        rows = [(), line("   " + fit(about, width - 4))]
        if marked.reason:
            rows.append(
                line(Span("   " + fit(_("changed: {reason}", reason=marked.reason), width - 4), "warn"))
            )
        if not marked.confirmed:
            rows.append(line(Span("   " + _("not confirmed by marketing and branch"), "warn")))
        return rows


def _standing(plan: PlanShown) -> str:
    unit = f"{plan.unit}  " if plan.unit else ""
    if plan.approved_on is None:
        return unit + _("Draft")
    return unit + _("Version {n}, approved on {day}", n=plan.versions, day=plan.approved_on)


def _counts(plan: PlanShown) -> str:
    if plan.approved_on is None:
        return _("{n} visits", n=len(plan.lines))
    return _(
        "made {n} of {base}, in time {m}",
        n=plan.done,
        base=plan.planned,
        m=plan.on_time,
    )


def _columns() -> Sequence[Column[PlanLineShown]]:
    return (
        Column(lambda: _("No."), lambda row: str(row.no), 4, align="right"),
        Column(lambda: _("Window"), _window, 13),
        Column(lambda: _("Customer"), lambda row: row.customer, 20, grow=3),
        Column(lambda: _("Form"), lambda row: form_words(row.way), 12, grow=1),
        Column(lambda: _("State"), _state, 15, grow=1),
    )


def _window(row: PlanLineShown) -> str:
    return f"{row.first:%m-%d} - {row.last:%m-%d}" if row.first and row.last else "-"


def _state(row: PlanLineShown) -> str:
    moved = "* " if row.moves else ""
    return moved + state_words(row.state)


def _move_form(plan: str, row: PlanLineShown) -> CustomerForm:
    """New days for a planned visit, and why."""

    def save(services: Services, typed: Mapping[str, str]) -> bool:
        services.visits().move(plan, row.id, typed["window_first"], typed["window_last"], typed["why"])
        return True

    days = (row.first.isoformat() if row.first else "", row.last.isoformat() if row.last else "")
    return CustomerForm(
        lambda: _("Move visit no. {n}", n=row.no),
        lambda: _(
            "{name}: from which day to which, and why. The window it had stays on record as an earlier version.",
            name=row.customer,
        ),
        [Field("window_first", days[0]), Field("window_last", days[1]), Field("why")],
        save,
        kept_as=f"move {row.id}",
    )


def _cancel_form(plan: str, row: PlanLineShown) -> CustomerForm:
    """Why a planned visit is not made."""

    def save(services: Services, typed: Mapping[str, str]) -> bool:
        services.visits().cancel(plan, row.id, typed["why"])
        return True

    return CustomerForm(
        lambda: _("Cancel visit no. {n}", n=row.no),
        lambda: _(
            "{name}: why the visit is not made. It stays on record; one whose window has ended stays missed.",
            name=row.customer,
        ),
        [Field("why")],
        save,
        kept_as=f"cancel {row.id}",
    )


_NEEDS_LINE = {"record_line", "move_line", "cancel_line"}
_CHANGES = {"record_line", "move_line", "cancel_line"}
_NEEDS_PLAN = {*_NEEDS_LINE, "approve_plan", "confirm_plan", "print_plan"}
