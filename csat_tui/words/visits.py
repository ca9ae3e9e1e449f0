"""Visits and planned visits in words."""

from collections.abc import Sequence

from schemas.language import texts
from schemas.records.visiting import Participant, Visit

_ = texts("csat_tui")


def form_words(form: str) -> str:
    """How somebody was visited."""
    return {
        "visit": _("visit"),
        "accompanied": _("accompanied visit"),
        "meeting": _("meeting"),
        "phone": _("by telephone"),
        "email": _("by e-mail"),
        "letter": _("formal letter"),
    }.get(form, form)


def state_words(state: str) -> str:
    """How a planned visit stands."""
    return {
        "planned": _("planned"),
        "soon": _("soon due"),
        "due": _("due now"),
        "done_early": _("done early"),
        "done_on_time": _("done in time"),
        "done_late": _("done late"),
        "missed": _("window missed"),
        "cancelled": _("cancelled"),
    }.get(state, state)


def people_words(people: Sequence[Participant]) -> str:
    """Who took part, each with department and role."""
    return "; ".join(" ".join(filter(None, (one.name, one.department, one.role))) for one in people)


def visit_lines(visit: Visit, customer: str) -> list[str]:
    """A visit to read, what is empty left out."""
    agreed = visit.next_contact
    told = [
        (_("Customer"), customer),
        (_("When"), visit.held_at[:16].replace("T", " ")),
        (_("Form"), form_words(visit.form)),
        (_("Place"), visit.place),
        (_("Purpose"), visit.purpose),
        (_("For us"), people_words(visit.own)),
        (_("For the customer"), people_words(visit.theirs)),
        (_("What was said"), visit.said),
        *((_("Promised"), f"{one.what}  {one.who}  {one.by}") for one in visit.promises),
        (_("Next contact"), " ".join(filter(None, (agreed.on, agreed.who, agreed.what))) if agreed else None),
        (_("Does not count"), visit.void_reason),
    ]
    return [f"{name}  {text}" for name, text in told if text]


def gap_words(code: str) -> str:
    """What speaks against a plan or a planned visit."""
    return {
        "no_lines": _("nothing is planned"),
        "no_window": _("without a window"),
        "backwards": _("the window ends before it begins"),
        "other_year": _("the window is not in this year"),
        "unconfirmed": _("not confirmed by marketing and branch"),
        "do_not_contact": _("not to be contacted"),
        "gone": _("the customer is closed, lost or merged"),
        "day_off": _("no working day in the window"),
        "contact_changed": _("the contact is not on file any more"),
    }.get(code, code)


def line_words(code: str) -> str:
    """A line of the visit form."""
    return {
        "held_at": _("When"),
        "form": _("Form of visit"),
        "place": _("Place"),
        "purpose": _("Purpose"),
        "own": _("For us"),
        "theirs": _("For the customer"),
        "said": _("What was said"),
        "promises": _("Promised"),
        "next_contact": _("Next contact"),
        "line": _("Planned visit no."),
    }[code]
