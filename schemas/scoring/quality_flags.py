"""R33: signs that an interview needs a second look (industry practice; see each function).

A flag never deletes or excludes anything: a supervisor decides, with a reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import combinations, groupby
from typing import Literal

from schemas.numbers import Number

EntryMode = Literal["self", "interview", "paper"]

SELF_SHARE_OF_MEDIAN = Fraction(1, 2)
INTERVIEW_SHARE_OF_MEDIAN = Fraction(1, 3)
READ_ALOUD_CHARS_PER_SECOND = 8
BATTERY_ITEMS = 5
LONGSTRING_SHARE = Fraction(8, 10)
NEAR_IDENTICAL_SHARE = Fraction(95, 100)
NEAR_IDENTICAL_ITEMS = 20


def too_fast(
    seconds: Number,
    mode: EntryMode,
    *,
    median_seconds: Number | None = None,
    read_aloud_chars: int = 0,
    chars_per_second: Number = READ_ALOUD_CHARS_PER_SECOND,
) -> bool:
    """Speeding: under half the median (self), under a third of it or of the reading time (interview).

    Keying paper is not interviewing and is never too fast.
    """
    if mode == "paper":
        return False
    if mode == "self":
        return median_seconds is not None and seconds < SELF_SHARE_OF_MEDIAN * Fraction(median_seconds)
    if seconds < Fraction(read_aloud_chars) / Fraction(chars_per_second):
        return True
    return median_seconds is not None and seconds < INTERVIEW_SHARE_OF_MEDIAN * Fraction(median_seconds)


def straight_lined(answers: Sequence[Hashable]) -> bool:
    """All items of a battery of at least five answered alike. Alone it is no sign: see `suspicious`."""
    return len(answers) >= BATTERY_ITEMS and len(set(answers)) == 1


def longest_run(answers: Sequence[Hashable]) -> int:
    """The longest run of equal answers (longstring)."""
    return max((len(list(run)) for _answer, run in groupby(answers)), default=0)


def long_string(answers: Sequence[Hashable]) -> bool:
    """Whether one run of equal answers covers more than four fifths of a battery."""
    return len(answers) >= BATTERY_ITEMS and longest_run(answers) > LONGSTRING_SHARE * len(answers)


def suspicious(flags: Iterable[str]) -> bool:
    """Whether flags call for a supervisor: straight lines count only beside another sign."""
    alone_harmless = {"straight_lined", "long_string"}
    return bool(set(flags) - alone_harmless)


def near_identical(one: Mapping[str, Hashable], other: Mapping[str, Hashable]) -> bool:
    """Whether two forms of one interviewer agree in ≥ 95 % of at least 20 items both answered."""
    shared = one.keys() & other.keys()
    equal = sum(1 for code in shared if one[code] == other[code])
    return len(shared) >= NEAR_IDENTICAL_ITEMS and equal >= NEAR_IDENTICAL_SHARE * len(shared)


@dataclass(frozen=True)
class Interview:
    """What the duplicate and clock checks need of one interview."""

    id: str
    interviewer: str
    customer: str
    event: str
    wave: str
    name: str
    phone: str
    started_at: datetime
    ended_at: datetime


def duplicate_pairs(interviews: Iterable[Interview]) -> tuple[tuple[str, str], ...]:
    """Pairs of one customer, event and wave, or of one phone under different names."""
    by_case: dict[tuple[str, ...], list[Interview]] = defaultdict(list)
    by_phone: dict[str, list[Interview]] = defaultdict(list)
    for entry in sorted(interviews, key=lambda entry: entry.id):
        by_case[entry.customer, entry.event, entry.wave].append(entry)
        by_phone[entry.phone].append(entry)
    by_phone.pop("", None)
    same_case = [pair for group in by_case.values() for pair in combinations(group, 2)]
    same_phone = [pair for group in by_phone.values() for pair in combinations(group, 2)]
    pairs = {(one.id, other.id) for one, other in same_case}
    pairs |= {(one.id, other.id) for one, other in same_phone if one.name != other.name}
    return tuple(sorted(pairs))


def clock_flags(interview: Interview, now: datetime) -> tuple[str, ...]:
    """Impossible times of one interview: ended before it started, or lies in the future."""
    flags = (
        ("ended_before_start", interview.ended_at < interview.started_at),
        ("in_the_future", max(interview.started_at, interview.ended_at) > now),
    )
    return tuple(name for name, raised in flags if raised)


def overlapping_pairs(interviews: Iterable[Interview]) -> tuple[tuple[str, str], ...]:
    """Interviews of one interviewer that run at the same time."""
    running: dict[str, list[Interview]] = defaultdict(list)
    pairs = []
    for entry in sorted(interviews, key=lambda entry: (entry.started_at, entry.id)):
        still = [other for other in running[entry.interviewer] if entry.started_at < other.ended_at]
        pairs += [(other.id, entry.id) for other in still]
        running[entry.interviewer] = [*still, entry]
    return tuple(pairs)
