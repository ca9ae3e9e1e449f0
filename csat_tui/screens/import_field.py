"""What a column of the file is taken for: one field of those a file of this kind may tell."""

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult

from csat_tui.importing.field import Field
from csat_tui.importing.fields import FIELDS, REQUIRED, Kind
from csat_tui.screens.base import CsatScreen
from csat_tui.widgets.block import Block
from csat_tui.widgets.line import Line, Span, line
from csat_tui.widgets.row_list import Column, RowList
from schemas.language import texts

_ = texts("csat_tui")


class ImportFieldScreen(CsatScreen):
    """``taken``: field -> label of the column it is read from now. Returns the name of a field, empty for none,
    or None when nothing was chosen."""

    where = "import_field"

    def __init__(self, kind: Kind, column: str, taken: Mapping[str, str]) -> None:
        super().__init__()
        self.kind: Kind = kind
        self.column = column
        self.taken = taken

    def title_text(self) -> str:
        return _("Import: field")

    def about(self) -> str:
        return _(
            "The marked field is read from the column named above. A field is read from one column only."
        )

    def body(self) -> ComposeResult:
        yield Block(self._heading)
        yield RowList(self._columns(), id="fields")

    def on_mount(self) -> None:
        fields: list[Field | None] = [None, *FIELDS[self.kind]]
        present = next((name for name, label in self.taken.items() if label == self.column), None)
        self.fields.show_rows([(field,) for field in fields])
        self.fields.cursor = next((n for n, field in enumerate(fields) if field and field.name == present), 0)
        self.fields.action_move(0)

    @property
    def fields(self) -> "RowList[tuple[Field | None]]":
        """The list."""
        return self.query_one("#fields", RowList)

    def do_take_field(self) -> None:
        if (marked := self.fields.marked) is not None:
            self.dismiss(marked[0].name if marked[0] else "")

    def do_back(self) -> None:
        self.dismiss(None)

    def _heading(self, _width: int) -> list[Line]:
        return [(), line(Span("   " + _("The column “{column}” is:", column=self.column), "strong")), ()]

    def _columns(self) -> Sequence[Column[tuple[Field | None]]]:
        return (
            Column(lambda: _("Field"), self._called, 26, grow=1),
            Column(lambda: _("Now read from"), self._from, 24, grow=1),
            Column(lambda: _("Needed"), self._needed, 12),
        )

    def _called(self, row: tuple[Field | None]) -> str:
        return str(row[0].label) if row[0] else _("- not taken over")

    def _from(self, row: tuple[Field | None]) -> str:
        return self.taken.get(row[0].name, "") if row[0] else ""

    def _needed(self, row: tuple[Field | None]) -> str:
        group = next((each for each in REQUIRED[self.kind] if row[0] and row[0].name in each), None)
        if group is None:
            return ""
        return _("yes") if len(group) == 1 else _("one of these")
