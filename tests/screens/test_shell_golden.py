"""The screens as they look at 80 by 24 in both languages.

CSAT_GOLDEN=write renews the files in golden/; read the difference.
"""

from pathlib import Path

import pytest
from rich.cells import cell_len

from csat_tui.app import CsatApp
from csat_tui.services import NotSetUp, OpenHome, PassphraseNeeded, Services, Today
from schemas.language import LANGUAGES, use
from tests.support.emulator import fits_everywhere
from tests.support.laptop import CORRECTED, NOW, STATUS, FakeLaptop
from tests.support.screens import compare_golden, painted, settle

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


async def rows_of(
    laptop: Services | Exception, keys: list[str], size: tuple[int, int], log: Path
) -> list[str]:
    app = CsatApp(opens(laptop), log=log, now=lambda: NOW)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        rows = painted(app)
        if size == (80, 24):
            await fits_everywhere(pilot)
        return rows


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("screen", WAYS)
async def test_a_screen_looks_as_agreed_at_80_by_24(screen: str, language: str, tmp_path: Path) -> None:
    use(language)
    rows = await rows_of(FakeLaptop(), WAYS[screen], (80, 24), tmp_path / "log")
    assert [cell_len(row) for row in rows] == [80] * 24
    compare_golden(f"{screen}.{language}", rows)


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
    use(language)
    rows = await rows_of(laptop, [], (80, 24), tmp_path / "log")
    assert [cell_len(row) for row in rows] == [80] * 24
    compare_golden(f"{name}.{language}", rows)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "keys"), [("record_corrected", ["f4", "enter", "end"]), ("records_narrowed", NARROWED)]
)
async def test_a_correction_and_a_narrowed_list_look_as_agreed(
    name: str, keys: list[str], language: str, tmp_path: Path
) -> None:
    use(language)
    rows = await rows_of(FakeLaptop(page=CORRECTED), keys, (80, 24), tmp_path / "log")
    assert [cell_len(row) for row in rows] == [80] * 24
    compare_golden(f"{name}.{language}", rows)


@pytest.mark.parametrize("screen", WAYS)
async def test_a_wide_terminal_is_used(screen: str, tmp_path: Path) -> None:
    use("zh_CN")
    rows = await rows_of(FakeLaptop(), WAYS[screen], (140, 40), tmp_path / "log")
    assert [cell_len(row) for row in rows] == [140] * 40
    assert cell_len(rows[0].rstrip()) > 130


async def test_more_rows_fit_a_higher_terminal(tmp_path: Path) -> None:
    rows = await rows_of(FakeLaptop(), ["f4"], (140, 40), tmp_path / "log")
    assert sum("客户0" in row for row in rows) == 34


@pytest.mark.parametrize("screen", WAYS)
async def test_the_practice_home_is_marked_on_every_screen(screen: str, tmp_path: Path) -> None:
    use("zh_CN")
    rows = await rows_of(FakeLaptop(), WAYS[screen], (80, 24), tmp_path / "log")
    assert "[练习]" in rows[0]
