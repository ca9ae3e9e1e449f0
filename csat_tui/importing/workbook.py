"""Workbooks (.xlsx): the first visible sheet that holds anything, or the one asked for."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from csat_tui.importing.limits import MAX_ROWS, MAX_UNPACKED_BYTES
from csat_tui.importing.refusals import not_a_table, refusal, too_large
from csat_tui.importing.sheet import Formats, SheetReader
from csat_tui.importing.table import Row, Source
from csat_tui.trouble import Trouble
from schemas.language import texts
from schemas.text import one_line

_ = texts("csat_tui")

_MEGABYTE = 1024 * 1024


def read_workbook(data: bytes, sheet: str | None = None) -> Source:
    """The rows of a sheet. Raises Trouble ``not_a_table``, ``too_large`` or ``no_such_sheet``."""
    _unpackable(data)
    book = _opened(data)
    chosen = _sheet(book, sheet)
    how = [_("workbook, sheet “{sheet}”", sheet=one_line(chosen.title))]
    hidden = [one_line(other.title) for other in book.worksheets if other.sheet_state != "visible"]
    if hidden:
        how.append(_("hidden sheets left out: {sheets}", sheets=", ".join(hidden)))
    others = [s for s in book.worksheets if s.sheet_state == "visible" and s.title != chosen.title]
    filled = [one_line(other.title) for other in others if _filled(book, other)]
    if filled:
        how.append(_("other sheets not read: {sheets}", sheets=", ".join(filled)))
    return Source(_rows(book, chosen), how)


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


def _opened(data: bytes) -> Any:
    from openpyxl import load_workbook  # 90 ms that only workbooks need

    try:
        return load_workbook(BytesIO(data), read_only=True, keep_links=False)
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
    return next((sheet for sheet in shown if _filled(book, sheet)), shown[0])


def _filled(book: Any, sheet: Any) -> bool:
    """Whether a sheet holds anything."""
    try:
        return next(_all_rows(book, sheet), None) is not None
    except Trouble:  # what is wrong with it is said when it is read
        return True


def _rows(book: Any, sheet: Any) -> Iterator[Row]:
    for count, row in enumerate(_all_rows(book, sheet), 1):
        if count > MAX_ROWS:
            raise too_large(_("more than {n} rows", n=MAX_ROWS), str(MAX_ROWS))
        yield row


def _all_rows(book: Any, sheet: Any) -> Iterator[Row]:
    """The filled rows; whatever a damaged sheet makes the parser raise, in words."""
    try:
        with book._archive.open(sheet._worksheet_path) as part:
            yield from SheetReader(sheet._shared_strings, _formats(book)).rows(part)
    except Trouble:
        raise
    except Exception as error:  # XML, archive and value errors of many kinds
        raise _damaged() from error


def _formats(book: Any) -> Formats:
    return Formats(frozenset(book._date_formats), frozenset(book._timedelta_formats), book.epoch)
