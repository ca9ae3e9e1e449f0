"""Files as other systems write them, made in code; and a laptop to import them on."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from csat_tui.home import open_home
from csat_tui.importing.fields import Kind
from csat_tui.importing.mapping import Wishes
from csat_tui.importing.opening import File, read
from csat_tui.importing.table import Source
from csat_tui.keys.vault import database_key, open_vault
from csat_tui.laptop import importing
from csat_tui.laptop.importing import Applied
from csat_tui.laptop.opening import Laptop
from csat_tui.store.database import open_store

ORDERS = ["工单号", "车牌号", "客户名称", "联系电话", "结算时间", "服务顾问", "结算金额"]
CUSTOMERS = ["客户编号", "客户名称", "联系电话", "车牌号", "请勿回访"]


def csv_bytes(rows: Iterable[Sequence[object]], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_bytes(
    rows: Iterable[Sequence[Any]], merge: Sequence[str] = (), **sheets: Sequence[Sequence[Any]]
) -> bytes:
    """A workbook of one sheet, with further hidden ones by name."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    for cells in merge:
        book.active.merge_cells(cells)
    for name, content in sheets.items():
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden"
        for row in content:
            sheet.append(list(row))
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def source(data: bytes) -> Source:
    return read(File("file", data, ""))


def cells(data: bytes) -> list[tuple[int, list[str]]]:
    return [(row.line, row.cells) for row in source(data).rows]


def practice_laptop(folder: Path) -> Laptop:
    home = open_home(folder / "home", kind="practice")
    vault = open_vault(home)
    return Laptop(home, vault, open_store(home, database_key(vault, home)))


def put_in(
    laptop: Laptop,
    kind: Kind,
    data: bytes,
    name: str = "file",
    by_hand: Wishes | None = None,
    system: str = "DMS",
) -> Applied:
    """Import these bytes."""
    path = laptop.home.path / name
    path.write_bytes(data)
    return importing.apply(laptop, importing.open_file(laptop, kind, path, system, by_hand), system)


def counts(applied: Applied) -> tuple[int, int, int, int, int]:
    """rows, new, known, changed, rejected."""
    tally = applied.tally
    return tally.rows, tally.new, tally.known, tally.changed, tally.rejected
