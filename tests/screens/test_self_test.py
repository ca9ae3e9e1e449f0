"""The test of the terminal, from the welcome screen to the settings."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.events import Paste
from textual.pilot import Pilot

from csat_tui import settings
from csat_tui.app import CsatApp
from csat_tui.screens.self_test import CHINESE_ROWS, SelfTestScreen, doubtful_rows
from csat_tui.self_test import Found, found_in, judged
from csat_tui.services import Today
from csat_tui.widgets.ambiguous import use_ambiguous_width
from schemas.language import use
from tests.support.laptop import NOW, ROWS, STATUS, FakeLaptop
from tests.support.screens import painted, settle


@pytest.fixture(autouse=True)
def _as_found() -> Iterator[None]:
    use("en")
    yield
    use_ambiguous_width(1)


async def typed(pilot: Pilot[str], *keys: str) -> str:
    for key in keys:
        if key.isascii():
            await pilot.press(key)
        else:
            pilot.app.screen.query_one("#typed").post_message(Paste(key))
        await settle(pilot)
    return "\n".join(painted(pilot.app))


def app_with(file: Path, offset: int | None = 1_400) -> CsatApp:
    laptop = FakeLaptop(day=Today(replace(STATUS, clock_offset_ms=offset), ROWS))
    return CsatApp(lambda _: laptop, log=file.parent / "log", now=lambda: NOW, settings_file=file)


WELL = ["1", "1", "满意", "enter", "７", "enter", "、", "enter"]


async def test_the_first_run_says_where_it_is_and_the_palette_opens_it(tmp_path: Path) -> None:
    app = app_with(tmp_path / "settings.toml")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "New on this terminal? Ctrl+P, then zj" in "\n".join(painted(app))
        await typed(pilot, "ctrl+p", "z", "j", "enter")
        assert isinstance(app.screen, SelfTestScreen)


async def test_what_is_in_order_is_kept_and_not_asked_for_again(tmp_path: Path) -> None:
    app = app_with(tmp_path / "settings.toml")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.do_self_test()
        await settle(pilot)
        text = await typed(pilot, *WELL)
        assert text.count("[x]") == 5
        assert "The clock is right: 2026-11-27 09:12, 1 s from the server's." in text
        assert "New on this terminal?" not in await typed(pilot, "enter")
        assert isinstance(app.services, FakeLaptop)
        assert not [asked for asked in app.services.asked if asked[0] == "start"]
    found = found_in(settings.read(tmp_path / "settings.toml")["self_test"])
    assert found == Found("2026-11-27", *["yes"] * 5)


async def test_the_answer_on_doubtful_characters_sets_their_width(tmp_path: Path) -> None:
    app = app_with(tmp_path / "settings.toml")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.do_self_test()
        await typed(pilot, "1", "2")
        assert cell_len("·") == 2
    assert settings.read(tmp_path / "settings.toml")["ambiguous"] == "2"


async def test_what_is_wrong_says_what_to_do(tmp_path: Path) -> None:
    app = app_with(tmp_path / "settings.toml", offset=None)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.do_self_test()
        text = await typed(pilot, "2", "3", "k", "enter", "enter", "x", "enter")
        assert "Choose a font with Chinese characters of double width" in text
        assert "No Chinese character arrived" in text
        assert "not tested" in text
        assert "known after the first sync" in " ".join(text.split())


async def test_a_clock_that_is_off_is_said(tmp_path: Path) -> None:
    app = app_with(tmp_path / "settings.toml", offset=3_600_000)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.do_self_test()
        assert "60 minutes slow" in await typed(pilot, *WELL)


@pytest.mark.parametrize(
    ("part", "text", "word"),
    [
        ("chinese", "客户", "yes"),
        ("chinese", "kehu", "no"),
        ("chinese", " ", "skipped"),
        ("full_width", "１", "yes"),
        ("full_width", "1", "yes"),
        ("full_width", "一", "no"),
        ("sign", "、", "yes"),
        ("sign", "/", "yes"),
        ("sign", "／", "yes"),
        ("sign", ",", "no"),
    ],
)
def test_what_is_typed_is_judged(part: str, text: str, word: str) -> None:
    assert judged(part, text) == word


def test_the_rows_that_must_line_up_do_so_where_the_terminal_is_right() -> None:
    assert cell_len(CHINESE_ROWS[0]) == cell_len(CHINESE_ROWS[1])
    upper, bars = doubtful_rows()
    first, second = (at for at, character in enumerate(bars) if character == "|")
    for width, bar in ((1, first), (2, second)):
        use_ambiguous_width(width)
        assert cell_len(upper) - 1 == bar


def test_a_result_that_cannot_be_read_counts_as_none() -> None:
    assert found_in(None) is None
    assert found_in("nonsense") is None
    assert found_in("day=2026-01-01 chinese=yes other=1") == Found("2026-01-01", chinese="yes")
