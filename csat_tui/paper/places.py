"""Find a batch by its id or the number people call it by, and who keys."""

import os

from csat_tui.laptop.opening import Laptop
from csat_tui.paper import shelf
from csat_tui.trouble import Trouble
from schemas.language import texts
from schemas.records.paper import PaperBatch
from schemas.text import clean, one_line

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


def operator_of(laptop: Laptop) -> str:
    """Who keys: whoever signed in at this laptop, else the name given with ``csat --operator``, else its user."""
    if laptop.seat.person:
        return laptop.user or ""
    return one_line(clean(os.environ.get("CSAT_OPERATOR", ""))).strip()[:40] or laptop.user or ""
