"""The words around a form that is keyed: the pile in numbers, what stands above the items, the keys."""

from csat_tui.actions import on_screen
from csat_tui.interview.paper_form import HEAD, PaperForm
from csat_tui.interview.place import Step
from csat_tui.paper.batches import fate_names
from csat_tui.paper.desk import Desk
from csat_tui.paper.pace import Pace
from csat_tui.screens.keying_lines import Head
from schemas.language import texts
from schemas.numbers import display

_ = texts("csat_tui")

_MOVING = 50
"""Actions from this rank on stand in the second row."""
_EVERYWHERE = 90


def pace_words(pace: Pace, twice: tuple[int, int] | None = None) -> str:
    """``keyed 37/60  blank 3  42 s a form``; ``twice``: how many are keyed a second time, of how many."""
    if twice is not None:
        return _("keyed twice {done}/{all}", done=twice[0], all=twice[1])
    balance = pace.balance
    parts = [_("keyed {done}/{all}", done=pace.keyed, all=balance.declared)]
    names = fate_names()
    parts += [f"{names[fate]} {n}" for fate, n in balance.fates.items() if n and fate != "keyed"]
    if pace.awaited:
        parts.append(_("words to type {n}", n=pace.awaited))
    if pace.seconds is not None:
        parts.append(_("{seconds} s a form", seconds=display(pace.seconds, 0)))
    return "  ".join(parts)


def head_of(desk: Desk) -> Head:
    """The fields above the items, in words."""
    paper = (desk.open.header.paper or {}) if desk.open else {}
    day = paper.get("form_date")
    asked = desk.form is not None and desk.form.place.step is Step.FORM_DATE
    shown = (day or desk.day_before or "") if asked else (day or "-")
    return Head(
        desk.serial,
        _unit(desk),
        shown[5:] if asked and shown else shown,
        desk.batch.received_on[5:],
        (desk.day_before or "")[5:],
        desk.finished,
    )


def last_of(desk: Desk, saved: str) -> str:
    """Which form was stored last."""
    if not desk.last or not saved:
        return ""
    if desk.twice is not None:
        return _("Form before: {serial} stored {time}.", serial=desk.last, time=saved)
    return _("Form before: {serial} stored {time}. Ctrl+Z opens it again.", serial=desk.last, time=saved)


def keys_of(form: PaperForm | None) -> list[list[str]]:
    """Two rows: how to answer here, how to move."""
    actions = [action for action in on_screen("keying") if 0 < action.rank < _EVERYWHERE]
    answering = [*_signs(form), *(f"{a.label} {a.name}" for a in actions if a.rank < _MOVING)]
    return [answering, [f"{a.label} {a.name}" for a in actions if a.rank >= _MOVING]]


def _signs(form: PaperForm | None) -> list[str]:
    if (
        form is None
        or form.place.step in HEAD
        or form.ask.question is None
        or form.place.step is not Step.VALUE
    ):
        return []
    signs = ["/ " + _("n/a"), "* " + _("refused"), "- " + _("blank"), "+ " + _("unclear")]
    if form.ask.kind == "text":
        return [*signs, "= " + _("type later"), _("(field empty)")]
    return [*signs, "= " + _("several"), *(["." + _("between")] if form.ask.at_once else [])]


def _unit(desk: Desk) -> str:
    if desk.open is None:
        return "-"
    return desk.open.customer.name if desk.open.customer else "-"
