"""R32: the quality of a customer file (S2-37)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from schemas.rates import Rate

STALE_AFTER_DAYS = 180

_ALL = ("number", "name", "phone", "business_line", "consultant")
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "person": (*_ALL, "plate"),
    "company": (*_ALL, "contacts"),
    "unit": (*_ALL, "contacts"),
    "employee": ("name", "phone", "department"),
    "display_car": ("name", "consultant"),
}
"""Type of customer -> what its file should have. An assumption: S2-37 asks for accurate and timely files and
names no fields. These decide whether somebody can be reached and to whom a result is counted."""


def file_completeness(fields: Mapping[str, str] | Mapping[str, str | None], required: Sequence[str]) -> Rate:
    """Filled required fields of the required; white space does not fill a field."""
    filled = sum(1 for name in required if (fields.get(name) or "").strip())
    return Rate(filled, len(required))


def missing_fields(
    fields: Mapping[str, str] | Mapping[str, str | None], required: Sequence[str]
) -> list[str]:
    """The required fields that are not filled, in their order."""
    return [name for name in required if not (fields.get(name) or "").strip()]


def is_stale(last_verified: date | None, today: date, *, after_days: int = STALE_AFTER_DAYS) -> bool:
    """Whether a file was last verified more than `after_days` days ago, or never."""
    return last_verified is None or (today - last_verified).days > after_days


def wrong_number_rate(dispositions: Sequence[str]) -> Rate:
    """Attempts that ended with WRONG_NUMBER, of all attempts."""
    return Rate(sum(1 for code in dispositions if code == "WRONG_NUMBER"), len(dispositions))
