"""Text files with delimiters: comma, semicolon, tab or bar, whichever makes even rows."""

import csv
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO, StringIO, TextIOWrapper
from typing import TextIO

from csat_tui.importing.encoding import decoded
from csat_tui.importing.limits import MAX_CELL, MAX_COLUMNS, MAX_ROWS
from csat_tui.importing.plain_cell import plain_cell
from csat_tui.importing.refusals import not_a_table, too_large
from csat_tui.importing.table import Row, Source
from schemas.language import texts

_ = texts("csat_tui")

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_SAMPLE_LINES = 60
KEPT = 4096
"""Different cells whose plain text is kept at hand."""
_CODECS = {"UTF-8": "utf-8-sig"}
"""Encodings whose mark at the start of a file is to be passed over."""
_NAMED = re.compile(r"\ufeff?sep=(.)\r?\n", re.IGNORECASE)


def read_delimited(data: bytes) -> Source:
    """The rows of a text file. Raises Trouble ``not_a_table`` or ``too_large``, the latter while read."""
    text, encoding = decoded(data)
    named = _NAMED.match(text)
    delimiter = named[1] if named else delimiter_of(text)
    words = {
        ",": _("separated by commas"),
        ";": _("separated by semicolons"),
        "\t": _("separated by tabs"),
        "|": _("separated by bars"),
    }
    how = [_("text in {encoding}", encoding=encoding), words.get(delimiter, delimiter)]
    # The text is not kept: a file of many rows would be several times in memory.
    lines = TextIOWrapper(BytesIO(data), _CODECS.get(encoding, encoding), newline="")
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) or encoding != "UTF-16":
        return Source(_rows(lines, delimiter, skip=1 if named else 0), how, delimited=True)
    return Source(_rows(StringIO(text, newline=""), delimiter, skip=1 if named else 0), how, delimited=True)


def delimiter_of(text: str) -> str:
    """The delimiter that gives most of the first lines the same number of cells, and many of them."""
    sample = "".join(text[: 200 * _SAMPLE_LINES].splitlines(keepends=True)[:_SAMPLE_LINES])
    return max(DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def _evenness(sample: str, delimiter: str) -> tuple[int, int]:
    try:
        widths = [len(cells) for cells in csv.reader(StringIO(sample, newline=""), delimiter=delimiter)]
    except csv.Error:
        return (0, 0)
    width, often = max(
        Counter(w for w in widths if w > 1).items(), key=lambda item: item[::-1], default=(1, 0)
    )
    return (often, width)


def _rows(lines: TextIO, delimiter: str, skip: int) -> Iterator[Row]:
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    plain = lru_cache(maxsize=KEPT)(plain_cell)  # most columns say few things often
    count, line = 0, 1
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _broken(line, error) from error
        count += 1
        if count <= skip:
            continue
        if len(cells) > MAX_COLUMNS and sum(map(bool, cells)) > MAX_COLUMNS:
            raise too_large(_("{n} columns", n=len(cells)), str(MAX_COLUMNS))
        if count > MAX_ROWS:
            raise too_large(_("more than {n} rows", n=MAX_ROWS), str(MAX_ROWS))
        yield Row(
            line,
            [cell if cell.isalnum() and cell.isascii() else plain(cell) for cell in cells[:MAX_COLUMNS]],
        )


def _broken(line: int, error: csv.Error) -> Exception:
    if "field larger" in str(error):
        return too_large(_("a cell in line {line}", line=line), _("{n} characters", n=MAX_CELL))
    return not_a_table(
        _("From line {line} the quotation marks do not match, so that cells cannot be told apart.", line=line)
    )
