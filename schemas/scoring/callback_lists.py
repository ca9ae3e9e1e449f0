"""R23: whom to call today, and whether everybody was called (S1-110…S1-121, AMB-26)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeVar

from schemas.calendar import DAY, add_months
from schemas.rates import Rate

LostMode = Literal["exactly", "at_least"]

LOST_AFTER_MONTHS = 6


@dataclass(frozen=True)
class SettledOrder:
    """A work order that was settled on a local date."""

    order: str
    customer: str
    settled: date


def callback_list(
    orders: Iterable[SettledOrder], list_day: date, covered_through: date
) -> dict[str, tuple[str, ...]]:
    """Customer → his orders settled after `covered_through` and before `list_day`: one call each.

    `covered_through` is the last settling day that an earlier list held, so a closed Sunday's and
    its Saturday's orders are on Monday's list.
    """
    called: dict[str, tuple[str, ...]] = {}
    for entry in sorted(orders, key=lambda entry: (entry.settled, entry.order)):
        if covered_through < entry.settled <= list_day - DAY:
            called[entry.customer] = (*called.get(entry.customer, ()), entry.order)
    return called


def lost_day(last_visit: date, *, months: int = LOST_AFTER_MONTHS) -> date:
    """The day on which a customer is on the lost list: so many calendar months on, clamped."""
    return add_months(last_visit, months)


@dataclass(frozen=True)
class LastVisit:
    """What decides whether a customer is lost."""

    customer: str
    last_visit: date
    last_contact: date | None = None
    sold: bool = False
    do_not_contact: bool = False


def lost_list(
    customers: Iterable[LastVisit],
    today: date,
    last_list_day: date,
    *,
    mode: LostMode = "exactly",
    months: int = LOST_AFTER_MONTHS,
) -> tuple[str, ...]:
    """The customers lost today, with those of the days since the last list.

    The rule key lost.mode may say `at_least`: everybody lost by today and not contacted since his
    last visit.
    """

    def listed(entry: LastVisit) -> bool:
        if entry.sold or entry.do_not_contact:
            return False
        if entry.last_contact is not None and entry.last_contact > entry.last_visit:
            return False
        day = lost_day(entry.last_visit, months=months)
        return day <= today and (mode == "at_least" or day > last_list_day)

    return tuple(entry.customer for entry in customers if listed(entry))


def reminder_day(due: date, lead_days: int) -> date:
    """The first day on which a due date is on the reminder list."""
    return due - timedelta(days=lead_days)


def reminder_listed(due: date, lead_days: int, today: date, *, reminded: bool) -> bool:
    """Whether a due date is on today's reminder list: its lead has begun and nobody reminded yet."""
    return not reminded and reminder_day(due, lead_days) <= today


Details = TypeVar("Details")


@dataclass(frozen=True)
class Reconciliation:
    """The register held against the source export."""

    missing: tuple[str, ...]
    extra: tuple[str, ...]
    mismatched: tuple[str, ...]
    called: Rate

    @property
    def differences(self) -> int:
        """How many orders need a word of explanation."""
        return len(self.missing) + len(self.extra) + len(self.mismatched)


def reconcile(due: Mapping[str, Details], called: Mapping[str, Details]) -> Reconciliation:
    """Differences between due and called orders; the values (plate, phone) must agree."""
    both = sorted(due.keys() & called.keys())
    return Reconciliation(
        missing=tuple(sorted(due.keys() - called.keys())),
        extra=tuple(sorted(called.keys() - due.keys())),
        mismatched=tuple(order for order in both if due[order] != called[order]),
        called=Rate(len(both), len(due)),
    )
