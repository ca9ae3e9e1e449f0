"""Where in a file the columns are named: below titles, on one line or several, with merged cells."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from csat_tui.importing.fields import Kind
from csat_tui.importing.headings import plain, synonyms
from csat_tui.importing.table import Row, blank

DEEPEST = 3
"""Lines that the names of columns may be spread over."""


@dataclass(frozen=True)
class Column:
    """``at``: which cell of a row; ``label``: as it is shown and remembered; ``names``: plain headings it may
    be known by, the most telling first."""

    at: int
    label: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Header:
    """``last``: the line after which data begins; ``rows``: the header's own cells, to know them again."""

    first: int
    last: int
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    def labelled(self, label: str) -> Column | None:
        """The column of this label; letters of case and blanks do not matter."""
        exact = next((column for column in self.columns if column.label == label), None)
        return exact or next((column for column in self.columns if plain(label) in column.names), None)


def find_header(
    kind: Kind,
    rows: Sequence[Row],
    at: int | None = None,
    lines: int = 1,
    wished: Collection[str] = (),
) -> Header | None:
    """The lines that name most fields; None when no line names two, or all it has. ``at``: the line where the
    header begins and how many ``lines`` it has, when somebody said so; ``wished``: labels of columns that
    somebody named."""
    filled = [row for row in rows if not blank(row)]
    if at is not None:
        own = [n for n, row in enumerate(filled) if row.line == at]
        return _header(filled[own[0] : own[0] + lines]) if own else None
    best: tuple[int, int, int] = (0, 0, 0)
    found: Header | None = None
    for n in range(len(filled)):
        for depth in range(1, min(DEEPEST, len(filled) - n) + 1):
            header = _header(filled[n : n + depth])
            rank = (_named(kind, header) + _wished(header, wished), -depth, -n)
            if rank > best and _enough(rank[0], header):
                best, found = rank, header
    return found and _with_the_line_above(kind, filled, found)


def _with_the_line_above(kind: Kind, filled: Sequence[Row], header: Header) -> Header:
    """The header with the line above, where that names columns that the header leaves blank and data fills."""
    at = next(n for n, row in enumerate(filled) if row.line == header.first)
    depth = len(header.rows)
    if at == 0 or depth == DEEPEST:
        return header
    named = {column.at for column in header.columns}
    above = {n for n, cell in enumerate(filled[at - 1].cells) if cell}
    below = {n for row in filled[at + depth :] for n, cell in enumerate(row.cells) if cell}
    if not (above - named) & below:
        return header
    whole = _header(filled[at - 1 : at + depth])
    return whole if _named(kind, whole) >= _named(kind, header) else header


def repeats(header: Header, row: Row) -> bool:
    """Whether a row is a line of the header again, as at the top of a printed page."""
    first = row.cells[0]
    return any(line[0] == first and line == tuple(row.cells) for line in header.rows) and (
        sum(map(bool, row.cells)) > 1
    )


def _named(kind: Kind, header: Header) -> int:
    known = synonyms(kind)
    fields = [known[name][0][1] for column in header.columns for name in column.names[:1] if name in known]
    others = [
        known[name][0][1]
        for column in header.columns
        if column.names[:1] and column.names[0] not in known
        for name in column.names[1:]
        if name in known
    ]
    return len({*fields, *others})


def _wished(header: Header, labels: Collection[str]) -> int:
    return sum(header.labelled(label) is not None for label in labels)


def _enough(named: int, header: Header) -> bool:
    return named >= 2 or 0 < named == len(header.columns)


def _header(rows: Sequence[Row]) -> Header:
    width = max(len(row.cells) for row in rows)
    lines = [[*row.cells, *[""] * (width - len(row.cells))] for row in rows]
    for upper, lower in pairwise(lines):
        _spread(upper, lower)
    columns = tuple(
        _column(at, [line[at] for line in lines]) for at in range(width) if any(line[at] for line in lines)
    )
    return Header(rows[0].line, rows[-1].line, _told_apart(columns), tuple(tuple(row.cells) for row in rows))


def _spread(upper: list[str], lower: list[str]) -> None:
    """A heading over several columns (merged cells) stands in the first of them only."""
    for at in range(1, len(upper)):
        if not upper[at] and lower[at] and lower[at - 1]:
            upper[at] = upper[at - 1]


def _column(at: int, parts: list[str]) -> Column:
    words = list(dict.fromkeys(part for part in parts if part))
    names = [plain("".join(words)), plain("".join(words[-2:])), plain(words[-1])]
    if not parts[-1]:
        names.append(plain(words[0]))
    return Column(at, "/".join(words), tuple(dict.fromkeys(filter(None, names))))


def _told_apart(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Columns of the same label get a number behind it."""
    seen: dict[str, int] = {}
    apart = []
    for column in columns:
        seen[column.label] = seen.get(column.label, 0) + 1
        n = seen[column.label]
        apart.append(column if n == 1 else Column(column.at, f"{column.label} ({n})", column.names))
    return tuple(apart)
