"""A cell of a workbook as text a person reads."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from csat_tui.importing.limits import MAX_CELL
from csat_tui.importing.plain_cell import plain_cell
from csat_tui.importing.refusals import too_large
from csat_tui.importing.table import DIGITS_LOST
from schemas.language import texts
from schemas.text import one_line

_ = texts("csat_tui")

KEPT_DIGITS = 15
"""Significant digits of a number in a spreadsheet; the rest were zeroed when it was typed."""


def cell_text(value: Any) -> str:
    """A cell as a person reads it: whole numbers without a point, dates as 2025-03-04 17:59:00."""
    if value is None:
        return ""
    if isinstance(value, str):
        if len(value) > MAX_CELL:
            raise too_large(_("a cell"), _("{n} characters", n=MAX_CELL))
        return plain_cell(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value) if abs(value) < 10**KEPT_DIGITS else DIGITS_LOST
    if isinstance(value, float):
        return _number_text(value)
    return _time_text(value)


def _number_text(value: float) -> str:
    if value != value or abs(value) >= 10**KEPT_DIGITS:
        return DIGITS_LOST
    return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")


def _time_text(value: Any) -> str:
    if isinstance(value, datetime):
        near = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
        return near.strftime("%Y-%m-%d") if near.time() == time() else near.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date | time):
        return value.isoformat()
    return one_line(str(value))
