"""The list of finished questionnaires and one of them by keys: to a day, narrowed, corrected."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from csat_tui.app import CsatApp
from csat_tui.screens.record import RecordScreen
from csat_tui.screens.records import RecordsScreen
from schemas.language import use
from tests.support.laptop import NOW, FakeLaptop
from tests.support.screens import painted, settle


class Probe(Screen[None]):
    """Stands for the interview."""


@asynccontextmanager
async def records(laptop: FakeLaptop, log: Path) -> AsyncIterator[Pilot[str]]:
    use("en")
    app = CsatApp(lambda _passphrase: laptop, log=log / "log", now=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "f4")
        assert isinstance(app.screen, RecordsScreen)
        yield pilot


async def press(pilot: Pilot[str], *keys: str) -> str:
    for key in keys:
        await pilot.press(key)
        await settle(pilot)
    return "\n".join(painted(pilot.app))


class TestToADay:
    async def test_the_mark_goes_to_the_day_that_was_typed(self, tmp_path: Path) -> None:
        laptop = FakeLaptop()
        async with records(laptop, tmp_path) as pilot:
            assert "Day, like 2026-11-20" in await press(pilot, "ctrl+g")
            await press(pilot, *"2026-11-20", "enter")
            assert ("after", date(2026, 11, 20)) in laptop.asked
            screen = pilot.app.screen
            assert isinstance(screen, RecordsScreen)
            assert screen.rows.cursor == min(30, laptop.total - 1)
            assert screen.rows.has_focus

    async def test_a_day_with_strokes_is_a_day(self, tmp_path: Path) -> None:
        laptop = FakeLaptop()
        async with records(laptop, tmp_path) as pilot:
            await press(pilot, "ctrl+g", *"2026/11/20", "enter")
            assert ("after", date(2026, 11, 20)) in laptop.asked

    async def test_a_jump_before_the_length_is_known_arrives_when_it_is(self, tmp_path: Path) -> None:
        laptop = FakeLaptop(total=500)
        async with records(laptop, tmp_path) as pilot:
            screen = pilot.app.screen
            assert isinstance(screen, RecordsScreen)
            screen.rows.resize_to(50)
            screen.rows.go_to(321)
            screen.rows.grow_to(500)
            await settle(pilot)
            assert (screen.rows.cursor, screen.rows.marked is not None) == (321, True)
            screen.rows.resize_to(50)
            screen.rows.action_last()
            screen.rows.grow_to(500)
            await settle(pilot)
            assert (screen.rows.cursor, screen.rows.marked is not None) == (499, True)

    async def test_a_jump_while_the_list_is_read_again_is_not_lost(self, tmp_path: Path) -> None:
        laptop = FakeLaptop(total=500)
        async with records(laptop, tmp_path) as pilot:
            screen = pilot.app.screen
            assert isinstance(screen, RecordsScreen)
            screen.do_refresh()
            screen.rows.go_to(321)
            await settle(pilot)
            assert (screen.rows.cursor, screen.rows.marked is not None) == (321, True)

    async def test_back_from_a_page_the_mark_stands_where_it_stood(self, tmp_path: Path) -> None:
        laptop = FakeLaptop(total=500)
        async with records(laptop, tmp_path) as pilot:
            screen = pilot.app.screen
            assert isinstance(screen, RecordsScreen)
            screen.rows.go_to(321)
            await settle(pilot)
            await press(pilot, "enter")
            assert isinstance(pilot.app.screen, RecordScreen)
            await press(pilot, "escape")
            assert (screen.rows.cursor, screen.rows.marked is not None) == (321, True)

    async def test_what_is_no_day_is_said_and_the_list_stays(self, tmp_path: Path) -> None:
        laptop = FakeLaptop()
        async with records(laptop, tmp_path) as pilot:
            text = await press(pilot, "ctrl+g", *"2026-13-40", "enter")
            assert "This is not a day" in text
            assert not any(asked[0] == "after" for asked in laptop.asked)

    async def test_escape_leaves_the_line_and_then_the_list(self, tmp_path: Path) -> None:
        async with records(FakeLaptop(), tmp_path) as pilot:
            await press(pilot, "ctrl+g", "2", "0", "escape")
            screen = pilot.app.screen
            assert isinstance(screen, RecordsScreen)
            assert (screen.line.value, screen.jumping) == ("", False)
            await press(pilot, "escape")
            assert not isinstance(pilot.app.screen, RecordsScreen)


class TestACorrection:
    @pytest.mark.parametrize("key", ["f8", "ctrl+e"])
    async def test_opens_the_interview_with_the_old_answers(self, tmp_path: Path, key: str) -> None:
        laptop = FakeLaptop()
        laptop.screen = Probe
        async with records(laptop, tmp_path) as pilot:
            await press(pilot, "enter")
            assert isinstance(pilot.app.screen, RecordScreen)
            await press(pilot, key)
            asked = [each for each in laptop.asked if each[0] == "amend"]
            assert len(asked) == 1
            assert isinstance(pilot.app.screen, Probe)

    async def test_one_that_cannot_be_corrected_says_so_and_stays(self, tmp_path: Path) -> None:
        laptop = FakeLaptop()
        async with records(laptop, tmp_path) as pilot:
            await press(pilot, "enter", "f8")
            assert isinstance(pilot.app.screen, RecordScreen)

    async def test_is_no_key_of_the_list(self, tmp_path: Path) -> None:
        laptop = FakeLaptop()
        async with records(laptop, tmp_path) as pilot:
            await press(pilot, "f8")
            assert isinstance(pilot.app.screen, RecordsScreen)
            assert not any(asked[0] == "amend" for asked in laptop.asked)
