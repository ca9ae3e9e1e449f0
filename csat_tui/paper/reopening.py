"""A form of a batch taken up again after it was stored: the correction of its record, not a second record."""

from csat_tui.interview.paper_form import PaperForm
from csat_tui.interview.summary import finish
from csat_tui.laptop import amend, visit
from csat_tui.laptop.opening import Laptop
from csat_tui.paper import keyed_form
from csat_tui.trouble import Trouble
from schemas.language import texts
from schemas.records.paper import PaperForm as Paper

_ = texts("csat_tui")


def begin(laptop: Laptop, form: Paper) -> visit.Visit:
    """The form with what was keyed, to be put right. Raises Trouble ``not_found``, ``not_keyed``."""
    begun = amend.begin(laptop, keyed_form.reopened(laptop, form))
    return keyed_form.resume(laptop, begun.header.id)


def store(laptop: Laptop, reopened: visit.Visit) -> bool:
    """Store the correction; False when nothing was changed, and then there is none."""
    form = reopened.interview
    assert isinstance(form, PaperForm)
    form.explained(_("Put right while keying"))
    try:
        reopened.finalise(finish(form))
    except Trouble as trouble:
        if trouble.code != "nothing_changed":
            raise
        laptop.drafts.discard(reopened.header.id)
        return False
    return True
