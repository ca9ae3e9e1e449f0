"""What the screens about finished questionnaires ask of the laptop, and what they get.

As in ``csat_tui.services``: called in worker threads, texts as stored, failures as ``Trouble``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen


@dataclass(frozen=True)
class Behind:
    """Which questionnaires a number is made of: those of a month and pack that are counted there.

    ``part``: all of them, the scored ones, the unrated ones (``code``: the reason), those of a case class
    (``code``), or those in which an item has points (``code``: the question)."""

    period: str
    pack: str
    part: Literal["all", "scored", "unrated", "class", "item"] = "all"
    code: str = ""
    name: str = ""
    """How the number is called, for the head of the list."""


@dataclass(frozen=True)
class Wanted:
    """Which questionnaires to list: those behind a number (None: all), narrowed by what somebody typed."""

    behind: Behind | None = None
    line: str = ""


@dataclass(frozen=True)
class Listing:
    """How a list begins. ``count``: how many rows it has, None where there are more than these; ``understood``: what
    was typed, each word with what it was taken for (``period``, ``pack``, ``class``, ``state``, ``text``)."""

    rows: Sequence[RecordRow]
    count: int | None = None
    understood: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class RecordRow:
    """One finished questionnaire in a list. ``origin`` says where the score comes from (R01, R02); ``amended``: this is
    a correction of an earlier one."""

    id: str
    occurred_at: datetime
    customer: str
    title: str
    score: str | None
    origin: str
    case_class: str
    sent: bool = False
    proven: bool = False
    amended: bool = False
    set_aside: bool = False
    void: str | None = None


@dataclass(frozen=True)
class GivenAnswer:
    """A question as it was asked and the answer in words, with the remark noted at it."""

    question: str
    answer: str
    remark: str | None = None


@dataclass(frozen=True)
class Reason:
    """One step of why the score and class are what they are, and the rule it follows (``R04``)."""

    text: str
    source: str


@dataclass(frozen=True)
class Difference:
    """What a correction changed: a question (or what else), and what stood and stands there, in words."""

    what: str
    old: str
    new: str


Standing = Literal["counts", "replaced", "overruled", "void"]


@dataclass(frozen=True)
class Correction:
    """One amendment, with what it changed. ``standing``: in force, replaced by a later one, ``overruled``: the server
    counts another one in its place, or ``void``: the questionnaire counts in no figure."""

    id: str
    at: datetime
    by: str
    reason: str
    differences: Sequence[Difference]
    standing: Standing = "counts"


@dataclass(frozen=True)
class Noted:
    """Something taken down beside the answers: ``what`` it is and what was ``said``, both in words."""

    what: str
    said: str


@dataclass(frozen=True)
class RecordPage:
    """One finished questionnaire, whole. Times are local; a time that is None has not come yet. ``corrections``:
    oldest first, whichever version this is; ``newer``: the version that counts in the place of this one."""

    row: RecordRow
    channel: str
    pack: str
    interviewer: str
    answers: Sequence[GivenAnswer]
    reasons: Sequence[Reason]
    recorded_at: datetime
    remark: str | None = None
    sent_at: datetime | None = None
    proven_at: datetime | None = None
    quarantine: str | None = None
    """Why the server has set it aside, in words; None when it has not."""
    corrections: Sequence[Correction] = ()
    newer: str | None = None
    notes: Sequence[Noted] = ()


class RecordServices(Protocol):
    """The finished questionnaires of the laptop as the screens see them."""

    def record_list(self, wanted: Wanted, limit: int) -> Listing:
        """The first finished questionnaires, newest first."""

    def records(self, wanted: Wanted, offset: int, limit: int, count: int) -> Sequence[RecordRow]:
        """The same list, of so many, from this row on."""

    def record_count(self, wanted: Wanted) -> int:
        """How many there are."""

    def records_after(self, wanted: Wanted, day: date) -> int:
        """How many of them are of later days than this one."""

    def record(self, id: str) -> RecordPage: ...
    def amend(self, id: str) -> Callable[[], Screen[Any]]:
        """Load what the correction of a finished questionnaire needs; the result, called on the screen's thread,
        builds it."""
