"""Workbooks (.xlsx): the first visible sheet that holds anything, or the one asked for."""

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from csat_tui.importing.limits import MAX_ROWS, MAX_UNPACKED_BYTES
from csat_tui.importing.merged import Merged
from csat_tui.importing.refusals import not_a_table, refusal, too_large
from csat_tui.importing.sheet import Formats, Layout, SheetReader, layout
from csat_tui.importing.table import Row, Source
from csat_tui.trouble import Trouble
from schemas.language import texts
from schemas.text import one_line

_ = texts("csat_tui")

_MEGABYTE = 1024 * 1024
_FIRST_DAY = datetime(1899, 12, 30)
_STRICT = b"http://purl.oclc.org/ooxml/"
"""The names that the strict form of a workbook (ISO/IEC 29500) gives its parts."""


@dataclass(frozen=True)
class Sheet:
    """``path``: where in the packed file its cells are."""

    title: str
    path: str
    visible: bool


@dataclass(frozen=True)
class Book:
    """An opened workbook. ``texts``: those that cells of all sheets point to by number."""

    archive: zipfile.ZipFile
    sheets: tuple[Sheet, ...]
    texts: Any
    formats: Formats


def read_workbook(data: bytes, sheet: str | None = None) -> Source:
    """The rows of a sheet. Raises Trouble ``not_a_table``, ``too_large`` or ``no_such_sheet``."""
    _unpackable(data)
    book = _opened(data)
    chosen = _sheet(book, sheet)
    how = [_("workbook, sheet “{sheet}”", sheet=chosen.title)]
    hidden = [other.title for other in book.sheets if not other.visible]
    if hidden:
        how.append(_("hidden sheets left out: {sheets}", sheets=", ".join(hidden)))
    seen = _layout(book, chosen)
    how += _told(seen)
    filled = [s.title for s in book.sheets if s.visible and (s == chosen or _filled(book, s))]
    if others := [title for title in filled if title != chosen.title]:
        how.append(_("other sheets not read: {sheets}", sheets=", ".join(others)))
    late = (book.formats.epoch - _FIRST_DAY).days
    rows = _rows(book, chosen, seen.merged)
    return Source(rows, how, sheets=tuple(filled), days_late=late, sheet=chosen.title)


def _layout(book: Book, sheet: Sheet) -> Layout:
    try:
        with book.archive.open(sheet.path) as part:
            return layout(part)
    except Trouble:
        raise
    except Exception:  # what is wrong with the sheet is said when it is read
        return Layout()


def _told(seen: Layout) -> list[str]:
    """What a reader of the sheet does not see and what is read all the same: a filter may be set."""
    counted = (
        (len(seen.merged), _("{n} merged cells hold for each of their rows", n=len(seen.merged))),
        (seen.rows, _("{n} hidden rows are read like the others", n=seen.rows)),
        (seen.columns, _("{n} hidden columns are read like the others", n=seen.columns)),
    )
    return [words for n, words in counted if n]


def _unpackable(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            size = sum(part.file_size for part in packed.infolist())
            names = set(packed.namelist())
            head = packed.read("xl/workbook.xml")[:4096] if "xl/workbook.xml" in names else b""
    except zipfile.BadZipFile as error:
        raise _damaged() from error
    if size > MAX_UNPACKED_BYTES:
        what = _("{n} MB unpacked", n=size // _MEGABYTE)
        raise too_large(what, _("{n} MB", n=MAX_UNPACKED_BYTES // _MEGABYTE))
    if "[Content_Types].xml" not in names:
        raise not_a_table(_("The file is packed, but it is no workbook."))
    if _STRICT in head:
        raise refusal(
            "strict_workbook",
            _("This is a workbook of the strict form, which is not read."),
            _("Save it as an ordinary Excel workbook (.xlsx), not as Strict Open XML, and import that."),
        )


def _opened(data: bytes) -> Book:
    """The parts of the workbook around its sheets. openpyxl's own ``load_workbook`` would also go through every
    sheet that does not say how large it is."""
    from openpyxl.reader.excel import ExcelReader  # 90 ms that only workbooks need
    from openpyxl.styles.stylesheet import apply_stylesheet

    try:
        reader = ExcelReader(BytesIO(data), read_only=True, keep_links=False)
        reader.read_manifest()
        reader.read_strings()
        reader.read_workbook()
        apply_stylesheet(reader.archive, reader.wb)
        found = [
            Sheet(one_line(sheet.name), part.target, sheet.state == "visible")
            for sheet, part in reader.parser.find_sheets()
            if part.target in reader.valid_files and "chartsheet" not in part.Type
        ]
    except Exception as error:  # whatever a hostile or damaged file makes the library raise
        raise _damaged() from error
    styles = reader.wb
    dates, durations = frozenset(styles._date_formats), frozenset(styles._timedelta_formats)
    formats = Formats(dates, durations, styles.epoch, _digits(styles))
    return Book(reader.archive, tuple(found), reader.shared_strings, formats)


def _digits(styles: Any) -> dict[int, int]:
    """Style -> width, for number formats of zeros only, by which numbers such as 000123 are kept as numbers."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

    own = dict(enumerate(styles._number_formats, BUILTIN_FORMATS_MAX_SIZE))
    codes = [str({**BUILTIN_FORMATS, **own}.get(style.numFmtId, "")) for style in styles._cell_styles]
    return {n: len(code) for n, code in enumerate(codes) if len(code) > 1 and not code.strip("0")}


def _damaged() -> Exception:
    return not_a_table(_("The workbook is damaged and cannot be opened."))


def _sheet(book: Book, wanted: str | None) -> Sheet:
    if wanted is not None:
        found = next((sheet for sheet in book.sheets if sheet.title == wanted), None)
        if found is None:
            raise refusal(
                "no_such_sheet",
                _("The workbook has no sheet {sheet}.", sheet=wanted),
                _("Its sheets are: {sheets}.", sheets=", ".join(sheet.title for sheet in book.sheets)),
            )
        return found
    shown = [sheet for sheet in book.sheets if sheet.visible]
    if not shown:
        raise not_a_table(_("The workbook has no visible sheet."))
    return next((sheet for sheet in shown if _filled(book, sheet)), shown[0])


def _filled(book: Book, sheet: Sheet) -> bool:
    """Whether a sheet holds anything."""
    try:
        return next(_all_rows(book, sheet), None) is not None
    except Trouble:  # what is wrong with it is said when it is read
        return True


def _rows(book: Book, sheet: Sheet, merged: Sequence[Merged]) -> Iterator[Row]:
    for count, row in enumerate(_all_rows(book, sheet, merged), 1):
        if count > MAX_ROWS:
            raise too_large(_("more than {n} rows", n=MAX_ROWS), str(MAX_ROWS))
        yield row


def _all_rows(book: Book, sheet: Sheet, merged: Sequence[Merged] = ()) -> Iterator[Row]:
    """The filled rows; whatever a damaged sheet makes the parser raise, in words."""
    try:
        with book.archive.open(sheet.path) as part:
            yield from SheetReader(book.texts, book.formats).rows(part, merged)
    except Trouble:
        raise
    except Exception as error:  # XML, archive and value errors of many kinds
        raise _damaged() from error
