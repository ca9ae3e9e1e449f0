"""Tasks of a pack for a period: the frame, the draw where there is one, and a task for each unit taken."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from schemas.calendar import Calendar
from schemas.canonical import digest
from schemas.figures.periods import Period
from schemas.packs.model import Pack
from schemas.records.identity import draw_id, task_id
from schemas.tasks.drawing import Drawn, drawn, frame_digest, is_census
from schemas.tasks.kinds import FRAMES
from schemas.tasks.rotation import optional_now
from schemas.tasks.sources import Known, frame_of
from schemas.tasks.standing import RESERVE
from schemas.tasks.units import Unit
from schemas.tasks.windows import end_of, start_of, window

TICKET, PLAIN = 0, 9
"""Priorities: P1 to P4 lie between."""

LONGEST_WINDOW = 45
"""Days between closing and the end of the window that are looked back; a long holiday included."""

MAIL = ("mail", "fax", "email", "web")


@dataclass(frozen=True)
class Made:
    """What a making amounts to. ``tasks``: the bodies of those that are new; ``known``: how many were there
    already; ``draw``: its record, None for a census or when there was nothing to draw."""

    pack: str
    period: str
    frame: int
    tasks: tuple[Mapping[str, Any], ...] = ()
    known: int = 0
    draw: Mapping[str, Any] | None = None
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def due(self) -> int:
        """New tasks that are due, the reserve not counted."""
        return sum(1 for task in self.tasks if task.get("status") != RESERVE)


@dataclass(frozen=True)
class Held:
    """The tasks of the frame that there are: their ids, those still in reserve apart."""

    due: frozenset[str] = frozenset()
    reserve: frozenset[str] = frozenset()


Look = Callable[[Iterable[str]], Held]


def make(
    pack: Pack,
    period: Period,
    known: Known,
    look: Look,
    calendar: Calendar,
    *,
    today: date,
    offset: str,
    seed: str | None = None,
    size: int | None = None,
) -> Made:
    """The tasks of a pack for a period that are not there yet: of a census those whose window ends in it, of a
    draw those of the cases closed in it.

    ``look``: which of some tasks there are already; ``offset``: of this place's clock (``+08:00``);
    ``seed``: of the draw, else made from pack, period and frame, so that two laptops with the same import draw
    the same. Raises InputError as ``drawing.drawn`` does.
    """
    found = frame_of(pack, _closing_days(pack, period, size), known)
    units = candidates(pack, found.units)
    planned = {id: _planned(unit, pack, period, calendar, today) for id, unit in units.items()}
    if is_census(pack) and size is None:
        units = {id: unit for id, unit in units.items() if _falls_in(planned[id], pack, period)}
    held = look(units)
    if is_census(pack) and size is None:
        there = held.due | held.reserve
        tasks = [_task(id, planned[id], pack, offset) for id in units if id not in there]
        known_already = len(units) - len(tasks)
        return Made(pack.pack, period.name, len(units), tuple(tasks), known_already, None, found.left_out)
    seed = seed or digest(f"{pack.pack}:{period.name}:{frame_digest(units)}".encode())[:16]
    result = drawn(pack, units, held.due, held.reserve, seed, size)
    draw = _draw(pack, period, result)
    tasks = [
        _task(id, planned[id], pack, offset) | {"draw": draw["id"], "stratum": code} | reserve
        for code, stratum in result.strata.items()
        for ids, reserve in ((stratum.chosen, {}), (stratum.reserve, {"status": RESERVE}))
        for id in ids
    ]
    already = len((held.due | held.reserve) & units.keys())
    left_out = {**found.left_out, **result.left_out}
    kept = draw if tasks else None
    return Made(pack.pack, period.name, len(units), tuple(tasks), already, kept, left_out)


def _closing_days(pack: Pack, period: Period, size: int | None) -> Period:
    """The days on which what is due in a period was closed: for a census those before it as well, because a
    month's last orders are due in the next; for a draw the period itself, of whose cases it is a share."""
    if not _by_window(pack) or size is not None:
        return period
    return replace(period, first=period.first - timedelta(days=LONGEST_WINDOW))


def _by_window(pack: Pack) -> bool:
    """Whether a task is due some days after something was closed."""
    return pack.frame is not None and pack.frame.source in FRAMES and is_census(pack) and pack.lost is None


def _falls_in(unit: Unit, pack: Pack, period: Period) -> bool:
    return not _by_window(pack) or period.first <= (unit.due or unit.day) <= period.last


def candidates(pack: Pack, units: Sequence[Unit]) -> dict[str, Unit]:
    """Task id -> unit, in the order of the frame; units of one customer and day are one where the pack says
    one contact per customer (R23 example 7)."""
    kind = task_type(pack)
    if pack.frame is None or pack.frame.one_per != "customer":
        return {task_id(pack.pack, kind, *unit.key): unit for unit in units}
    ordered = sorted(units, key=lambda unit: (unit.day, unit.customer, unit.key))
    return {
        task_id(pack.pack, kind, customer, day.isoformat()): _together(same)
        for (day, customer), same in groupby(ordered, key=lambda unit: (unit.day, unit.customer))
    }


def _together(units: Iterable[Unit]) -> Unit:
    first, *others = units
    events = (*first.events, *(event for unit in others for event in unit.events))
    purposes = [unit.purpose for unit in (first, *others) if unit.purpose]
    return replace(first, events=events, purpose="; ".join(purposes) or None)


def task_type(pack: Pack) -> str:
    """What kind of task a pack makes (model, task types)."""
    if pack.lost is not None:
        return "lost_callback"
    if pack.reminder is not None:
        return "reminder"
    main = pack.modes.main if pack.modes else "phone"
    return "csat_callback" if main == "phone" else "mail_out" if main in MAIL else "visit"


def _planned(unit: Unit, pack: Pack, period: Period, calendar: Calendar, today: date) -> Unit:
    """The unit with the day it is due by; a drawn case without a window has until the end of its period."""
    if unit.due is not None or pack.frame is None:
        return unit
    if pack.frame.due_window_days is None and not is_census(pack):
        return replace(unit, due=max(period.last, unit.day), day=max(unit.day, min(today, period.last)))
    span = window(pack.frame, unit.day, calendar)
    return replace(unit, due=span.last, day=span.first)


def _task(id: str, unit: Unit, pack: Pack, offset: str) -> dict[str, Any]:
    first, last = unit.day, unit.due or unit.day
    rule = pack.attempts
    body = {
        "id": id,
        "type": task_type(pack),
        "customer": unit.customer,
        "pack": pack.pack,
        "assignee": unit.assignee,
        "channel": pack.modes.main if pack.modes else "phone",
        "purpose": unit.purpose,
        "due_from": start_of(min(first, last), offset),
        "due_at": end_of(last, offset),
        "all_day": True,
        "event": unit.events[0] if unit.events else None,
        "events": list(unit.events[1:]) or None,
        "project": unit.project,
        "severity": unit.severity,
        "priority": _priority(unit.severity),
        "max_attempts": rule.max if rule else None,
        "min_days": rule.min_days if rule else None,
        "optional": _optional(pack, unit),
    }
    return {name: value for name, value in body.items() if value is not None}


def _priority(severity: str | None) -> int:
    return int(severity[1]) if severity in ("P1", "P2", "P3", "P4") else PLAIN


def _optional(pack: Pack, unit: Unit) -> list[str] | None:
    asked = optional_now(pack, unit.visits, max(unit.visits)) if unit.visits else None
    return None if asked is None else list(asked)


def _draw(pack: Pack, period: Period, result: Drawn) -> dict[str, Any]:
    """The record of a draw: all it takes to do it again."""
    return {
        "id": draw_id(pack.pack, period.name, result.frame, result.seed),
        "pack": pack.pack,
        "period": period.name,
        "rule": result.rule,
        "frame_size": result.size,
        "frame_digest": result.frame,
        "seed": result.seed,
        "n": len(result.chosen),
        "strata": {
            code: {"cases": one.cases, "required": one.required, "before": one.before}
            for code, one in result.strata.items()
        },
        "chosen": {code: list(one.chosen) for code, one in result.strata.items()},
        "reserve": {code: list(one.reserve) for code, one in result.strata.items()},
    }
