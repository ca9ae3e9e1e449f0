"""The lines of the visit form read: people, promises, days as they are typed. Pure; the same lines from any screen."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from schemas.language import texts
from schemas.records.visiting import VISIT_FORMS
from schemas.text import clean, narrow, one_line

_ = texts("csat_tui")

Faults = list[tuple[str, str]]

_BETWEEN = re.compile(r"[;；\n]+")
_PERSON = re.compile(r"[\s　,，]+")
_DAY = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?")
_TIME = re.compile(r"(\d{1,2})[:：](\d{2})")


def read_form(typed: Mapping[str, str], today: date, zone: tzinfo | None) -> tuple[dict[str, Any], Faults]:
    """The fields of a visit that are told, and (line, what is wrong). ``today``: what a day without a year is near;
    ``zone``: of this place."""
    faults: Faults = []
    words = {name: one_line(clean(typed.get(name, ""))).strip() for name in ("place", "purpose")}
    told: dict[str, Any] = {
        "held_at": _moment(typed.get("held_at", ""), today, zone, faults),
        "form": _form(typed.get("form", ""), faults),
        **words,
        "said": clean(typed.get("said", "")).strip(),
        "own": people(typed.get("own", "")),
        "theirs": people(typed.get("theirs", "")),
        "promises": _promises(typed.get("promises", ""), today, faults),
        "next_contact": _next(typed.get("next_contact", ""), today, faults),
    }
    return {name: value for name, value in told.items() if value}, faults


def people(text: str) -> list[dict[str, str]]:
    """``李敏 销售部 经理; 王强`` as participants: name, department, role."""
    found = [_PERSON.split(clean(one).strip(), maxsplit=2) for one in _BETWEEN.split(text) if one.strip()]
    return [dict(zip(("name", "department", "role"), parts, strict=False)) for parts in found]


def read_day(text: str, today: date, *, ahead: bool = True) -> date | None:
    """``2026-12-01``, ``12-1``, ``12月1日``; without a year the next such day, or the last one (``ahead`` false)."""
    match = _DAY.fullmatch(narrow(text).strip())
    if match is None:
        return None
    years = [int(match[1])] if match[1] else [today.year, today.year + (1 if ahead else -1)]
    for year in years:
        try:
            day = date(year, int(match[2]), int(match[3]))
        except ValueError:
            continue
        if match[1] or (day >= today if ahead else day <= today):
            return day
    return None


def _moment(text: str, today: date, zone: tzinfo | None, faults: Faults) -> str | None:
    plain = narrow(text).strip()
    day_text, _space, time_text = plain.partition(" ")
    clock = _TIME.fullmatch(time_text.strip() or day_text)
    day = read_day(day_text, today, ahead=False) if time_text or clock is None else today
    try:
        hour, minute = (int(clock[1]), int(clock[2])) if clock else (0, 0)
        moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone) if day else None
    except ValueError:
        moment = None
    if moment is None:
        faults.append(("held_at", _("When the visit was held is like 2026-11-22 09:30.")))
        return None
    if moment.date() > today + timedelta(days=1):
        faults.append(
            ("held_at", _("A visit is recorded after it was held; a day to come goes into the plan."))
        )
    return moment.isoformat(timespec="seconds")


def _form(text: str, faults: Faults) -> str | None:
    number = narrow(text).strip()[:1]
    if number in [str(n) for n in range(1, len(VISIT_FORMS) + 1)]:
        return VISIT_FORMS[int(number) - 1]
    faults.append(("form", _("The form of a visit is a digit from 1 to {n}.", n=len(VISIT_FORMS))))
    return None


def _promises(text: str, today: date, faults: Faults) -> list[dict[str, str]]:
    """``寄送样册 李敏 12-01``: what, who, by when; several with a semicolon between."""
    found = []
    for one in (part.strip() for part in _BETWEEN.split(clean(text)) if part.strip()):
        parts = one.rsplit(maxsplit=2)
        day = read_day(parts[-1], today) if len(parts) == 3 else None
        if day is None:
            said = _(
                "“{what}”: a promise is what, who and by when, such as: send samples  Li  12-01.",
                what=one[:20],
            )
            faults.append(("promises", said))
        else:
            found.append({"what": parts[0], "who": parts[1], "by": day.isoformat()})
    return found


def _next(text: str, today: date, faults: Faults) -> dict[str, str] | None:
    """``12-15 确认验收``: the day, then about what."""
    plain = clean(text).strip()
    if not plain:
        return None
    day_text, _space, what = plain.partition(" ")
    day = read_day(day_text, today)
    if day is None:
        faults.append(
            ("next_contact", _("The next contact begins with its day, such as: 12-15 ask about it."))
        )
        return None
    return {"on": day.isoformat()} | ({"what": what.strip()} if what.strip() else {})
