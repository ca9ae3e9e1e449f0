"""By which day a form is called back about (R12), by the pack's key ``tickets.reply_sla`` (R20)."""

from datetime import date, timedelta

from schemas.calendar import Calendar
from schemas.packs.follow_keys import ReplySla
from schemas.packs.model import Pack

HOURS = 24


def callback_by(pack: Pack, recorded: date) -> date:
    """The last day, counted from the day the form was recorded.

    Working days are weekdays here: the day is written into the record, which is read for ever and everywhere, and
    must not depend on which holidays a laptop has been told of.
    """
    sla = pack.tickets.reply_sla if pack.tickets else ReplySla(n=3)
    if sla.unit in ("hour", "working_hour"):
        return recorded + timedelta(days=sla.n // HOURS)
    days = max(sla.n - sla.start_day_counted, 0)
    if sla.unit == "working_day":
        return Calendar().add_working_days(recorded, days)
    return recorded + timedelta(days=days)
