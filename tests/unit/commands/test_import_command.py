"""``csat import`` as a process: its JSON, its exit codes."""

import json
from pathlib import Path
from typing import Any

import pytest

from csat_tui.home import open_home
from tests.support.company import csat as run
from tests.support.import_files import ORDERS, csv_bytes

ROW = ["S1", "京O12345", "王建国", "13800138000", "2025/3/4", "周洁", "5"]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return open_home(tmp_path / "home", kind="practice").path


def csat(home: Path, *arguments: str | Path) -> tuple[int, Any]:
    done = run(home, "import", *map(str, arguments), "--json")
    return done.code, done.json


def test_preview_import_again_and_undo(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_bytes(
        csv_bytes([ORDERS, ROW, ["S2", *ROW[1:3], "12", *ROW[4:]], ["合计"]], "gbk")[:-2] + b",,,,,,10\r\n"
    )
    code, seen = csat(home, "events", file, "--source", "DMS", "--preview")
    assert code == 0
    assert {key: seen[key] for key in ("rows", "new", "known", "changed", "rejected")} == {
        "rows": 2, "new": 1, "known": 0, "changed": 0, "rejected": 1
    }  # fmt: skip
    assert [(fault["line"], fault["code"], fault["field"]) for fault in seen["rejections"]] == [
        (3, "not_a_phone", "phone")
    ]
    assert seen["lines"] == [{"line": 2, "verdict": "new"}]
    code, done = csat(home, "events", file, "--source", "DMS")
    assert (code, done["new"]) == (0, 1)
    assert csat(home, "events", file, "--source", "DMS")[1]["known"] == 1
    code, undone = csat(home, "undo", done["batch"])
    assert (code, undone["status"]) == (0, "undone")
    assert csat(home, "undo", done["batch"])[0] == 1


def test_a_preview_says_what_becomes_of_each_line_in_the_order_of_the_file(
    home: Path, tmp_path: Path
) -> None:
    file = tmp_path / "orders.csv"
    file.write_bytes(csv_bytes([ORDERS, ["S2", *ROW[1:3], "12", *ROW[4:]], ROW]))
    done = run(home, "import", "events", str(file), "--preview")
    listed = [line for line in done.out.splitlines() if "not_a_phone" in line or ROW[0] in line]
    assert ["not_a_phone" in line for line in listed] == [True, False]


def test_a_mapping_by_hand_in_json_or_toml(home: Path, tmp_path: Path) -> None:
    file, mapping, toml = tmp_path / "f.csv", tmp_path / "m.json", tmp_path / "m.toml"
    file.write_bytes(csv_bytes([["甲", "乙", "客户名称"], ["S1", "4/3/2025", "王建国"]]))
    mapping.write_text(
        json.dumps({"columns": {"source_no": "甲", "closed_at": 2}, "date_order": "dmy"}), encoding="utf-8"
    )
    toml.write_text('date_order = "dmy"\n[columns]\nsource_no = "甲"\nclosed_at = "乙"\n', encoding="utf-8")
    assert csat(home, "events", file, "--map", mapping, "--preview")[1]["new"] == 1
    assert csat(home, "events", file, "--map", toml, "--preview")[1]["new"] == 1


@pytest.mark.parametrize(
    "content", ["[]", "{", '{"colums": {}}', '{"columns": {"fone": "电话"}}', '{"date_order": "never"}']
)
def test_a_wrong_mapping_is_refused(home: Path, tmp_path: Path, content: str) -> None:
    mapping, file = tmp_path / "m.json", tmp_path / "f.csv"
    mapping.write_text(content, encoding="utf-8")
    file.write_bytes(csv_bytes([ORDERS, ROW]))
    code, answer = csat(home, "events", file, "--map", mapping)
    assert (code, answer["error"]["code"]) == (1, "bad_mapping")


def test_a_file_that_is_not_there(home: Path, tmp_path: Path) -> None:
    code, answer = csat(home, "customers", tmp_path / "none.csv")
    assert (code, answer["error"]["code"]) == (3, "file_unreadable")
