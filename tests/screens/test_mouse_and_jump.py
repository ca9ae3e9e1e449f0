"""Mouse, jump mode, keys that confirm, and what a wide terminal shows beside a list."""

from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from csat_tui.actions import ACTIONS, on_screen
from csat_tui.app import CsatApp
from csat_tui.screens.help import HelpScreen
from csat_tui.screens.interview import InterviewScreen
from csat_tui.screens.month import MonthScreen
from csat_tui.screens.questions import QuestionsScreen
from csat_tui.screens.record import RecordScreen
from csat_tui.screens.records import RecordsScreen
from csat_tui.screens.today import TodayScreen
from schemas.language import use
from tests.support.interviews import held
from tests.support.laptop import NOW, FakeLaptop
from tests.support.screens import painted, settle

ASKING = {
    "finish": "interview",
    "apply": "import_preview",
    "take_back": "imports",
    "outcome": "interview",
    "accept_removal": "sync",
}
"""Actions that ask before they do what cannot be undone here -> their screen."""


@pytest.fixture(autouse=True)
def _in_english() -> None:
    use("en")


def app_on(laptop: FakeLaptop, folder: Path) -> CsatApp:
    return CsatApp(lambda _: laptop, log=folder / "log", now=lambda: NOW)


async def click(pilot: Pilot[str], text: str) -> None:
    """Click on the first place where the text stands."""
    rows = painted(pilot.app)
    y = next(y for y, row in enumerate(rows) if text in row)
    await pilot.click(offset=(cell_len(rows[y].partition(text)[0]) + 1, y))
    await settle(pilot)


class TestMouse:
    async def test_a_click_on_a_row_marks_it_and_another_opens_it(self, tmp_path: Path) -> None:
        laptop = FakeLaptop(screen=lambda: RecordsScreen(None))
        app = app_on(laptop, tmp_path)
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await click(pilot, "赵丽")
            assert any(row.startswith(" > 14:00") for row in painted(app))
            assert isinstance(app.screen, TodayScreen)
            await click(pilot, "赵丽")
            assert ("start", "t3") in laptop.asked

    async def test_a_click_on_a_key_does_what_the_key_does(self, tmp_path: Path) -> None:
        app = app_on(FakeLaptop(), tmp_path)
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await click(pilot, "F2 Month")
            assert isinstance(app.screen, MonthScreen)
            await click(pilot, "F1 Help")
            assert isinstance(app.screen, HelpScreen)

    async def test_a_click_on_a_key_in_brackets_says_why_not(self, tmp_path: Path) -> None:
        app = app_on(FakeLaptop(), tmp_path)
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await click(pilot, "F2 Month")
            await click(pilot, "Right Month after")
            assert any(row.startswith(" ! ") for row in painted(app))

    async def test_a_command_in_the_palette_is_run_with_two_clicks(self, tmp_path: Path) -> None:
        app = app_on(FakeLaptop(), tmp_path)
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await pilot.press("ctrl+p")
            await settle(pilot)
            await click(pilot, "The figures of a month")
            await click(pilot, "The figures of a month")
            assert isinstance(app.screen, MonthScreen)

    async def test_a_key_of_the_interview_can_be_clicked(self, tmp_path: Path) -> None:
        async with held(tmp_path / "log") as interview:
            await interview.keys("1")
            await click(interview.pilot, "F2 List")
            assert isinstance(interview.app.screen, QuestionsScreen)

    async def test_a_click_elsewhere_in_the_interview_changes_nothing(self, tmp_path: Path) -> None:
        async with held(tmp_path / "log") as interview:
            await interview.keys("1 90")
            commits = interview.journal.commits
            await interview.pilot.click(offset=(10, 5))
            await settle(interview.pilot)
            assert isinstance(interview.app.screen, InterviewScreen)
            assert interview.journal.commits == commits


class TestJump:
    @pytest.mark.parametrize("digit", ["3", "３"])
    async def test_a_number_goes_to_its_row_in_either_width(self, digit: str, tmp_path: Path) -> None:
        app = app_on(FakeLaptop(), tmp_path)
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await pilot.press("ctrl+a")
            await settle(pilot)
            assert sum(row.lstrip()[:1] in tuple("12345") for row in painted(app)[4:10]) == 5
            assert app.screen.styles.background.a == 0, "the screen below shows through"
            await pilot.press(digit)
            await settle(pilot)
            assert any(row.startswith(" > 14:00") for row in painted(app))

    async def test_a_field_has_a_number_too(self, tmp_path: Path) -> None:
        app = app_on(FakeLaptop(), tmp_path)
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await pilot.press("f4")
            await settle(pilot)
            await pilot.press("ctrl+a", "0", "1")
            await settle(pilot)
            assert app.focused is app.screen.query_one("#filter")

    async def test_any_other_key_leaves_and_does_nothing_else(self, tmp_path: Path) -> None:
        app = app_on(FakeLaptop(), tmp_path)
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            before = painted(app)
            await pilot.press("ctrl+a", "f2")
            await settle(pilot)
            assert painted(app) == before

    async def test_no_row_gets_another_width(self, tmp_path: Path) -> None:
        app = app_on(FakeLaptop(), tmp_path)
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await pilot.press("f4", "ctrl+a")
            await settle(pilot)
            assert [cell_len(row) for row in painted(app)] == [80] * 24


class TestConfirming:
    @pytest.mark.parametrize(("action", "where"), ASKING.items())
    def test_the_key_that_confirms_is_not_the_one_that_asks(self, action: str, where: str) -> None:
        keys = {found.id: set(found.keys) for found in on_screen(where)}
        confirming = keys.get("confirm", set()) | keys.get("accept", set()) or {"enter"}
        assert not keys[action] & confirming

    def test_no_key_of_a_screen_both_asks_and_confirms(self) -> None:
        confirming = [action for action in ACTIONS if action.id in ("confirm", "accept")]
        assert all(action.keys == ("enter",) for action in confirming)
        assert all("enter" not in action.keys for action in ACTIONS if action.id in ASKING)


class TestWide:
    async def test_the_marked_record_stands_beside_the_list(self, tmp_path: Path) -> None:
        laptop = FakeLaptop()
        app = app_on(laptop, tmp_path)
        async with app.run_test(size=(140, 40)) as pilot:
            await settle(pilot)
            await pilot.press("f4")
            await settle(pilot)
            await pilot.press("down")
            await settle(pilot)
            assert [id for name, id in (a for a in laptop.asked if a[0] == "record")] == ["r0", "r1"]
            beside = "\n".join(row[70:] for row in painted(app))
            assert "王建国" in beside
            assert "R04" in beside
            assert [cell_len(row) for row in painted(app)] == [140] * 40

    async def test_a_narrow_terminal_reads_nothing_it_does_not_show(self, tmp_path: Path) -> None:
        laptop = FakeLaptop()
        app = app_on(laptop, tmp_path)
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await pilot.press("f4", "down", "down")
            await settle(pilot)
            assert not [asked for asked in laptop.asked if asked[0] == "record"]

    async def test_a_record_has_its_reasons_beside_its_answers(self, tmp_path: Path) -> None:
        app = app_on(FakeLaptop(), tmp_path)
        async with app.run_test(size=(140, 40)) as pilot:
            await settle(pilot)
            await pilot.press("f4")
            await settle(pilot)
            await pilot.press("enter")
            await settle(pilot)
            assert isinstance(app.screen, RecordScreen)
            assert any("Answers" in row and "Why" in row for row in painted(app))
