"""The screens about customers as they look at 80 by 24 in both languages.

CSAT_GOLDEN=write renews the files in golden/; read the difference.
"""

from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len

from csat_tui.services import Today
from schemas.language import LANGUAGES, use
from tests.screens.test_shell_golden import rows_of
from tests.support.customers import CARD, STOP
from tests.support.laptop import ROWS, STATUS, FakeLaptop
from tests.support.screens import compare_golden

FIND = ["f3", "王"]
WAYS = {
    "find": FIND,
    "find_nothing_typed": ["f3"],
    "find_nobody": ["f3", "赵", "钱"],
    "find_temporary": ["f3", "赵", "钱", "enter"],
    "customer": [*FIND, "enter"],
    "customer_phone": [*FIND, "enter", "f7"],
    "customer_below": [*FIND, "enter", "pagedown", "pagedown"],
    "customer_change": [*FIND, "enter", "f2"],
    "customer_stop": [*FIND, "enter", "ctrl+d"],
    "customer_packs": [*FIND, "enter", "f4", "right"],
    "customer_same_as": [*FIND, "enter", "ctrl+g", "王"],
    "customer_match": [*FIND, "enter", "ctrl+g", "王", "enter"],
    "proposals": ["f7"],
    "proposals_decided": ["f7", "f9", "f7"],
}


def laptop() -> FakeLaptop:
    return FakeLaptop(day=Today(replace(STATUS, proposals=2), ROWS))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("screen", WAYS)
async def test_a_screen_looks_as_agreed_at_80_by_24(screen: str, language: str, tmp_path: Path) -> None:
    use(language)
    rows = await rows_of(laptop(), WAYS[screen], (80, 24), tmp_path / "log")
    assert [cell_len(row) for row in rows] == [80] * 24
    compare_golden(f"{screen}.{language}", rows)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_who_is_not_to_be_contacted_is_told_first(language: str, tmp_path: Path) -> None:
    use(language)
    stopped = replace(laptop(), card=replace(CARD, stop=STOP))
    rows = await rows_of(stopped, [*FIND, "enter", "f4"], (80, 24), tmp_path / "log")
    compare_golden(f"customer_stopped.{language}", rows)


@pytest.mark.parametrize("screen", WAYS)
async def test_a_wide_terminal_is_used(screen: str, tmp_path: Path) -> None:
    rows = await rows_of(laptop(), WAYS[screen], (140, 40), tmp_path / "log")
    assert [cell_len(row) for row in rows] == [140] * 40


@pytest.mark.parametrize("screen", [way for way in WAYS if way != "customer_phone"])
async def test_no_telephone_number_stands_in_full_unasked(screen: str, tmp_path: Path) -> None:
    ways = [key for key in WAYS[screen] if screen != "proposals_decided" or key != "f7"] or ["f7"]
    text = "\n".join(await rows_of(laptop(), ways, (140, 60), tmp_path / "log"))
    assert "13800" not in text
