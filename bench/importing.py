"""How many rows a second an import reads, judges and stores, and the memory it takes.

python bench/importing.py [--customers 10000] [--events 30000] [--kinds csv xlsx] [--strangers]

Makes a file of customers and one of work orders, twelve columns each, in a throw-away practice home, and imports
them by the code of ``csat import``. An order names its customer by name, telephone and plate. ``read``: rows made
into values; ``preview``: also judged; ``apply``: also stored and logged in one transaction; ``again``: the same
file once more, all known. ``--strangers``: without the file of customers, so that the orders make them; there are
as many as --customers.
Budget: apply >= 5,000 rows/s of processor time, so that a busy machine does not matter. Exit 1 when it is missed.
"""

import argparse
import csv
import io
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from csat_tui.home import open_home  # noqa: E402
from csat_tui.importing.fields import Kind  # noqa: E402
from csat_tui.keys.vault import database_key, open_vault  # noqa: E402
from csat_tui.laptop import importing  # noqa: E402
from csat_tui.laptop.opening import Laptop  # noqa: E402
from csat_tui.store.database import open_store  # noqa: E402

BUDGET = 5000
CUSTOMER_HEADER = [
    "客户编号",
    "客户名称",
    "手机",
    "车牌号",
    "车型",
    "VIN",
    "性别",
    "客户类型",
    "客户等级",
    "服务顾问",
    "地址",
    "请勿回访",
]
EVENT_HEADER = [
    "工单号",
    "车牌号",
    "车型",
    "客户名称",
    "联系电话",
    "进厂时间",
    "结算时间",
    "服务顾问",
    "主修技师",
    "维修类型",
    "维修项目",
    "结算金额",
]


def people(customers: int) -> Iterator[list[object]]:
    """Customers as a dealer system exports them."""
    for who in range(customers):
        yield [
            f"K{who:07}",
            *_person(who),
            "轩逸",
            f"LGBH52E0{who:09}",
            "女" if who % 2 else "男",
            "个人",
            "普通",
            "周洁",
            f"长江路{who % 900 + 1}号",
            "是" if who % 997 == 0 else "否",
        ]


def orders(customers: int, events: int) -> Iterator[list[object]]:
    """Work orders of these customers; the same for every run."""
    chance = random.Random(events)
    for n in range(events):
        name, phone, plate = _person(chance.randrange(customers))
        day = f"2025/{1 + n % 12}/{1 + n % 28}"
        yield [
            f"SO2025{n:08}",
            plate,
            "轩逸",
            name,
            phone,
            f"{day} 8:{n % 60:02}",
            f"{day} 17:{n % 60:02}",
            "周洁",
            "韩冰",
            "机电",
            "更换机油机滤，检查制动",
            "1,280.00",
        ]


def _person(who: int) -> tuple[str, str, str]:
    name = "王李张刘陈"[who % 5] + "建国丽伟敏"[who // 5 % 5] + "静强磊洋"[who // 25 % 4]
    return name, f"138{who:08}", f"京{'ABCDEFGH'[who // 100_000 % 8]}{who % 100_000:05}"


def csv_file(path: Path, rows: Iterable[list[object]]) -> None:
    """As an old system writes it: GBK."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    path.write_bytes(text.getvalue().encode("gbk"))


def xlsx_file(path: Path, rows: Iterable[list[object]]) -> None:
    """A workbook."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("明细")
    for row in rows:
        sheet.append(row)
    book.save(path)


WRITERS: dict[str, Callable[[Path, Iterable[list[object]]], None]] = {"csv": csv_file, "xlsx": xlsx_file}


def open_laptop(folder: Path) -> Laptop:
    """A practice laptop."""
    home = open_home(folder, kind="practice")
    vault = open_vault(home)
    return Laptop(home, vault, open_store(home, database_key(vault, home)))


def measure(laptop: Laptop, what: Kind, path: Path, rows: int) -> float:
    """Print the rates for one file, and give that of applying it: rows a second of processor time."""
    prepared = importing.open_file(laptop, what, path, "DMS")
    steps: dict[str, Callable[[], object]] = {
        "read": lambda: sum(1 for _row in prepared.rows(date(2099, 1, 1), importing.with_offset)),
        "preview": lambda: importing.preview(laptop, prepared, "DMS"),
        "apply": lambda: importing.apply(laptop, prepared, "DMS"),
        "again": lambda: importing.apply(laptop, prepared, "DMS"),
    }
    print(f"{path.suffix[1:]:5}{what:10}{rows:>8,} rows", end="", flush=True)
    rates: dict[str, float] = {}
    for name, step in steps.items():
        wall, busy = time.perf_counter(), time.process_time()
        step()
        wall, busy = time.perf_counter() - wall, time.process_time() - busy
        rates[name] = rows / busy
        print(f"  {name} {rows / busy:,.0f}/s ({wall:.1f} s)", end="", flush=True)
    print(f"  most memory so far {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB", flush=True)
    return rates["apply"]


def measure_kind(kind: str, customers: int, events: int, strangers: bool, folder: Path) -> Iterator[float]:
    """The rates of both files in one kind of file."""
    laptop = open_laptop(folder / kind)
    files: dict[Kind, tuple[int, Iterable[list[object]]]] = {
        "customers": (customers, chain([CUSTOMER_HEADER], people(customers))),
        "events": (events, chain([EVENT_HEADER], orders(customers, events))),
    }
    for what, (rows, content) in files.items():
        if what == "customers" and strangers:
            continue
        path = folder / f"{what}.{kind}"
        WRITERS[kind](path, content)
        yield measure(laptop, what, path, rows)
    laptop.close()


def main() -> int:
    """Measure; 1 when the budget is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--customers", type=int, default=10_000)
    parser.add_argument("--events", type=int, default=30_000)
    parser.add_argument("--kinds", nargs="+", choices=WRITERS, default=list(WRITERS))
    parser.add_argument("--strangers", action="store_true")
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rates = [
            rate
            for kind in wish.kinds
            for rate in measure_kind(kind, wish.customers, wish.events, wish.strangers, Path(folder))
        ]
    return 0 if min(rates) >= BUDGET else 1


if __name__ == "__main__":
    raise SystemExit(main())
