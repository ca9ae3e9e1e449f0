"""Which column tells which field: proposed by heading and content, put right by hand, checked. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from csat_tui.importing.fields import FIELDS, REQUIRED, Kind, field_named
from csat_tui.importing.header import Column, Header
from csat_tui.importing.headings import synonyms
from csat_tui.importing.table import Row
from csat_tui.importing.values.dates import Order
from csat_tui.importing.values.phones import Phones, read_phones
from csat_tui.importing.values.plates import read_plate

LEFT_OUT = None
_CLOCK = re.compile(r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?")
_ALIKE = 0.8
"""The share of filled cells that must look like a plate or telephone for the column to be taken as one."""


@dataclass(frozen=True)
class Wishes:
    """What somebody said about a source's files: by hand, or the last time.

    ``columns``: field -> label of a column, its number from 1, or None to leave the field out; ``order``: what
    4/3/2025 means; ``no_order``: no order, whatever it meant the last time;
    ``header``/``header_lines``: where the header is; ``sheet``: of a workbook.
    """

    columns: Mapping[str, str | int | None] = field(default_factory=dict)
    order: Order | None = None
    no_order: bool = False
    header: int | None = None
    header_lines: int = 1
    sheet: str | None = None


@dataclass(frozen=True)
class Assigned:
    """The columns as they are taken. ``by``: field -> how it was found: hand, heading or content."""

    columns: Mapping[str, Column]
    by: Mapping[str, str]
    absent: tuple[str, ...] = ()
    """Fields whose wished column is not in this file."""


def assign(kind: Kind, header: Header, sample: Sequence[Row], wishes: Wishes) -> Assigned:
    """The columns of a file: as wished, the rest by heading, what is still open by content."""
    columns, absent = _wished(header, wishes)
    by = dict.fromkeys(columns, "hand")
    closed = {name for name, wish in wishes.columns.items() if wish is LEFT_OUT}
    for name, column in _by_heading(kind, header, columns, closed, _clocks(header, sample)).items():
        columns[name], by[name] = column, "heading"
    for name, column in _by_content(kind, header, sample, columns, closed).items():
        columns[name], by[name] = column, "content"
    return Assigned(columns, by, absent)


def lacking(kind: Kind, assigned: Assigned) -> list[tuple[str, ...]]:
    """The groups of required fields of which none has a column."""
    return [group for group in REQUIRED[kind] if not any(name in assigned.columns for name in group)]


def unused(header: Header, assigned: Assigned) -> list[str]:
    """Labels of the columns that nothing is taken from."""
    used = {column.at for column in assigned.columns.values()}
    return [column.label for column in header.columns if column.at not in used]


def _wished(header: Header, wishes: Wishes) -> tuple[dict[str, Column], tuple[str, ...]]:
    columns: dict[str, Column] = {}
    absent = []
    for name, wish in wishes.columns.items():
        if wish is LEFT_OUT:
            continue
        found = _column(header, wish)
        if found is None:
            absent.append(name)
        else:
            columns[name] = found
    return columns, tuple(absent)


def _column(header: Header, wish: str | int) -> Column | None:
    if isinstance(wish, int):
        return next((column for column in header.columns if column.at == wish - 1), None)
    return header.labelled(wish)


def _by_heading(
    kind: Kind, header: Header, taken: Mapping[str, Column], closed: set[str], clocks: set[int]
) -> dict[str, Column]:
    """Column by column in the order of how well its heading fits; each field and column once. ``clocks``: columns
    of a time of the day alone, which tell no day."""
    dated = {field.name for field in FIELDS[kind] if field.date}
    offers = [
        (name, column)
        for name, column in _offers(synonyms(kind), header, closed)
        if name not in dated or column.at not in clocks
    ]
    found: dict[str, Column] = {}
    used = {column.at for column in taken.values()}
    for name, column in offers:
        if name not in taken and name not in found and column.at not in used:
            found[name] = column
            used.add(column.at)
    if field_named(kind, "phone_alt") and "phone_alt" not in (*taken, *found, *closed):
        second = next((c for name, c in offers if name == "phone" and c.at not in used), None)
        if second:
            found["phone_alt"] = second
    return found


def _offers(
    known: Mapping[str, Sequence[tuple[int, str]]], header: Header, closed: set[str]
) -> list[tuple[str, Column]]:
    offers = [
        (depth, rank, column.at, name)
        for column in header.columns
        for depth, heading in enumerate(column.names)
        for rank, name in known.get(heading, ())
        if name not in closed
    ]
    at = {column.at: column for column in header.columns}
    return [(name, at[place]) for _depth, _rank, place, name in sorted(offers)]


def _by_content(
    kind: Kind, header: Header, sample: Sequence[Row], taken: Mapping[str, Column], closed: set[str]
) -> dict[str, Column]:
    """Plates and telephones are known by what stands in the column, whatever it is called."""
    found: dict[str, Column] = {}
    used = {column.at for column in taken.values()}
    tests = {"plate": _plates, "phone": _mobiles}
    for name, test in tests.items():
        if name in taken or name in closed or field_named(kind, name) is None:
            continue
        for column in header.columns:
            if column.at not in used and test(
                [row.cells[column.at] for row in sample if column.at < len(row.cells)]
            ):
                found[name] = column
                used.add(column.at)
                break
    return found


def _clocks(header: Header, sample: Sequence[Row]) -> set[int]:
    columns = ((c.at, [row.cells[c.at] for row in sample if c.at < len(row.cells)]) for c in header.columns)
    return {at for at, cells in columns if _share(cells, _CLOCK.fullmatch)}


def _plates(cells: Sequence[str]) -> bool:
    return _share(cells, lambda cell: isinstance(read_plate(cell), str))


def _mobiles(cells: Sequence[str]) -> bool:
    def mobile(cell: str) -> bool:
        found = read_phones(cell)
        return isinstance(found, Phones) and len(found.first) == 11 and found.first.startswith("1")

    return _share(cells, mobile)


def _share(cells: Sequence[str], fits: Any) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum(bool(fits(cell)) for cell in filled) >= _ALIKE * len(filled)


def known_names(kind: Kind) -> list[str]:
    """The names that a mapping may use."""
    return [each.name for each in FIELDS[kind]]
