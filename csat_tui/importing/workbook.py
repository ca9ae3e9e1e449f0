"""Workbooks (.xlsx): the first visible sheet that holds anything, or the one asked for."""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import repeat, zip_longest
from typing import Any

from csat_tui.importing.limits import MAX_CELL, MAX_COLUMNS, MAX_ROWS, MAX_UNPACKED_BYTES
from csat_tui.importing.refusals import not_a_table, refusal, too_large
from csat_tui.importing.table import DIGITS_LOST, NOT_CALCULATED, Row, Source
from schemas.language import texts
from schemas.text import one_line

_ = texts("csat_tui")

KEPT_DIGITS = 15
"""Significant digits of a number in a spreadsheet; the rest were zeroed when it was typed."""
_MEGABYTE = 1024 * 1024
_LAST_ROW = 1_048_576

Values = Sequence[Any]


def read_workbook(data: bytes, sheet: str | None = None) -> Source:
    """The rows of a sheet. Raises Trouble ``not_a_table``, ``too_large`` or ``no_such_sheet``."""
    _unpackable(data)
    values = _opened(data, data_only=True)
    chosen = _sheet(values, sheet)
    formulas = _opened(data, data_only=False)[chosen.title] if _has_formulas(data, chosen) else None
    how = [_("workbook, sheet “{sheet}”", sheet=one_line(chosen.title))]
    hidden = [one_line(other.title) for other in values.worksheets if other.sheet_state != "visible"]
    if hidden:
        how.append(_("hidden sheets left out: {sheets}", sheets=", ".join(hidden)))
    others = [s for s in values.worksheets if s.sheet_state == "visible" and s.title != chosen.title]
    filled = [one_line(other.title) for other in others if _filled(other)]
    if filled:
        how.append(_("other sheets not read: {sheets}", sheets=", ".join(filled)))
    return Source(_rows(chosen, formulas), how)


def _unpackable(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            size = sum(part.file_size for part in packed.infolist())
            names = set(packed.namelist())
    except zipfile.BadZipFile as error:
        raise _damaged() from error
    if size > MAX_UNPACKED_BYTES:
        what = _("{n} MB unpacked", n=size // _MEGABYTE)
        raise too_large(what, _("{n} MB", n=MAX_UNPACKED_BYTES // _MEGABYTE))
    if "[Content_Types].xml" not in names:
        raise not_a_table(_("The file is packed, but it is no workbook."))


def _opened(data: bytes, data_only: bool) -> Any:
    from openpyxl import load_workbook  # 90 ms that only workbooks need

    try:
        return load_workbook(BytesIO(data), read_only=True, data_only=data_only, keep_links=False)
    except Exception as error:  # whatever a hostile or damaged file makes the library raise
        raise _damaged() from error


def _damaged() -> Exception:
    return not_a_table(_("The workbook is damaged and cannot be opened."))


def _sheet(book: Any, wanted: str | None) -> Any:
    names = [one_line(sheet.title) for sheet in book.worksheets]
    if wanted is not None:
        found = next((s for s in book.worksheets if one_line(s.title) == wanted), None)
        if found is None:
            raise refusal(
                "no_such_sheet",
                _("The workbook has no sheet {sheet}.", sheet=wanted),
                _("Its sheets are: {sheets}.", sheets=", ".join(names)),
            )
        return found
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not shown:
        raise not_a_table(_("The workbook has no visible sheet."))
    return next(filter(_filled, shown), shown[0])


def _filled(sheet: Any) -> bool:
    """Whether a sheet holds anything in its first lines."""
    sheet.reset_dimensions()
    try:
        return any(
            value is not None for row in sheet.iter_rows(max_row=50, values_only=True) for value in row
        )
    except Exception:  # what is wrong with it is said when it is read
        return True


def _has_formulas(data: bytes, sheet: Any) -> bool:
    """Whether the sheet has any formula: only then it is read a second time, for those without result."""
    with zipfile.ZipFile(BytesIO(data)) as packed, packed.open(sheet._worksheet_path) as part:
        before = b""
        while block := part.read(_MEGABYTE):
            if b"<f>" in before + block or b"<f " in before + block:
                return True
            before = block[-2:]
    return False


def _guarded(rows: Iterator[Values]) -> Iterator[Values]:
    """The rows; whatever a damaged sheet makes the library raise, in words."""
    while True:
        try:
            values = next(rows)
        except StopIteration:
            return
        except Exception as error:  # XML, archive and value errors of many kinds
            raise _damaged() from error
        yield values


def _values(sheet: Any) -> Iterator[Values]:
    # The size noted in a sheet is often wrong in exports: with it, rows would be left out.
    sheet.reset_dimensions()
    return _guarded(iter(sheet.iter_rows(values_only=True)))


def _rows(sheet: Any, formulas: Any | None) -> Iterator[Row]:
    written: Iterable[Values] = repeat(()) if formulas is None else _values(formulas)
    count = 0
    for line, (values, sources) in enumerate(zip(_values(sheet), written, strict=False), 1):
        if line > _LAST_ROW:
            raise _damaged()
        cells = _texts(_marked(values, sources) if sources else values)
        if not cells:
            continue
        count += 1
        if len(cells) > MAX_COLUMNS:
            raise too_large(_("{n} columns", n=len(cells)), str(MAX_COLUMNS))
        if count > MAX_ROWS:
            raise too_large(_("more than {n} rows", n=MAX_ROWS), str(MAX_ROWS))
        yield Row(line, cells)


def _texts(values: Values) -> list[str]:
    cells = [cell_text(value) for value in values]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _marked(values: Values, sources: Values) -> Values:
    """The values, with a mark where a formula stands whose result is not in the file."""
    return [
        NOT_CALCULATED if value is None and source is not None else value
        for value, source in zip_longest(values, sources)
    ]


def cell_text(value: Any) -> str:
    """A cell as a person reads it: whole numbers without a point, dates as 2025-03-04 17:59:00."""
    if value is None:
        return ""
    if isinstance(value, str):
        if len(value) > MAX_CELL:
            raise too_large(_("a cell"), _("{n} characters", n=MAX_CELL))
        return one_line(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value) if abs(value) < 10**KEPT_DIGITS else DIGITS_LOST
    if isinstance(value, float):
        return _number_text(value)
    return _time_text(value)


def _number_text(value: float) -> str:
    if value != value or abs(value) >= 10**KEPT_DIGITS:
        return DIGITS_LOST
    return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")


def _time_text(value: Any) -> str:
    if isinstance(value, datetime):
        near = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
        return near.strftime("%Y-%m-%d") if near.time() == time() else near.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date | time):
        return value.isoformat()
    return one_line(str(value))
