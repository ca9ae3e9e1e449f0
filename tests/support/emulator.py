"""A terminal of its own judgement: what rows look like where doubtful characters take one cell, and where two."""

import unicodedata
from collections.abc import Sequence
from typing import Any
from unittest.mock import patch

import pyte
from textual.app import App
from textual.pilot import Pilot
from wcwidth import wcwidth

from csat_tui.app import CsatApp
from csat_tui.widgets.ambiguous import use_ambiguous_width
from tests.support.screens import painted

FRAMES = (((80, 24), 1), ((80, 24), 2), ((140, 40), 2), ((140, 40), 1))
"""Size of the terminal, and cells of a doubtful character on it."""


def misfits(rows: Sequence[str], columns: int, ambiguous: int) -> list[str]:
    """The rows that do not end exactly at the right edge of such a terminal."""

    def width(character: str) -> int:
        doubtful = unicodedata.east_asian_width(character) == "A" and not unicodedata.combining(character)
        return ambiguous if doubtful else wcwidth(character)

    wrong = []
    with patch.object(pyte.screens, "wcwidth", width):
        for row in rows:
            screen = pyte.Screen(columns + 4, 2)
            pyte.Stream(screen).feed(row)
            if (screen.cursor.x, screen.cursor.y) != (columns, 0):
                wrong.append(row)
    return wrong


async def fits_everywhere(pilot: Pilot[Any]) -> None:
    """What is on the screen has rows of the right width at every size, on a terminal of either kind whose kind is
    set. Leaves it wide, with one cell."""
    app: App[Any] = pilot.app
    assert isinstance(app, CsatApp)
    for (columns, lines), cells in FRAMES:
        use_ambiguous_width(cells)
        if app.size != (columns, lines):
            await pilot.resize_terminal(columns, lines)
        app._redraw_all()
        await pilot.pause()
        rows = painted(app)
        assert len(rows) == lines
        assert misfits(rows, columns, cells) == []
