"""The settings screen: at once, kept, and with an interview open."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widget import Widget

from csat_tui import settings
from csat_tui.app import CsatApp
from csat_tui.look import CHOICES, THEMES, Look, look_of
from csat_tui.screens.interview import InterviewScreen
from csat_tui.screens.settings import SettingsScreen, ruler
from csat_tui.widgets import block, page, reader, row_list
from csat_tui.widgets.ambiguous import use_ambiguous_width
from csat_tui.widgets.line import TONES, Line, strip_of
from schemas.language import current, use
from tests.support.interviews import held
from tests.support.laptop import NOW, FakeLaptop
from tests.support.screens import painted, settle


@pytest.fixture(autouse=True)
def _as_found() -> Iterator[None]:
    use("en")
    yield
    use_ambiguous_width(1)


@asynccontextmanager
async def settings_open(file: Path) -> AsyncIterator[Pilot[str]]:
    app = CsatApp(lambda _: FakeLaptop(), log=file.parent / "log", now=lambda: NOW, settings_file=file)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.do_settings()
        await settle(pilot)
        yield pilot


async def press(pilot: Pilot[str], *keys: str) -> str:
    for key in keys:
        await pilot.press(key)
    await settle(pilot)
    return "\n".join(painted(pilot.app))


async def test_the_palette_opens_it_by_pinyin_initials(tmp_path: Path) -> None:
    app = CsatApp(lambda _: FakeLaptop(), log=tmp_path / "log", now=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "ctrl+p", "s", "z", "enter")
        assert isinstance(app.screen, SettingsScreen)


async def test_every_choice_is_kept_for_the_next_start(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    async with settings_open(file) as pilot:
        await press(pilot, "enter", "down", "enter", "enter", "down", "right", "down", "enter")
    assert settings.read(file) == {
        "language": "zh_CN",
        "theme": "contrast",
        "colours": "off",
        "ambiguous": "2",
    }
    again = CsatApp(lambda _: FakeLaptop(), log=tmp_path / "log", settings_file=file)
    assert again.theme == "csat-contrast"
    assert cell_len("·") == 2


async def test_left_takes_the_choice_before(tmp_path: Path) -> None:
    async with settings_open(tmp_path / "settings.toml") as pilot:
        assert "the terminal's own, light" in await press(pilot, "down", "left")


async def test_the_language_changes_the_screens_below_as_well(tmp_path: Path) -> None:
    async with settings_open(tmp_path / "settings.toml") as pilot:
        assert "设置" in await press(pilot, "enter")
        assert current() == "zh_CN"
        assert "今日任务" in await press(pilot, "escape")


@pytest.mark.parametrize("theme", THEMES)
async def test_a_theme_shows_at_once_and_every_tone_is_told_from_its_background(
    theme: str, tmp_path: Path
) -> None:
    async with settings_open(tmp_path / "settings.toml") as pilot:
        app = pilot.app
        assert isinstance(app, CsatApp)
        app.set("theme", theme)
        await settle(pilot)
        assert app.theme == THEMES[theme]
        bar = app.screen.query_one("#keys")
        for tone in TONES:
            style = bar.get_component_rich_style(tone)
            assert style.color is None or style.color.is_default or style.color != style.bgcolor


async def test_without_colours_none_is_sent(tmp_path: Path) -> None:
    async with settings_open(tmp_path / "settings.toml") as pilot:
        app = pilot.app
        assert isinstance(app, CsatApp)
        assert coloured(app)
        app.set("colours", "off")
        await settle(pilot)
        assert coloured(app) == set()


async def test_no_color_counts_more_than_the_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with settings_open(tmp_path / "settings.toml") as pilot:
        assert coloured(pilot.app) == set()
        assert "The variable NO_COLOR is set, which counts more." in await press(
            pilot, "down", "down", "enter"
        )
    assert not (tmp_path / "settings.toml").exists()


async def test_a_choice_with_an_interview_open_loses_nothing_of_it(tmp_path: Path) -> None:
    async with held(tmp_path / "log") as interview:
        await interview.keys("1 90 enter 88")
        commits = interview.journal.commits
        for name, word in (("theme", "light"), ("colours", "off"), ("ambiguous", "2"), ("language", "zh_CN")):
            interview.app.do_settings()
            await settle(interview.pilot)
            interview.app.set(name, word)
            await interview.keys("escape")
        assert isinstance(interview.app.screen, InterviewScreen)
        assert interview.journal.commits == commits
        assert interview.interview.typed == "88"
        assert any("88_" in row or "> 88" in row for row in interview.rows)
        assert any("下一题" in row or "确认" in row for row in interview.rows)


async def test_where_there_is_no_home_yet_a_choice_lasts_as_long_as_the_program(tmp_path: Path) -> None:
    file = tmp_path / "none" / "settings.toml"
    async with settings_open(file) as pilot:
        await press(pilot, "down", "enter")
        assert pilot.app.theme == "textual-light"
    assert not file.parent.exists()


async def test_choices_made_at_the_same_moment_are_all_kept(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    names = [f"name{n}" for n in range(20)]
    await asyncio.gather(*(asyncio.to_thread(settings.remember, file, name, name) for name in names))
    assert settings.read(file) == dict(zip(names, names, strict=True))


def test_an_unknown_word_counts_as_the_first() -> None:
    assert look_of({"theme": "pink", "ambiguous": "3", "colours": ""}) == Look()
    assert {words[0] for words in CHOICES.values()} == {"dark", "on", "1"}


@pytest.mark.parametrize(("width", "cells"), [(1, [1, 1, 1, 1, 2, 0]), (2, [2, 2, 2, 2, 2, 0])])
def test_doubtful_characters_are_counted_as_told_and_no_others(width: int, cells: list[int]) -> None:
    use_ambiguous_width(width)
    assert [cell_len(character) for character in "·“—★客\u0301"] == cells
    assert cell_len("A·B") == 2 + width
    assert cell_len("plain ASCII | -") == 15
    first, second = ruler()
    assert cell_len(first) == cell_len(second)


def coloured(app: object) -> set[object]:
    """The colours that are on the screen."""
    strips = app.screen._compositor.render_strips()  # type: ignore[attr-defined]
    styles = [segment.style for strip in strips for segment in strip if segment.style]
    found = {colour for style in styles for colour in (style.color, style.bgcolor) if colour is not None}
    return {colour for colour in found if not colour.is_default}


SCREENS = ("", "f2", "f4", "f6", "ctrl+s", "f1", "ctrl+p")


@pytest.mark.parametrize("key", SCREENS)
async def test_no_colour_is_the_only_sign(key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, str]] = []

    def noting(widget: Widget, painted_line: Line, width: int, base: str = "") -> Strip:
        seen.extend((span.tone or base, span.text) for span in painted_line)
        return strip_of(widget, painted_line, width, base)

    for module in (block, reader, row_list, page):
        monkeypatch.setattr(module, "strip_of", noting)
    app = CsatApp(lambda _: FakeLaptop(), log=tmp_path / "log", now=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        if key:
            await press(pilot, key)
    assert {tone for tone, _text in seen} <= {name.removeprefix("tone--") for name in TONES} | {""}
    assert all(text.startswith(" > ") for tone, text in seen if tone == "cursor")
    told = [text for tone, text in seen if tone in ("warn", "good", "bad") and text.strip()]
    assert all(any(character.isalpha() for character in text) for text in told), told
