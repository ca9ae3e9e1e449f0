"""The documents say what the program is: key sheet, table of rules, commands, pictures."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from csat_tui.cli import COMMANDS

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs"
RULE_ROW = re.compile(r"^\| (R\d\d) \|[^|]*\|([^|]*)\|([^|]*)\|", re.MULTILINE)
CODE = re.compile(r"`([^`]+)`")


def keysheet() -> ModuleType:
    """``docs/keysheet.py``, which lies in no package."""
    spec = importlib.util.spec_from_file_location("keysheet", DOCS / "keysheet.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_key_sheet_is_made_from_the_present_actions(language: str) -> None:
    maker = keysheet()
    written = (DOCS / maker.SHEETS[language]).read_text(encoding="utf-8")
    assert written == maker.sheet(language), "run python docs/keysheet.py"


def test_the_table_of_rules_names_every_rule_with_files_that_are_there() -> None:
    rows = RULE_ROW.findall((DOCS / "rules.md").read_text(encoding="utf-8"))
    assert [rule for rule, _modules, _tests in rows] == [f"R{n:02}" for n in range(1, 35)]
    for rule, modules, tests in rows:
        for module in CODE.findall(modules):
            assert rule in (ROOT / "schemas" / module).read_text(encoding="utf-8"), f"{module} of {rule}"
        for test in CODE.findall(tests):
            assert (ROOT / "tests" / "unit" / test).exists(), f"{test} of {rule}"


@pytest.mark.parametrize("document", sorted(path.name for path in [*DOCS.glob("*.md"), ROOT / "README.md"]))
def test_no_document_names_a_command_that_is_not_there(document: str) -> None:
    path = ROOT / document if document == "README.md" else DOCS / document
    whole = path.read_text(encoding="utf-8")
    not_yet = re.search(r"^#+ (Not yet|尚未提供).*", whole, re.MULTILINE | re.DOTALL)
    promised = whole[: not_yet.start()] if not_yet else whole
    named = set(re.findall(r"`csat (?:--home \S+ )?([a-z]+)", promised))
    assert named <= set(COMMANDS), f"{document} promises {sorted(named - set(COMMANDS))}"


def test_every_test_that_answers_a_complaint_is_there() -> None:
    named = set(re.findall(r"`(test_\w+)`", (DOCS / "complaints.md").read_text(encoding="utf-8")))
    written = {
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"def (test_\w+)", file.read_text(encoding="utf-8"))
    }
    assert len(named) > 30
    assert named <= written


@pytest.mark.parametrize("picture", sorted((DOCS / "pictures").glob("*.svg")), ids=lambda path: path.name)
def test_a_picture_asks_nothing_of_other_hosts(picture: Path) -> None:
    addresses = re.findall(r"https?://[^\"'\s)]+", picture.read_text(encoding="utf-8"))
    assert set(addresses) <= {"http://www.w3.org/2000/svg"}
