"""Which column of the file tells what: proposed, put right with a picker, remembered for the source."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from textual import on
from textual.app import ComposeResult
from textual.message import Message

from csat_tui.importing.fields import field_named
from csat_tui.importing.header import Column as FileColumn
from csat_tui.importing.mapping import Wishes, lacking
from csat_tui.importing.prepared import Prepared
from csat_tui.importing.rows import labels
from csat_tui.importing.values.dates import Order
from csat_tui.screens.base import CsatScreen
from csat_tui.widgets.block import Block
from csat_tui.widgets.cells import wrap
from csat_tui.widgets.line import Line, Span, line
from csat_tui.widgets.row_list import Column, RowList
from schemas.language import texts

_ = texts("csat_tui")

ORDERS: tuple[Order | None, ...] = (None, "ymd", "dmy", "mdy")
EXAMPLES = 3


class ImportColumnsScreen(CsatScreen):
    """``by_hand``: what was said here, laid over what is remembered and proposed. Returns True when the file was
    imported."""

    where = "import_columns"

    @dataclass
    class Changed(Message):
        prepared: Prepared

    def __init__(self, prepared: Prepared, source: str) -> None:
        super().__init__()
        self.prepared = prepared
        self.source = source
        self.by_hand = Wishes()

    def title_text(self) -> str:
        return _("Import: columns")

    def about(self) -> str:
        return _(
            "Each column of the file with examples of what stands in it, and the field it is taken for. A mark shows "
            "how that was found: * by hand or as last time, = by its heading, ~ by what stands in it. What you change "
            "is remembered for this source when the file is imported."
        )

    def body(self) -> ComposeResult:
        yield Block(self._heading, id="heading")
        yield RowList(self._columns(), id="columns")

    def on_mount(self) -> None:
        self._show()

    @property
    def columns(self) -> "RowList[FileColumn]":
        """The list."""
        return self.query_one("#columns", RowList)

    def reason(self, action: str) -> str | None:
        if action == "sheet" and len(self.prepared.sheets) < 2:
            return _("The file has no other sheet.")
        if action == "preview":
            return self._lacking()
        return None

    def do_assign(self) -> None:
        from csat_tui.screens.import_field import ImportFieldScreen

        column = self.columns.marked
        if column is not None:
            taken = {name: each.label for name, each in self.prepared.assigned.columns.items()}
            screen = ImportFieldScreen(self.prepared.kind, column.label, taken)
            self.csat.push_screen(screen, lambda choice: self._assign(column, choice))

    def do_sheet(self) -> None:
        sheets = self.prepared.sheets
        here = sheets.index(self.prepared.sheet) if self.prepared.sheet in sheets else -1
        self._change(replace(self.by_hand, sheet=sheets[(here + 1) % len(sheets)], columns={}))

    def do_date_order(self) -> None:
        here = ORDERS.index(self.prepared.wishes.order)
        self._change(replace(self.by_hand, order=ORDERS[(here + 1) % len(ORDERS)] or "ymd"))

    def do_preview(self) -> None:
        from csat_tui.screens.import_preview import ImportPreviewScreen

        self.csat.push_screen(ImportPreviewScreen(self.prepared, self.source), self._returned)

    def _returned(self, stored: bool | None) -> None:
        if stored:
            self.dismiss(True)

    def _assign(self, column: FileColumn, choice: str | None) -> None:
        """``choice``: a field, empty for none; None when nothing was chosen."""
        if choice is None:
            return
        before = self._field(column)
        columns = dict(self.by_hand.columns)
        if before and before != choice:
            columns[before] = None
        if choice:
            columns[choice] = column.label
        self._change(replace(self.by_hand, columns=columns))

    def _change(self, by_hand: Wishes) -> None:
        self.by_hand = by_hand
        prepared, source = self.prepared, self.source
        self.ask(lambda services: services.imports().change(prepared, source, by_hand), self.Changed)

    @on(Changed)
    def _changed(self, message: Changed) -> None:
        self.prepared = message.prepared
        self._show()

    def _show(self) -> None:
        self.columns.show_rows(self.prepared.header.columns)
        self.redraw()

    def _field(self, column: FileColumn) -> str | None:
        assigned = self.prepared.assigned.columns.items()
        return next((name for name, each in assigned if each.at == column.at), None)

    def _lacking(self) -> str | None:
        groups = lacking(self.prepared.kind, self.prepared.assigned)
        wanted = "; ".join(labels(self.prepared.kind, group) for group in groups)
        return _("No column is taken for: {fields}. Enter assigns one.", fields=wanted) if groups else None

    def notices(self) -> list[str]:
        absent = self.prepared.assigned.absent
        gone = (
            _("Remembered, but not in this file: {fields}.", fields=self._labels(absent)) if absent else None
        )
        return [text for text in (self._lacking(), gone) if text]

    def _labels(self, names: tuple[str, ...]) -> str:
        return ", ".join(labels(self.prepared.kind, (name,)) for name in names)

    def _heading(self, width: int) -> list[Line]:
        source = _("source {name}", name=self.source)
        file = f"   {self.prepared.file.name}   {source}"
        order = _date_order(self.prepared.wishes.order)
        how = "; ".join((*self.prepared.how, order))
        return [
            (),
            line(Span(file, "strong")),
            *[line(Span("   " + row, "dim")) for row in wrap(how, width - 6)],
            (),
        ]

    def _columns(self) -> Sequence[Column[FileColumn]]:
        return (
            Column(lambda: _("Column"), lambda column: column.label, 18, grow=1),
            Column(lambda: _("Examples"), self._examples, 28, grow=2),
            Column(lambda: _("Taken for"), self._taken_for, 22, grow=1),
        )

    def _examples(self, column: FileColumn) -> str:
        cells = (row.cells[column.at] for row in self.prepared.sample if column.at < len(row.cells))
        return " | ".join(list(dict.fromkeys(filter(None, cells)))[:EXAMPLES])

    def _taken_for(self, column: FileColumn) -> str:
        name = self._field(column)
        field = field_named(self.prepared.kind, name) if name else None
        if name is None or field is None:
            return _("- not taken over")
        mark = {"hand": "*", "heading": "=", "content": "~"}[self.prepared.assigned.by[name]]
        return f"{mark} {field.label}"


def _date_order(order: Order | None) -> str:
    words = {
        "ymd": _("25-3-4 is year-month-day"),
        "dmy": _("4/3/25 is day/month/year"),
        "mdy": _("3/4/25 is month/day/year"),
    }
    return words[order] if order else _("dates with two meanings are refused")
