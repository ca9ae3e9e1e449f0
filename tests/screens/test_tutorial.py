"""The tutorial: it watches what is done on the real screens, and keeps nothing of the practice questionnaire."""

from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len

from csat_tui.app import CsatApp
from csat_tui.practice import tour
from csat_tui.practice.beside import around
from csat_tui.screens.interview import InterviewScreen
from csat_tui.screens.today import TodayScreen
from csat_tui.services import Today
from csat_tui.tutorial import STEPS
from schemas.language import LANGUAGES, use
from tests.support.laptop import NOW, ROWS, STATUS, FakeLaptop
from tests.support.screens import painted, settle

DONE = (
    "down", "f1", "escape", "ctrl+p b y enter", "escape", "1", "8 5 enter", "up 9 0 enter", "2",
    "f4 k f4", "/", "f9 enter", "ctrl+s", "escape",
)  # fmt: skip
"""The keys of each step."""


def app_on(folder: Path, *, practice: bool = True) -> tuple[CsatApp, FakeLaptop]:
    laptop = FakeLaptop(day=Today(replace(STATUS, practice=practice), ROWS))
    return CsatApp(lambda _: laptop, log=folder / "log", now=lambda: NOW), laptop


@pytest.mark.parametrize("language", LANGUAGES)
async def test_whoever_does_what_it_says_comes_to_its_end(language: str, tmp_path: Path) -> None:
    use(language)
    app, laptop = app_on(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.screen.action_do("tutorial")  # type: ignore[attr-defined]
        await settle(pilot)
        for number, keys in enumerate(DONE, 1):
            assert app.coach is not None
            app.coach.look()
            await settle(pilot)
            rows = painted(app)
            assert f"{number}/{len(STEPS)}" in rows[1] + rows[0]
            assert [cell_len(row) for row in rows] == [80] * 24
            for key in keys.split():
                await pilot.press({"/": "slash"}.get(key, key))
                await settle(pilot)
            if app.coach is not None:
                app.coach.look()
                await settle(pilot)
        assert app.coach is None
        assert isinstance(app.screen, TodayScreen)
        assert ("That was it." if language == "en" else "教程完成") in "\n".join(painted(app))
    assert ("start", "t1") not in laptop.asked


async def test_it_waits_for_what_it_asked_and_for_nothing_else(tmp_path: Path) -> None:
    use("en")
    app, _laptop = app_on(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.do_tutorial()
        await pilot.press("f2", "escape", "f1", "escape")
        await settle(pilot)
        assert app.coach is not None
        app.coach.look()
        assert app.coach.tutorial.at == 0


async def test_leaving_the_practice_interview_opens_it_where_it_was(tmp_path: Path) -> None:
    use("en")
    app, _laptop = app_on(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.do_tutorial()
        assert app.coach is not None
        app.coach.tutorial.at = 5
        app.coach.look()
        await settle(pilot)
        await pilot.press("1", "7", "escape")
        await settle(pilot)
        app.coach.look()
        await settle(pilot)
        assert isinstance(app.screen, InterviewScreen)
        assert app.screen.interview.typed == "7"


async def test_a_second_time_ends_it_on_every_screen(tmp_path: Path) -> None:
    use("en")
    app, _laptop = app_on(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.do_tutorial()
        await settle(pilot)
        assert "Tutorial 1/" in painted(app)[1]
        app.do_tutorial()
        await settle(pilot)
        assert not any("Tutorial" in row for row in painted(app))


async def test_on_a_real_home_it_says_where_it_runs(tmp_path: Path) -> None:
    use("en")
    app, _laptop = app_on(tmp_path, practice=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("ctrl+p", "j", "c")
        await settle(pilot)
        assert any("(The tutorial runs in the practice company" in row for row in painted(app))
        await pilot.press("enter")
        await settle(pilot)
        assert app.coach is None


def test_the_practice_company_never_opens_the_real_home(tmp_path: Path) -> None:
    given = {"CSAT_HOME": str(tmp_path / "csat"), "CSAT_PASSPHRASE_FILE": "x", "PATH": "/bin"}
    found = around(tmp_path / "csat", given)
    assert found["CSAT_HOME"] == str(tmp_path / "csat-practice")
    assert "CSAT_PASSPHRASE_FILE" not in found
    assert "CSAT_HOME" not in around(None, given)


def test_the_questionnaire_of_the_tutorial_asks_in_both_languages() -> None:
    held = tour.session(STATUS, lambda: None)
    assert list(held.interview.form.pack.questions) == ["B0", "T1", "T2", "T3"]
    assert len(STEPS) == len(DONE)
