"""By which day something is promised: a date, a day of this year, or in so many days."""

from datetime import date, timedelta

from csat_tui.interview.entry import Refusal
from schemas.language import texts
from schemas.text import narrow, one_line

_ = texts("csat_tui")

_FARTHEST = 999


def due_day(typed: str, today: date) -> date | Refusal:
    """``2026-11-27``, ``20261127``, ``11-27`` (the next one), ``5`` (in five days); never a day that is past."""
    plain = narrow(typed).replace("/", "-").replace(".", "-")
    day = _read(plain, today)
    if day is None:
        message = _("“{typed}” is not a day: write it like 2026-11-22.", typed=one_line(typed)[:20])
        return Refusal("promise", "not_a_date", message)
    if day < today:
        return Refusal("promise", "past", _("{day} is past: a promise needs a day to come.", day=day))
    return day


def _read(plain: str, today: date) -> date | None:
    if plain.isdecimal() and len(plain) <= len(str(_FARTHEST)):
        return today + timedelta(days=int(plain))
    try:
        if plain.count("-") == 1:
            month, day = map(int, plain.split("-"))
            this_year = date(today.year, month, day)
            return this_year if this_year >= today else date(today.year + 1, month, day)
        return date.fromisoformat(plain)
    except ValueError:
        return None
