"""R10: callbacks drawn by the severity of closed cases (S1-065, AMB-25)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from schemas.numbers import Number, ceil_percent
from schemas.rates import Rate

RateBasis = Literal["completed", "attempts"]

PERCENTAGES: Mapping[str, Decimal] = {
    "P1": Decimal(80),
    "P2": Decimal(50),
    "P3": Decimal(20),
    "P4": Decimal(5),
}


def required(cases: int, percent: Number) -> int:
    """⌈cases · percent ÷ 100⌉, by whole-number arithmetic."""
    return ceil_percent(cases, percent)


@dataclass(frozen=True)
class Achieved:
    """One severity's callbacks against its share; `needed` more would reach it."""

    rate: Rate
    ok: bool | None
    needed: int


def achieved(
    cases: int, completed: int, attempted: int, percent: Number, *, basis: RateBasis = "completed"
) -> Achieved:
    """Completed callbacks, or attempts (severity.rate_basis), ÷ closed cases against the share."""
    counted = completed if basis == "completed" else attempted
    rate = Rate(counted, cases)
    return Achieved(rate, rate.at_least(Fraction(percent) / 100), max(0, required(cases, percent) - counted))


@dataclass(frozen=True)
class Stratum:
    """A severity's closed cases, completed callbacks and satisfied ones: satisfied ≤ completed ≤ cases."""

    cases: int
    completed: int
    satisfied: int


def weighted_share(strata: Sequence[Stratum]) -> Fraction | None:
    """Σ N·p ÷ Σ N over the strata with completed callbacks; None when there are none.

    Severities are sampled at different rates, so the plain share speaks for the wrong mix.
    """
    heard = [stratum for stratum in strata if stratum.completed]
    weight = sum(stratum.cases for stratum in heard)
    satisfied = sum((Fraction(s.cases * s.satisfied, s.completed) for s in heard), Fraction(0))
    return satisfied / weight if weight else None


def unweighted_share(strata: Sequence[Stratum]) -> Rate:
    """All satisfied ÷ all completed, shown beside the weighted share."""
    return Rate(sum(s.satisfied for s in strata), sum(s.completed for s in strata))


@dataclass(frozen=True)
class Draw:
    """A sample without replacement and the order in which the others replace the unreachable."""

    sample: tuple[str, ...]
    reserve: tuple[str, ...]


def draw(ids: Iterable[str], size: int, seed: str) -> Draw:
    """`size` of the distinct `ids`, at random by `seed`; the same on every machine and version.

    Fisher–Yates over the sorted ids, fed by SHA-256 of seed and counter (see `_numbers`).
    """
    order = sorted(set(ids))
    numbers = _numbers(seed)
    for last in range(len(order) - 1, 0, -1):
        chosen = _below(last + 1, numbers)
        order[last], order[chosen] = order[chosen], order[last]
    return Draw(tuple(order[:size]), tuple(order[size:]))


def _numbers(seed: str) -> Iterator[int]:
    """Whole numbers of 64 bits: the first 8 bytes of SHA-256(seed + ":" + counter), counter 0, 1, …"""
    counter = 0
    while True:
        digest = hashlib.sha256(f"{seed}:{counter}".encode()).digest()
        yield int.from_bytes(digest[:8], "big")
        counter += 1


def _below(bound: int, numbers: Iterator[int]) -> int:
    # The remainder alone would favour small numbers; what lies past the last full span is thrown away.
    usable = 2**64 - 2**64 % bound
    return next(number for number in numbers if number < usable) % bound
