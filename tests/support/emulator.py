"""A terminal of its own judgement: what rows look like where doubtful characters take one cell, and where two."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any
from unittest.mock import patch

import pyte
from rich.cells import cell_len
from textual.app import App
from textual.pilot import Pilot
from wcwidth import wcwidth

from csat_tui.app import CsatApp
from csat_tui.widgets.ambiguous import use_ambiguous_width
from tests.support.screens import compare_golden, painted

NARROW, WIDE = (80, 24), (140, 40)
"""Columns and lines of the two terminals every screen is looked at on."""
FRAMES = ((NARROW, 1), (WIDE, 1), (WIDE, 2), (NARROW, 2))
"""Size of the terminal and cells of a doubtful character, in an order that changes one of the two at a time."""
DOUBTFUL = "…"


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


async def looks_as_agreed(
    pilot: Pilot[Any], name: str, told: Mapping[str, str] | None = None
) -> dict[tuple[int, int], list[str]]:
    """The screen is as in golden/NAME.txt at 80 by 24 and as in NAME.wide.txt at 140 by 40, and its rows have the
    right width at both on a terminal of either kind whose kind is set. Leaves the screen narrow.

    ``told``: what differs from one run to the next, and what stands in the file instead. Returns the rows by size."""
    frames = {}
    for size, cells in FRAMES:
        await _become(pilot, size, cells)
        frames[size, cells] = painted(pilot.app)
        assert len(frames[size, cells]) == size[1]
        wrong = misfits(frames[size, cells], size[0], cells)
        assert wrong == [], (size, cells)
    await _become(pilot, *FRAMES[0])
    for size, file in ((NARROW, name), (WIDE, f"{name}.wide")):
        compare_golden(file, _told(frames[size, 1], told or {}))
    return {size: frames[size, 1] for size in (NARROW, WIDE)}


async def fits(pilot: Pilot[Any], *sizes: tuple[int, int]) -> None:
    """Its rows have the right width on terminals of these columns and lines too."""
    for size in sizes:
        await _become(pilot, size, 1)
        rows = painted(pilot.app)
        assert [cell_len(row) for row in rows] == [size[0]] * size[1]


def _told(rows: Sequence[str], instead: Mapping[str, str]) -> list[str]:
    text = "\n".join(rows)
    for found, word in instead.items():
        text = text.replace(found, word)
    return text.split("\n")


async def _become(pilot: Pilot[Any], size: tuple[int, int], cells: int) -> None:
    """Another terminal under the running app."""
    app: App[Any] = pilot.app
    assert isinstance(app, CsatApp)
    if cells != cell_len(DOUBTFUL):
        use_ambiguous_width(cells)
        app._redraw_all()
        await pilot.pause()
    if app.size != size:
        await pilot.resize_terminal(*size)
        await pilot.pause()
