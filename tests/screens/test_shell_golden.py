"""The screens as they look at 80 by 24 and at 140 by 40 in both languages.

CSAT_GOLDEN=write renews the files in golden/; read the difference.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from rich.cells import cell_len
from textual.events import Key
from textual.pilot import Pilot

from csat_tui.app import CsatApp
from csat_tui.services import (
    NotSetUp,
    OpenHome,
    PassphraseNeeded,
    Services,
    TaskPage,
    Today,
)
from schemas.language import LANGUAGES, use
from tests.support.emulator import looks_as_agreed
from tests.support.laptop import CORRECTED, NOW, STATUS, FakeLaptop
from tests.support.paper_desk import AtDesk
from tests.support.screens import painted, settle

WAYS = {
    "today": [],
    "month": ["f2"],
    "month_before": ["f2", "left"],
    "records": ["f4"],
    "record": ["f4", "enter"],
    "result": ["f6"],
    "result_appointment": ["f6", "7"],
    "sync_proven": ["ctrl+s"],
    "help": ["f1"],
    "palette": ["ctrl+p"],
    "settings": ["ctrl+p", "s", "z", "enter"],
    "settings_width": ["ctrl+p", "s", "z", "enter", "down", "down", "down"],
    "self_test": ["ctrl+p", "z", "j", "enter"],
    "self_test_width": ["ctrl+p", "z", "j", "enter", "1"],
    "self_test_typing": ["ctrl+p", "z", "j", "enter", "1", "1"],
    "self_test_end": ["ctrl+p", "z", "j", "enter", "1", "3", "enter", "a", "enter", "slash", "enter"],
    "tutorial": ["ctrl+p", "j", "c", "enter"],
}
NARROWED = ["f4", "f3", *"2026-11", "enter", "down"]


def opens(laptop: Services | Exception) -> OpenHome:
    def open_home(_passphrase: str | None) -> Services:
        if isinstance(laptop, Exception):
            raise laptop
        return laptop

    return open_home


@asynccontextmanager
async def after(
    laptop: Services | Exception, keys: list[str], log: Path, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Pilot[Any]]:
    """The app on this laptop, after these keys."""
    app = CsatApp(opens(laptop), log=log, now=lambda: NOW)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        yield pilot


async def rows_of(
    laptop: Services | Exception, keys: list[str], size: tuple[int, int], log: Path
) -> list[str]:
    """The rows after these keys."""
    async with after(laptop, keys, log, size) as pilot:
        return painted(pilot.app)


async def see_as_agreed(
    name: str, laptop: Services | Exception, keys: list[str], language: str, log: Path
) -> dict[tuple[int, int], list[str]]:
    """The rows after these keys, by size of the terminal, which are those of the golden screens of that name."""
    use(language)
    async with after(laptop, keys, log) as pilot:
        return await looks_as_agreed(pilot, f"{name}.{language}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("screen", WAYS)
async def test_a_screen_looks_as_agreed_and_is_marked_as_practice(
    screen: str, language: str, tmp_path: Path
) -> None:
    seen = await see_as_agreed(screen, FakeLaptop(), WAYS[screen], language, tmp_path / "log")
    assert {"zh_CN": "[练习]", "en": "[PRACTICE]"}[language] in seen[80, 24][0]
    assert cell_len(seen[140, 40][0].rstrip()) > 130


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "laptop"),
    [
        ("today_empty", FakeLaptop(day=Today(STATUS, ()))),
        ("unlock", PassphraseNeeded()),
        ("unlock_wrong", PassphraseNeeded(wrong=True)),
        ("welcome", NotSetUp()),
    ],
)
async def test_a_beginning_looks_as_agreed(
    name: str, laptop: Services | Exception, language: str, tmp_path: Path
) -> None:
    await see_as_agreed(name, laptop, [], language, tmp_path / "log")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "keys"), [("record_corrected", ["f4", "enter", "end"]), ("records_narrowed", NARROWED)]
)
async def test_a_correction_and_a_narrowed_list_look_as_agreed(
    name: str, keys: list[str], language: str, tmp_path: Path
) -> None:
    await see_as_agreed(name, FakeLaptop(page=CORRECTED), keys, language, tmp_path / "log")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_call_about_a_form_asks_for_the_cause_of_each_item(language: str, tmp_path: Path) -> None:
    long = "U14 贵公司的投诉处理人员是否在承诺的时间内给出了明确的答复和解决办法"
    about = (("U3", "U3 交货准时"), ("U14", long), ("", "整份问卷"))
    laptop = FakeLaptop(task_page=TaskPage(about=about))
    keys = ["f6", "1", *"2 ", "晚", "enter", *"3", "enter", *"9"]
    await see_as_agreed("result_causes", laptop, keys, language, tmp_path / "log")


async def test_causes_are_handed_on_item_by_item(tmp_path: Path) -> None:
    laptop = FakeLaptop(task_page=TaskPage(about=(("U3", "U3 交货准时"), ("", "整份问卷"))))
    async with after(
        laptop, ["f6", "1", *"2 ", "晚", "enter", *"9", "enter", "n", "enter"], tmp_path / "log"
    ):
        pass
    told = next(one for one in laptop.asked if one[0] == "attempt")
    assert told[2:] == ("success", None, "n", {"U3": "2 晚", "": "9"})


class SlowLaptop(FakeLaptop):
    """Keys are faster than it reads a task."""

    def task(self, id: str) -> TaskPage:
        sleep(0.2)
        return super().task(id)


async def test_a_success_typed_before_the_task_is_read_asks_for_the_causes_and_loses_no_key(
    tmp_path: Path,
) -> None:
    laptop = SlowLaptop(task_page=TaskPage(about=(("U3", "U3 交货准时"),)))
    async with after(laptop, [], tmp_path / "log") as pilot:
        pilot.app.post_message(Key("f6", None))
        await pilot.pause()
        await AtDesk(pilot.app, pilot, None).keys("1 2晚 enter n enter")  # type: ignore[arg-type]
    told = next(one for one in laptop.asked if one[0] == "attempt")
    assert told[2:] == ("success", None, "n", {"U3": "2晚"})


async def test_more_rows_fit_a_higher_terminal(tmp_path: Path) -> None:
    rows = await rows_of(FakeLaptop(), ["f4"], (140, 40), tmp_path / "log")
    assert sum("客户0" in row for row in rows) == 34
