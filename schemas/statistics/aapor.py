"""Outcome rates of AAPOR Standard Definitions."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from schemas.numbers import Number
from schemas.statistics.precision import out

PLACES = 3


@dataclass(frozen=True)
class Outcomes:
    """Final dispositions, counted.

    I complete, P partial, R refusal or break-off, NC non-contact, O other, UH unknown if eligible,
    UO unknown other, NE not eligible.
    """

    i: int
    p: int
    r: int
    nc: int
    o: int
    uh: int
    uo: int
    ne: int

    @property
    def known(self) -> int:
        """Cases known to be eligible."""
        return self.i + self.p + self.r + self.nc + self.o


def eligible_share(outcomes: Outcomes) -> Fraction | None:
    """e by proportional allocation: known eligible ÷ (known eligible + not eligible)."""
    return _ratio(outcomes.known, outcomes.known + outcomes.ne)


def outcome_rates(outcomes: Outcomes, *, places: int = PLACES) -> dict[str, Decimal | None]:
    """e, RR1–6, COOP1–4, REF1–3 and CON1–3 as shares of 1, rounded; None without a base.

    With only unknown cases, e and every rate that needs it are None. Source: AAPOR Standard
    Definitions; the README of rOpenSci outcomerate publishes for I 4, P 2, R 1, NC 1, O 1, UH 1,
    UO 1, NE 1: e .9, RR1 .364, RR3 .370, COOP1 .500, REF2 .093, CON2 .741 and the others.
    """
    c = outcomes
    e = eligible_share(c)
    unknown = c.uh + c.uo
    everyone = c.known + unknown
    estimated = None if e is None else c.known + e * unknown
    reached = c.i + c.p + c.r + c.o
    rates: dict[str, Fraction | None] = {
        "e": e,
        "RR1": _ratio(c.i, everyone),
        "RR2": _ratio(c.i + c.p, everyone),
        "RR3": _ratio(c.i, estimated),
        "RR4": _ratio(c.i + c.p, estimated),
        "RR5": _ratio(c.i, c.known),
        "RR6": _ratio(c.i + c.p, c.known),
        "COOP1": _ratio(c.i, reached),
        "COOP2": _ratio(c.i + c.p, reached),
        "COOP3": _ratio(c.i, c.i + c.p + c.r),
        "COOP4": _ratio(c.i + c.p, c.i + c.p + c.r),
        "REF1": _ratio(c.r, everyone),
        "REF2": _ratio(c.r, estimated),
        "REF3": _ratio(c.r, c.known),
        "CON1": _ratio(reached, everyone),
        "CON2": _ratio(reached, estimated),
        "CON3": _ratio(reached, c.known),
    }
    return {name: out(rate, places) for name, rate in rates.items()}


def _ratio(numerator: int, denominator: Number | None) -> Fraction | None:
    return Fraction(numerator) / Fraction(denominator) if denominator else None
