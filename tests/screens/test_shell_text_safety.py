"""Text of users and servers is shown, never obeyed."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest

import csat_tui
from csat_tui.app import CsatApp
from csat_tui.services import (
    DueRow,
    MonthLine,
    Part,
    Status,
    Today,
)
from csat_tui.services.records import GivenAnswer, Reason, RecordRow
from csat_tui.services.sync import SetAside
from csat_tui.trouble import Trouble
from schemas.language import use
from tests.support.laptop import MONTH, MONTH_LINE, NOW, PROVEN, RECORD, FakeLaptop, record_row
from tests.support.screens import painted, settle

EVIL = "[/]王[@click=app.quit]x[/] \x1b[31m\x1b]0;t\x07\x9b5n\u202e={cmd}\nnext\ud800"
EVIL_NAME = "[/]王\x1b[31m\x07"
"""Short enough to stand in the title of every screen."""
MARKUP_CALLS = {"Static", "Label", "notify", "Button", "OptionList", "Checkbox", "RadioButton"}
PACKAGE = Path(csat_tui.__file__).parent


def evil_laptop() -> FakeLaptop:
    def row(number: int) -> RecordRow:
        return replace(record_row(number), customer=EVIL, title=EVIL, case_class=EVIL, origin=EVIL)

    return FakeLaptop(
        day=Today(
            Status(organisation=EVIL, user=EVIL_NAME, site=EVIL, practice=True),
            (DueRow("task", EVIL, EVIL, EVIL, at=EVIL, channel=EVIL, last=EVIL),),
            MonthLine(MONTH_LINE.mean, MONTH_LINE.target, MONTH_LINE.rates),
        ),
        figures=replace(MONTH, title=EVIL, parts=(Part("S1", EVIL, MONTH.mean),), classes={EVIL: 1}),
        page=replace(
            RECORD,
            row=row(1),
            channel=EVIL,
            pack=EVIL,
            interviewer=EVIL,
            answers=(GivenAnswer(EVIL, EVIL, EVIL),),
            reasons=(Reason(EVIL, EVIL),),
            remark=EVIL,
            quarantine=EVIL,
        ),
        rows=row,
        end=replace(PROVEN, chain=EVIL, pulled={EVIL: 1}, set_aside=(SetAside(EVIL, EVIL),)),
    )


def is_harmful(character: str) -> bool:
    return ord(character) < 32 or 127 <= ord(character) < 160 or character in "\u202e\ud800"


@pytest.mark.parametrize("way", ["", "f2", "f4", "f4 enter", "f6", "ctrl+s", "f1", "ctrl+p"])
async def test_hostile_text_is_shown_on_every_screen_and_does_nothing(way: str, tmp_path: Path) -> None:
    app = CsatApp(lambda _passphrase: evil_laptop(), log=tmp_path / "log", now=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for key in way.split():
            await pilot.press(key)
            await settle(pilot)
        rows = painted(app)
        assert app.is_running
    assert not [c for row in rows for c in row if is_harmful(c)]
    assert any("[/]" in row for row in rows)


async def test_hostile_trouble_is_shown_in_words(tmp_path: Path) -> None:
    use("en")
    laptop = FakeLaptop(end=Trouble("no_network", EVIL, EVIL, EVIL))
    app = CsatApp(lambda _passphrase: laptop, log=tmp_path / "log", now=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("ctrl+s")
        await settle(pilot)
        rows = painted(app)
    assert any("[/]王" in row for row in rows)


def calls_with_built_text(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in MARKUP_CALLS and node.args and not isinstance(node.args[0], ast.Constant):
                found.append(f"{path.relative_to(PACKAGE)}:{node.lineno} {name}")
    return found


def is_given_as_content(path: Path, place: str) -> bool:
    source = path.read_text(encoding="utf-8").splitlines()[int(place.split(":")[1].split()[0]) - 1]
    return "Content(" in source or "markup=False" in source


def test_no_widget_that_parses_markup_is_given_text_made_at_run_time() -> None:
    sources = sorted(PACKAGE.rglob("*.py"))
    found = [(path, place) for path in sources for place in calls_with_built_text(path)]
    assert [place for path, place in found if not is_given_as_content(path, place)] == []
