"""Which of the three dates of a paper form decides its period: written on it, received, keyed (J2).

The day it was keyed never does: sixty forms keyed on the 2nd belong to the month they were answered in.
"""

import re
from datetime import date
from typing import Literal

PeriodBy = Literal["form_date", "received"]
Doubt = Literal["future", "after_received", "before_issued"]

_WRITTEN = (
    re.compile(r"(20\d\d)?(\d{2})(\d{2})", re.ASCII),
    re.compile(r"(?:(?:(20\d\d)-)?(\d{1,2})-)?(\d{1,2})", re.ASCII),
)
"""Without signs all digits count; with them a leading 0 may be missing."""


def period_day(form_date: date | None, received: date, by: PeriodBy = "form_date") -> date:
    """The local day of the record; the day of receipt where the form bears none."""
    return received if by == "received" or form_date is None else form_date


def doubts(
    form_date: date | None, received: date, today: date, issued: date | None = None
) -> tuple[Doubt, ...]:
    """What cannot be right about the date on the form; marked, never a reason to refuse what it says."""
    if form_date is None:
        return ()
    found: list[Doubt] = []
    if form_date > today:
        found.append("future")
    elif form_date > received:
        found.append("after_received")
    if issued is not None and form_date < issued:
        found.append("before_issued")
    return tuple(found)


def written_day(text: str, received: date) -> date | None:
    """The day meant by what a clerk types off a form: ``15``, ``1115``, ``11-15``, ``20261115``, ``2026-11-15``.

    What is left out is what brings the day closest to the day of receipt. None when there is no such day.
    """
    parts = _parts(text)
    if parts is None:
        return None
    year, month, day = parts
    years = [year] if year else [received.year - 1, received.year, received.year + 1]
    months = [month] if month else list(range(1, 13))
    found = [known for y in years for m in months if (known := _day(y, m, day)) is not None]
    return min(found, key=lambda known: (abs(known - received), known), default=None)


def _parts(text: str) -> tuple[int | None, int | None, int] | None:
    plain = text.strip().replace("/", "-").replace(".", "-")
    match = _WRITTEN[0].fullmatch(plain) or _WRITTEN[1].fullmatch(plain)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    return (year, month, day) if day is not None else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
