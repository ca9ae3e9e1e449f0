"""A second sheet of paper with the serial of a form that is keyed: what it is, decided by whoever holds it (J2).

Every sheet of a pile counts in its balance, so the second one is registered under a number of this laptop's own,
with the serial it bears in its note.
"""

from csat_tui.laptop.opening import Laptop
from csat_tui.paper import batches, keyed_form, next_form, shelf
from schemas.language import texts
from schemas.paper.balance import Finding
from schemas.paper.serial import Serial
from schemas.records.paper import PaperBatch, PaperForm

_ = texts("csat_tui")


def set_aside(laptop: Laptop, batch: PaperBatch, serial: Serial, *, newer: bool = False) -> PaperForm:
    """Register the second sheet as a duplicate; ``newer``: the record is made to say what this one says."""
    words = note_of(serial, "newer" if newer else "duplicate")
    own = next_form.own_serial(laptop, batch)
    return batches.register(laptop, batch, own, {"finding": "duplicate", "fate": "duplicate", "note": words})


def note_of(serial: Serial | str, what: str) -> str:
    """What stands beside the number of a second sheet: that of a ``newer`` version, ``duplicate`` or other form."""
    if what == "newer":
        return _("newer version of {serial}", serial=serial)
    if what == "duplicate":
        return _("duplicate of {serial}", serial=serial)
    return _("bears the serial {serial}", serial=serial)


def another(laptop: Laptop, batch: PaperBatch, serial: Serial) -> Serial:
    """A number for a form that truly is another one, though it bears the same serial."""
    own = next_form.own_serial(laptop, batch)
    batches.register(laptop, batch, own, {"note": note_of(serial, "another")})
    return own


def sort_out(laptop: Laptop, batch: PaperBatch, serial: Serial, finding: Finding) -> PaperForm:
    """Register a form with what the pre-sort found. A duplicate of one that is keyed is a sheet of its own; nothing
    else can be found about a form that is keyed. Raises Trouble ``keyed_before``, ``other_batch``."""
    held = shelf.form(laptop.store, str(serial))
    if held is None or not held.keyed:
        return batches.sort_out(laptop, batch, serial, finding)
    if finding != "duplicate":
        raise keyed_form.keyed_before(held)
    return set_aside(laptop, batch, serial)
