"""R15: mystery-shopper checks, their bands and quotas (S2-66…S2-71, AMB-05, AMB-05b, AMB-16).

Amounts are proposals with a sign, in CNY or points; nothing is deducted by them (AMB-36).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Literal

from schemas.numbers import Number

ShortfallReason = Literal["refused_to_cooperate", "on_leave", "not_scheduled", "other"]
QuotaUnit = Literal["shop", "consultant"]

SHORTFALL_AMOUNT = -500
HIDDEN_QUOTA = 2


def open_amount(score: Number, *, cumulative: bool = False) -> int:
    """The proposal after an open check (明查) of 0…100, compared unrounded.

    `cumulative` is the rule key ms.open.cumulative: a score below 85 is below 90, too.
    """
    if score < 85:
        return -500 if cumulative else -300
    return -200 if score < 90 else 0


def hidden_amount(score: Number, *, cumulative: bool = False) -> int:
    """The proposal after a hidden check (暗查) of 0…100; `cumulative` is ms.hidden.cumulative."""
    if score < 80:
        return -1500 if cumulative else -1000
    if score < 85:
        return -500
    if score < 90:
        return 500
    return 1500 if cumulative else 1000


def checklist_score(items: Iterable[tuple[Number, Number] | None]) -> Fraction | None:
    """Points obtained ÷ points applicable × 100; None for an item that does not apply (不适用).

    Each item is (obtained, full points). Returns None when no item applies.
    """
    applicable = [(Fraction(got), Fraction(full)) for got, full in filter(None, items)]
    full = sum((points for _got, points in applicable), Fraction(0))
    return sum((got for got, _full in applicable), Fraction(0)) * 100 / full if full else None


def shortfall_amount(done: int, required: int, reason: ShortfallReason | None) -> int:
    """The proposal for a person who missed the month's quota of open checks: once, if at fault."""
    at_fault = done < required and reason == "refused_to_cooperate"
    return SHORTFALL_AMOUNT if at_fault else 0


def hidden_quota_met(
    done: Mapping[str, int], *, required: int = HIDDEN_QUOTA, unit: QuotaUnit = "shop"
) -> bool:
    """Whether a shop's month had its hidden checks: `done` counts them by consultant.

    `unit` is the rule key ms.hidden.quota_unit: together, or each consultant alone.
    """
    if unit == "shop":
        return sum(done.values()) >= required
    return all(count >= required for count in done.values())
