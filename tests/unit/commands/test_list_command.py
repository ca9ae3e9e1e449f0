"""``csat list`` with filters, on a laptop's home and on a centre's."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from csat_tui.cli import run_command
from tests.support import practice_laptop

Rows = Callable[..., list[str]]


def line(id: str, day: str, score: str, remark: str, **other: Any) -> dict[str, Any]:
    return {
        "id": id,
        "pack": "dlr-cs-sales",
        "customer": "c1",
        "channel": "phone",
        "occurred_at": f"{day}T09:30:00+08:00",
        "answers": {"B0": "1", "B8": score},
        "remark": remark,
    } | other


LINES = [
    line("q1", "2025-03-14", "92", "等得久"),
    line("q2", "2025-04-01", "59.5", "车漆有划痕"),
    line("q3", "2025-04-02", "60", "满意", customer=None, temp={"name": "赵师傅"}),
    {"id": "q4", "amends": "q1", "reason": "更正", "answers": {"B8": "55"}},
]


@pytest.fixture
def rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Rows:
    practice_laptop.make(tmp_path / "home")
    monkeypatch.setenv("CSAT_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("sys.stdin", StringIO("\n".join(map(json.dumps, LINES))))
    run_command(["record", "-"])
    answers = [json.loads(line)["status"] for line in capsys.readouterr().out.splitlines()]
    assert answers == ["final"] * len(LINES)

    def listed(*words: str) -> list[str]:
        assert run_command(["list", "--json", *words]) == 0
        found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        return [row["id"] for row in found if row["kind"].startswith("response")]

    return listed


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ([], ["q1", "q2", "q3", "q4"]),
        (["--kind", "response.amend"], ["q4"]),
        (["--kind", "response.final"], ["q1", "q2", "q3"]),
        (["--kind", "draft"], []),
        (["--period", "2025-04"], ["q2", "q3"]),
        (["--period", "2025Q1"], ["q1", "q4"]),
        (["--pack", "dlr-cs-sales"], ["q1", "q2", "q3", "q4"]),
        (["--pack", "itops-case"], []),
        (["--customer", "c1"], ["q1", "q2", "q4"]),
        (["--customer", "nobody"], []),
        (["--score-below", "60"], ["q2", "q4"]),
        (["--score-below", "59.5"], ["q4"]),
        (["--text", "划痕"], ["q2"]),
        (["--text", "赵师傅"], ["q3"]),
        (["--status", "final"], ["q1", "q2", "q3", "q4"]),
        (["--status", "proven"], []),
        (["--period", "2025-04", "--score-below", "60"], ["q2"]),
    ],
)
def test_each_filter_leaves_what_it_says(rows: Rows, words: list[str], found: list[str]) -> None:
    assert rows(*words) == found


def test_a_score_that_is_no_number_is_wrong_use(rows: Rows) -> None:
    assert run_command(["list", "--score-below", "sixty"]) == 2
