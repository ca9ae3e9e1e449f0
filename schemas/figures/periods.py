"""Periods as people write them: a day, a month, a quarter, a half-year, a year."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from schemas.language import texts
from schemas.rejection import InputError

_ = texts("schemas")

_FORMS = (
    (re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII), "day"),
    (re.compile(r"(\d{4})-(\d{2})", re.ASCII), "month"),
    (re.compile(r"(\d{4})Q([1-4])", re.ASCII), "quarter"),
    (re.compile(r"(\d{4})H([12])", re.ASCII), "half"),
    (re.compile(r"(\d{4})", re.ASCII), "year"),
)
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True)
class Period:
    """``name`` as written; first and last day, both included."""

    name: str
    first: date
    last: date


def period(text: str) -> Period:
    """The period written as 2025-03-14, 2025-03, 2025Q1, 2025H1 or 2025. InputError ``bad_period``."""
    for pattern, kind in _FORMS:
        match = pattern.fullmatch(text)
        if match:
            try:
                return _period(text, kind, [int(part) for part in match.groups()])
            except ValueError:
                break
    sentence = _(
        "“{text}” is not a period: write 2025-03-14, 2025-03, 2025Q1, 2025H1 or 2025.", text=text[:20]
    )
    raise InputError("bad_period", sentence)


def _period(text: str, kind: str, parts: list[int]) -> Period:
    if kind == "day":
        day = date(*parts)
        return Period(text, day, day)
    length = _MONTHS[kind]
    start = 1 if kind == "year" else (parts[1] - 1) * length + 1
    end = start + length - 1
    return Period(text, date(parts[0], start, 1), date(parts[0], end, monthrange(parts[0], end)[1]))


def month_of(day: date) -> Period:
    """The calendar month of a day."""
    return period(f"{day:%Y-%m}")


def shifted(month: Period, by: int) -> Period:
    """The calendar month that many months later (or earlier)."""
    place = month.first.year * 12 + month.first.month - 1 + by
    return period(f"{place // 12:04d}-{place % 12 + 1:02d}")
