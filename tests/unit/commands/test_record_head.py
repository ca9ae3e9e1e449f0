"""``csat record`` links a line to its event and fills the head of the form from it, as the screen does."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from csat_tui.cli import run_command
from tests.support import practice_laptop
from tests.support.import_files import csv_bytes
from tests.support.store_samples import pack_change

PACK = "itops-qa-callback"
CASES = [
    ["CASE编号", "客户编号", "客户名称", "关闭时间", "优先级", "工程师"],
    ["C7", "K1", "海天公司", "2026-11-20", "P2", "周工"],
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("head") / "home"
    practice_laptop.make(home)
    with practice_laptop.opened(home) as laptop:
        laptop.replica.apply([pack_change(2, PACK)], "2")
    (home.parent / "cases.csv").write_bytes(csv_bytes(CASES))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CSAT_HOME", str(home))
        assert run_command(["import", "events", str(home.parent / "cases.csv"), "--source", "ITSM"]) == 0
        yield home


def record(
    patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], answers: dict[str, Any], **line: Any
) -> dict[str, Any]:
    said = {"pack": PACK, "customer": "K1", "channel": "phone", "occurred_at": "2026-11-21T09:30:00+08:00"}
    patch.setattr("sys.stdin", StringIO(json.dumps({**said, "answers": {"B0": "1", **answers}, **line})))
    run_command(["record", "-"])
    found: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return found


def shown(capsys: pytest.CaptureFixture[str], id: str) -> dict[str, Any]:
    run_command(["show", id, "--json"])
    found: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return found


@pytest.mark.usefixtures("home")
def test_an_event_named_by_its_number_is_linked_and_fills_the_head(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert record(monkeypatch, capsys, {}, id="a", event="C7")["status"] == "final"
    body = shown(capsys, "a")
    assert len(body["event"]) == 36
    assert body["answers"]["CASE"]["text"] == "C7"
    assert body["answers"]["PRIORITY"]["options"] == ["P2"]
    assert record(monkeypatch, capsys, {}, id="a", event="C7")["status"] == "duplicate"
    assert record(monkeypatch, capsys, {}, id="a", event=body["event"])["status"] == "duplicate"
    assert record(monkeypatch, capsys, {}, id="a", event="C8")["status"] == "conflict"


@pytest.mark.usefixtures("home")
def test_a_number_that_no_event_has_stays_as_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert record(monkeypatch, capsys, {}, id="b", event="C404")["status"] == "final"
    body = shown(capsys, "b")
    assert body["event"] == "C404"
    assert "PRIORITY" not in body["answers"]


@pytest.mark.usefixtures("home")
def test_a_bad_line_is_named_by_its_number_and_the_next_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(f"not json\n\n{json.dumps({'pack': PACK})}\n{{"))
    assert run_command(["record", "-"]) == 1
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["line"], one["errors"][0]["code"]) for one in told] == [
        (1, "not_json"), (3, "not_allowed"), (4, "not_json")
    ]  # fmt: skip


@pytest.mark.usefixtures("home")
def test_what_is_on_file_is_not_overwritten_by_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = record(monkeypatch, capsys, {"PRIORITY": "P1"}, id="c", event="C7")
    assert (answer["status"], answer["errors"][0]["field"], answer["errors"][0]["code"]) == (
        "invalid",
        "PRIORITY",
        "on_file",
    )
    assert record(monkeypatch, capsys, {"PRIORITY": "P2"}, id="c", event="C7")["status"] == "final"
