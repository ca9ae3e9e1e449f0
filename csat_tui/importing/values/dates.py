"""Dates and times in the many ways they are written. What could be two days is refused, never guessed."""

import re
from datetime import datetime, timedelta
from typing import Literal

from csat_tui.importing.values.faults import Fault
from schemas.language import texts
from schemas.text import narrow

_ = texts("csat_tui")

Order = Literal["ymd", "dmy", "mdy"]

EARLIEST, LATEST = 1950, 2100
"""Years outside of these are slips of the hand."""
_SERIAL_FIRST, _SERIAL_LAST = 18_264, 73_050
"""Days since 1899-12-30 that a spreadsheet shows instead of a date: 1950 to 2099."""

_HALVES = "上午|下午|中午|晚上|凌晨|am|pm|AM|PM"
_TIME = (
    rf"(?:[T ]*(?P<half>{_HALVES})?\s*"
    r"(?P<time>\d{1,2}\s*[:时點点]\s*\d{1,2}(?:\s*[:分]\s*\d{1,2}(?:[.,]\d+)?\s*秒?|\s*分)?"
    r"|\d{1,2}\s*[时點点])?"
)
_ZONE = rf"\s*(?P<half2>{_HALVES})?\s*(?P<zone>Z|(?:\+|(?<=:\d\d:\d\d)-)\d{{2}}:?\d{{2}})?)"
_YMD = re.compile(r"(?P<a>\d{4})\s*[-/.年]\s*(?P<b>\d{1,2})\s*[-/.月]\s*(?P<c>\d{1,2})\s*日?" + _TIME + _ZONE)
_ANY = re.compile(
    r"(?P<a>\d{1,2})\s*[-/.]\s*(?P<b>\d{1,2})\s*[-/.]\s*(?P<c>\d{4}|\d{1,2})(?!\d)" + _TIME + _ZONE
)
_SHORT_CHINESE = re.compile(r"(?P<a>\d{2})年(?P<b>\d{1,2})月(?P<c>\d{1,2})日?" + _TIME + _ZONE)
_NAMED = re.compile(r"(?P<c>\d{1,2})[-/ ](?P<b>[A-Za-z]{3,9})\.?[-/ ,]+(?P<a>\d{4})" + _TIME + _ZONE)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2}):?(\d{2}):?(\d{2})?)?")
_USUAL = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?)?", re.ASCII)
"""As most systems write: told from the others in one look."""
_SERIAL = re.compile(r"\d{5}(\.\d+)?")
_WEEKDAY = re.compile(r"\s*[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?\s*")
_MONTHS = {
    name: n
    for n, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_DIGITS = re.compile(r"\d+")


def read_date(text: str, order: Order | None = None, days_late: int = 0) -> str | Fault:
    """ISO 8601: ``2025-03-04``, or ``2025-03-04T17:59:00`` with the offset only where one was written.

    ``order``: what 4/3/2025 and 25-3-4 mean in this source; without it they are refused as ambiguous. ``days_late``:
    how many days after 1899-12-30 the day numbers of the file begin.
    """
    usual = _USUAL.fullmatch(text)
    plain = text if usual else _WEEKDAY.sub(" ", narrow(text)).strip()
    try:
        compact = _of_parts(usual or _COMPACT.fullmatch(plain))
        moment = compact or _serial(plain, days_late) or _parted(plain, order)
    except ValueError:
        return Fault("no_such_day", _("There is no such day or time: {text}.", text=plain[:30]))
    if isinstance(moment, Fault):
        return moment
    if moment is None:
        return Fault("not_a_date", _("This is no date: {text}.", text=plain[:30]))
    if not EARLIEST <= int(moment[:4]) < LATEST:
        return Fault("not_a_date", _("The year {year} cannot be right.", year=moment[:4]))
    return moment


def _of_parts(match: re.Match[str] | None) -> str | None:
    if not match:
        return None
    year, month, day, hour, minute, second = match.groups()
    return _iso(int(year), int(month), int(day), _clock(hour, minute, second) if hour else None)


def _serial(text: str, late: int) -> str | None:
    """The day number of a spreadsheet, with the time as its fraction."""
    if not _SERIAL.fullmatch(text) or not _SERIAL_FIRST <= int(text[:5]) + late <= _SERIAL_LAST:
        return None
    days, _point, part = text.partition(".")
    seconds = round(int(part) * 86_400 / 10 ** len(part)) if part else 0
    moment = datetime(1899, 12, 30) + timedelta(days=int(days) + late, seconds=seconds)
    return moment.date().isoformat() if not seconds else moment.isoformat()


def _parted(text: str, order: Order | None) -> str | Fault | None:
    match = _YMD.fullmatch(text)
    if match:
        return _with_time(match, int(match["a"]), int(match["b"]), int(match["c"]))
    match = _SHORT_CHINESE.fullmatch(text)
    if match:
        return _with_time(match, 2000 + int(match["a"]), int(match["b"]), int(match["c"]))
    match = _NAMED.fullmatch(text)
    if match and match["b"][:3].lower() in _MONTHS:
        return _with_time(match, int(match["a"]), _MONTHS[match["b"][:3].lower()], int(match["c"]))
    match = _ANY.fullmatch(text)
    return _in_order(match, order) if match else None


def _in_order(match: re.Match[str], order: Order | None) -> str | Fault:
    first, second, last = int(match["a"]), int(match["b"]), int(match["c"])
    if len(match["c"]) < 4 and order == "ymd":
        return _with_time(match, 2000 + first, second, last)
    if len(match["c"]) < 4 and order is None:
        return _ambiguous(match)
    year = last if len(match["c"]) == 4 else 2000 + last
    if order == "dmy" or (order != "mdy" and (first > 12 or first == second)):
        return _with_time(match, year, second, first)
    if order == "mdy" or second > 12:
        return _with_time(match, year, first, second)
    return _ambiguous(match)


def _ambiguous(match: re.Match[str]) -> Fault:
    message = _(
        "{text} can be two different days: give the order of this source with date_order (ymd, dmy or mdy).",
        text=match[0][:30],
    )
    return Fault("ambiguous_date", message)


def _with_time(match: re.Match[str], year: int, month: int, day: int) -> str:
    if match["time"] is None:
        if match["half"] or match["half2"] or match["zone"]:
            raise ValueError("a part of the day without a time")
        return _iso(year, month, day, None)
    numbers = _DIGITS.findall(match["time"].split(".")[0] if ":" in match["time"] else match["time"])
    hour, minute, second = ([int(n) for n in numbers] + [0, 0])[:3]
    hour = _in_half(hour, (match["half"] or match["half2"] or "").lower())
    return _iso(year, month, day, (hour, minute, second)) + _offset(match["zone"])


def _in_half(hour: int, half: str) -> int:
    if half in ("下午", "晚上", "pm") and hour < 12:
        return hour + 12
    return 0 if half in ("上午", "凌晨", "am") and hour == 12 else hour


def _clock(hour: str, minute: str, second: str | None) -> tuple[int, int, int]:
    return int(hour), int(minute), int(second or 0)


def _iso(year: int, month: int, day: int, clock: tuple[int, int, int] | None) -> str:
    if clock is None:
        return datetime(year, month, day).date().isoformat()
    if clock == (24, 0, 0):
        return (datetime(year, month, day) + timedelta(days=1)).isoformat()
    return datetime(year, month, day, *clock).isoformat()


def _offset(zone: str | None) -> str:
    if not zone:
        return ""
    return "+00:00" if zone == "Z" else f"{zone[:3]}:{zone[-2:]}"
