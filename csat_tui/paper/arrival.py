"""What is typed about a pile that came in."""

from collections.abc import Mapping
from datetime import date

from csat_tui.laptop.opening import now
from csat_tui.paper.batches import Arrival
from csat_tui.trouble import Trouble
from schemas.language import texts
from schemas.paper.dates import written_day
from schemas.text import clean, narrow, one_line

_ = texts("csat_tui")

MOST = 9999
"""Forms of one pile."""


def read_arrival(channel: str, typed: Mapping[str, str]) -> Arrival:
    """The pile: ``declared``, ``received`` (a day, today when empty), ``sender``, ``tracking``, ``box``, ``wave``.
    Raises Trouble ``bad_arrival``."""
    said = {name: one_line(clean(text)).strip()[:80] for name, text in typed.items()}
    return Arrival(
        channel,
        _received(said.get("received", "")),
        read_declared(said.get("declared", "")),
        sender=said.get("sender", ""),
        tracking=said.get("tracking", ""),
        box=said.get("box", ""),
        wave=said.get("wave", ""),
    )


def read_declared(text: str) -> int:
    """How many forms the sender says there are. Raises Trouble ``bad_arrival``."""
    plain = narrow(text)
    if not plain.isdecimal() or not 0 < int(plain) <= MOST:
        raise _bad(_("Declared: how many forms the sender says there are, 1 to {most}.", most=MOST))
    return int(plain)


def _received(text: str) -> date:
    today = now().date()
    found = written_day(narrow(text), today) if text else today
    if found is None:
        raise _bad(_("Received: a day like 1119 or 2026-11-19, or nothing for today."))
    if found > today:
        raise _bad(_("Received: {day} has not come yet.", day=found.isoformat()))
    return found


def _bad(message: str) -> Trouble:
    return Trouble("bad_arrival", message, _("Nothing was stored."), "")
