"""Tasks in words: how they stand, why one is not due, what kind they are."""

from schemas.language import texts
from schemas.tasks.causes import CAUSES

_ = texts("csat_tui")


def status_words(status: str) -> str:
    """The state of a task."""
    return {
        "pending": _("to do"),
        "in_progress": _("tried"),
        "appointment": _("appointment"),
        "done": _("done"),
        "exhausted": _("all tries made"),
        "cancelled": _("given up"),
        "reserve": _("in reserve"),
    }.get(status, status)


def type_words(type: str) -> str:
    """What kind of task it is, where nothing says its purpose."""
    return {
        "csat_callback": _("callback"),
        "callback": _("callback"),
        "item_callback": _("callback about a form"),
        "lost_callback": _("callback of a lost customer"),
        "reminder": _("reminder"),
        "visit": _("visit"),
        "mail_out": _("form to send out"),
        "followup": _("follow-up"),
        "next_contact": _("next contact"),
        "ticket": _("ticket"),
    }.get(type, type)


def left_out_words(code: str) -> str:
    """Why something of the list, or a task, is not due."""
    return {
        "no_customer": _("without a customer on file"),
        "do_not_contact": _("not to be contacted"),
        "closed": _("customer closed"),
        "no_stratum": _("without a severity the pack knows"),
        "duplicate": _("the same thing twice"),
    }.get(code, code)


def caution_words(code: str) -> str:
    """What speaks against a try now."""
    return {
        "outside_hours": _("This is outside the calling hours of the questionnaire."),
        "all_tries_made": _("All tries that the questionnaire allows were made."),
        "another_day_needed": _("The tries must be on more than one day: leave one for another day."),
        "same_day_part": _(
            "There was a try in this part of the day before; another part reaches more people."
        ),
    }[code]


def cause_words() -> str:
    """The causes with their digits, in one line."""
    return "  ".join(f"{each.digit} {each.words}" for each in CAUSES.values())
