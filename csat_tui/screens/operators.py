"""How fast and how well each operator keys, by batch; first and second keyings apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.message import Message

from csat_tui.screens.base import CsatScreen
from csat_tui.services.paper import OperatorRow
from csat_tui.widgets.block import Block
from csat_tui.widgets.line import Line, Span, line
from csat_tui.widgets.row_list import Column, RowList
from schemas.language import texts

_ = texts("csat_tui")


class OperatorsScreen(CsatScreen):
    """A table, nothing to do but read; ``csat paper operators`` writes it to a file."""

    where = "operators"

    @dataclass
    class Arrived(Message):
        rows: Sequence[OperatorRow]

    def __init__(self) -> None:
        super().__init__()
        self.done: Sequence[OperatorRow] | None = None

    def title_text(self) -> str:
        return _("Operators")

    def about(self) -> str:
        return _(
            "Forms and keys per hour of work, without pauses of a minute or more. Errors are what a second keying "
            "found and a decision laid at this operator's door, per 1,000 keys of the forms that were checked; the "
            "errors of second keyings are counted apart."
        )

    def body(self) -> ComposeResult:
        yield Block(self._heading, id="heading")
        yield RowList(_columns(), id="operators")

    def on_screen_resume(self) -> None:
        self.do_refresh()

    def do_refresh(self) -> None:
        self.ask(lambda services: services.paper().operators(), self.Arrived)

    @on(Arrived)
    def _arrived(self, message: Arrived) -> None:
        self.done = message.rows
        self.query_one("#operators", RowList).show_rows(message.rows)
        self.redraw()

    def _heading(self, _width: int) -> list[Line]:
        if self.done is None:
            return [(), line(Span("   " + _("reading ..."), "dim")), ()]
        if not self.done:
            return [(), line("   " + _("Nothing was keyed on this desk yet."))]
        return [
            (),
            line(Span("   " + _("without pauses; csat paper operators --csv writes a file"), "dim")),
            (),
        ]


def _columns() -> Sequence[Column[OperatorRow]]:
    return (
        Column(lambda: _("Operator"), lambda row: row.operator, 9, grow=2),
        Column(lambda: _("Batch"), lambda row: row.batch, 12, grow=1),
        Column(lambda: _("Keying"), lambda row: _("second") if row.second else _("first"), 6),
        Column(lambda: _("Forms"), lambda row: str(row.forms), 5, "right"),
        Column(lambda: _("Forms/h"), lambda row: row.forms_per_hour or "-", 7, "right"),
        Column(lambda: _("Keys/h"), lambda row: row.strokes_per_hour or "-", 6, "right"),
        Column(lambda: _("Fields"), lambda row: row.field_errors or "-", 7, "right"),
        Column(lambda: _("Err/1000"), lambda row: row.errors_per_1000 or "-", 8, "right"),
    )
