"""A table written as CSV, as a workbook, or as JSON lines: row by row, whole or not at all."""

import csv
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, TextIO

from csat_tui.exporting.flat import Cell, Row
from csat_tui.output import json_text
from csat_tui.trouble import Trouble
from schemas.language import texts
from schemas.text import clean

_ = texts("csat_tui")

LONGEST_CELL = 32_767
"""Characters that a cell of a workbook holds."""
MOST_ROWS = 1_048_576
_OBEYED = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(value: object) -> object:
    """No cell begins a formula of a spreadsheet: an apostrophe before it makes it text. Numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_OBEYED) else value


def write_csv(out: TextIO, columns: Sequence[str], rows: Iterable[Row]) -> int:
    """Lines of RFC 4180; how many rows."""
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([harmless(name) for name in columns])
    count = 0
    for row in rows:
        writer.writerow([_csv_cell(row.get(name)) for name in columns])
        count += 1
    return count


def write_lines(out: TextIO, rows: Iterable[Mapping[str, Any]]) -> int:
    """One JSON object a line, as stored; how many."""
    count = 0
    for row in rows:
        out.write(json_text(row) + "\n")
        count += 1
    return count


def write_workbook(out: IO[bytes], columns: Sequence[str], rows: Iterable[Row]) -> int:
    """One sheet, its first row fixed; texts are texts, whatever they begin with. Raises Trouble ``too_large``: nothing
    is ever cut off in silence."""
    from openpyxl import Workbook  # 0.15 s that only workbooks need

    book = Workbook(write_only=True)
    sheet = book.create_sheet("csat")
    sheet.freeze_panes = "A2"
    sheet.append([_workbook_cell(sheet, name) for name in columns])
    count = 0
    for count, row in enumerate(rows, 1):
        if count >= MOST_ROWS:
            raise _too_large(_("A workbook holds {most} rows.", most=MOST_ROWS))
        sheet.append([_workbook_cell(sheet, row.get(name)) for name in columns])
    book.save(out)
    return count


def _csv_cell(value: Cell) -> object:
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else harmless(clean(value))


def _workbook_cell(sheet: Any, value: Cell) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if value is None or isinstance(value, Decimal):
        return value
    text = clean(value)
    if len(text) > LONGEST_CELL:
        raise _too_large(_("A cell of a workbook holds {most} characters.", most=LONGEST_CELL))
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell


def _too_large(why: str) -> Trouble:
    return Trouble("too_large", why, _("Nothing was written."), _("Choose --format csv."))


@contextmanager
def replaced(file: Path, overwrite: bool) -> Iterator[IO[bytes]]:
    """A new file under this name when the block ends well, readable by its owner only; else nothing of it.

    Raises Trouble ``file_exists``, ``unwritable``.
    """
    if file.exists() and not overwrite:
        message = _("{file} is already there.", file=file.name)
        raise Trouble(
            "file_exists",
            message,
            _("Nothing was written."),
            _("Choose another name, or add --overwrite."),
        )
    part: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".csat-")
        part = Path(name)
        with open(handle, "wb") as out:
            yield out
        os.replace(part, file)
        part = None
    except OSError as error:
        message = _("{file} cannot be written.", file=file.name)
        raise Trouble(
            "unwritable", message, _("Nothing was written."), _("Choose another folder.")
        ) from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)
