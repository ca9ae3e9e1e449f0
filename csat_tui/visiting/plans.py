"""The visit plan of a year on this laptop: made, confirmed, approved, changed with a reason (J8, S1-235)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import select

from csat_tui.laptop.ids import new_id
from csat_tui.laptop.opening import Laptop, now
from csat_tui.laptop.people import may_approve
from csat_tui.paper.mailings import pack_of
from csat_tui.store import customers, operations
from csat_tui.store.tables import CustomerRow
from csat_tui.visiting import plan_trouble, shelf
from csat_tui.visiting.tasks import planned_task, task_of
from schemas.days_off import CHINA
from schemas.language import texts
from schemas.packs.model import Pack
from schemas.records.identity import line_id, plan_id
from schemas.records.operations import Operation, PlanLineOp, PlanOp, TaskOp
from schemas.records.visiting import PlanLine, ScheduledWindow, VisitPlan
from schemas.visits import planning
from schemas.visits.schedule import REMIND_AHEAD, Span, approval_day, held_on, in_force

_ = texts("csat_tui")

PACK = "csm-plan"
"""The pack of a plan, where nobody names another."""

DONE_WITH = frozenset({"merged", "closed", "lost"})
"""States of customers who are not planned for."""


@dataclass(frozen=True)
class Wish:
    """What is planned for every customer chosen. ``tiers``: tier -> visits a year; ``form``: the questionnaire that
    goes with a visit; ``confirmed_by``: the sides that agreed already."""

    tiers: Mapping[str, int] = field(default_factory=lambda: planning.TIERS)
    way: str = "visit"
    purpose: str | None = None
    assignee: str | None = None
    form: str | None = None
    confirmed_by: Sequence[str] = ()


@dataclass(frozen=True)
class Planned:
    """What a making amounts to: the plan, its new lines, and how many were there already."""

    plan: VisitPlan
    new: Sequence[PlanLine]
    known: int


def make(laptop: Laptop, year: int, wish: Wish, *, pack: str = PACK, unit: str | None = None) -> Planned:
    """Plan visits to the key customers by their tier, one in each stage of the year. Made again, it adds what is
    missing. Raises Trouble ``unknown_pack``, ``no_customers``, ``bad_stages``."""
    if not set(wish.tiers.values()) <= set(planning.STAGES):
        raise plan_trouble.bad_stages()
    bodies = sorted(_of_tiers(laptop, wish.tiers), key=lambda body: (body["tier"], body["name"], body["id"]))
    if not bodies:
        raise plan_trouble.no_customers()
    wanted = [
        {**_customer_fields(body), "stage": stage.name, **_wished(wish), "window": stage.span}
        for body in bodies
        for stage in planning.stages(year, wish.tiers[body["tier"]])
    ]
    return add(laptop, year, wanted, pack=pack, unit=unit)


def add(
    laptop: Laptop,
    year: int,
    wanted: Iterable[Mapping[str, Any]],
    *,
    pack: str = PACK,
    unit: str | None = None,
) -> Planned:
    """Add planned visits to the plan of a year, which begins with them: fields of PlanLine, and ``window``.

    A visit of the same customer whose window began on the same day is planned already. Raises Trouble
    ``unknown_pack``.
    """
    found = pack_of(laptop, pack)
    plan = shelf.plan(laptop.store, plan_id(found.pack, year, unit or ""))
    opening: list[Operation] = []
    if plan is None:
        plan = _new_plan(found, year, unit)
        opening.append(_plan_op(laptop, plan.id, _fields(plan), {}))
    held = shelf.lines_of(laptop.store, plan.id)
    lines = list(_numbered(plan, wanted, held, laptop.user))
    making = [_line_op(laptop, line.id, _fields(line), {}) for line in lines]
    tasks = _tasks(laptop, found, plan, lines) if plan.status == "approved" else []
    operations.record(laptop.store, [*(opening if lines else ()), *making, *tasks])
    return Planned(plan, lines, len(held))


def confirm(laptop: Laptop, plan: VisitPlan, side: str, lines: Sequence[PlanLine]) -> int:
    """Note that one side agrees that these are key customers (S1-236); of how many it was not known."""
    new = [line for line in lines if side not in line.confirmed_by]
    done = [
        _line_op(
            laptop,
            line.id,
            {"confirmed_by": sorted({*line.confirmed_by, side})},
            {"confirmed_by": line.confirmed_by},
        )
        for line in new
    ]
    operations.record(laptop.store, done)
    return len(new)


def faults_of(laptop: Laptop, plan: VisitPlan) -> list[planning.Fault]:
    """What speaks against a plan as it stands."""
    lines = shelf.lines_of(laptop.store, plan.id)
    known = _standing(laptop, {line.customer for line in lines})
    return list(planning.faults(plan.year, lines, known, CHINA))


def approve(laptop: Laptop, plan: VisitPlan) -> int:
    """The plan counts from today on, and its visits come on the list of who makes them; how many.

    Raises Trouble ``approved_before``, ``role_needed``, ``plan_gaps``, ``unknown_pack``.
    """
    if plan.status == "approved":
        raise plan_trouble.approved_before(plan)
    if not may_approve(laptop):
        raise plan_trouble.role_needed(laptop.called)
    hard = [fault for fault in faults_of(laptop, plan) if fault.code in planning.HARD]
    if hard:
        raise plan_trouble.gaps(hard)
    today = now().date().isoformat()
    fields = {"status": "approved", "approved_by": laptop.user, "approved_on": today}
    approved = plan.model_copy(update=fields)
    tasks = _tasks(laptop, pack_of(laptop, plan.pack), approved, shelf.lines_of(laptop.store, plan.id))
    operations.record(laptop.store, [_plan_op(laptop, plan.id, fields, {"status": plan.status}), *tasks])
    return len(tasks)


def reschedule(laptop: Laptop, plan: VisitPlan, line: PlanLine, span: Span, reason: str) -> PlanLine:
    """Move a planned visit; in an approved plan a further version, and the window before it stays on record.

    Raises Trouble ``reason_needed``, ``bad_window``, ``same_window``, ``visited``.
    """
    if span.last < span.first or {span.first.year, span.last.year} != {plan.year}:
        raise plan_trouble.bad_window(plan)
    if held_on(line) is None and span == in_force(line, approval_day(plan) or now().date()):
        raise plan_trouble.same_window()
    window = ScheduledWindow(first=span.first.isoformat(), last=span.last.isoformat())
    return _decide(laptop, plan, line, window, reason)


def cancel(laptop: Laptop, plan: VisitPlan, line: PlanLine, reason: str) -> PlanLine:
    """Take a visit out of the plan; one whose window has ended stays missed. Raises Trouble as ``reschedule``."""
    return _decide(laptop, plan, line, ScheduledWindow(), reason)


def demand_plan(laptop: Laptop, year: int, pack: str = PACK, unit: str | None = None) -> VisitPlan:
    """The plan of a year. Raises Trouble ``no_plan``."""
    found = shelf.plan(laptop.store, plan_id(pack, year, unit or ""))
    if found is None:
        raise plan_trouble.no_plan(year)
    return found


def demand_line(laptop: Laptop, plan: VisitPlan, number: int) -> PlanLine:
    """The planned visit of this number. Raises Trouble ``no_line``."""
    found = next((line for line in shelf.lines_of(laptop.store, plan.id) if line.no == number), None)
    if found is None:
        raise plan_trouble.no_line(number)
    return found


def ahead_of(pack: Pack) -> int:
    """How many days before its window a visit is on the list of the day."""
    reminders = pack.visit_plan.reminders_days if pack.visit_plan else ()
    return max(reminders, default=REMIND_AHEAD)


def _decide(
    laptop: Laptop, plan: VisitPlan, line: PlanLine, window: ScheduledWindow, reason: str
) -> PlanLine:
    if not reason.strip():
        raise plan_trouble.reason_needed()
    if held_on(line) is not None:
        raise plan_trouble.visited(line)
    window = window.model_copy(update={"reason": reason.strip(), "by": laptop.user})
    kept = line.schedule if plan.status == "approved" else []
    if kept:
        window = window.model_copy(update={"since": now().date().isoformat()})
    moved = line.model_copy(update={"schedule": [*kept, window]})
    fields, before = _fields(moved), _fields(line)
    done: list[Operation] = [
        _line_op(laptop, line.id, {"schedule": fields["schedule"]}, {"schedule": before["schedule"]})
    ]
    if plan.status == "approved":
        done += _moved_task(laptop, pack_of(laptop, plan.pack), plan, moved)
    operations.record(laptop.store, done)
    return moved


def _moved_task(laptop: Laptop, pack: Pack, plan: VisitPlan, line: PlanLine) -> list[Operation]:
    """The task of a planned visit follows it."""
    id, approved = planned_task(line.id), approval_day(plan)
    held = operations.here(laptop.store, "task", [id]).get(id)
    span = in_force(line, approved) if approved else None
    if held is None:
        return _tasks(laptop, pack, plan, [line])
    wanted: dict[str, Any] = {"status": "cancelled", "cancelled_reason": "plan_changed"}
    if span is not None:
        task = task_of(line, span.first, span.last, ahead_of(pack), _offset())
        wanted = {"due_from": task["due_from"], "due_at": task["due_at"]}
        if held.get("cancelled_reason") == "plan_changed":
            wanted |= {"status": "pending", "cancelled_reason": None}
    news = {name: value for name, value in wanted.items() if held.get(name) != value}
    before = {name: held[name] for name in news if held.get(name) is not None}
    return [_task_op(laptop, id, news, before)] if news else []


def _tasks(laptop: Laptop, pack: Pack, plan: VisitPlan, lines: Iterable[PlanLine]) -> list[Operation]:
    """The tasks of visits that are not made yet."""
    approved = approval_day(plan)
    made: list[Operation] = []
    for line in lines:
        span = in_force(line, approved) if approved else None
        if span is not None and held_on(line) is None:
            task = task_of(line, span.first, span.last, ahead_of(pack), _offset())
            made.append(_task_op(laptop, planned_task(line.id), task, {}))
    return made


def _numbered(
    plan: VisitPlan, wanted: Iterable[Mapping[str, Any]], held: Sequence[PlanLine], user: str | None
) -> Iterator[PlanLine]:
    known, number = {line.id for line in held}, max((line.no for line in held), default=0)
    for one in wanted:
        fields, span = {name: value for name, value in one.items() if name != "window"}, one["window"]
        id = line_id(plan.id, fields["customer"], span.first.isoformat())
        if id in known:
            continue
        known.add(id)
        number += 1
        since = {"since": now().date().isoformat(), "by": user} if plan.status == "approved" else {}
        window = {"first": span.first.isoformat(), "last": span.last.isoformat(), **since}
        yield PlanLine.model_validate(
            {**fields, "id": id, "plan": plan.id, "no": number, "schedule": [window]}
        )


def _new_plan(pack: Pack, year: int, unit: str | None) -> VisitPlan:
    return VisitPlan(
        id=plan_id(pack.pack, year, unit or ""),
        year=year,
        pack=pack.pack,
        unit=unit,
        filled_on=now().date().isoformat(),
    )


def _of_tiers(laptop: Laptop, tiers: Mapping[str, int]) -> Iterator[Mapping[str, Any]]:
    with laptop.store.read() as session:
        for id, body in session.exec(select(CustomerRow.id, CustomerRow.body)):
            planned = body.get("tier") in tiers and body.get("status") not in DONE_WITH
            if planned and not body.get("do_not_contact") and not body.get("merged_into"):
                yield {**body, "id": id}


def _customer_fields(body: Mapping[str, Any]) -> dict[str, Any]:
    """Whom to visit and where, as the file says now."""
    contact = next((one for one in body.get("contacts") or () if one.get("name")), None)
    known = {"customer": body["id"], "address": body.get("address"), "contact": contact}
    return {name: value for name, value in known.items() if value}


def _wished(wish: Wish) -> dict[str, Any]:
    told = {"way": wish.way, "purpose": wish.purpose, "assignee": wish.assignee, "pack": wish.form}
    return {name: value for name, value in told.items() if value} | {
        "confirmed_by": sorted(wish.confirmed_by)
    }


def _standing(laptop: Laptop, ids: set[str]) -> dict[str, Mapping[str, Any]]:
    """Customer -> body of whom they stand for now."""
    found = {id: customers.standing_for(laptop.store, id) for id in ids}
    return {id: one.model_dump(mode="json") for id, one in found.items() if one is not None}


def _fields(record: VisitPlan | PlanLine) -> dict[str, Any]:
    held = record.model_dump(mode="json", exclude_none=True, exclude={"id", "visits"})
    return {name: value for name, value in held.items() if value not in ([], {})}


def _plan_op(laptop: Laptop, id: str, fields: Mapping[str, Any], before: Mapping[str, Any]) -> PlanOp:
    return PlanOp(
        id=new_id(), at=_at(), user=laptop.user, record=id, fields=dict(fields), before=dict(before)
    )


def _line_op(laptop: Laptop, id: str, fields: Mapping[str, Any], before: Mapping[str, Any]) -> PlanLineOp:
    return PlanLineOp(
        id=new_id(), at=_at(), user=laptop.user, record=id, fields=dict(fields), before=dict(before)
    )


def _task_op(laptop: Laptop, id: str, fields: Mapping[str, Any], before: Mapping[str, Any]) -> TaskOp:
    return TaskOp(
        id=new_id(), at=_at(), user=laptop.user, record=id, fields=dict(fields), before=dict(before)
    )


def _at() -> str:
    return now().isoformat(timespec="milliseconds")


def _offset() -> str:
    return now().isoformat()[-6:]


def today() -> date:
    """The day of this laptop's clock."""
    return now().date()
