"""A table as it was read: every cell is one line of text, whatever it was in the file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

NOT_CALCULATED = "#FORMULA!"
"""Stands for a formula whose result is not in the file."""
DIGITS_LOST = "#DIGITS!"
"""Stands for a number of more digits than a spreadsheet keeps."""

CELL_ERRORS = {
    "#N/A",
    "#REF!",
    "#VALUE!",
    "#DIV/0!",
    "#NAME?",
    "#NUM!",
    "#NULL!",
    "#SPILL!",
    "#GETTING_DATA",
    NOT_CALCULATED,
    DIGITS_LOST,
}


class Row(NamedTuple):
    """``line``: where it begins in the file, from 1. Blank cells are empty text."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Source:
    """An opened file. ``rows``: all lines from the first, title and header included, read once;
    ``how``: in words, how it was read; ``delimited``: its rows have as many cells as were written; ``sheets``: the
    visible sheets that hold anything, and the one that is read."""

    rows: Iterator[Row]
    how: list[str] = field(default_factory=list)
    delimited: bool = False
    sheets: tuple[str, ...] = ()
    days_late: int = 0
    """How much later than 1899-12-30 its day numbers count from, in days."""
    sheet: str | None = None


def blank(row: Row) -> bool:
    """Whether nothing stands in the row."""
    return not any(row.cells)
