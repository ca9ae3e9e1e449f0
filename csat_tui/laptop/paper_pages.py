"""``csat_tui.paper_services.Paper`` on a real laptop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csat_tui.laptop.opening import Laptop
from csat_tui.paper.desk import Desk
from csat_tui.paper.places import demand_batch

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen


class LaptopPaper:
    """Called in worker threads."""

    def __init__(self, laptop: Laptop, operator: str) -> None:
        self._laptop = laptop
        self._operator = operator

    def key(self, batch: str) -> Callable[[], Screen[Any]]:
        desk = Desk(self._laptop, demand_batch(self._laptop, batch), self._operator)
        return lambda: keying_screen(desk)


def keying_screen(desk: Desk) -> Screen[Any]:
    """The screen of a desk."""
    from csat_tui.screens.keying import KeyingScreen

    return KeyingScreen(desk)
