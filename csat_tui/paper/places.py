"""Find a batch by its id or the number people call it by."""

from csat_tui.laptop.opening import Laptop
from csat_tui.paper import shelf
from csat_tui.trouble import Trouble
from schemas.language import texts
from schemas.records.paper import PaperBatch

_ = texts("csat_tui")


def demand_batch(laptop: Laptop, name: str) -> PaperBatch:
    """The batch. Raises Trouble ``unknown_batch``."""
    for one in shelf.batches(laptop.store, closed=True):
        if name in (one.number, one.id):
            return one
    raise Trouble(
        "unknown_batch",
        _("There is no batch {number} on this laptop.", number=name),
        _("Nothing was stored."),
        _("csat paper batches lists those there are."),
    )
