"""``csat list --kind`` and ``csat show`` for every kind a laptop holds."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from csat_tui.centre.listing import as_shown
from csat_tui.cli import run_command
from csat_tui.commands.listing import KINDS
from csat_tui.laptop.opening import open_laptop
from csat_tui.store.tables import LogRow
from tests.support import practice_laptop
from tests.support.import_files import csv_bytes
from tests.support.sync_centre import LocalCentre, customer

Shell = Any

PEOPLE = [["客户编号", "客户名称", "联系电话"], ["K1", "王建国", "13800138001"]]
ORDERS = [["工单号", "客户编号", "客户名称", "结算时间"], ["S1", "K1", "王建国", "2026-11-20"]]
PROJECTS = [["项目编号", "项目名称", "客户名称"], ["P1", "网络改造", "海天公司"]]


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    practice_laptop.make(tmp_path / "home")
    monkeypatch.setenv("CSAT_HOME", str(tmp_path / "home"))

    def run(*words: str, code: int = 0) -> list[dict[str, Any]]:
        assert run_command([*words, "--json"]) == code
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    for kind, table in (("customers", PEOPLE), ("events", ORDERS), ("projects", PROJECTS)):
        (tmp_path / kind).write_bytes(csv_bytes(table))
        run("import", kind, str(tmp_path / kind), "--source", "DMS")
    said = {"pack": "dlr-cs-sales", "customer": "K1", "channel": "phone", "id": "q1",
            "occurred_at": "2025-03-14T09:30:00+08:00", "answers": {"B0": "1", "B8": "92"}}  # fmt: skip
    monkeypatch.setattr("sys.stdin", StringIO(json.dumps(said)))
    run("record", "-")
    return run


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_listed(shell: Shell, kind: str) -> None:
    assert {row["kind"] for row in shell("list", "--kind", kind)} <= {kind}


@pytest.mark.parametrize("kind", ["response.final", "customer", "event", "project", "batch", "pack"])
def test_what_is_listed_can_be_shown(shell: Shell, kind: str) -> None:
    row = shell("list", "--kind", kind)[0]
    assert {"id", "kind", "status"} <= row.keys()
    [shown] = shell("show", row["id"])
    assert shown["id"] == row["id"]


def test_telephones_are_masked_and_who_looked_is_on_record(shell: Shell) -> None:
    [row] = [row for row in shell("list", "--kind", "customer") if row["number"] == "K1"]
    [shown] = shell("show", row["id"])
    assert row["phone"] == shown["phone"] == "138****8001"
    laptop = open_laptop()
    with laptop.store.read() as session:
        last = session.exec(select(LogRow.kind).order_by(col(LogRow.seq).desc()).limit(1)).one()
    laptop.close()
    assert last == "customer.look"


def test_filters_go_for_records_as_well(shell: Shell) -> None:
    assert [row["source_no"] for row in shell("list", "--kind", "event", "--customer", "K1")] == ["S1"]
    assert shell("list", "--kind", "event", "--period", "2025-01") == []
    assert shell("list", "--kind", "batch", "--status", "undone") == []
    assert len(shell("list", "--kind", "batch", "--status", "applied")) == 3


def test_a_task_that_is_done_is_listed_when_it_is_asked_for(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"pack": "dlr-cs-sales", "customer": "c1", "task": "t1", "channel": "phone", "id": "q2",
            "occurred_at": "2025-03-14T09:30:00+08:00", "answers": {"B0": "1", "B8": "92"}}  # fmt: skip
    monkeypatch.setattr("sys.stdin", StringIO(json.dumps(said)))
    shell("record", "-")
    assert [row["id"] for row in shell("list", "--kind", "task", "--status", "done")] == ["t1"]
    assert "t1" not in {row["id"] for row in shell("list")}


def test_a_kind_that_there_is_not_is_wrong_use_and_told_so(shell: Shell) -> None:
    [said] = shell("list", "--kind", "costumer", code=2)
    assert "customer" in said["error"]["message"]


def test_an_id_that_there_is_not_is_not_so(shell: Shell) -> None:
    assert shell("show", "nobody", code=1)[0]["error"]["code"] == "not_found"


def test_a_centre_lists_and_shows_what_became_of_what_it_received(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    centre = LocalCentre(tmp_path / "centre.sqlite")
    centre.admin.publish("customer", [customer("c1", name="王建国", phone="13800138001")])
    url = centre.url
    centre.close()
    monkeypatch.setenv("CSAT_HOME", str(tmp_path / "centre"))
    assert run_command(["list", "--kind", "customer", "--database", url, "--json"]) == 0
    [row] = map(json.loads, capsys.readouterr().out.splitlines())
    assert (row["id"], row["kind"], row["name"]) == ("c1", "customer", "王建国")
    assert {"status", "device", "device_seq", "occurred_at", "received_at"} <= row.keys()
    assert run_command(["show", "c1", "--database", url, "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["name"], shown["phone"]) == ("王建国", "138****8001")
    assert run_command(["show", "c1", "--body", "--database", url]) == 0
    assert json.loads(capsys.readouterr().out)["phone"] == "13800138001"
    assert run_command(["admin", "audit", "--database", url, "--json"]) == 0
    noted = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["what"], one["about"]) for one in noted[-2:]] == [("record_shown", "c1")] * 2


def test_a_temporary_customer_s_number_is_masked_on_both_ends(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = {"pack": "dlr-cs-sales", "temp": {"name": "赵六", "phone": "13900139000"}, "channel": "phone", "id": "q2",
            "occurred_at": "2025-03-14T09:30:00+08:00", "answers": {"B0": "1", "B8": "80"},
            "remark": "改打13900139001"}  # fmt: skip
    monkeypatch.setattr("sys.stdin", StringIO(json.dumps(said)))
    shell("record", "-")
    [shown] = shell("show", "q2")
    assert shown["temp"]["phone"] == "139****9000"
    assert run_command(["show", "q2", "--body"]) == 0
    body = capsys.readouterr().out.encode()
    assert b"13900139000" in body
    assert "改打13900139001".encode() in body
    at_centre = json.loads(as_shown(body))
    assert at_centre == json.loads(body) | {"temp": shown["temp"]}


def test_a_code_is_for_a_role_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CSAT_HOME", str(tmp_path / "centre"))
    url = f"sqlite:///{tmp_path / 'centre.sqlite'}"
    assert run_command(["admin", "code", "--user", "li", "--role", "boss", "--database", url]) == 2
    told = capsys.readouterr().err
    assert all(role in told for role in ("interviewer", "supervisor", "manager"))
    assert not (tmp_path / "centre.sqlite").exists()


def test_customers_are_found_by_their_words_and_shown_by_their_number(shell: Shell) -> None:
    for text in ("海天", "htgs"):
        assert [row["name"] for row in shell("list", "--kind", "customer", "--text", text)] == ["海天公司"]
    assert shell("list", "--kind", "customer", "--text", "海天", "--customer", "K1") == []
    [shown] = shell("show", "K1")
    assert (shown["number"], shown["phone"]) == ("K1", "138****8001")


@pytest.mark.parametrize("asked", [("--text", "x"), ("--class", "OPINION"), ("--score-below", "70")])
def test_what_only_a_questionnaire_can_answer_is_not_asked_of_other_records(
    shell: Shell, asked: tuple[str, str]
) -> None:
    [told] = shell("list", "--kind", "event", *asked, code=2)
    assert told["error"]["code"] == "usage"
