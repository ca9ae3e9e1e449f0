"""Fields that were keyed differently, both values side by side, to be decided with the paper in hand (J2.9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from textual import on
from textual.message import Message

from csat_tui.paper.decisions import Choice
from csat_tui.screens.customer_form import CustomerForm
from csat_tui.screens.listed import ListedScreen
from csat_tui.screens.paper_forms import line_name
from csat_tui.services import Services
from csat_tui.services.customer_data import Field
from csat_tui.services.paper import DifferenceRow
from csat_tui.widgets.line import Line, Span, line
from csat_tui.widgets.row_list import Column
from schemas.language import texts

_ = texts("csat_tui")


class DifferencesScreen(ListedScreen):
    """``batch``: its id."""

    where = "differences"
    listed = "differences"

    @dataclass
    class Arrived(Message):
        rows: Sequence[DifferenceRow]

    def __init__(self, batch: str) -> None:
        super().__init__()
        self.batch_id = batch
        self.differences: Sequence[DifferenceRow] | None = None

    def title_text(self) -> str:
        return _("Differences")

    def about(self) -> str:
        return _(
            "Take the paper. 1: it says what was keyed first; 2: what was keyed second; 3: neither, type what it "
            "says. A reason is needed; both keyed values are kept. Once all of a form is decided its record is "
            "corrected where the first keying was wrong."
        )

    def _columns(self) -> Sequence[Column[Any]]:
        return _columns()

    def do_refresh(self) -> None:
        self.ask(lambda services: services.paper().differences(self.batch_id), self.Arrived)

    @on(Arrived)
    def _arrived(self, message: Arrived) -> None:
        self.differences = message.rows
        self.rows.show_rows(message.rows)
        self.redraw()

    def reason(self, action: str) -> str | None:
        if action.startswith("take_"):
            if self.rows.marked is None:
                return _("Nothing is to be decided.")
            if self.rows.marked.decision is not None:
                return _("This one is decided; what was decided stays.")
        return None

    def do_take_first(self) -> None:
        self._decide("first")

    def do_take_second(self) -> None:
        self._decide("second")

    def do_take_third(self) -> None:
        self._decide("third")

    def _decide(self, choice: Choice) -> None:
        row = self.rows.marked
        if row is not None:
            self.csat.push_screen(decision_form(self.batch_id, row, choice))

    def _heading(self, _width: int) -> list[Line]:
        if self.differences is None:
            return [(), line(Span("   " + _("reading ..."), "dim")), ()]
        left = sum(row.decision is None for row in self.differences)
        if not self.differences:
            return [(), line("   " + _("Both keyings say the same."))]
        words = _("{n} to decide, {all} in all", n=left, all=len(self.differences))
        return [(), line("   ", Span(words, "strong")), ()]

    def _detail(self, _width: int) -> list[Line]:
        row = self.rows.marked if self.differences else None
        if row is None:
            return []
        told = ((row.keyer, row.first), (row.verifier, row.second))
        rows: list[Line] = [(), line(Span(f"   {row.field}", "strong"))]
        rows += [line(f"     {number} {who}: {value}") for number, (who, value) in enumerate(told, 1)]
        if row.decision is not None:
            decided = _("decided: {value}, because {reason}", value=row.decision, reason=row.reason or "-")
            rows.append(line(Span(f"   {decided}", "good")))
        return [*rows, ()]


def decision_form(batch: str, row: DifferenceRow, choice: Choice) -> CustomerForm:
    """The reason of a decision, and its value where it is a third one."""

    def save(services: Services, typed: Mapping[str, str]) -> bool:
        services.paper().decide(batch, row, choice, typed.get("value", ""), typed["reason"])
        return True

    codes = ("value", "reason") if choice == "third" else ("reason",)
    asked = {"first": row.first, "second": row.second}.get(choice)
    return CustomerForm(
        lambda: _("Decide {code}", code=row.field),
        lambda: (
            _("Form {serial}: the paper says {value}.", serial=row.serial, value=asked)
            if asked is not None
            else _(
                "Form {serial}: what the paper says: a number, the digit of a choice, or / * - +.",
                serial=row.serial,
            )
        ),
        [Field(code, "") for code in codes],
        save,
        name=line_name,
    )


def _columns() -> Sequence[Column[DifferenceRow]]:
    return (
        Column(lambda: _("Serial"), lambda row: row.serial, 16),
        Column(lambda: _("Item"), lambda row: row.field, 17, grow=2),
        Column(lambda: _("First"), lambda row: row.first, 12, grow=1),
        Column(lambda: _("Second"), lambda row: row.second, 12, grow=1),
        Column(lambda: _("Decided"), lambda row: row.decision or "-", 8, grow=1),
    )
