"""A form of a mailing that came back, noted from its register: it goes into the open batch of its questionnaire."""

from csat_tui.laptop.opening import Laptop
from csat_tui.paper import batches, mailings, shelf
from csat_tui.trouble import Trouble
from schemas.language import texts
from schemas.records.paper import Mailing, PaperBatch

_ = texts("csat_tui")


def register_returned(laptop: Laptop, text: str) -> PaperBatch:
    """The batch it now waits in to be keyed: of those open, the one received last. Raises Trouble ``unknown_serial``,
    ``came_back``, ``no_batch``."""
    form = mailings.known_form(laptop, text)
    if form.batch is not None:
        raise mailings.came_back(form)
    serial = batches.known_serial(form.serial)
    mailing = shelf.mailing(laptop.store, serial.series)
    if mailing is None:
        raise mailings.unknown_serial(text)
    found = [
        one for one in batches.open_for(laptop, mailing.pack) if one.pack_version == mailing.pack_version
    ]
    if not found:
        raise _no_batch(mailing)
    batches.sort_out(laptop, found[0], serial, "ok")
    return found[0]


def _no_batch(mailing: Mailing) -> Trouble:
    return Trouble(
        "no_batch",
        _("No batch of {pack}@{version} is open.", pack=mailing.pack, version=mailing.pack_version),
        _("Nothing was changed."),
        _("Register the pile that came in first: F3 on the paper desk."),
    )
