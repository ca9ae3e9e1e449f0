"""Numbers that no other laptop gives out: the mark the centre gave this one stands in the series of each (J2)."""

from csat_tui.laptop.opening import Laptop, now
from csat_tui.paper import shelf
from csat_tui.trouble import Trouble
from schemas.language import texts
from schemas.paper.serial import MARK, NAME, Serial, read_serial
from schemas.records.paper import PaperBatch

_ = texts("csat_tui")


def demand_mark(laptop: Laptop) -> str:
    """The mark of this laptop. Raises Trouble ``no_mark``: without one, two laptops could print the same number."""
    enrolment = laptop.log.enrolment()
    if enrolment is not None and enrolment.mark:
        return enrolment.mark
    raise Trouble(
        "no_mark",
        _("This laptop has no mark yet that keeps its form numbers apart from those of other laptops."),
        _("Nothing was numbered, and nothing was stored."),
        _("The centre gives the mark: sync once (csat sync), or enrol this laptop first (csat enrol)."),
    )


def mailing_series(laptop: Laptop, name: str) -> str:
    """What the serials of a mailing begin with: its name and the mark of this laptop. Raises Trouble ``bad_series``,
    ``series_taken``, ``no_mark``."""
    series = f"{name}{demand_mark(laptop)}"
    if not 0 < len(name) <= NAME or read_serial(str(Serial(series, 1))) is None:
        raise Trouble(
            "bad_series",
            _("A series has 1 to {most} capital letters and digits, such as 26Q4.", most=NAME),
            _("Nothing was stored."),
            "",
        )
    if _taken(laptop, series):
        raise Trouble(
            "series_taken",
            _("The series {series} is in use.", series=series),
            _("Nothing was stored."),
            _("Choose another: two forms must never bear one number."),
        )
    return series


def free_name(laptop: Laptop) -> str:
    """A name for a mailing that has none: today, with a letter from the second one of a day on."""
    today, mark = f"{now():%y%m%d}", demand_mark(laptop)
    names = [today, *(f"{today}{letter}" for letter in "ABCDEFGHJKLMNPQRSTUVWXY")]
    return next((name for name in names if not _taken(laptop, name + mark)), f"{today}Z")


def pile_series(laptop: Laptop, batch: PaperBatch) -> str:
    """What serials of forms without a number begin with: of this laptop, and of the day the pile came."""
    return demand_mark(laptop) + batch.received_on.replace("-", "")[4:]


def series_meant(laptop: Laptop, typed: str) -> str:
    """The series of a mailing by its whole name, or without the mark where this laptop made it."""
    series = typed.strip().upper()
    enrolment = laptop.log.enrolment()
    own = series + (enrolment.mark or "" if enrolment else "")
    return own if len(own) == len(series) + MARK and _taken(laptop, own) else series


def _taken(laptop: Laptop, series: str) -> bool:
    return shelf.mailing(laptop.store, series) is not None
