"""The screens about customers as they look at 80 by 24 and at 140 by 40 in both languages.

CSAT_GOLDEN=write renews the files in golden/; read the difference.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from csat_tui.services import Today
from schemas.language import LANGUAGES
from tests.screens.test_shell_golden import see_as_agreed
from tests.support.customers import CARD, STOP
from tests.support.laptop import ROWS, STATUS, FakeLaptop

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
TELEPHONE_ASKED_FOR = ("customer_phone", "proposals_decided")


def laptop() -> FakeLaptop:
    return FakeLaptop(day=Today(replace(STATUS, proposals=2), ROWS))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("screen", WAYS)
async def test_a_screen_looks_as_agreed(screen: str, language: str, tmp_path: Path) -> None:
    seen = await see_as_agreed(screen, laptop(), WAYS[screen], language, tmp_path / "log")
    assert any("13800" in row for rows in seen.values() for row in rows) is (screen in TELEPHONE_ASKED_FOR)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_who_is_not_to_be_contacted_is_told_first(language: str, tmp_path: Path) -> None:
    stopped = replace(laptop(), card=replace(CARD, stop=STOP))
    await see_as_agreed("customer_stopped", stopped, [*FIND, "enter", "f4"], language, tmp_path / "log")
