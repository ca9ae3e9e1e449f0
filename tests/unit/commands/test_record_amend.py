"""``csat record`` lines that correct a stored questionnaire."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from csat_tui.cli import run_command
from csat_tui.laptop import amend
from csat_tui.store import month, recount, responses
from schemas.packs.resolve import library_content, read
from schemas.records.response import ResponseFinal
from schemas.records.scores import score_response
from tests.support import practice_laptop

Record = Callable[..., list[dict[str, Any]]]
ANSWERS = {"B0": "1", "B8": "92"}
LINE = {
    "id": "q1",
    "pack": "dlr-cs-sales",
    "customer": "c1",
    "channel": "phone",
    "occurred_at": "2025-03-14T09:30:00+08:00",
    "answers": ANSWERS,
    "remark": "等得久",
}
AMEND = {"id": "q2", "amends": "q1", "reason": "客户来电更正分数", "answers": {"B8": "70"}}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    practice_laptop.make(tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def record(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Record:
    monkeypatch.setenv("CSAT_HOME", str(home))

    def run(*lines: object) -> list[dict[str, Any]]:
        text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
        monkeypatch.setattr("sys.stdin", StringIO(text))
        run_command(["record", "-"])
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


def body(home: Path, id: str) -> dict[str, Any]:
    with practice_laptop.opened(home) as laptop:
        found = responses.body_of(laptop.store, id)
    assert found is not None
    return dict(json.loads(found))


def test_what_a_correction_does_not_say_stays_as_it_was(home: Path, record: Record) -> None:
    _first, second = record(LINE, AMEND)
    assert (second["status"], second["score"], second["amends"]) == ("final", "70", "q1")
    old, new = body(home, "q1"), body(home, "q2")
    assert old["answers"]["B8"]["value"] == "92"
    assert new["answers"]["B8"]["value"] == "70"
    assert new["answers"]["B0"] == old["answers"]["B0"]
    assert new["remarks"] == {"": "等得久"}
    same = ("customer", "occurred_at", "local_date", "channel", "interviewer", "pack_hash")
    assert {key: new[key] for key in same} == {key: old[key] for key in same}
    assert (new["original"], new["reason"]) == ("q1", "客户来电更正分数")
    with practice_laptop.opened(home) as laptop:
        assert recount.differing(laptop.store) == []


def test_the_same_correction_twice_is_one_record(home: Path, record: Record) -> None:
    assert [answer["status"] for answer in record(LINE, AMEND, AMEND)] == ["final", "final", "duplicate"]
    assert [answer["status"] for answer in record(AMEND | {"answers": {"B8": "71"}})] == ["conflict"]


def test_a_second_correction_goes_on_from_the_first(home: Path, record: Record) -> None:
    third = {"id": "q3", "amends": "q1", "reason": "再更正", "answers": {"B8": "75"}}
    assert [answer.get("amends") for answer in record(LINE, AMEND, third, AMEND)] == [None, "q1", "q2", "q1"]
    with practice_laptop.opened(home) as laptop:
        head = responses.head_of(laptop.store, "q1")
    assert head is not None
    assert (head[0].id, head[0].score) == ("q3", "75")


def test_null_takes_an_answer_away(home: Path, record: Record) -> None:
    record(LINE, AMEND | {"answers": {"B8": None}})
    assert "B8" not in body(home, "q2")["answers"]


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"reason": " "}, "reason", "missing"),
        ({"amends": "nobody"}, "amends", "unknown_amended"),
        ({"answers": {"B8": "92"}}, "amends", "nothing_changed"),
        ({"answers": {"B8": "101"}}, "B8", "out_of_range"),
        ({"pack": "itops-case"}, "pack", "unknown_pack"),
        ({"unheard": 1}, "unheard", "unknown_key"),
    ],
)
def test_a_bad_correction_says_why_and_stops_nothing_else(
    home: Path, record: Record, change: dict[str, Any], field: str, code: str
) -> None:
    answers = record(LINE, AMEND | change, "{", AMEND | {"id": "q9"})
    assert [answer["status"] for answer in answers] == ["final", "invalid", "invalid", "final"]
    assert (field, code) in [(error["field"], error["code"]) for error in answers[1]["errors"]]


def test_a_reason_without_anything_to_correct_is_a_fault(record: Record) -> None:
    [answer] = record(LINE | {"reason": "?"})
    assert answer["status"] == "invalid"


def test_a_correction_may_name_another_customer(home: Path, record: Record) -> None:
    record(LINE, AMEND | {"temp": {"name": "赵师傅"}, "answers": {}})
    assert body(home, "q2")["temp"] == {"name": "赵师傅"}
    assert "customer" not in body(home, "q2")


def test_a_questionnaire_set_aside_counts_in_no_figure_and_can_be_taken_back(
    home: Path, record: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = {"id": "q2", "amends": "q1", "reason": "重复录入，已并入另一份", "void": "duplicate"}
    assert [answer["status"] for answer in record(LINE, gone)] == ["final", "final"]
    with practice_laptop.opened(home) as laptop:
        assert recount.differing(laptop.store) == []
        assert month.cells(laptop.store, "dlr-cs-sales", "2025-03-01", "2025-03-31") == {}
    run_command(["list", "--json", "--kind", "response.amend"])
    [listed] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (listed["id"], listed["void"], listed["counted"]) == ("q2", "duplicate", False)
    run_command(["show", "q1", "--json"])
    shown = json.loads(capsys.readouterr().out)
    assert [one["standing"] for one in shown["corrections"]] == ["void"]
    record({"id": "q3", "amends": "q1", "reason": "并非重复", "void": False})
    with practice_laptop.opened(home) as laptop:
        assert recount.differing(laptop.store) == []
        [cell] = [
            cell
            for key, cell in month.cells(laptop.store, "dlr-cs-sales", "2025-03-01", "2025-03-31").items()
            if not key.item
        ]
    assert (cell.records, cell.total) == (1, 92)


@pytest.mark.parametrize("void", ["lost", True, 1, None, ["duplicate"]])
def test_only_known_reasons_set_a_questionnaire_aside(record: Record, void: object) -> None:
    answers = record(LINE, AMEND | {"void": void})
    assert [error["field"] for error in answers[1]["errors"]] == ["void"]


@pytest.mark.parametrize(
    ("score", "remark", "expected"),
    [
        ("92", "等得久", "OPINION"),
        ("92", None, "NONE"),
        ("75", "等得久", "OPINION_MINOR"),
        ("55", "等得久", "CALLBACK_UNSATISFIED"),
    ],
)
def test_words_on_the_whole_form_count_for_its_class_as_those_at_a_question_do(
    home: Path, record: Record, score: str, remark: str | None, expected: str
) -> None:
    line = {**LINE, "answers": {**ANSWERS, "B8": score}, "remark": remark}
    at_a_question = {**line, "id": "q2", "remark": None, "remarks": {"B8": remark} if remark else {}}
    assert {answer["class"] for answer in record(line, at_a_question)} == {expected}
    stored = ResponseFinal.model_validate(body(home, "q1"))
    pack = read(library_content(stored.pack))
    assert score_response(stored, pack).case_class == stored.case_class


def test_a_correction_on_the_screen_says_who_asks_as_the_questionnaire_did(
    home: Path, record: Record
) -> None:
    record(LINE)
    with practice_laptop.opened(home) as laptop:
        words = amend.begin(laptop, "q1").header.words
        assert words["姓名"] == laptop.called
        assert "日期" not in words  # the day it was about is not on record
