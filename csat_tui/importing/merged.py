"""Cells of a sheet merged over several rows: what stands in the first of them holds for all. Pure."""

import re
from collections.abc import Iterable
from typing import NamedTuple

_MERGED = re.compile(
    rb'<(?:\w+:)?mergeCell\s[^<>]{0,200}?\bref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?[A-Z]{1,3}\$?(\d{1,7})"'
)


class Merged(NamedTuple):
    """``column``: the first of the range, from 1; ``first``, ``last``: its lines, both included."""

    column: int
    first: int
    last: int


def merged_in(block: bytes, end: int) -> list[Merged]:
    """The ranges of several rows that a part of a sheet names before ``end``."""
    if b"mergeCell " not in block:
        return []
    found = (
        Merged(column_of(letters.decode()), int(a), int(b))
        for letters, a, b in _MERGED.findall(block, 0, end)
    )
    return [each for each in found if each.last > each.first]


def column_of(letters: str) -> int:
    """``AB`` is column 28. Raises ValueError."""
    column = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            raise ValueError("a cell without a column")
        column = 26 * column + ord(letter) - 64
    if not column:
        raise ValueError("a cell without a column")
    return column


class FillDown:
    """Puts the text of a merged range into the blank cells below its first one, row by row from the top."""

    def __init__(self, ranges: Iterable[Merged]) -> None:
        self._coming = sorted(ranges, key=lambda each: each.first, reverse=True)
        self._open: dict[int, tuple[int, str]] = {}

    def fill(self, line: int, cells: list[str]) -> None:
        """The row at ``line``, which holds something of its own, with what its merged cells say."""
        while self._coming and self._coming[-1].first <= line:
            each = self._coming.pop()
            there = each.first == line and each.column <= len(cells)
            self._open[each.column] = (each.last, cells[each.column - 1] if there else "")
        for column, (last, text) in list(self._open.items()):
            if line > last:
                del self._open[column]
            elif text:
                cells += [""] * (column - len(cells))
                cells[column - 1] = cells[column - 1] or text
