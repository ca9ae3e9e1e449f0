"""A draft on the list of today that is a paper form: it opens at the paper desk, not as an interview."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from csat_tui.laptop.opening import Laptop
from csat_tui.laptop.paper_pages import LaptopPaper, keying_screen

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen


def screen_of(laptop: Laptop, draft: str) -> Callable[[], Screen[Any]] | None:
    """The keying screen with this draft on its desk; None when it is no paper form."""
    try:
        header = laptop.drafts.header(draft)
    except KeyError:
        return None
    if not header.get("paper"):
        return None
    from csat_tui.paper.desk import Desk
    from csat_tui.paper.places import demand_batch
    from csat_tui.paper.second_desk import SecondDesk

    batch = demand_batch(laptop, header["paper"]["batch"])
    keying = header.get("keying") or {}
    if keying.get("second"):
        desk: Desk = SecondDesk(laptop, batch, keying["verifier"])
    else:
        desk = Desk(laptop, batch, LaptopPaper(laptop).operator())
    desk.take_up(draft)
    return lambda: keying_screen(desk)
