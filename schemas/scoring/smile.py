"""R19: smile slips, their supervision and the star of the month (S2-78…S2-82, AMB-17, AMB-17b)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Reset = Literal["calendar_year", "monthly", "never"]
Outcome = Literal["not_assessed", "warning", "repeated"]

EFFECTIVE_FROM = date(2013, 8, 16)
REPEATED_AMOUNT = -5


@dataclass(frozen=True)
class Slip:
    """What one violation of a person leads to."""

    day: date
    outcome: Outcome

    @property
    def amount(self) -> int:
        """The proposal, negative or 0."""
        return REPEATED_AMOUNT if self.outcome == "repeated" else 0


def slips(
    days: Iterable[date], *, reset: Reset = "calendar_year", effective_from: date = EFFECTIVE_FROM
) -> tuple[Slip, ...]:
    """One person's violations in order of time: the first of a span warns, the others cost.

    `reset` is the rule key smile.reset: where the count starts anew. Days before `effective_from`
    are a trial and not counted.
    """
    counted: Counter[tuple[int, ...]] = Counter()
    result = []
    for day in sorted(days):
        span = _span(day, reset)
        if day >= effective_from:
            counted[span] += 1
        result.append(Slip(day, _outcome(counted[span], day >= effective_from)))
    return tuple(result)


def _outcome(count: int, assessed: bool) -> Outcome:
    if not assessed:
        return "not_assessed"
    return "warning" if count == 1 else "repeated"


def _span(day: date, reset: Reset) -> tuple[int, ...]:
    if reset == "calendar_year":
        return (day.year,)
    return (day.year, day.month) if reset == "monthly" else ()


def unsupervised_days(
    working_days: Iterable[date],
    slips_by_day: Mapping[date, int],
    nil_slip_days: Iterable[date] = (),
    *,
    allow_nil_slip: bool = True,
) -> tuple[date, ...]:
    """The working days on which a supervisor left no slip.

    A “no violation found” slip counts when the rule key smile.allow_nil_slip says so.
    """
    nil = set(nil_slip_days) if allow_nil_slip else set()
    return tuple(day for day in sorted(working_days) if not slips_by_day.get(day) and day not in nil)


@dataclass(frozen=True)
class Star:
    """The vote of a month. Several names are a tie: the management decides, nothing is automatic."""

    names: tuple[str, ...]
    votes: int
    refused_voters: tuple[str, ...]

    @property
    def tie(self) -> bool:
        """Whether more than one person has the most votes."""
        return len(self.names) > 1


def star(ballots: Sequence[tuple[str, str]]) -> Star:
    """The star from (voter, candidate) ballots: one vote a voter, the first counts, none for oneself."""
    accepted: dict[str, str] = {}
    refused = []
    for voter, candidate in ballots:
        if voter == candidate or voter in accepted:
            refused.append(voter)
        else:
            accepted[voter] = candidate
    tally = Counter(accepted.values())
    most = max(tally.values(), default=0)
    return Star(tuple(sorted(n for n, votes in tally.items() if votes == most)), most, tuple(refused))
