"""The cells of one worksheet, row by row, from its XML (ECMA-376, part 1, 18.3).

openpyxl opens the workbook and knows its sheets, texts and formats. The rows are read here: it makes several objects
of every cell, and it reads either the results of formulas or the formulas, where a formula without result must not
pass for a blank.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import IO, Any, NamedTuple
from xml.etree.ElementTree import Element, XMLPullParser

from csat_tui.importing.cell_text import KEPT_DIGITS, cell_text
from csat_tui.importing.limits import MAX_COLUMNS, MAX_ROWS
from csat_tui.importing.merged import FillDown, Merged, column_of, merged_in
from csat_tui.importing.refusals import too_large
from csat_tui.importing.table import NOT_CALCULATED, Row
from schemas.language import texts

_ = texts("csat_tui")

_BLOCK = 64 * 1024
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\s[^<>]{0,2000}\bhidden="(?:1|true)"')
_HIDDEN_COLUMN = re.compile(rb'<(?:\w+:)?col\s[^<>]{0,2000}\bhidden="(?:1|true)"[^<>]{0,2000}>')
_SPAN = re.compile(rb'\b(min|max)="(\d+)"')
_LAST_ROW = 1_048_576


@dataclass(frozen=True)
class Formats:
    """The styles that show a number as a day or time, and as a duration; ``epoch``: the day numbers count from;
    ``digits``: style -> how many digits it shows a number with at least, zeros in front (``000000``)."""

    dates: frozenset[int]
    durations: frozenset[int]
    epoch: datetime
    digits: Mapping[int, int] = field(default_factory=dict)


class SheetReader:
    """``texts``: those that cells point to by number."""

    def __init__(self, texts: Any, formats: Formats) -> None:
        self._formats = formats
        self._shared = lru_cache(maxsize=1 << 16)(lambda place: cell_text(texts[int(place)]))
        self._number = lru_cache(maxsize=1 << 12)(self._number_text)

    def rows(self, part: IO[bytes], merged: Sequence[Merged] = ()) -> Iterator[Row]:
        """The rows that hold anything, with what cells ``merged`` over them say. Raises Trouble ``too_large``;
        ValueError, SyntaxError and others where the sheet is damaged."""
        parser: Any = XMLPullParser(("end",))
        line, down = 0, FillDown(merged) if merged else None
        while block := part.read(_BLOCK):
            parser.feed(block)
            for _end, element in parser.read_events():
                if element.tag[-4:] != "}row":
                    continue
                line = int(element.get("r", line + 1))
                if not 0 < line <= _LAST_ROW:
                    raise ValueError("a row that no sheet has")
                cells = self._cells(element)
                element.clear()
                if cells and down:
                    down.fill(line, cells)
                if cells:
                    yield Row(line, cells)
        parser.close()

    def _cells(self, row: Element) -> list[str]:
        cells: list[str] = []
        at = 0
        for cell in row:
            place = cell.get("r")
            at = _column(place.rstrip("0123456789")) if place else at + 1
            text = self._text(cell)
            if not text:
                continue
            if at > MAX_COLUMNS:
                raise too_large(_("{n} columns", n=at), str(MAX_COLUMNS))
            cells += [""] * (at - 1 - len(cells))
            cells.append(text)
        return cells

    def _text(self, cell: Element) -> str:
        value, formula = "", False
        for part in cell:
            name = part.tag[part.tag.rfind("}") + 1 :]
            if name == "v":
                value = part.text or ""
            elif name == "f":
                formula = True
            elif name == "is":
                value = _inline(part)
        if value:
            return self._shown(value, cell.get("t", "n"), cell.get("s", "0"))
        return NOT_CALCULATED if formula else ""

    def _shown(self, value: str, kind: str, style: str) -> str:
        if kind == "s":
            return self._shared(value)
        if kind == "n":
            plain = style == "0" and value.isdigit() and value[0] != "0" and len(value) <= KEPT_DIGITS
            return value if plain else self._number(value, int(style))
        if kind == "b":
            return cell_text(bool(int(value)))
        return cell_text(datetime.fromisoformat(value) if kind == "d" else value)

    def _number_text(self, value: str, style: int) -> str:
        number = int(value) if value.lstrip("-").isdigit() else float(value)
        if style not in self._formats.dates:
            return cell_text(number).zfill(self._formats.digits.get(style, 0))
        from openpyxl.utils.datetime import from_excel  # loaded with the workbook

        try:
            return cell_text(from_excel(number, self._formats.epoch, style in self._formats.durations))
        except (OverflowError, ValueError):  # a spreadsheet shows such a day as ####
            return "#VALUE!"


class Layout(NamedTuple):
    """``rows``, ``columns``: how many are hidden, by hand or by a filter; ``merged``: cells over several rows."""

    rows: int = 0
    columns: int = 0
    merged: tuple[Merged, ...] = ()


def layout(part: IO[bytes]) -> Layout:
    """What a person sees of the sheet beside its cells. Raises Trouble ``too_large``."""
    rows = columns = 0
    merged: list[Merged] = []
    rest = b""
    while block := part.read(_BLOCK):
        block = rest + block
        end = block.rfind(b">") + 1
        rows += len(_HIDDEN_ROW.findall(block, 0, end))
        merged += merged_in(block, end)
        if len(merged) > MAX_ROWS:
            raise too_large(_("more than {n} merged cells", n=MAX_ROWS), str(MAX_ROWS))
        columns += sum(last - first + 1 for first, last in map(_span, _HIDDEN_COLUMN.findall(block, 0, end)))
        rest = block[max(end, len(block) - _BLOCK) :]  # a hostile file may never close a tag
    return Layout(rows, columns, tuple(merged))


def _span(column: bytes) -> tuple[int, int]:
    found = {name: int(n) for name, n in _SPAN.findall(column)}
    first = found.get(b"min", 1)
    return first, found.get(b"max", first)


def _inline(text: Element) -> str:
    """A text in the cell itself, maybe in runs; how it is read aloud (rPh) is no part of it."""
    parts = []
    for part in text:
        name = part.tag[part.tag.rfind("}") + 1 :]
        runs = [part] if name == "t" else list(part) if name == "r" else []
        parts += [run.text or "" for run in runs if run.tag.endswith("}t")]
    return "".join(parts)


_column = lru_cache(maxsize=1 << 10)(column_of)
