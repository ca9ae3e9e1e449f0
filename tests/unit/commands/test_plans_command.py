"""``csat plans`` from its making to the paper to sign, as a script uses it (J8)."""

import json
from pathlib import Path
from typing import Any

import pytest

from csat_tui.__main__ import main
from csat_tui.laptop.visit_pages import LaptopVisits
from tests.support import practice_laptop
from tests.support.practice_laptop import USER
from tests.support.store_samples import customer_change, pack_change


class Ran:
    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.home, self.capsys = home, capsys

    def __call__(self, *words: str, code: int = 0) -> list[Any]:
        assert main([*words, "--json"]) == code
        return [json.loads(line) for line in self.capsys.readouterr().out.splitlines()]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ran:
    home = tmp_path / "home"
    monkeypatch.setenv("CSAT_HOME", str(home))
    monkeypatch.setenv("CSAT_LANGUAGE", "en")
    practice_laptop.make(home)
    with practice_laptop.opened(home) as laptop:
        plan = pack_change(90, "csm-plan")
        key = customer_change("c9", seq=91, name="宏达物流", tier="A", address="苏州")
        laptop.replica.apply([plan, key], "91")
        laptop.log.note_role("manager")
    return Ran(home, capsys)


def test_a_plan_is_made_of_the_tiers_confirmed_approved_and_printed(run: Ran, tmp_path: Path) -> None:
    [made] = run("plans", "make", "2099", "--tier", "A=4", "--assignee", USER)
    assert made["new"] == 4
    [again] = run("plans", "make", "2099", "--tier", "A=4", "--assignee", USER)
    assert again["new"] == 0
    [refused] = run("plans", "approve", "2099", code=1)
    assert refused["error"]["code"] == "plan_gaps"
    for side in ("marketing", "branch"):
        run("plans", "confirm", "2099", "--side", side)
    [approved] = run("plans", "approve", "2099")
    assert approved["tasks"] == 4
    run("plans", "print", "2099", "-o", str(tmp_path / "plan.pdf"))
    assert (tmp_path / "plan.pdf").read_bytes().startswith(b"%PDF")


def test_the_print_key_writes_the_paper_beside_the_data(run: Ran) -> None:
    run("plans", "make", "2099", "--tier", "A=4")
    with practice_laptop.opened(run.home) as laptop:
        visits = LaptopVisits(laptop)
        shown = visits.plan(2099)
        assert shown.id is not None
        file = Path(visits.write(shown.id, "pdf"))
    assert file.parent == run.home
    assert file.read_bytes().startswith(b"%PDF")


def test_who_is_neither_supervisor_nor_manager_does_not_approve(run: Ran) -> None:
    run("plans", "make", "2099", "--tier", "A=4")
    with practice_laptop.opened(run.home) as laptop:
        laptop.log.note_role("interviewer")
        assert not LaptopVisits(laptop).plan(2099).approver
    [refused] = run("plans", "approve", "2099", code=1)
    assert refused["error"]["code"] == "role_needed"
