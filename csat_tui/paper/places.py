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
    """The batch; the mark at the end of its number may be left out where that says which. Raises Trouble
    ``unknown_batch``, ``which_batch``."""
    known = shelf.batches(laptop.store, closed=True)
    found = [one for one in known if name in (one.number, one.id)]
    found = found or [one for one in known if one.number.startswith(f"{name}-")]
    if len(found) == 1:
        return found[0]
    if found:
        raise Trouble(
            "which_batch",
            _("There are {n} batches {number} on this laptop.", n=len(found), number=name),
            _("Nothing was stored."),
            _("Say which: {batches}", batches=", ".join(_exactly(one, found) for one in found[:5])),
        )
    raise Trouble(
        "unknown_batch",
        _("There is no batch {number} on this laptop.", number=name),
        _("Nothing was stored."),
        _("csat paper batches lists those there are."),
    )


def _exactly(one: PaperBatch, others: list[PaperBatch]) -> str:
    """Its number, or its id where another one has the same."""
    return one.number if [other.number for other in others].count(one.number) == 1 else one.id


def operator_of(laptop: Laptop) -> str:
    """Who keys: whoever signed in at this laptop, else the name given with ``csat --operator``, else its user."""
    if laptop.seat.person:
        return laptop.user or ""
    return one_line(clean(os.environ.get("CSAT_OPERATOR", ""))).strip()[:40] or laptop.user or ""
