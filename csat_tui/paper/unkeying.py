"""A form that was stored under a wrong serial is taken back: its record does not count, and the form waits again (J2).

Nothing is removed: the record stays with the reason why it is void. It is keyed anew under the serial it bears.
"""

from collections.abc import Mapping
from typing import Any

from csat_tui.laptop.opening import Laptop
from csat_tui.laptop.surroundings import surroundings
from csat_tui.paper import meeting, shelf
from csat_tui.paper.mailings import before, form_op
from csat_tui.recording.line import read_line
from csat_tui.store import responses
from csat_tui.store.tables import ResponseRow
from csat_tui.trouble import Trouble
from schemas.language import texts
from schemas.records.paper import PaperForm

_ = texts("csat_tui")

VOID = "superseded"


def unkey(laptop: Laptop, form: PaperForm, fields: Mapping[str, Any]) -> PaperForm:
    """The keyed form as it is with ``fields``, its record void, in one transaction. Raises Trouble ``keyed_twice``,
    ``met``, ``not_here``, ``begun``."""
    row = _record(laptop, form)
    gone = {**fields, "keyed": None, "form_date": None}
    reason = _("Stored under the wrong serial {serial}", serial=form.serial)
    line = {"amends": row.id, "pack": row.pack, "version": row.pack_version, "void": VOID, "reason": reason}
    read = read_line(line, surroundings(laptop))
    operation = form_op(laptop, form.id, gone, before(form, gone))
    responses.finalise(laptop.store, read.response, read.pack, along=[operation])
    return form.model_copy(update=gone)


def _record(laptop: Laptop, form: PaperForm) -> ResponseRow:
    """The version of its record that counts. Raises Trouble where somebody else's work hangs on it."""
    if any(one.form == form.id for one in shelf.keyings_of(laptop.store, form.batch or "")):
        raise _refused("keyed_twice", _("Form {serial} was keyed a second time.", serial=form.serial))
    if any(one.record == form.id for one in meeting.met(laptop)):
        raise _refused(
            "met",
            _("Form {serial} was keyed on two laptops: say first which one counts.", serial=form.serial),
        )
    found = responses.head_of(laptop.store, str((form.keyed or {})["response"]))
    if found is None:
        raise _refused("not_here", _("Form {serial} was keyed on another laptop.", serial=form.serial))
    for draft in laptop.drafts.open_drafts(everybody=True):
        amending = draft.header.get("amending") or {}
        second = draft.header.get("keying") or {}
        if found[0].original in (amending.get("original"), second.get("response")):
            raise _refused("begun", _("Form {serial} is half keyed.", serial=form.serial))
    return found[0]


def _refused(code: str, what: str) -> Trouble:
    return Trouble(code, what, _("Nothing was changed."), _("Its record is corrected on its own page."))
