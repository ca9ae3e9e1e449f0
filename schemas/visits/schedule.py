"""How planned visits stand: which window counts, and whether the visit was made in it (R29, J8).

A plan that is changed after its approval keeps both versions. A visit counts against the version that was valid
when its window ended: moving a visit whose window has ended, or cancelling it then, makes nothing in time that was
not; moving it while its window is open does.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from schemas.figures.visit_plan import PlanCount, PlannedVisit, PlanVersion, fulfilment
from schemas.records.visiting import PlanLine, ScheduledWindow, VisitPlan

State = Literal["planned", "soon", "due", "done_early", "done_on_time", "done_late", "missed", "cancelled"]

REMIND_AHEAD = 14


@dataclass(frozen=True)
class Span:
    """From when to when, both days included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Decided:
    """What was decided of a visit on the day ``since``: its window, None when it was cancelled."""

    since: date
    span: Span | None


def decided(line: PlanLine, approved: date) -> list[Decided]:
    """What was decided of a visit, in that order; what stood in the plan before, on the day it was approved."""
    return [
        Decided(max(approved, _day(one.since) or approved), _span(one.first, one.last))
        for one in line.schedule
    ]


def in_force(line: PlanLine, approved: date, on: date | None = None) -> Span | None:
    """The window as it was last decided, or as it was on a day; None when there is none."""
    spans = [one.span for one in decided(line, approved) if on is None or one.since <= on]
    return spans[-1] if spans else None


def counted(line: PlanLine, approved: date, on: date | None = None) -> Span | None:
    """The window that a visit is held against: the first that ended while it was valid, else the last."""
    valid: Span | None = None
    for one in decided(line, approved):
        if on is not None and one.since > on:
            break
        if valid is not None and valid.last < one.since:
            return valid
        valid = one.span
    return valid


def held_on(line: PlanLine, on: date | None = None) -> date | None:
    """The day of the first visit; None while there was none, up to a day."""
    days = sorted(day for text in line.visits.values() if (day := _day(str(text))) is not None)
    return days[0] if days and (on is None or days[0] <= on) else None


def planned_visit(line: PlanLine, approved: date, on: date | None = None) -> PlannedVisit | None:
    """A planned visit as R29 counts it; None when it does not count: cancelled in time, or not yet in the plan."""
    span = counted(line, approved, on)
    return None if span is None else PlannedVisit(span.first, span.last, held_on(line, on))


def fulfilled(
    plans: Iterable[VisitPlan],
    lines: Iterable[PlanLine],
    first: date,
    last: date,
    on: date | None = None,
) -> PlanCount:
    """R29 of the visits whose window ends from one day to another, both included, in approved plans.

    ``on``: as it stood on that day; None with all that is known.
    """
    approved = {plan.id: day for plan in plans if (day := approval_day(plan)) and (on is None or day <= on)}
    planned = {
        line.id: visit
        for line in lines
        if line.plan in approved and (visit := planned_visit(line, approved[line.plan], on)) is not None
    }
    inside = {id: visit for id, visit in planned.items() if first <= visit.last_day <= last}
    return PlanCount(fulfilment(inside.values()), tuple(sorted(inside)))


def approval_day(plan: VisitPlan) -> date | None:
    """The day from which a plan counts; None while it is a draft."""
    return _day(plan.approved_on) if plan.status == "approved" else None


def versions(plan: VisitPlan, lines: Sequence[PlanLine]) -> list[PlanVersion]:
    """Every version of an approved plan, the first as approved, each with the visits it planned."""
    approved = approval_day(plan)
    if approved is None:
        return []
    later = sorted({one.since for line in lines for one in line.schedule if one.since})
    days = [max(approved, day) for text in later if (day := _day(text)) is not None]
    first = [line.model_copy(update={"schedule": _as_approved(line)}) for line in lines]
    return [
        PlanVersion("1", approved, tuple(_planned_on(first, approved, approved))),
        *(
            PlanVersion(str(number), day, tuple(_planned_on(lines, approved, day)))
            for number, day in enumerate(days, 2)
        ),
    ]


def _as_approved(line: PlanLine) -> list[ScheduledWindow]:
    return [one for one in line.schedule if one.since is None]


def _planned_on(lines: Iterable[PlanLine], approved: date, day: date) -> Iterator[PlannedVisit]:
    for line in lines:
        if (span := in_force(line, approved, day)) is not None:
            yield PlannedVisit(span.first, span.last, held_on(line))


def state(line: PlanLine, approved: date | None, today: date, ahead: int = REMIND_AHEAD) -> State:
    """How a planned visit stands; in a draft (``approved`` None) it is planned, whatever the day."""
    span = in_force(line, approved or today)
    done = held_on(line)
    if done is not None:
        return _done(done, counted(line, approved or today))
    if span is None:
        return "cancelled"
    if approved is None or today < span.first - timedelta(days=ahead):
        return "planned"
    if today < span.first:
        return "soon"
    return "due" if today <= span.last else "missed"


def _done(day: date, window: Span | None) -> State:
    if window is not None and window.holds(day):
        return "done_on_time"
    return "done_early" if window is not None and day < window.first else "done_late"


def _span(first: str | None, last: str | None) -> Span | None:
    begin, end = _day(first), _day(last)
    return Span(begin, end) if begin is not None and end is not None else None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
