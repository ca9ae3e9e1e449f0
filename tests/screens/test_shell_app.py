"""The app around the screens: start, language, sync, records, leaving and faults."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from textual import events
from textual.pilot import Pilot
from textual.screen import Screen

from csat_tui.app import CsatApp
from csat_tui.screens.base import CsatScreen
from csat_tui.screens.records import RecordsScreen
from csat_tui.screens.sync import SyncScreen
from csat_tui.screens.today import TodayScreen
from csat_tui.screens.unlock import UnlockScreen
from csat_tui.services import (
    DueRow,
    PassphraseNeeded,
    Services,
    Today,
)
from csat_tui.services.records import Behind
from csat_tui.services.sync import Progress, SyncEnd
from csat_tui.trouble import Trouble
from csat_tui.widgets.row_list import PAGE
from csat_tui.words.common import clock_warning, moment
from schemas.language import current, use
from tests.support.laptop import NOW, FakeLaptop
from tests.support.screens import painted, settle


def app_on(laptop: FakeLaptop, log: Path) -> CsatApp:
    return CsatApp(lambda _passphrase: laptop, log=log, now=lambda: NOW)


async def press(pilot: Pilot[str], *keys: str) -> str:
    """Press the keys one after the other; the screen as one text."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)
    return "\n".join(painted(pilot.app))


class TestStart:
    async def test_the_first_screen_stands_before_the_data_is_open(self, tmp_path: Path) -> None:
        use("en")
        may_open = threading.Event()

        def open_home(_passphrase: str | None) -> Services:
            may_open.wait(10)
            return FakeLaptop()

        app = CsatApp(open_home, log=tmp_path / "log", now=lambda: NOW)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            assert "opening ..." in "\n".join(painted(app))
            await pilot.press("enter")
            await pilot.pause()
            assert "still being opened" in "\n".join(painted(app))
            may_open.set()
            await settle(pilot)
            assert "王建国" in "\n".join(painted(app))

    async def test_a_wrong_passphrase_is_asked_for_again_and_the_right_one_opens(
        self, tmp_path: Path
    ) -> None:
        use("en")
        given: list[str | None] = []

        def open_home(passphrase: str | None) -> Services:
            given.append(passphrase)
            if passphrase != "1234":
                raise PassphraseNeeded(wrong=passphrase is not None)
            return FakeLaptop()

        app = CsatApp(open_home, log=tmp_path / "log", now=lambda: NOW)
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            assert isinstance(app.screen, UnlockScreen)
            assert "That was not the passphrase" in await press(pilot, "9", "enter")
            text = await press(pilot, "1", "2", "3", "4", "enter")
            assert "王建国" in text
        assert given == [None, "9", "1234"]

    async def test_a_locked_home_asks_for_the_passphrase(self, tmp_path: Path) -> None:
        def open_home(passphrase: str | None) -> Services:
            raise Trouble("bad_passphrase" if passphrase else "locked", "", "", "")

        app = CsatApp(open_home, log=tmp_path / "log", now=lambda: NOW)
        use("en")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            assert "Type the passphrase" in "\n".join(painted(app))
            assert "That was not the passphrase" in await press(pilot, "1", "enter")

    async def test_a_home_that_cannot_be_opened_says_why_and_can_be_tried_again(self, tmp_path: Path) -> None:
        use("en")
        tries: list[None] = []

        def open_home(_passphrase: str | None) -> Services:
            tries.append(None)
            if len(tries) == 1:
                raise Trouble("busy", "Another csat is open.", "Nothing is lost.", "Close it, then F5.")
            return FakeLaptop()

        app = CsatApp(open_home, log=tmp_path / "log", now=lambda: NOW)
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            assert "Another csat is open. Nothing is lost. Close it, then F5." in "\n".join(painted(app))
            assert "王建国" in await press(pilot, "f5")


class TestToday:
    async def test_enter_starts_the_marked_line(self, tmp_path: Path) -> None:
        laptop = FakeLaptop(screen=lambda: RecordsScreen(None))
        app = app_on(laptop, tmp_path / "log")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await press(pilot, "down", "down", "enter")
            assert ("start", "t3") in laptop.asked
            assert isinstance(app.screen, RecordsScreen)

    async def test_the_sentence_an_interview_ends_with_is_shown(self, tmp_path: Path) -> None:
        app = app_on(FakeLaptop(screen=lambda: RecordsScreen(None)), tmp_path / "log")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await press(pilot, "enter")
            app.screen.dismiss(lambda: "Saved. 13 to send.")
            await settle(pilot)
            assert " * Saved. 13 to send." in "\n".join(painted(app))

    async def test_coming_back_reads_today_again(self, tmp_path: Path) -> None:
        laptop = FakeLaptop()
        app = app_on(laptop, tmp_path / "log")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await press(pilot, "f4", "escape")
            assert laptop.asked.count(("today",)) == 2

    async def test_the_mark_goes_along_to_the_draft_that_a_visit_has_become(self, tmp_path: Path) -> None:
        use("en")
        laptop = FakeLaptop()
        visit, *others = laptop.day.rows
        visit = replace(visit, customer_id="c1")
        laptop.day = replace(laptop.day, rows=[visit, *others])
        app = app_on(laptop, tmp_path / "log")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            draft = replace(visit, kind="draft", id="d1", at=None, answered=5, questions=11)
            laptop.day = replace(laptop.day, rows=[*others, draft])
            await press(pilot, "f4", "escape")
            assert isinstance(app.screen, TodayScreen)
            assert app.screen.due.marked == draft

    async def test_what_is_asked_of_a_line_waits_for_the_lines_of_now(self, tmp_path: Path) -> None:
        use("en")
        may_read = threading.Event()

        class Slow(FakeLaptop):
            def today(self) -> Today:
                may_read.wait(10)
                return super().today()

        laptop = Slow(screen=lambda: RecordsScreen(None))
        may_read.set()
        app = app_on(laptop, tmp_path / "log")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await press(pilot, "f4")
            may_read.clear()
            gone, *others = laptop.day.rows
            laptop.day = replace(laptop.day, rows=others)
            await pilot.press("escape", "enter")
            may_read.set()
            await settle(pilot)
            assert ("start", others[0].id) in laptop.asked
            assert ("start", gone.id) not in laptop.asked

    def test_a_clock_is_warned_about_beyond_ten_minutes_only(self) -> None:
        use("en")
        assert clock_warning(600_000) is None
        assert "14 minutes slow" in (clock_warning(14 * 60_000) or "")
        assert "11 minutes fast" in (clock_warning(-11 * 60_000) or "")

    def test_a_past_moment_is_said_as_short_as_it_can_be(self) -> None:
        use("zh_CN")
        ago = [timedelta(hours=1), timedelta(days=1), timedelta(days=5), timedelta(days=400)]
        said = [moment(NOW - past, NOW) for past in ago]
        assert said == ["08:12", "昨 09:12", "11-22 09:12", "2025-10-23"]


class TestLanguage:
    async def test_it_changes_at_once_and_is_remembered(self, tmp_path: Path) -> None:
        use("zh_CN")
        laptop = FakeLaptop()
        app = app_on(laptop, tmp_path / "log")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            assert "今日任务" in "\n".join(painted(app))
            text = await press(pilot, "f12")
            assert "Today 5" in text
            assert "今日任务" not in text
            assert app.settings["language"] == "en"

    async def test_the_screens_below_change_too(self, tmp_path: Path) -> None:
        use("zh_CN")
        app = app_on(FakeLaptop(), tmp_path / "log")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            text = await press(pilot, "f2", "ctrl+t", "escape")
            assert current() == "en"
            assert "Customer" in text
            assert "本月" not in text

    async def test_the_palette_finds_and_runs_it_by_pinyin(self, tmp_path: Path) -> None:
        use("zh_CN")
        app = app_on(FakeLaptop(), tmp_path / "log")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            assert "Today 5" in await press(pilot, "ctrl+p", "y", "y", "enter")


class TestSync:
    async def test_esc_stops_a_running_sync_and_says_what_is_safe(self, tmp_path: Path) -> None:
        use("en")
        reached, go_on = threading.Event(), threading.Event()

        def wait(_step: Progress) -> None:
            reached.set()
            go_on.wait(10)

        app = app_on(FakeLaptop(during_sync=wait), tmp_path / "log")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await pilot.press("ctrl+s")
            while not reached.is_set():
                await pilot.pause()
            await pilot.pause()
            text = "\n".join(painted(app))
            assert "28 / 37" in text
            assert "Esc Stop" in text
            await pilot.press("escape")
            go_on.set()
            await settle(pilot)
            assert "Stopped. What has arrived stays on the server" in "\n".join(painted(app))
            await press(pilot, "escape")
            assert isinstance(app.screen, TodayScreen)

    async def test_each_error_says_what_happened_what_is_safe_and_what_to_do(self, tmp_path: Path) -> None:
        use("en")
        laptop = FakeLaptop(
            end=Trouble("no_network", "No network.", "All is safe here.", "Try again with F5.")
        )
        app = app_on(laptop, tmp_path / "log")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            text = await press(pilot, "ctrl+s")
            assert "No network." in text
            assert "All is safe here." in text
            assert "F5 Sync again" in text
            await press(pilot, "f5")
            assert laptop.asked.count(("sync",)) == 2

    async def test_the_title_says_at_once_whether_the_centre_answered(self, tmp_path: Path) -> None:
        use("en")
        laptop = FakeLaptop()
        assert not laptop.day.status.online
        async with app_on(laptop, tmp_path / "log").run_test(size=(80, 24)) as pilot:
            assert "offline" in await press(pilot, "f5")
            assert "online" in await press(pilot, "ctrl+s")

    async def test_a_failed_proof_is_not_called_done(self, tmp_path: Path) -> None:
        use("en")
        app = app_on(FakeLaptop(end=SyncEnd(proven=False)), tmp_path / "log")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            assert "the proof failed" in await press(pilot, "ctrl+s")


class TestRecords:
    async def test_a_hundred_thousand_rows_are_read_page_by_page(self, tmp_path: Path) -> None:
        laptop = FakeLaptop(total=100_000)
        app = app_on(laptop, tmp_path / "log")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            assert "1 / 100,000" in await press(pilot, "f4")
            text = await press(pilot, "end")
            assert "100,000 / 100,000" in text
            assert "客户099999" in text
            asked = [offset for name, *rest in laptop.asked if name == "records" for offset in rest[1:2]]
            assert asked == [0, 100_000 - PAGE]

    async def test_the_records_behind_a_month_are_those_of_that_month(self, tmp_path: Path) -> None:
        laptop = FakeLaptop()
        app = app_on(laptop, tmp_path / "log")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await press(pilot, "f2", "left", "enter")
            month = Behind("2026-10", "dlr-cs-sales", name="销售服务满意度")
            assert ("records", month, 0, PAGE) in laptop.asked


class TestLeaving:
    async def test_a_running_sync_is_stopped_first(self, tmp_path: Path) -> None:
        use("en")
        reached, go_on = threading.Event(), threading.Event()

        def wait(_step: Progress) -> None:
            reached.set()
            go_on.wait(10)

        app = app_on(FakeLaptop(during_sync=wait), tmp_path / "log")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await pilot.press("ctrl+s")
            while not reached.is_set():
                await pilot.pause()
            await pilot.press("ctrl+q")
            await pilot.pause()
            assert app.is_running
            assert "as soon as what is on its way has arrived" in "\n".join(painted(app))
            go_on.set()
            while app.is_running:
                await pilot.pause()
        assert app.return_value is not None

    async def test_the_last_word_says_what_is_unsent_and_that_it_is_safe(self, tmp_path: Path) -> None:
        use("en")
        app = app_on(FakeLaptop(), tmp_path / "log")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await pilot.press("ctrl+q")
        assert app.return_value is not None
        assert "To send: 12, drafts: 1. All of it is safe" in app.return_value

    async def test_ctrl_c_says_how_to_leave(self, tmp_path: Path) -> None:
        use("en")
        app = app_on(FakeLaptop(), tmp_path / "log")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            assert "Ctrl+Q closes csat." in await press(pilot, "ctrl+c")


class TestFaults:
    async def test_a_fault_in_the_background_ends_nothing_and_logs_no_customer(self, tmp_path: Path) -> None:
        use("en")
        app = app_on(FakeLaptop(), tmp_path / "log")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            text = await press(pilot, "enter")
            assert "a fault in the program" in text
            assert app.is_running
        noted = (tmp_path / "log").read_text(encoding="utf-8")
        assert "builtins.RuntimeError at " in noted
        assert "王建国" not in noted

    async def test_an_answer_after_the_screen_has_gone_is_dropped(self, tmp_path: Path) -> None:
        app = app_on(FakeLaptop(), tmp_path / "log")
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await pilot.press("f2", "escape")
            await settle(pilot)
            assert isinstance(app.screen, TodayScreen)


def test_sync_screen_coalesces_its_steps() -> None:
    first, second = (SyncScreen.Stepped(Progress("push", n)) for n in (1, 2))
    assert second.can_replace(first)


async def test_keys_typed_while_an_interview_is_loaded_reach_it_and_open_it_once(tmp_path: Path) -> None:
    gate = threading.Event()

    class Slow(FakeLaptop):
        def start(self, row: DueRow) -> Callable[[], Screen[Any]]:
            gate.wait(5)
            return super().start(row)

    received: list[str] = []

    class Page(CsatScreen):
        def on_key(self, event: events.Key) -> None:
            received.append(event.key)

    app = CsatApp(lambda _: Slow(screen=Page), log=tmp_path / "log", now=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for key in ("enter", "1", "9", "0", "enter"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        assert isinstance(app.screen, TodayScreen)
        gate.set()
        await settle(pilot)
        await pilot.pause()
        assert len(app.screen_stack) == 2
    assert received == ["1", "9", "0", "enter"]


async def test_keys_typed_while_something_is_opened_that_fails_are_meant_for_nothing_else(
    tmp_path: Path,
) -> None:
    class Failing(FakeLaptop):
        def start(self, row: DueRow) -> Callable[[], Screen[Any]]:
            self.asked.append(("start", row.id))
            raise Trouble("gone", "It is gone.", "All is safe.", "Look it up anew.")

    laptop = Failing()
    app = CsatApp(lambda _: laptop, log=tmp_path / "log", now=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for key in ("enter", "enter"):
            app.post_message(events.Key(key, None))
        await settle(pilot)
        assert len([one for one in laptop.asked if one[0] == "start"]) == 1
        await pilot.press("f1")
        await settle(pilot)
        assert len(app.screen_stack) == 2
