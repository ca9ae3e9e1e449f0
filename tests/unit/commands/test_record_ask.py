"""``csat record --ask`` through pipes: what is said, what is stored, what is kept when it breaks off."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from csat_tui.commands.record_ask import folded
from csat_tui.store import responses
from schemas.packs.resolve import content_hash, library_content, read
from sync.client.ports import Change
from tests.support.company import csat
from tests.support.import_files import practice_laptop

PACK = "sample-7q"
ANSWERS = ["C9 李伟", "13800138000", "1", "1", "2", "1", "1", "周末多开一个柜台", "3", "", ""]
"""Name, telephone, notice, Q1 to Q4, and the open questions."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    laptop = practice_laptop(tmp_path)
    content = library_content(PACK)
    pack = read(content)
    body = {
        "id": pack.name, "pack": pack.pack, "version": pack.version, "hash": content_hash(content),
        "content": content, "approved_by": "admin", "approved_at": "2025-01-01T00:00:00Z",
    }  # fmt: skip
    laptop.replica.apply([Change("ref", 1, "pack", pack.name, 1, "put", body)], "cursor")
    laptop.close()
    return tmp_path / "home"


def ask(home: Path, lines: list[str], *options: str, language: str = "en") -> tuple[int, str, str]:
    text = "".join(f"{line}\n" for line in lines)
    done = csat(home, "record", "--ask", PACK, *options, stdin=text, language=language)
    return done.code, done.out, done.err


def result(output: str) -> Any:
    return json.loads(output.strip().splitlines()[-1])


def stored(home: Path, id: str) -> dict[str, Any]:
    laptop = practice_laptop(home.parent)
    try:
        body = responses.body_of(laptop.store, id)
        assert body is not None
        found: dict[str, Any] = json.loads(body)
        return found
    finally:
        laptop.close()


def test_a_questionnaire_is_asked_and_stored(home: Path) -> None:
    code, output, said = ask(home, [*ANSWERS, "1"], "--json")
    assert code == 0, said
    answer = result(output)
    assert answer["status"] == "final"
    body = stored(home, answer["id"])
    assert body["temp"] == {"name": "C9 李伟", "phone": "13800138000"}
    assert body["answers"]["Q2"]["options"] == ["2"]
    assert body["answers"]["Q5"]["text"] == "周末多开一个柜台"
    assert body["completion"] == "COMPLETE"


def test_what_was_answered_is_kept_when_the_line_breaks_and_the_same_command_goes_on(home: Path) -> None:
    code, output, _said = ask(home, ANSWERS[:5], "--json")
    assert (code, result(output)["status"]) == (0, "draft")
    code, output, said = ask(home, [*ANSWERS[5:], "1"], "--json")
    assert "李伟" in said
    body = stored(home, result(output)["id"])
    assert [code for code in body["answers"] if code.startswith("Q")][:4] == ["Q1", "Q2", "Q3", "Q4"]


def test_a_wrong_line_is_explained_and_asked_again(home: Path) -> None:
    _code, output, said = ask(home, ["李伟", "", "1", "9", "1", "2", "1", "1", "", "", "", "1"], "--json")
    assert "does not fit" in said
    assert stored(home, result(output)["id"])["answers"]["Q1"]["options"] == ["1"]


def test_back_undo_remarks_and_reasons_for_no_answer(home: Path) -> None:
    lines = ["李伟", "", "1", "1", "<", "3", "# 等了太久", "-", "^", "*", "1", "1", "", "", "", "1"]
    _code, output, said = ask(home, lines, "--json")
    body = stored(home, result(output)["id"])
    assert body["answers"]["Q1"]["options"] == ["3"], said
    assert body["answers"]["Q2"]["missing"] == "refused"
    assert body["remarks"] == {"Q2": "等了太久"}


def test_turned_down_at_the_notice_nothing_more_is_asked(home: Path) -> None:
    options = read(library_content(PACK)).scales["consent"].options
    place = next(n for n, option in enumerate(options, 1) if option.ends == "refused")
    _code, output, _said = ask(home, ["李伟", "", str(place), "1"], "--json")
    body = stored(home, result(output)["id"])
    assert body["completion"] == "REFUSED"


def test_it_speaks_chinese(home: Path) -> None:
    _code, output, _said = ask(home, ["李伟", "", "1"], language="zh_CN")
    assert "请您评价我们的产品质量如何" in output
    assert "不在档" in output


def test_a_pack_that_is_not_here(home: Path) -> None:
    done = csat(home, "record", "--ask", "nothing", "--json")
    assert (done.code, done.json["error"]["code"]) == (1, "unknown_pack")


def test_a_pack_may_be_called_by_its_programme(home: Path) -> None:
    done = csat(
        home, "record", "--ask", "p26", "--json", stdin="".join(f"{line}\n" for line in [*ANSWERS, "1"])
    )
    assert result(done.out)["status"] == "final"
    assert csat(home, "record", "--ask", "P99", "--json").code == 1


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_at_a_terminal_no_word_is_cut_and_through_a_pipe_nothing_is_broken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    said = "  1  Agrees with all\n您好，我是华星汽车客服部"
    assert folded(said, Terminal()).splitlines() == [
        "  1  Agrees with",
        "all",
        "您好，我是华星汽车",
        "客服部",
    ]
    assert folded(said, StringIO()) == said
