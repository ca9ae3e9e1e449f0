"""Whether somebody is asked a second time in one period with the same questionnaire (R13, ``duplicate_by``)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from schemas.forms.answers import Answer
from schemas.packs.model import Pack

PERIODS = ("month", "quarter", "half_year", "year")


def period_of(pack: Pack, day: date) -> str | None:
    """The period of a day in which this questionnaire is asked once; None where it may be asked at any time."""
    named = [name for name in _facts(pack) if name in PERIODS]
    kind = named[0] if named else str(pack.cadence)
    return {
        "day": day.isoformat(),
        "month": f"{day:%Y-%m}",
        "quarter": f"{day.year}Q{(day.month + 2) // 3}",
        "half_year": f"{day.year}H{1 + day.month // 7}",
        "year": f"{day.year}",
    }.get(kind)


def repeats(
    pack: Pack,
    old: Mapping[str, Any],
    answers: Mapping[str, Answer],
    day: date,
    *,
    event: str | None = None,
    task: str | None = None,
) -> bool:
    """Whether ``old``, the body of a finished form of the same customer, is asked for by this form once more.

    Two about different events, or planned as tasks of their own, are never the same; else the period counts, and the
    answers the pack names.
    """
    apart = _differ(event, old.get("event")) or _differ(task, old.get("task"))
    if old["pack"] != pack.pack or apart:
        return False
    codes = told_apart_by(pack)
    period = period_of(pack, day)
    if period is None and not codes:
        return False
    same_period = period == period_of(pack, date.fromisoformat(old["local_date"]))
    return same_period and all(
        _said(old["answers"].get(code)) == _said(_wire(answers, code)) for code in codes
    )


def told_apart_by(pack: Pack) -> Sequence[str]:
    """The items whose answers tell two forms of one customer and period apart, such as who filled it in."""
    return [name for name in _facts(pack) if name in pack.questions]


def _differ(one: str | None, other: str | None) -> bool:
    return bool(one and other and one != other)


def _facts(pack: Pack) -> Sequence[str]:
    return pack.questionnaire.duplicate_by if pack.questionnaire else ()


def _wire(answers: Mapping[str, Answer], code: str) -> Mapping[str, Any] | None:
    return answers[code].wire() if code in answers else None


def _said(answer: Mapping[str, Any] | None) -> object:
    """The content of an answer; nothing for one that is missing."""
    return [answer.get(name) for name in ("value", "options", "text")] if answer else [None] * 3
