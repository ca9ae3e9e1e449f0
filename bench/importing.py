"""How many rows a second an import reads, judges and stores, and the memory it takes.

python bench/importing.py [--rows 20000] [--customers 0] [--kinds csv xlsx]

Makes a file of work orders (twelve columns, a customer for every second order) in a throw-away practice home,
and imports it by the code of ``csat import``. ``read``: rows made into values; ``preview``: also judged;
``apply``: also stored and logged in one transaction; ``again``: the same file once more, all known.
Budget: apply >= 5,000 rows/s. Exit 1 when it is missed.
"""

import argparse
import csv
import io
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from csat_tui.home import open_home  # noqa: E402
from csat_tui.keys.vault import database_key, open_vault  # noqa: E402
from csat_tui.laptop import importing  # noqa: E402
from csat_tui.laptop.opening import Laptop  # noqa: E402
from csat_tui.store.database import open_store  # noqa: E402

BUDGET = 5000
HEADER = [
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


def orders(rows: int) -> Iterator[list[object]]:
    """Work orders as a dealer system exports them; the same for every run."""
    chance = random.Random(rows)
    for n in range(rows):
        who = chance.randrange(rows // 2 + 1)
        day = date(2025, 1 + n % 12, 1 + n % 28)
        yield [
            f"SO2025{n:08}",
            f"京O{who % 100000:05}",
            "轩逸",
            "王李张刘陈"[who % 5] + "建国丽伟敏"[who % 5] + "静强磊洋"[who // 5 % 4],
            f"138{who:08}",
            f"{day.year}/{day.month}/{day.day} 8:{n % 60:02}",
            f"{day.year}/{day.month}/{day.day} 17:{n % 60:02}",
            "周洁",
            "韩冰",
            "机电",
            "更换机油机滤，检查制动",
            "1,280.00",
        ]


def csv_file(path: Path, rows: int) -> None:
    """As an old system writes it: GBK."""
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *orders(rows)])
    path.write_bytes(text.getvalue().encode("gbk"))


def xlsx_file(path: Path, rows: int) -> None:
    """A workbook."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("明细")
    for row in [HEADER, *orders(rows)]:
        sheet.append(row)
    book.save(path)


WRITERS: dict[str, Callable[[Path, int], None]] = {"csv": csv_file, "xlsx": xlsx_file}


def open_laptop(folder: Path) -> Laptop:
    """A practice laptop."""
    home = open_home(folder, kind="practice")
    vault = open_vault(home)
    return Laptop(home, vault, open_store(home, database_key(vault, home)))


def timed(work: Callable[[], object]) -> float:
    """Seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(kind: str, rows: int, folder: Path) -> float:
    """Print the rates for one kind of file; rows a second applied."""
    path = folder / f"orders.{kind}"
    WRITERS[kind](path, rows)
    laptop = open_laptop(folder / kind)
    prepared = importing.open_file(laptop, "events", path, "DMS")
    steps: dict[str, Callable[[], object]] = {
        "read": lambda: sum(1 for _row in prepared.rows(date(2099, 1, 1), importing.with_offset)),
        "preview": lambda: importing.preview(laptop, prepared, "DMS"),
        "apply": lambda: importing.apply(laptop, prepared, "DMS"),
        "again": lambda: importing.apply(laptop, prepared, "DMS"),
    }
    rates = {name: rows / timed(step) for name, step in steps.items()}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    text = "  ".join(f"{name} {rate:,.0f}/s" for name, rate in rates.items())
    print(f"{kind:5} {rows:,} rows  {text}  most memory so far {memory} MB", flush=True)
    laptop.close()
    return rates["apply"]


def main() -> int:
    """Measure; 1 when the budget is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--kinds", nargs="+", choices=WRITERS, default=list(WRITERS))
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        applied = [measure(kind, wish.rows, Path(folder)) for kind in wish.kinds]
    return 0 if min(applied) >= BUDGET else 1


if __name__ == "__main__":
    raise SystemExit(main())
