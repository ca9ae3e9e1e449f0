"""Codes and moments in the words of the glossary, in the current language."""

from datetime import datetime, timedelta
from fractions import Fraction

from schemas.language import texts
from schemas.numbers import display

_ = texts("csat_tui")

CLOCK_SLACK = timedelta(minutes=1)
NO_CLASS = "NONE"
"""The class of a contact about which nothing has to be done (R04)."""
CLOCK_TOLERANCE_MS = 10 * 60 * 1000
"""A laptop clock that differs more from the server's is worth a warning (J1)."""


def channel_name(code: str) -> str:
    """How the customer was reached."""
    names = {
        "phone": _("telephone"),
        "mail": _("post"),
        "onsite": _("face to face"),
        "fax": _("fax"),
        "email": _("e-mail"),
        "web": _("web"),
    }
    return names.get(code, code)


def imported_name(what: str) -> str:
    """What a file tells of, by the kind of file or of record."""
    names = {
        "customers": _("customers"),
        "customer": _("customers"),
        "events": _("events"),
        "event": _("events"),
        "projects": _("projects"),
        "project": _("projects"),
        "staff": _("staff"),
        "cars": _("cars"),
        "car": _("cars"),
    }
    return names.get(what, what)


def passed_over_name(code: str) -> str:
    """Why a line of an imported file is no data."""
    return {"total": _("a total"), "foot": _("a foot line"), "header": _("the header again")}.get(code, code)


def class_name(code: str) -> str:
    """The class of a case (R04)."""
    names = {
        "COMPLAINT": _("complaint"),
        "GRIEVANCE": _("grievance"),
        "CALLBACK_UNSATISFIED": _("dissatisfied at callback"),
        "OPINION": _("opinion"),
        "OPINION_MINOR": _("minor opinion"),
        "REVIEW": _("to review"),
        NO_CLASS: _("none"),
    }
    return names.get(code, code)


def class_mark(code: str) -> str:
    """The class of a case where there is little room."""
    return _("not satisfied") if code == "CALLBACK_UNSATISFIED" else class_name(code)


def completion_name(code: str) -> str:
    """How far the interview got (R22)."""
    names = {
        "COMPLETE": _("complete"),
        "PARTIAL": _("partly complete"),
        "BREAKOFF": _("broken off"),
        "REFUSED": _("refused by the customer"),
    }
    return names.get(code, code)


def origin_name(code: str) -> str:
    """Where a score comes from (R01, R02)."""
    names = {
        "direct": _("direct score"),
        "converted": _("converted score"),
        "computed": _("computed score"),
        "none": _("unrated"),
    }
    return names.get(code, code)


def fill_method_name(code: str) -> str:
    """Who wrote the answers down (S1-070)."""
    names = {
        "self": _("by the customer"),
        "interviewer": _("by the interviewer"),
        "proxy": _("as dictated"),
    }
    return names.get(code, code)


def ended_name(code: str) -> str:
    """How a contact ended before its end."""
    return {"refused": _("refused"), "broken_off": _("broken off")}.get(code, code)


def external_name(code: str) -> str:
    """Where a complaint went outside the company (R04)."""
    names = {"manufacturer": _("manufacturer"), "media": _("media"), "government": _("authority")}
    return names.get(code, code)


def flag_name(name: str, value: object) -> str:
    """Something noted of the whole contact (R04)."""
    if name == "external":
        return _("outside: {body}", body=external_name(str(value)))
    names = {"dissatisfied": _("dissatisfied"), "major": _("major"), "to_gm": _("to management")}
    return names.get(name, name)


def moment(at: datetime, now: datetime) -> str:
    """A past moment, as short as it can be said today."""
    days = (now.date() - at.date()).days
    if days == 0:
        return f"{at:%H:%M}"
    if days == 1:
        return _("yesterday {time}", time=f"{at:%H:%M}")
    return f"{at:%m-%d %H:%M}" if at.year == now.year else f"{at:%Y-%m-%d}"


def clock_behind(saved_at: datetime | None, now: datetime) -> str | None:
    """What to say of a clock that is earlier than what was saved last, which is known without any server (J1)."""
    if saved_at is None or now >= saved_at - CLOCK_SLACK:
        return None
    return _(
        "This laptop's clock says {now}, but something was saved at {saved}. Records keep their order; please set "
        "the clock.",
        now=f"{now:%Y-%m-%d %H:%M}",
        saved=f"{saved_at:%Y-%m-%d %H:%M}",
    )


def clock_warning(offset_ms: int | None) -> str | None:
    """What to say of a clock that is off, or None. ``offset_ms``: server minus laptop clock."""
    if offset_ms is None or abs(offset_ms) <= CLOCK_TOLERANCE_MS:
        return None
    minutes = abs(offset_ms) // 60_000
    if offset_ms > 0:
        return _(
            "This laptop's clock is {n} minutes slow. Records note the difference; please set the clock.",
            n=minutes,
        )
    return _(
        "This laptop's clock is {n} minutes fast. Records note the difference; please set the clock.",
        n=minutes,
    )


def score_words(text: str | None) -> str | None:
    """A score as it is kept, exactly, as a person reads it: decimal text as it stands, a fraction to one decimal."""
    return display(Fraction(text), full=100) if text and "/" in text else text
