"""A visit plan to be looked at: every planned visit with whom it is for and how it stands."""

from dataclasses import dataclass
from datetime import date

from csat_tui.laptop.opening import Laptop, now
from csat_tui.store import customers, packs
from csat_tui.visiting import plans, shelf
from schemas.masking import masked_phone
from schemas.records.visiting import PlanLine, ScheduledWindow, VisitPlan
from schemas.visits.schedule import REMIND_AHEAD, Span, State, approval_day, held_on, in_force, state


@dataclass(frozen=True)
class PlanRow:
    """One planned visit. ``moves``: what was decided after the approval, the last one last; ``phone`` masked."""

    id: str
    no: int
    customer_id: str
    customer: str
    number: str
    contact: str
    phone: str
    full_phone: str
    address: str
    span: Span | None
    way: str
    purpose: str
    assignee: str
    visitors: str
    state: State
    held_on: date | None
    confirmed_by: tuple[str, ...]
    moves: tuple[ScheduledWindow, ...]


@dataclass(frozen=True)
class PlanPage:
    """A plan with its visits in the order of their numbers."""

    plan: VisitPlan
    rows: tuple[PlanRow, ...]
    versions: int
    today: date


def page(laptop: Laptop, plan: VisitPlan) -> PlanPage:
    """The plan as it stands today."""
    today, lines = now().date(), shelf.lines_of(laptop.store, plan.id)
    found = packs.find(laptop.store, plan.pack)
    ahead = plans.ahead_of(found[0]) if found else REMIND_AHEAD
    days = {one.since for line in lines for one in line.schedule if one.since}
    count = len(days) + 1 if plan.status == "approved" else 0
    return PlanPage(plan, tuple(_row(laptop, plan, line, today, ahead) for line in lines), count, today)


def _row(laptop: Laptop, plan: VisitPlan, line: PlanLine, today: date, ahead: int) -> PlanRow:
    customer = customers.standing_for(laptop.store, line.customer)
    approved, contact = approval_day(plan), line.contact
    phone = (contact.phone if contact else None) or (customer.phone if customer else None) or ""
    return PlanRow(
        id=line.id,
        no=line.no,
        customer_id=customer.id if customer else line.customer,
        customer=customer.name if customer else line.customer,
        number=customer.number if customer else "",
        contact=" ".join(filter(None, (contact.name, contact.role))) if contact else "",
        phone=masked_phone(phone),
        full_phone=phone,
        address=line.address or "",
        span=in_force(line, approved or today),
        way=line.way,
        purpose=line.purpose or "",
        assignee=line.assignee or "",
        visitors="、".join(one.name for one in line.visitors),
        state=state(line, approved, today, ahead),
        held_on=held_on(line),
        confirmed_by=tuple(line.confirmed_by),
        moves=tuple(one for one in line.schedule[1:] if plan.status == "approved"),
    )
