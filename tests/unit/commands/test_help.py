"""Help and complaints of the command line speak the language of the person, in lines that fit the terminal."""

import tomllib
from pathlib import Path

import click
import pytest
from rich.cells import cell_len

from csat_tui.__main__ import main
from csat_tui.cli import root
from csat_tui.words.help import every_text, in_words
from schemas.language import use


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("words", [[], ["plans", "make"], ["list"]])
def test_help_fits_80_cells(
    words: list[str],
    language: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CSAT_LANGUAGE", language)
    assert main([*words, "--help"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert max(map(cell_len, rows)) <= 80
    assert any(("用法" if language == "zh_CN" else "Usage") in row for row in rows)


@pytest.mark.parametrize(
    ("language", "said"), [("zh_CN", "错误：缺少参数 'YEAR'"), ("en", "Missing argument 'YEAR'")]
)
def test_a_complaint_of_the_command_line_is_in_the_language_too(
    language: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CSAT_LANGUAGE", language)
    assert main(["plans", "approve"]) == 2
    assert said in capsys.readouterr().err


def test_the_language_may_change_between_two_looks() -> None:
    command = click.Command("x", help="Where the paper\nis kept.")
    seen = []
    for language in ("en", "zh_CN", "en"):
        use(language)
        seen.append(in_words(command).help)
    assert seen == ["Where the paper is kept.", "纸质件存放的地方。", "Where the paper is kept."]
    assert "Where the paper is kept." in set(every_text(root))


def test_the_kinds_of_an_import_are_told_in_the_language(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CSAT_LANGUAGE", "zh_CN")
    assert main(["import", "--help"]) == 0
    assert "从文件导入客户" in capsys.readouterr().out
    assert main(["import", "events", "--help"]) == 0
    assert "所出自的系统" in capsys.readouterr().out.replace("\n", "").replace(" ", "")


def test_the_version_is_that_of_the_project(capsys: pytest.CaptureFixture[str]) -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text(encoding="utf-8"))
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"csat {project['project']['version']} (rules 1, protocol 1)\n"
