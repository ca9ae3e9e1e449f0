"""What the screens of visits and plans need of the laptop, called in worker threads only, as plain data.

A failure that a person can act on is raised as ``Trouble``. Heavy parts are imported when they are first asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date

FORM_LINES = (
    "held_at",
    "form",
    "place",
    "purpose",
    "own",
    "theirs",
    "said",
    "promises",
    "next_contact",
    "line",
)
"""The lines of the visit form, in their order."""


@dataclass(frozen=True)
class OpenLine:
    """A planned visit that this one may be. ``first``, ``last``: its window."""

    id: str
    no: int
    first: date
    last: date


@dataclass(frozen=True)
class VisitForm:
    """A visit to be recorded. ``typed``: what its lines hold at first; ``taken_up``: they were typed before and put
    away; ``lines``: planned visits to this customer that are open; ``pack``: the questionnaire that goes with it."""

    customer: str
    name: str
    typed: Mapping[str, str]
    task: str | None = None
    pack: str | None = None
    lines: Sequence[OpenLine] = ()
    taken_up: bool = False


@dataclass(frozen=True)
class VisitKept:
    """What became of a form: ``visit`` when it was recorded, else (line, what is wrong) in ``faults``."""

    visit: str | None
    faults: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class PlanLineShown:
    """A planned visit as the plan screen lists it. ``month``: in which its window ends, 0 when it was cancelled;
    ``reason``: why it was moved or cancelled last."""

    id: str
    no: int
    customer_id: str
    customer: str
    first: date | None
    last: date | None
    month: int
    way: str
    state: str
    assignee: str
    contact: str = ""
    purpose: str = ""
    reason: str = ""
    moves: int = 0
    held_on: date | None = None
    confirmed: bool = True


@dataclass(frozen=True)
class PlanShown:
    """The plan of a year. ``id`` None: there is none yet; ``done``, ``on_time`` of ``planned`` (R29); ``gaps``: what
    speaks against approving it, in words; ``approver``: whether whoever works now may approve."""

    year: int
    id: str | None = None
    unit: str = ""
    approved_on: str | None = None
    approved_by: str = ""
    versions: int = 0
    planned: int = 0
    done: int = 0
    on_time: int = 0
    lines: Sequence[PlanLineShown] = ()
    gaps: Sequence[str] = ()
    approver: bool = True
    years: Sequence[int] = field(default_factory=tuple)


class Visits(Protocol):
    """Visits and plans as the screens see them."""

    def form(self, customer: str | None, task: str | None = None, line: str | None = None) -> VisitForm:
        """The form of a visit: to a customer, or to the one of a task or planned visit."""

    def put_away(self, form: VisitForm, typed: Mapping[str, str]) -> None:
        """Keep what is typed so far; the form of this customer opens with it again."""

    def record(self, form: VisitForm, typed: Mapping[str, str], *, asks: bool = False) -> VisitKept:
        """Record the visit; ``asks``: the questionnaire of its task follows."""

    def plan(self, year: int) -> PlanShown: ...
    def approve(self, plan: str) -> int: ...
    def move(self, plan: str, line: str, first: str, last: str, reason: str) -> None: ...
    def cancel(self, plan: str, line: str, reason: str) -> None: ...
    def write(self, plan: str, kind: str) -> str:
        """Write the plan to print; the path of the file."""
