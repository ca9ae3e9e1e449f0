"""``run.py`` says in one sentence, in the user's language, what is missing; nothing here needs a network."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

RUN = Path(__file__).resolve().parent.parent.parent / "run.py"
CANNOT_NOW = 3


@pytest.fixture
def run() -> ModuleType:
    """A copy of its own, so that what a test changes stays here."""
    spec = importlib.util.spec_from_file_location("run_under_test", RUN)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(params=["zh_CN", "en"])
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("CSAT_LANGUAGE", request.param)
    return str(request.param)


def said(capsys: pytest.CaptureFixture[str], language: str) -> str:
    """The one line on standard error, in the language; standard output belongs to commands."""
    found = capsys.readouterr()
    assert found.out == ""
    [line] = found.err.splitlines()
    assert line.isascii() == (language == "en")
    return line


def test_an_old_python_is_told_which_is_needed(run, language, monkeypatch, capsys) -> None:
    monkeypatch.setattr(run.sys, "version_info", (3, 9, 2, "final", 0))
    with pytest.raises(SystemExit) as ended:
        run.check_machine()
    assert ended.value.code == CANNOT_NOW
    line = said(capsys, language)
    assert "3.11" in line
    assert "3.9" in line


def test_a_long_windows_path_is_told_to_move(run, language, monkeypatch, capsys, tmp_path) -> None:
    monkeypatch.setattr(run, "WINDOWS", True)
    monkeypatch.setattr(run, "ROOT", "C:\\" + "x" * 200)
    with pytest.raises(SystemExit) as ended:
        run.check_machine()
    assert ended.value.code == CANNOT_NOW
    assert "203" in said(capsys, language)


def test_a_folder_that_cannot_be_written_to_is_named(run, language, monkeypatch, capsys, tmp_path) -> None:
    monkeypatch.setattr(run, "ROOT", str(tmp_path / "gone"))
    with pytest.raises(SystemExit) as ended:
        run.check_writable()
    assert ended.value.code == CANNOT_NOW
    assert str(tmp_path / "gone") in said(capsys, language)


def test_a_python_without_venv_is_told_what_to_install(run, language, monkeypatch, capsys) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(SystemExit) as ended:
        run.make_venv()
    assert ended.value.code == CANNOT_NOW
    assert "venv" in capsys.readouterr().err.splitlines()[-1]


@pytest.mark.parametrize(
    ("output", "zh", "en"),
    [
        ("ERROR: [Errno 28] No space left on device", "磁盘已满", "disk is full"),
        ("Permission denied: '.venv'", "写入权限", "No permission"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "锁定文件不符", "differs from the lock"),
        ("NewConnectionError: Network is unreachable", "需要网络", "needs a network"),
    ],
)
def test_a_failed_installation_is_explained(output, zh, en, run, language, capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        run.explain(output)
    assert ended.value.code == CANNOT_NOW
    assert (en if language == "en" else zh) in said(capsys, language)


def test_wrong_words_give_the_usage(run, language, monkeypatch, capsys) -> None:
    monkeypatch.setattr(run, "set_up", lambda: None)
    monkeypatch.setattr(run.sys, "argv", ["run.py", "tset"])
    with pytest.raises(SystemExit) as ended:
        run.main()
    assert ended.value.code == 2
    assert "run.py" in said(capsys, language)


def test_it_can_be_read_by_an_old_python() -> None:
    source = RUN.read_text(encoding="utf-8")
    compile(source, str(RUN), "exec", dont_inherit=True)
    import ast

    ast.parse(source, feature_version=(3, 5))


def test_arguments_and_exit_code_are_handed_on(run, monkeypatch) -> None:
    handed: list[list[str]] = []
    monkeypatch.setattr(run, "set_up", lambda: None)
    monkeypatch.setattr(run, "hand_over", handed.append)
    monkeypatch.setattr(run.sys, "argv", ["run.py", "csat", "figures", "P", "2025-03", "--json"])
    run.main()
    assert handed == [["-m", "csat_tui", "figures", "P", "2025-03", "--json"]]


@pytest.mark.skipif(os.name == "nt", reason="replaces its process")
def test_the_command_keeps_streams_and_exit_code() -> None:
    program = (
        "import importlib.util,sys;"
        f"s=importlib.util.spec_from_file_location('run',{str(RUN)!r});"
        "m=importlib.util.module_from_spec(s);s.loader.exec_module(m);"
        "m.python=lambda:sys.executable;"
        "m.hand_over(['-c','import sys;print(sys.stdin.read());sys.exit(7)'])"
    )
    done = subprocess.run([sys.executable, "-c", program], input="in", capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (7, "in\n")
