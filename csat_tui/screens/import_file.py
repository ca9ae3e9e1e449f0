"""Which file to import, what it tells of and which system it comes from."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, get_args

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from csat_tui.actions import bindings
from csat_tui.importing.fields import Kind
from csat_tui.importing.prepared import Prepared
from csat_tui.screens.base import CsatScreen
from csat_tui.screens.sync import size_text
from csat_tui.services.imports import Folder, FoundFile
from csat_tui.widgets.block import Block
from csat_tui.widgets.cells import fit
from csat_tui.widgets.line import Line, Span, line
from csat_tui.widgets.row_list import Column, RowList
from csat_tui.widgets.text_input import TextInput
from csat_tui.words.common import imported_name
from schemas.language import texts
from schemas.text import one_line

_ = texts("csat_tui")

KINDS: tuple[Kind, ...] = get_args(Kind)


class ImportFileScreen(CsatScreen):
    """A path is typed, or a file picked from the list while typing narrows it."""

    where = "import_file"
    CSS: ClassVar[str] = "ImportFileScreen TextInput { margin: 0 3; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("import_file"),
        Binding("up", "mark(-1)", show=False),
        Binding("down", "mark(1)", show=False),
    ]

    @dataclass
    class Arrived(Message):
        folder: Folder

    @dataclass
    class Remembered(Message):
        """The source that was used last for this kind of file."""

        source: str

    @dataclass
    class Opened(Message):
        prepared: Prepared

    def __init__(self) -> None:
        super().__init__()
        self.kind: Kind = "customers"
        self.folder: Folder | None = None

    def title_text(self) -> str:
        return _("Import: file")

    def about(self) -> str:
        return _(
            "Type a part of a file name, or the path of a file or folder. The source is the system the file comes "
            "from: its columns are remembered under this name. CSV in UTF-8, UTF-16 or GBK, and .xlsx are read."
        )

    def body(self) -> ComposeResult:
        yield Block(self._asked, id="asked")
        yield Block(lambda _width: [line(Span("   " + _("File, folder or part of a name:"), "dim"))])
        yield TextInput(id="file", compact=True)
        yield Block(lambda _width: [line(Span("   " + _("Source (Tab goes there):"), "dim"))])
        yield TextInput(id="source", compact=True, max_length=40)
        yield Block(self._heading, id="heading")
        yield RowList(_columns(), id="files")

    @property
    def files(self) -> "RowList[FoundFile]":
        """The list."""
        return self.query_one("#files", RowList)

    @property
    def typed(self) -> str:
        """What stands in the line for the file."""
        return self.query_one("#file", Input).value.strip().strip('"')

    @property
    def source(self) -> str:
        """What stands in the line for the source."""
        return one_line(self.query_one("#source", Input).value)

    def on_mount(self) -> None:
        self.files.can_focus = False
        self._list("")
        self._recall()

    def action_mark(self, step: int) -> None:
        self.files.action_move(step)

    def do_kind(self) -> None:
        self.kind = KINDS[(KINDS.index(self.kind) + 1) % len(KINDS)]
        self._recall()
        self.redraw()

    def do_open_file(self) -> None:
        path = Path(self.typed).expanduser() if self.typed else None
        if path is not None and path.is_dir():
            self.query_one("#file", Input).value = ""
            self._list(str(path))
        elif path is not None and (path.is_file() or path.is_absolute()):
            self._open(str(path))
        elif self.folder is not None and (marked := self.files.marked) is not None:
            self._open(str(Path(self.folder.path) / marked.name))
        else:
            self.say(lambda: _("There is no such file. Type a path, or a part of a name in the list."))

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.do_open_file()

    @on(Input.Changed, "#file")
    def _changed(self) -> None:
        self.say(None)
        self._show()

    @on(Arrived)
    def _arrived(self, message: Arrived) -> None:
        self.folder = message.folder
        self._show()

    @on(Remembered)
    def _remembered(self, message: Remembered) -> None:
        self.query_one("#source", Input).value = message.source

    @on(Opened)
    def _opened(self, message: Opened) -> None:
        from csat_tui.screens.import_columns import ImportColumnsScreen

        self.say(None)
        self.csat.push_screen(ImportColumnsScreen(message.prepared, self.source), self._returned)

    def _returned(self, stored: bool | None) -> None:
        if stored:
            self.dismiss()

    def _list(self, path: str) -> None:
        self.ask(lambda services: services.imports().folder(path), self.Arrived)

    def _recall(self) -> None:
        kind = self.kind
        self.ask(lambda services: services.imports().source(kind), self.Remembered)

    def _open(self, path: str) -> None:
        kind, source = self.kind, self.source
        if not source:
            self.say(lambda: _("Name the source: its columns are remembered under this name."))
            return
        self.say(lambda: _("Reading the file ..."))
        self.ask(lambda services: services.imports().open(kind, path, source), self.Opened)

    def _show(self) -> None:
        wish = self.typed.casefold()
        found = self.folder.files if self.folder else ()
        self.files.cursor = 0
        self.files.show_rows([file for file in found if wish in file.name.casefold()])
        self.redraw()

    def _asked(self, _width: int) -> list[Line]:
        names = [
            Span(f" [{imported_name(kind)}] " if kind == self.kind else f"  {imported_name(kind)}  ",
                 "strong" if kind == self.kind else "dim")
            for kind in KINDS
        ]  # fmt: skip
        return [(), line("   " + _("The file tells of (F2):"), *names)]

    def _heading(self, width: int) -> list[Line]:
        if self.folder is None:
            return [(), line(Span("   " + _("reading ..."), "dim"))]
        head = (
            self.folder.path
            if self.folder.files
            else _("No file to import in {folder}", folder=self.folder.path)
        )
        return [(), line(Span(fit("   " + head, width), "strong"))]


def _columns() -> Sequence[Column[FoundFile]]:
    return (
        Column(lambda: _("File"), lambda file: file.name, 36, grow=1),
        Column(lambda: _("Changed"), lambda file: f"{file.changed_at:%Y-%m-%d %H:%M}", 16),
        Column(lambda: _("Size"), lambda file: size_text(file.size), 10, align="right"),
    )
