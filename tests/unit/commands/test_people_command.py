"""``csat people`` as a person or a script uses it."""

import json
from pathlib import Path
from typing import Any

import pytest

from csat_tui.__main__ import main
from csat_tui.keys import pin as pins
from tests.support import practice_laptop
from tests.support.practice_laptop import USER


class Ran:
    """One command: the PINs in a file, the answers as JSON."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.file, self.capsys = folder / "pins", capsys

    def __call__(self, *words: str, pins: str = "", code: int = 0) -> list[Any]:
        self.file.write_text(pins.replace(" ", "\n"), encoding="utf-8")
        given = ["--pin-file", str(self.file)] if pins else []
        assert main(["people", *words, *given, "--json"]) == code
        return [json.loads(line) for line in self.capsys.readouterr().out.splitlines()]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ran:
    for name, cheap in (("memory_kib", 8), ("lanes", 1), ("time", 1)):
        monkeypatch.setitem(pins.PARAMETERS, name, cheap)
    monkeypatch.setenv("CSAT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CSAT_LANGUAGE", "en")
    practice_laptop.make(tmp_path / "home")
    return Ran(tmp_path, capsys)


def test_a_second_person_is_added_after_the_enrolled_user_has_a_pin(run: Ran) -> None:
    [refused] = run("add", "wangfang", pins="9753", code=3)
    assert refused["error"]["code"] == "own_pin_first"
    run("pin", USER, pins="2468")
    [added] = run("add", "wangfang", "--called", "王芳", "--role", "supervisor", pins="2468 97531")
    assert added == {
        "id": "wangfang",
        "name": "王芳",
        "role": "supervisor",
        "pin": True,
        "enrolled": False,
        "notice": False,
    }
    assert [one["id"] for one in run("list")] == [USER, "wangfang"]


def test_without_the_pin_of_who_may_nothing_changes(run: Ran) -> None:
    run("pin", USER, pins="2468")
    [wrong] = run("add", "wangfang", pins="1357 97531", code=1)
    assert wrong["error"]["code"] == "wrong_pin"
    assert [one["id"] for one in run("list")] == [USER]


def test_a_forgotten_pin_is_set_anew_by_the_enrolled_user_and_not_by_a_colleague(run: Ran) -> None:
    run("pin", USER, pins="2468")
    for who in ("wangfang", "chenjing"):
        run("add", who, pins="2468 97531")
    [refused] = run("pin", "wangfang", "--by", "chenjing", pins="97531 8642", code=1)
    assert refused["error"]["code"] == "not_allowed"
    run("pin", "wangfang", "--by", USER, pins="2468 8642")
    run("pin", "wangfang", pins="8642 97531")


def test_a_pin_is_never_taken_from_nowhere(run: Ran, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)
    [refused] = run("pin", USER, code=3)
    assert refused["error"]["code"] == "no_pin"


def test_who_is_removed_is_gone_and_may_come_back(run: Ran) -> None:
    run("pin", USER, pins="2468")
    run("add", "wangfang", pins="2468 97531")
    assert run("remove", "wangfang", pins="2468") == [{"id": "wangfang", "removed": True}]
    assert [one["id"] for one in run("list")] == [USER]
    run("add", "wangfang", pins="2468 8642")
    assert len(run("list")) == 2
