"""Lists of the company's own: staff and display cars on file, and lists that a person chooses."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from csat_tui.cli import run_command
from csat_tui.home import open_home
from csat_tui.importing.fields import Kind
from csat_tui.laptop import import_undo, task_making
from csat_tui.laptop.chosen import read_chosen
from csat_tui.laptop.opening import Laptop
from csat_tui.laptop.task_making import Wish
from csat_tui.store.tables import BatchRow, CustomerRow
from csat_tui.trouble import Trouble
from schemas.figures.periods import period
from tests.support.import_files import counts, csv_bytes, put_in
from tests.support.practice_laptop import opened
from tests.support.store_samples import pack_change

STAFF = [
    ["部门人员名单"],
    ["工号", "姓名", "部门", "岗位", "手机", "在职状态"],
    ["1001", "周洁", "销售部", "销售顾问", "13800138001", "在职"],
    ["1002", "李雷", "售后部", "服务顾问", "", "离职"],
    ["1003", "周洁", "客服部", "专员", "13800138001", "试用"],
    ["1004", "王强", "客服部", "专员", "13800138002", "借调"],
]
CUSTOMERS = [
    ["客户编号", "客户名称", "手机"],
    ["1001", "王建国", "13900139001"],
    ["1002", "周洁", "13800138001"],
]
CARS = [
    ["车型", "车架号", "车牌", "责任人"],
    ["朗逸", "LSVAA4182E2184847", "", "周洁"],
    ["途观", "", "京A12345", ""],
]


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    open_home(tmp_path / "home", kind="practice")
    with opened(tmp_path / "home") as laptop:
        names = ("sample-7q", "internal-external", "dlr-ms", "dlr-showroom")
        laptop.replica.apply([pack_change(name=name) for name in names], "1")
        yield laptop


def bring(laptop: Laptop, kind: Kind, rows: Sequence[Sequence[object]]) -> Any:
    return put_in(laptop, kind, csv_bytes(rows, "gbk"))


def types(laptop: Laptop) -> dict[str, str]:
    with laptop.store.read() as session:
        return {row.number: str(row.body["type"]) for row in session.exec(select(CustomerRow))}


def chosen(laptop: Laptop, pack: str, rows: Sequence[Sequence[object]]) -> Any:
    path = laptop.home.path / "list.csv"
    path.write_bytes(csv_bytes(rows, "gbk"))
    return read_chosen(laptop, task_making.demand_pack(laptop, pack), path)


def due(laptop: Laptop, pack: str, asked: str, whom: Sequence[str] | None = None) -> list[str]:
    made = task_making.make(laptop, pack, period(asked), Wish(chosen=whom))
    return [task["customer"] for one in made for task in one.tasks]


def test_a_staff_number_is_no_customer_number_and_a_name_no_match(laptop: Laptop) -> None:
    bring(laptop, "customers", CUSTOMERS)
    applied = bring(laptop, "staff", STAFF)
    assert counts(applied) == (4, 3, 0, 0, 1)
    assert [(one.line, one.code) for one in applied.tally.rejections] == [(6, "not_a_standing")]
    assert types(laptop) == {
        "1001": "person", "1002": "person",
        "staff:1001": "employee", "staff:1002": "employee", "staff:1003": "employee",
    }  # fmt: skip


def test_a_customer_is_not_taken_for_a_colleague_of_the_same_name_and_telephone(laptop: Laptop) -> None:
    bring(laptop, "staff", STAFF)
    rows = [["客户名称", "手机"], ["周洁", "13800138001"]]
    assert counts(bring(laptop, "customers", rows)) == (1, 1, 0, 0, 0)


def test_the_same_staff_again_is_known_and_who_left_is_asked_no_more(laptop: Laptop) -> None:
    bring(laptop, "staff", STAFF)
    assert len(due(laptop, "internal-external", "2026")) == 2
    assert counts(bring(laptop, "staff", [STAFF[1], [*STAFF[2][:5], "离职"], STAFF[4]])) == (2, 0, 1, 1, 0)
    assert len(due(laptop, "internal-external", "2027")) == 1


def test_an_import_of_staff_is_taken_back_like_any_other(laptop: Laptop) -> None:
    applied = bring(laptop, "staff", STAFF)
    with laptop.store.read() as session:
        assert [row.body["what"] for row in session.exec(select(BatchRow))] == ["staff"]
    import_undo.undo(laptop, applied.batch)
    assert types(laptop) == {}


def test_display_cars_are_due_at_both_rounds_of_a_day(laptop: Laptop) -> None:
    bring(laptop, "cars", CARS)
    assert types(laptop) == {"car:LSVAA4182E2184847": "display_car", "car:京A·12345": "display_car"}
    assert len(due(laptop, "dlr-showroom", "2026-11-22")) == 4
    assert due(laptop, "dlr-showroom", "2026-11-22") == []


def test_a_list_names_customers_by_number_or_by_name_and_telephone(laptop: Laptop) -> None:
    bring(laptop, "customers", CUSTOMERS)
    rows = [
        ["客户编号", "姓名", "手机"],
        ["1001", "", ""],
        ["", "周洁", "13800138001"],
        ["1001", "王建国", ""],
        ["9", "无名氏", ""],
        ["", "", "13700137000"],
    ]
    found = chosen(laptop, "sample-7q", rows)
    assert [(one.line, one.code) for one in found.rejections] == [(5, "not_on_file"), (6, "unknown_customer")]
    assert len(due(laptop, "sample-7q", "2026-11", found.ids)) == 2
    assert due(laptop, "sample-7q", "2026-11", found.ids) == []


def test_a_list_of_numbers_alone_will_do(laptop: Laptop) -> None:
    bring(laptop, "staff", STAFF)
    found = chosen(laptop, "dlr-ms", [["工号"], ["1003"], ["1002"]])
    assert found.rejections == []
    assert len(due(laptop, "dlr-ms", "2026-11", found.ids)) == 1  # one of them has left


def test_a_pack_says_when_it_needs_a_list_and_when_it_has_none(laptop: Laptop) -> None:
    for pack, whom, code in (("sample-7q", None, "list_needed"), ("internal-external", ["x"], "no_list")):
        with pytest.raises(Trouble) as told:
            due(laptop, pack, "2026", whom)
        assert told.value.code == code


def test_a_file_that_names_nobody_is_refused(laptop: Laptop) -> None:
    with pytest.raises(Trouble) as told:
        chosen(laptop, "sample-7q", [["地址", "备注"], ["武昌", "x"]])
    assert told.value.code == "column_missing"


def test_the_command_makes_the_tasks_of_a_list_and_names_the_lines_it_left_out(
    laptop: Laptop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bring(laptop, "customers", CUSTOMERS)
    laptop.close()
    path = laptop.home.path / "list.csv"
    path.write_bytes(csv_bytes([["客户编号"], ["1001"], ["9"]], "gbk"))
    monkeypatch.setenv("CSAT_HOME", str(laptop.home.path))
    assert run_command(["tasks", "make", "sample-7q", "2026-11", "--list", str(path), "--json"]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["due"] == 1
    assert "3" in told.err
    assert run_command(["tasks", "make", "sample-7q", "2026-11", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "list_needed"
