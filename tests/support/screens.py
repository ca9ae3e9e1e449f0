"""What a screen looks like, as text: the rows a terminal would show, without colours."""

import os
from pathlib import Path
from typing import Any

from textual.app import App
from textual.pilot import Pilot

GOLDEN = Path(__file__).parent.parent / "screens" / "golden"


def painted(app: App[Any]) -> list[str]:
    """The rows on screen. Reads Textual's compositor, which has no public way to its strips."""
    return [strip.text for strip in app.screen._compositor.render_strips()]


async def settle(pilot: Pilot[Any]) -> None:
    """Wait until no background work is left and all it sent has been handled."""
    for _round in range(3):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


def compare_golden(name: str, rows: list[str]) -> None:
    """The rows against the file of that name; CSAT_GOLDEN=write renews it."""
    path = GOLDEN / f"{name}.txt"
    text = "\n".join(f"{row}|" for row in rows) + "\n"
    if os.environ.get("CSAT_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
