"""What a caller is told before trying: outside calling hours, the same part of the day again, too often (J3).

Nothing here forbids; a customer who asked for a call at nine in the evening gets one.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from schemas.packs.work_keys import Attempts
from schemas.tasks.standing import local_day

Attempt = Mapping[str, Any]


def cautions(rule: Attempts, tries: Sequence[Attempt], now: datetime) -> tuple[str, ...]:
    """Codes of what speaks against a try now: ``outside_hours``, ``all_tries_made``, ``another_day_needed``,
    ``same_day_part``."""
    part = day_part(rule, f"{now:%H:%M}")
    found = []
    if rule.hours and part is None:
        found.append("outside_hours")
    if len(tries) >= rule.max:
        found.append("all_tries_made")
    days = {local_day(each["at"]) for each in tries} | {now.date().isoformat()}
    left = rule.max - len(tries) - 1
    if len(days) + max(left, 0) < rule.min_days:
        found.append("another_day_needed")
    if part is not None and any(_part(rule, each) == part for each in tries):
        found.append("same_day_part")
    return tuple(found)


def day_part(rule: Attempts, clock: str) -> int | None:
    """In which of the pack's calling hours a time (``09:30``) lies; None outside all of them."""
    spans = (span.split("-") for span in rule.hours)
    return next((n for n, (first, last) in enumerate(spans) if first <= clock < last), None)


def _part(rule: Attempts, attempt: Attempt) -> int | None:
    return day_part(rule, str(attempt["at"])[11:16])
