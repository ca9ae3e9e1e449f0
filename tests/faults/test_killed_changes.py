"""``kill -9`` in the middle of an import, of taking it back and of a correction: all of it is there, or nothing.

The command runs in a forked process that kills itself before its nth statement to the database, or before a commit.
"""

import json
import os
import shutil
import signal
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlmodel import col, func, select

from csat_tui.cli import run_command
from csat_tui.store import recount
from csat_tui.store.tables import BatchRow, CustomerRow, EventRow, LogRow, ResponseRow, TaskRow
from tests.support import practice_laptop
from tests.support.import_files import csv_bytes
from tests.support.store_samples import PACK_NAME

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process that forks is needed")

ROWS = 6
DAY = date.today() - timedelta(days=5)
ORDERS = [
    ["工单号", "类型", "客户名称", "联系电话", "交车日期"],
    *([f"S{n}", "新车交车", f"客户{'甲乙丙丁戊己'[n]}", f"1380013800{n}", f"{DAY}"] for n in range(ROWS)),
]
PLACES = 7
"""Moments of each command at which it is killed, spread from its first statement to its last commit."""


def dies(words: Sequence[str], at: int) -> int:
    """Run a command in a process that is killed before its statement ``at``, commits counted; how many it came to
    when it was left alive."""
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        count = 0

        def step(*_told: Any) -> None:
            nonlocal count
            count += 1
            if count == at:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(Engine, "before_cursor_execute", step)
        event.listen(Engine, "commit", step)
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        code = 1
        try:
            code = run_command(list(words))
            os.write(tell, str(count).encode())
        finally:
            os._exit(code)
    os.close(tell)
    with os.fdopen(told, "rb") as pipe:
        said = pipe.read()
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) if at else status == 0
    return int(said or 0)


def moments(total: int) -> list[int]:
    return sorted({max(1, total * n // PLACES) for n in range(1, PLACES + 1)})


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "home"
    practice_laptop.make(home)
    monkeypatch.setenv("CSAT_HOME", str(home))
    (tmp_path / "orders.csv").write_bytes(csv_bytes(ORDERS))
    return home


def held(home: Path) -> dict[str, int]:
    with practice_laptop.opened(home) as laptop, laptop.store.read() as session:
        tables: dict[str, Any] = {"events": EventRow, "customers": CustomerRow, "log": LogRow}
        counts = {
            name: session.exec(select(func.count()).select_from(each)).one() for name, each in tables.items()
        }
        applied = select(func.count()).select_from(BatchRow).where(BatchRow.status == "applied")
        tasks = select(func.count()).select_from(TaskRow).where(col(TaskRow.event).is_not(None))
        return {**counts, "applied": session.exec(applied).one(), "tasks": session.exec(tasks).one()}


def batch(home: Path) -> str:
    with practice_laptop.opened(home) as laptop, laptop.store.read() as session:
        return session.exec(select(BatchRow.id).where(BatchRow.status == "applied")).one()


def copied(home: Path, to: Path) -> Path:
    shutil.copytree(home, to)
    return to


def test_an_import_is_whole_or_not_at_all(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["import", "events", str(tmp_path / "orders.csv"), "--source", "DMS", "--json"]
    fresh = held(home)
    monkeypatch.setenv("CSAT_HOME", str(copied(home, tmp_path / "counting")))
    total = dies(words, 0)
    whole = held(tmp_path / "counting")
    assert (whole["events"], whole["applied"], whole["tasks"]) == (ROWS, 1, ROWS)
    seen = set()
    for at in moments(total):
        place = copied(home, tmp_path / f"killed{at}")
        monkeypatch.setenv("CSAT_HOME", str(place))
        dies(words, at)
        after = held(place)
        assert (after["events"], after["applied"]) in {(0, 0), (ROWS, 1)}
        assert after["log"] == fresh["log"] if not after["applied"] else after["log"] >= fresh["log"] + ROWS
        seen.add(after["applied"])
        assert after["tasks"] == (ROWS if after["applied"] else 0)
        assert run_command(words) == 0
        again = held(place)
        assert (again["events"], again["customers"], again["tasks"]) == (
            ROWS,
            whole["customers"],
            whole["tasks"],
        )
    assert seen == {0, 1}


def test_taking_an_import_back_is_whole_or_not_at_all(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = held(home)
    assert run_command(["import", "events", str(tmp_path / "orders.csv"), "--json"]) == 0
    brought, words = held(home), ["import", "undo", batch(home), "--json"]
    monkeypatch.setenv("CSAT_HOME", str(copied(home, tmp_path / "counting")))
    total = dies(words, 0)
    for at in moments(total):
        place = copied(home, tmp_path / f"killed{at}")
        monkeypatch.setenv("CSAT_HOME", str(place))
        dies(words, at)
        after = held(place)
        assert after == brought or (after["events"], after["applied"]) == (0, 0)
        if after == brought:
            assert run_command(words) == 0
        back = held(place)
        assert (back["events"], back["customers"], back["tasks"]) == (0, fresh["customers"], 0)


def test_a_correction_is_whole_or_not_at_all(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"id": "q1", "pack": PACK_NAME, "customer": "c1", "channel": "phone",
            "occurred_at": "2025-03-14T09:30:00+08:00", "answers": {"B0": "1", "B8": "92"}}  # fmt: skip
    better = {"id": "q2", "amends": "q1", "reason": "听错了", "answers": {"B8": "55"}}
    for name, line in (("said", said), ("better", better)):
        (tmp_path / name).write_text(json.dumps(line), encoding="utf-8")
    assert run_command(["record", str(tmp_path / "said")]) == 0
    words = ["record", str(tmp_path / "better")]
    monkeypatch.setenv("CSAT_HOME", str(copied(home, tmp_path / "counting")))
    seen = set()
    for at in moments(dies(words, 0)):
        place = copied(home, tmp_path / f"killed{at}")
        monkeypatch.setenv("CSAT_HOME", str(place))
        dies(words, at)
        seen.add(_counts(place))
        assert run_command(words) == 0
        assert _counts(place) == ("55", True)
    assert seen <= {("92", False), ("55", True)}


def _counts(home: Path) -> tuple[str | None, bool]:
    """The score that counts, and whether there is a correction; the roll-up must say the same."""
    with practice_laptop.opened(home) as laptop:
        with laptop.store.read() as session:
            rows = session.exec(select(ResponseRow)).all()
            [counted] = [row for row in rows if row.counted]
        assert recount.differing(laptop.store) == []
        return counted.score, len(rows) == 2
