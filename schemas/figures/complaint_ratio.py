"""R06: complaints of a calendar year against intakes or units sold (S0-36, S0-37, AMB-01, AMB-39)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from schemas.numbers import Number

RatioUnit = Literal["permille", "percent", "count", "per10k"]
CountUnit = Literal["case", "contact"]

SCALES: dict[RatioUnit, int] = {"permille": 1000, "percent": 100, "per10k": 10000}


@dataclass(frozen=True)
class ComplaintRatio:
    """`value` and `limit` are in `unit`; everything but the count is None without a denominator."""

    complaints: int
    denominator: int
    limit: Fraction
    unit: RatioUnit
    value: Fraction | None
    ok: bool | None
    allowed: int | None

    @property
    def remaining(self) -> int | None:
        """How many more complaints the year allows; negative when it has too many."""
        return None if self.allowed is None else self.allowed - self.complaints


def complaint_ratio(
    complaints: int, denominator: int, limit: Number, *, unit: RatioUnit = "permille"
) -> ComplaintRatio:
    """Complaints per `unit` of the denominator against an inclusive limit (complaint_ratio.unit).

    With the unit `count` the number of complaints itself is held against the limit.
    """
    bound = Fraction(limit)
    if unit == "count":
        value, allowed = Fraction(complaints), bound.numerator // bound.denominator
        return ComplaintRatio(complaints, denominator, bound, unit, value, value <= bound, allowed)
    if denominator == 0:
        return ComplaintRatio(complaints, denominator, bound, unit, None, None, None)
    value = Fraction(complaints * SCALES[unit], denominator)
    most = bound * denominator / SCALES[unit]
    allowed = most.numerator // most.denominator
    return ComplaintRatio(complaints, denominator, bound, unit, value, value <= bound, allowed)


@dataclass(frozen=True)
class Complaint:
    """One receipt of a complaint; the same customer and matter are one case."""

    customer: Hashable
    matter: Hashable
    received: date


def counted_complaints(complaints: Iterable[Complaint], *, unit: CountUnit = "case") -> tuple[Complaint, ...]:
    """The complaints that count, by date (rule key complaint.count_unit).

    A case told to two bodies, or twice, is one complaint, of the date it was first received.
    """
    ordered = sorted(complaints, key=lambda entry: entry.received)
    if unit == "contact":
        return tuple(ordered)
    first: dict[tuple[Hashable, Hashable], Complaint] = {}
    for entry in ordered:
        first.setdefault((entry.customer, entry.matter), entry)
    return tuple(first.values())
