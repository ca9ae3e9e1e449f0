"""For when an appointment is, as somebody types it while on the telephone."""

import re
from datetime import datetime, timedelta

from schemas.language import texts
from schemas.rejection import InputError
from schemas.text import narrow

_ = texts("schemas")

_CLOCK = r"(?P<hour>\d{1,2})[:.]?(?P<minute>\d{2})"
_FORMS = (
    re.compile(rf"(?:(?P<year>\d{{4}})[-/])?(?P<month>\d{{1,2}})[-/](?P<day>\d{{1,2}})\s+{_CLOCK}", re.ASCII),
    re.compile(_CLOCK, re.ASCII),
)


def appointment(text: str, now: datetime) -> datetime:
    """``14:30`` or ``1430`` is the next time the clock shows that; ``11-28 14:30`` or ``2026-11-28 14:30`` is
    that day, of the next year where it is past by then. ``now`` has an offset, the result has the same.

    InputError ``not_a_time`` for anything else, or for what is past.
    """
    found = next((match for form in _FORMS if (match := form.fullmatch(narrow(text).strip()))), None)
    parts = {name: int(part) for name, part in (found.groupdict() if found else {}).items() if part}
    try:
        moment = now.replace(**{**parts, "second": 0, "microsecond": 0}) if parts else None  # type: ignore[arg-type]
    except ValueError:
        moment = None
    if moment is not None and moment < now and "year" not in parts:
        moment = moment.replace(year=moment.year + 1) if "day" in parts else moment + timedelta(days=1)
    if moment is None or moment < now:
        sentence = _("Write the time as 14:30, or with the day as 11-28 14:30; it must not be past.")
        raise InputError("not_a_time", sentence)
    return moment
