"""What was noted of a form by mistake is taken back: undeliverable, returned, sorted out, reminded, begun (J2, J8)."""

from typing import Any

from csat_tui.laptop.opening import Laptop
from csat_tui.paper import keyed_form, mailings, shelf, unkeying
from csat_tui.paper.mailings import before, form_op
from csat_tui.store import operations
from csat_tui.trouble import Trouble
from schemas.language import texts
from schemas.records.keyed_twice import SENT
from schemas.records.paper import PaperForm

_ = texts("csat_tui")


def take_back(laptop: Laptop, text: str, *, keyed: bool = False) -> PaperForm:
    """The form as it was before what was noted of it last: not undeliverable, in no batch, not reminded.

    ``keyed``: one that is keyed as well (``csat_tui.paper.unkeying``); else what is keyed stays. Raises Trouble
    ``unknown_serial``, ``keyed``, ``closed``, ``begun``, ``nothing_to_take_back``, and those of ``unkey``.
    """
    form = mailings.known_form(laptop, text)
    if form.keyed and not keyed:
        raise _keyed(form)
    fields = _as_before(form)
    if not fields:
        raise _nothing(form)
    if form.batch is not None:
        _demand_open(laptop, form.batch)
        if form.keyed:
            return unkeying.unkey(laptop, form, fields)
        _put_away(laptop, form)
    operations.record(laptop.store, [form_op(laptop, form.id, fields, before(form, fields))])
    return form.model_copy(update=fields)


def _as_before(form: PaperForm) -> dict[str, Any]:
    """The fields that change; none where nothing was noted."""
    sent = SENT if form.mailing else None
    if form.batch is not None:
        gone = dict.fromkeys(("batch", "place", "received_on", "finding", "note"))
        return {**gone, "fate": sent, "remark_waits": False}
    if form.fate == "undeliverable":
        return {"fate": sent}
    return {"reminded_on": None} if form.reminded_on else {}


def _demand_open(laptop: Laptop, batch: str) -> None:
    held = shelf.batch(laptop.store, batch)
    if held is not None and held.status == "closed":
        raise Trouble("closed", _("The batch is closed."), _("Nothing was changed."), "")


def _put_away(laptop: Laptop, form: PaperForm) -> None:
    """Throw the draft of a form away that holds nothing yet. Raises Trouble ``begun``."""
    draft = keyed_form.draft_of(laptop, form.serial)
    if draft is None:
        return
    state = keyed_form.resume(laptop, draft).interview.state
    if state.answers or state.awaited:
        raise Trouble(
            "begun",
            _("Form {serial} is half keyed.", serial=form.serial),
            _("Nothing was changed."),
            _(
                "Take what was keyed back with Ctrl+Z while keying, one field after another, and the form with it."
            ),
        )
    laptop.drafts.discard(draft)


def words(form: PaperForm) -> str:
    """How a form stands now that something was taken back."""
    if form.fate == SENT:
        return _("{serial}: taken back; it is out again.", serial=form.serial)
    return _("{serial}: taken back; it lies in no batch.", serial=form.serial)


def _keyed(form: PaperForm) -> Trouble:
    return Trouble(
        "keyed",
        _("Form {serial} is keyed.", serial=form.serial),
        _("Nothing was changed."),
        _(
            "Ctrl+Z while keying opens the last one again; on its batch, Ctrl+Z twice takes one back that was stored "
            "under a wrong serial."
        ),
    )


def _nothing(form: PaperForm) -> Trouble:
    return Trouble(
        "nothing_to_take_back",
        _("Nothing was noted of form {serial}.", serial=form.serial),
        _("Nothing was changed."),
        "",
    )
