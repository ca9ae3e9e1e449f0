"""Characters of doubtful width (``· “ ” … — ★``, Unicode UAX #11 class A): one cell in most terminals, two in some
with a Chinese font. The terminal decides; here is told which.

Everything that is painted is measured by ``rich.cells``, also by Textual's own widgets, so the width is changed there
and nowhere else: two names of that module, held by a test against the locked version.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby

import rich._unicode_data
from rich import cells, segment

_TABLE_OF = rich._unicode_data.load
_ALL_SINGLE = cells._is_single_cell_widths
_LAST = 0x1F1FF
_SOFT_HYPHEN = 0xAD
_ASCII_ONLY = frozenset(map(chr, range(0x20, 0x7F))).issuperset


def use_ambiguous_width(width: int) -> None:
    """Count such characters as one cell or as two from now on; what is on the screen has to be drawn again."""
    wide = width == 2
    cells.load_cell_table = _wide_table if wide else _TABLE_OF  # type: ignore[attr-defined]
    single = _ASCII_ONLY if wide else _ALL_SINGLE
    cells._is_single_cell_widths = single
    segment._is_single_cell_widths = single  # type: ignore[attr-defined]
    cells.get_character_cell_size.cache_clear()
    cells.cached_cell_len.cache_clear()


@cache
def _wide_table(version: str = "auto") -> cells.CellTable:
    table = _TABLE_OF(version)
    known = {code for first, last, _width in table.widths for code in range(first, min(last, _LAST) + 1)}
    return table._replace(widths=sorted([*table.widths, *_ambiguous_spans(known)]))


def _ambiguous_spans(known: set[int]) -> Iterator[tuple[int, int, int]]:
    """First and last code point of each run of ambiguous characters that are not known to be wide or without
    width, and 2."""
    doubtful = [
        code
        for code in range(0xA1, _LAST + 1)
        if unicodedata.east_asian_width(chr(code)) == "A" and code not in known and code != _SOFT_HYPHEN
    ]
    for _gap, run in groupby(enumerate(doubtful), lambda place: place[1] - place[0]):
        codes = [code for _index, code in run]
        yield codes[0], codes[-1], 2
