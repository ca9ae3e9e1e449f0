"""What recorded lines are checked against on this laptop."""

from csat_tui.laptop.ids import new_id
from csat_tui.laptop.opening import Laptop, now
from csat_tui.recording import Surroundings
from csat_tui.store import customers, packs
from csat_tui.store.task_of import task_of


def surroundings(laptop: Laptop) -> Surroundings:
    """The packs and customers of this laptop, and who is enrolled on it."""
    return Surroundings(
        find_pack=lambda pack, version: packs.find(laptop.store, pack, version),
        find_customer=lambda name: (
            customers.by_id(laptop.store, name) or customers.by_number(laptop.store, name)
        ),
        interviewer=laptop.user,
        now=now,
        clock_offset_ms=laptop.clock_offset_ms,
        new_id=new_id,
        find_task=lambda *known: task_of(laptop.store, *known),
    )
