"""The order in which finished questionnaires are listed, as one number: by local day, then as recorded.

A page of a list is then everything below a number, whatever the filter, and a day is a range of numbers.
"""

from datetime import date

_PER_DAY = 1 << 40
"""More entries than any log has."""


def place_of(local_date: str, log_seq: int) -> int:
    """Where a response stands; higher is later. What is no day stands before all days."""
    return _day(local_date) * _PER_DAY + log_seq


def places_of_days(first: str, last: str) -> tuple[int, int]:
    """The places from one local date to another, both included, as a half-open range."""
    return _day(first) * _PER_DAY, (_day(last) + 1) * _PER_DAY


def _day(local_date: str) -> int:
    try:
        return date.fromisoformat(local_date).toordinal()
    except ValueError:
        return 0
