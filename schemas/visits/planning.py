"""A plan for a year: how often whom, in which stages, and how the load falls on months and people (J8, S1-235)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from schemas.calendar import Calendar, clamped
from schemas.records.visiting import PlanLine
from schemas.visits.schedule import Span, in_force

STAGES = (1, 2, 4, 12)
"""How many visits a year a plan can be made for: yearly, by half-years, quarters or months."""

TIERS: Mapping[str, int] = {"A": 4, "B": 2, "C": 1}
"""Tier of a customer -> visits a year, where nobody says otherwise."""

Gap = Literal[
    "no_lines",
    "no_window",
    "backwards",
    "other_year",
    "unconfirmed",
    "do_not_contact",
    "gone",
    "day_off",
    "contact_changed",
]
"""What speaks against a plan: nothing planned; a visit without a window, with one that ends before it begins or lies in
another year; a customer that not both sides confirmed (S1-236), who is not to be contacted, or who is closed or merged;
a window without a working day; a contact who is not on file with the customer any more."""

HARD: frozenset[str] = frozenset({"no_lines", "no_window", "backwards", "other_year", "unconfirmed"})
"""Gaps with which a plan cannot be approved; the others are shown."""

SIDES = ("marketing", "branch")
"""Who has to agree that somebody is a key customer."""


@dataclass(frozen=True)
class Stage:
    """A part of the year: its name as periods are written, and its days."""

    name: str
    span: Span


@dataclass(frozen=True)
class Fault:
    """A gap of a planned visit (``line``: its number; 0: of the plan)."""

    line: int
    code: Gap


def stages(year: int, count: int) -> list[Stage]:
    """A year in 1, 2, 4 or 12 parts, in order. ValueError for another number."""
    if count not in STAGES:
        raise ValueError(f"a year is not planned in {count} parts")
    months = 12 // count
    return [_stage(year, place, months) for place in range(count)]


def _stage(year: int, place: int, months: int) -> Stage:
    first = place * months + 1
    names = {12: f"{year}", 6: f"{year}H{place + 1}", 3: f"{year}Q{place + 1}", 1: f"{year}-{first:02d}"}
    return Stage(names[months], Span(date(year, first, 1), clamped(year, first + months - 1, 31)))


def faults(
    year: int, lines: Iterable[PlanLine], customers: Mapping[str, Mapping[str, Any]], calendar: Calendar
) -> Iterator[Fault]:
    """What speaks against a plan. ``customers``: id -> body of those that are on file."""
    planned = 0
    for line in lines:
        planned += 1
        yield from (
            Fault(line.no, code) for code in _gaps(line, year, customers.get(line.customer), calendar)
        )
    if not planned:
        yield Fault(0, "no_lines")


def _gaps(line: PlanLine, year: int, customer: Mapping[str, Any] | None, calendar: Calendar) -> Iterator[Gap]:
    span = in_force(line, date(year, 1, 1))
    cancelled = span is None and len(line.schedule) > 1
    if span is None and not cancelled:
        yield "no_window"
    if span is not None and span.last < span.first:
        yield "backwards"
    elif span is not None:
        if {span.first.year, span.last.year} != {year}:
            yield "other_year"
        if not _has_working_day(span, calendar):
            yield "day_off"
    if not cancelled and not set(SIDES) <= set(line.confirmed_by):
        yield "unconfirmed"
    if customer is None or customer.get("status") in ("closed", "merged", "lost"):
        yield "gone"
    elif customer.get("do_not_contact"):
        yield "do_not_contact"
    if line.contact is not None and customer is not None and _unknown(line.contact.name, customer):
        yield "contact_changed"


def _unknown(contact: str, customer: Mapping[str, Any]) -> bool:
    names = {one.get("name") for one in customer.get("contacts") or () if isinstance(one, Mapping)}
    return bool(names) and contact not in names


def _has_working_day(span: Span, calendar: Calendar) -> bool:
    return calendar.working_day_from(span.first) <= span.last


def load(year: int, lines: Iterable[PlanLine]) -> Counter[tuple[str, int]]:
    """How many visits fall to whom in which month, by the month in which the window ends; "" is nobody yet."""
    found: Counter[tuple[str, int]] = Counter()
    for line in lines:
        span = in_force(line, date(year, 1, 1))
        if span is not None and span.last.year == year:
            found[line.assignee or "", span.last.month] += 1
    return found
