"""Two laptops and a centre, on either database: whatever was changed, matched, imported or asked twice, and in whatever
order it is synced, the funnel of the month is the same on all three, byte for byte, by the command itself."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlmodel import select

from csat_tui.cli import run_command
from csat_tui.home import open_home
from csat_tui.laptop.opening import Laptop, open_laptop
from csat_tui.laptop.services import LaptopServices
from csat_tui.store.rows import TABLES
from sync.centre.rollup import count_responses
from sync.centre.server import rules
from sync.centre.tables import ItemRow, ReferenceRow
from sync.client.identity import enrol
from sync.client.run import run_sync
from sync.client.signer import DeviceKey
from tests.support.company import recorded_line
from tests.support.import_files import csv_bytes
from tests.support.store_samples import PACK_NAME
from tests.support.sync_centre import LocalCentre, customer

HANDED_OVER = date.today() - timedelta(days=10)
DUE = HANDED_OVER + timedelta(days=7)
MONTH = f"{DUE:%Y-%m}"
ORDERS = [
    ["工单号", "类型", "客户编号", "客户姓名", "手机", "交车日期"],
    ["D-1", "新车交车", "K1", "王建国", "13800138001", f"{HANDED_OVER}"],
    ["D-2", "新车交车", "K2", "李丽", "13800138002", f"{HANDED_OVER}"],
    ["D-3", "新车交车", "", "孙涛", "13800138003", f"{HANDED_OVER}"],
    ["D-4", "新车交车", "", "周洁", "13800138004", f"{HANDED_OVER}"],
    ["合计", "4", "", "", "", ""],
]


class Seat:
    """A laptop of one person, used through commands and the services of its screens."""

    def __init__(self, folder: Path, centre: LocalCentre, user: str, shell: "Shell") -> None:
        self.home, self.centre, self.key, self.shell = folder / user, centre, DeviceKey.new(), shell
        open_home(self.home, kind="practice")
        with_laptop = open_laptop(self.home)
        code = centre.admin.code(user)
        enrol("http://c", code, with_laptop.log, with_laptop.replica, centre, self.key, centre.clock)
        with_laptop.close()

    def run(self, *words: str, stdin: str = "", code: int = 0) -> list[dict[str, Any]]:
        return self.shell.run(self.home, *words, "--json", stdin=stdin, code=code)

    def ask(self, id: str, whom: str, event: str | None = None, score: str = "92") -> None:
        said = json.loads(recorded_line(id, score, customer=whom, event=event))
        said["occurred_at"] = f"{DUE}T09:30:00+08:00"
        line = json.dumps({name: value for name, value in said.items() if value is not None})
        [answer] = self.run("record", "-", stdin=line)
        assert answer["status"] == "final", answer

    def sync(self) -> None:
        laptop = open_laptop(self.home)
        ports = laptop.log, laptop.replica
        assert run_sync(*ports, self.centre, self.key, self.centre.clock, random=Random(1)).proven
        laptop.close()

    def services(self) -> LaptopServices:
        return LaptopServices(open_laptop(self.home))

    def funnel(self) -> bytes:
        return self.shell.funnel(self.home)

    def holds(self, entity: str) -> dict[str, Any]:
        laptop: Laptop = open_laptop(self.home)
        with laptop.store.read() as session:
            found = {row.id: row.body for row in session.exec(select(TABLES[entity]))}
        laptop.close()
        return found


class Shell:
    """The command line in this process."""

    def __init__(self, patch: pytest.MonkeyPatch, captured: pytest.CaptureFixture[str]) -> None:
        self._patch, self._captured = patch, captured

    def run(self, home: Path, *words: str, stdin: str = "", code: int = 0) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out(home, *words, stdin=stdin, code=code).splitlines()]

    def out(self, home: Path, *words: str, stdin: str = "", code: int = 0) -> str:
        self._patch.setenv("CSAT_HOME", str(home))
        self._patch.setattr("sys.stdin", StringIO(stdin))
        self._captured.readouterr()
        assert run_command(list(words)) == code
        return self._captured.readouterr().out

    def funnel(self, home: Path, *words: str) -> bytes:
        """The bytes of the funnel as the command printed them."""
        printed = self.out(home, "figures", PACK_NAME, MONTH, "--json", *words)
        return printed[printed.index('"funnel"') :].encode()


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(monkeypatch, capsys)


@pytest.fixture
def centre(storage: str, tmp_path: Path) -> Iterator[LocalCentre]:
    centre = LocalCentre(tmp_path / "centre.sqlite", rules=rules(count_responses), url=storage)
    centre.admin.approve(PACK_NAME)
    people = [
        customer("c1", number="K1", name="王建国", phone="13800138001"),
        customer("c2", number="K2", name="李丽", phone="13800138002"),
    ]
    centre.admin.publish("customer", people)
    yield centre
    centre.close()


def at_the_centre(centre: LocalCentre, entity: str) -> set[str]:
    with centre.store.reading() as session:
        rows = session.exec(select(ReferenceRow).where(ReferenceRow.entity == entity))
        return {row.id for row in rows if not row.deleted}


def test_nothing_is_twice_nothing_is_lost_and_the_funnel_is_the_same_on_all_three(
    centre: LocalCentre, shell: Shell, tmp_path: Path
) -> None:
    li, wang = (Seat(tmp_path, centre, user, shell) for user in ("li", "wang"))
    file = tmp_path / "交车.csv"
    file.write_bytes(csv_bytes(ORDERS, "gbk"))

    def settle() -> None:
        for _round in range(2):
            for seat in (wang, li):
                seat.sync()

    at_li = li.services()
    temporary = at_li.add_temporary({"name": "赵师傅", "phone": "13800138009"})
    at_li.close()
    settle()

    for seat in (li, wang):
        for again, new in ((False, 4), (True, 0)):
            [told] = seat.run("import", "events", str(file), "--source", "DMS")
            assert (told["rows"], told["new"], told["known"]) == (4, new, 4 - new), again
    at_li, at_wang = li.services(), wang.services()
    at_li.change(at_li.editable("c1"), {"phone": "13900000001", "company": "宏达物流"})
    at_wang.change(at_wang.editable("c1"), {"phone": "13900000002", "salutation": "先生"})
    at_li.merge(temporary, "c2")
    at_li.close()
    at_wang.close()
    wang.ask("surveyed-as-temporary", temporary)
    li.ask("of-the-order", "K1", "D-1")
    wang.ask("of-another", "K2", "D-2", "59")
    wang.ask("a-second-time", "K1", "D-1", "80")
    settle()

    known = {
        entity: li.holds(entity) for entity in ("customer", "event", "task", "attempt", "proposal", "batch")
    }
    for entity, held in known.items():
        assert held == wang.holds(entity), entity
        assert set(held) == at_the_centre(centre, entity), entity
    assert (len(known["event"]), len(known["task"]), len(known["customer"])) == (4, 4, 5)
    changed, merged = known["customer"]["c1"], known["customer"][temporary]
    assert (changed["company"], changed["salutation"]) == ("宏达物流", "先生")
    phones = {changed["phone"], *(p["proposed"] for p in known["proposal"].values() if p["field"] == "phone")}
    assert phones == {"13900000001", "13900000002"}
    assert (merged["status"], merged["merged_into"]) == ("merged", "c2")
    with centre.store.reading() as session:
        arrived = session.exec(select(ItemRow.id).where(ItemRow.kind == "response.final")).all()
    assert sorted(arrived) == ["a-second-time", "of-another", "of-the-order", "surveyed-as-temporary"]

    there = shell.funnel(tmp_path / "centre-home", "--database", centre.url)
    assert li.funnel() == wang.funnel() == there
    counted = json.loads(b"{" + there.strip())["funnel"]
    assert (counted["due"], counted["surveyed"]) == (4, 2)
