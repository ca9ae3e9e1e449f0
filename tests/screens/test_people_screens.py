"""Signing in, locking and switching, with keys in the whole app."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.events import Key
from textual.pilot import Pilot

from csat_tui.app import CsatApp
from csat_tui.idle import minutes_of
from csat_tui.laptop import people
from csat_tui.laptop.services import LaptopServices
from csat_tui.screens.interview import InterviewScreen
from csat_tui.screens.notice import NoticeScreen
from csat_tui.screens.sign_in import SignInScreen
from csat_tui.screens.today import TodayScreen
from csat_tui.services.people import Person
from schemas.language import LANGUAGES, use
from tests.support import practice_laptop
from tests.support.emulator import looks_as_agreed
from tests.support.interviews import held
from tests.support.laptop import NOW, FakeLaptop, FakePeople
from tests.support.practice_laptop import USER
from tests.support.screens import painted, settle

LOCK = "ctrl+right_square_bracket"
TWO = (Person("李敏", "李敏", has_pin=True), Person("wangfang", "王芳", "supervisor", has_pin=True))
PIN = ["2", "4", "6", "8", "enter"]


@pytest.fixture(autouse=True)
def _english() -> None:
    use("en")


@asynccontextmanager
async def shared(log: Path, *people: Person, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[str]]:
    laptop = FakeLaptop(workers=FakePeople(people or TWO))
    app = CsatApp(lambda _: laptop, log=log, now=lambda: NOW)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        yield pilot


async def press(pilot: Pilot[str], *keys: str) -> str:
    for key in keys:
        await pilot.press(key)
        if not key.isdigit():
            await settle(pilot)
    await settle(pilot)
    return "\n".join(painted(pilot.app))


def asked_for_today(pilot: Pilot[str]) -> bool:
    assert isinstance(pilot.app, CsatApp)
    assert isinstance(pilot.app.services, FakeLaptop)
    return ("today",) in pilot.app.services.asked


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "keys"), [("sign_in", []), ("sign_in_wrong", ["down", "1", "enter"])])
async def test_the_sign_in_screen_looks_as_agreed(
    name: str, keys: list[str], language: str, tmp_path: Path
) -> None:
    use(language)
    async with shared(tmp_path / "log") as pilot:
        await press(pilot, *keys)
        await looks_as_agreed(pilot, f"{name}.{language}")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_notice_looks_as_agreed(language: str, tmp_path: Path) -> None:
    use(language)
    async with shared(tmp_path / "log", Person("李敏", "李敏", noticed=False)) as pilot:
        await looks_as_agreed(pilot, f"notice.{language}")


async def test_nothing_of_customers_is_asked_for_before_somebody_signed_in(tmp_path: Path) -> None:
    async with shared(tmp_path / "log") as pilot:
        assert isinstance(pilot.app.screen, SignInScreen)
        assert "王建国" not in await press(pilot, "f5", "f3", "ctrl+p", "escape", "enter")
        assert not asked_for_today(pilot)
        assert "王建国" in await press(pilot, *PIN)


async def test_a_wrong_pin_says_so_and_is_gone_from_the_line(tmp_path: Path) -> None:
    async with shared(tmp_path / "log") as pilot:
        assert "不是这个 PIN" in await press(pilot, "1", "3", "5", "7", "enter")
        assert not asked_for_today(pilot)
        assert isinstance(await press(pilot, *PIN), str)
        assert isinstance(pilot.app.screen, TodayScreen)


async def test_one_person_without_a_pin_goes_straight_to_today_and_has_nothing_to_lock(
    tmp_path: Path,
) -> None:
    async with shared(tmp_path / "log", Person("李敏", "李敏")) as pilot:
        assert isinstance(pilot.app.screen, TodayScreen)
        assert "csat people pin" in await press(pilot, LOCK)


async def test_the_notice_comes_once_before_the_first_day(tmp_path: Path) -> None:
    async with shared(tmp_path / "log", Person("李敏", "李敏", noticed=False)) as pilot:
        assert isinstance(pilot.app.screen, NoticeScreen)
        assert not asked_for_today(pilot)
        await press(pilot, "enter", "escape")
        assert isinstance(pilot.app.screen, NoticeScreen)
        assert "王建国" in await press(pilot, "f9")
        assert isinstance(pilot.app, CsatApp)
        assert isinstance(pilot.app.services, FakeLaptop)
        assert pilot.app.services.workers.noticed == ["accepted"]


async def test_the_same_person_comes_back_to_where_they_were(tmp_path: Path) -> None:
    async with shared(tmp_path / "log") as pilot:
        await press(pilot, *PIN)
        before = await press(pilot, "f4", "down", "down")
        covered = await press(pilot, LOCK)
        assert "王建国" not in covered
        assert await press(pilot, *PIN) == before


async def test_another_person_begins_at_today(tmp_path: Path) -> None:
    async with shared(tmp_path / "log") as pilot:
        await press(pilot, *PIN, "f4", LOCK, "down", *PIN)
        assert isinstance(pilot.app.screen, TodayScreen)
        assert len(pilot.app.screen_stack) == 1


async def test_a_pin_typed_ahead_right_after_the_arrow_is_not_lost(tmp_path: Path) -> None:
    async with shared(tmp_path / "log") as pilot:
        for key in ("down", *PIN):
            pilot.app.post_message(Key(key, key if len(key) == 1 else None))
        await settle(pilot)
        assert isinstance(pilot.app.screen, TodayScreen)


async def test_a_screen_that_comes_late_does_not_lift_the_lock(tmp_path: Path) -> None:
    async with shared(tmp_path / "log") as pilot:
        await press(pilot, *PIN, LOCK)
        assert isinstance(pilot.app, CsatApp)
        pilot.app.do_settings()
        await settle(pilot)
        assert isinstance(pilot.app.screen, SignInScreen)
        assert "Settings" in await press(pilot, *PIN)


async def test_an_idle_laptop_locks_after_the_minutes_of_the_settings(tmp_path: Path) -> None:
    async with shared(tmp_path / "log") as pilot:
        await press(pilot, *PIN)
        assert isinstance(pilot.app, CsatApp)
        seat = pilot.app.seat
        touched = seat.clock()
        seat.clock = lambda: touched + 9 * 60
        seat.lock_when_idle()
        assert not seat.locked
        seat.clock = lambda: touched + 11 * 60
        seat.lock_when_idle()
        await settle(pilot)
        assert isinstance(pilot.app.screen, SignInScreen)


async def test_any_key_puts_the_lock_off_and_a_clock_set_back_does_not_lock(tmp_path: Path) -> None:
    async with shared(tmp_path / "log") as pilot:
        await press(pilot, *PIN)
        assert isinstance(pilot.app, CsatApp)
        seat = pilot.app.seat
        start = seat.clock()
        seat.clock = lambda: start + 11 * 60
        await press(pilot, "down")
        seat.lock_when_idle()
        seat.clock = lambda: start - 3600
        seat.lock_when_idle()
        assert not seat.locked


def test_the_minutes_are_those_of_the_settings_or_ten() -> None:
    assert [minutes_of({"lock_minutes": n}) for n in ("5", "0", "soon")] == [5, 10, 10]
    assert minutes_of({}) == 10


async def test_the_lock_covers_an_interview_and_gives_it_back_with_what_was_half_typed(
    tmp_path: Path,
) -> None:
    async with held(tmp_path / "log") as open_form:
        pilot = open_form.pilot
        assert isinstance(pilot.app, CsatApp)
        seat = pilot.app.seat
        seat.people, seat.person = TWO, TWO[0]
        assert isinstance(pilot.app.services, FakeLaptop)
        pilot.app.services.workers.known = TWO
        await open_form.keys("1 8")
        before = open_form.rows
        covered = await press(pilot, LOCK)
        assert isinstance(pilot.app.screen, SignInScreen)
        assert "王建国" not in covered
        await press(pilot, *PIN)
        assert open_form.rows == before


async def test_another_person_does_not_see_the_interview_which_waits_as_a_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from csat_tui.keys import pin as pins

    for name, cheap in (("memory_kib", 8), ("lanes", 1), ("time", 1)):
        monkeypatch.setitem(pins.PARAMETERS, name, cheap)
    practice_laptop.make(tmp_path / "home")
    with practice_laptop.opened(tmp_path / "home") as laptop:
        people.set_pin(laptop, USER, "2468")
        people.add(laptop, "王芳", "2469", name=None, role=None)
        app = CsatApp(lambda _: LaptopServices(laptop), log=tmp_path / "log", now=lambda: NOW)
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
            await press(pilot, *PIN, "enter", "1")
            screen = app.screen
            assert isinstance(screen, InterviewScreen)
            left = "\n".join(painted(app))
            shown = await press(pilot, LOCK, "down", *"2469", "enter")
            assert isinstance(app.screen, TodayScreen)
            assert "王建国" not in shown
            assert "王芳" in shown.splitlines()[0]
            await press(pilot, LOCK, "up", *PIN)
            assert await press(pilot, "enter") == left


async def test_where_nobody_is_the_clock_goes_and_a_key_brings_it_back(tmp_path: Path) -> None:
    async with shared(tmp_path / "log", Person("李敏", "李敏")) as pilot:
        app = pilot.app
        assert isinstance(app, CsatApp)
        clock = f"{NOW:%H:%M}"
        assert clock in painted(app)[0]
        touched = app.seat.clock()
        app.seat.clock = lambda: touched + 3 * 60
        app._tick()
        await settle(pilot)
        assert clock not in painted(app)[0]
        await pilot.press("down")
        app._tick()
        await settle(pilot)
        assert clock in painted(app)[0]
