"""Which of the three dates of a paper form decides its period: written on it, received, keyed (J2).

The day it was keyed never does: sixty forms keyed on the 2nd belong to the month they were answered in.
"""

from datetime import date
from typing import Literal

PeriodBy = Literal["form_date", "received"]
Doubt = Literal["future", "after_received", "before_issued"]


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
