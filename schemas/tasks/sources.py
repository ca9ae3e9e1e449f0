"""The frame of a pack: events, customers, projects or the company's own as units; who is left out, and why."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from schemas.calendar import DAY
from schemas.figures.coverage import ACTIVE_DAYS
from schemas.figures.periods import Period
from schemas.packs.conditions import fits
from schemas.packs.model import Pack
from schemas.records.inside import DISPLAY_CAR, EMPLOYEE, INSIDE
from schemas.records.merging import survivor
from schemas.scoring.callback_lists import LastVisit, lost_day, lost_list, reminder_day
from schemas.tasks.kinds import FRAMES, event_kind
from schemas.tasks.units import Frame, Unit

Body = Mapping[str, Any]

CUSTOMERS = frozenset(
    {"customers", "key_customers", "target_customers", "users", "units", "retailers", "consignors"}
    | {"agents_and_end_customers", "patients", "class_guests", "couriers"}
)
"""Sources that are lists of customers: whoever the organisation asks stands among them."""
OWN: Mapping[str, str] = {"staff": EMPLOYEE, "display_cars": DISPLAY_CAR}
"""Sources that are lists of the company's own -> the type of their records."""
SOURCES = CUSTOMERS | FRAMES.keys() | OWN.keys() | {"projects", "due_days"}
"""Every list that csat can make."""
DUE_DAYS: Mapping[str, str] = {
    "insurance": "insurance_end",
    "maintenance": "next_maintenance",
    "inspection": "inspection_end",
}
"""Kind of reminder -> field of a vehicle that says when it falls due."""


@dataclass(frozen=True)
class Known:
    """What is on file. ``customers``: id -> body, merged ones too; ``events``: those whose day may matter;
    ``visits``: customer -> days on which he came; ``contacted``: customer -> day of the last contact;
    ``projects``; ``chosen``: whom a person picked for a pack whose frame is a list (``draw: list``)."""

    customers: Mapping[str, Body] = field(default_factory=dict)
    events: Sequence[Body] = ()
    visits: Mapping[str, Sequence[date]] = field(default_factory=dict)
    contacted: Mapping[str, date] = field(default_factory=dict)
    projects: Sequence[Body] = ()
    chosen: Collection[str] | None = None


def supported(pack: Pack) -> bool:
    """Whether the list of this pack can be made from what csat keeps."""
    return pack.frame is not None and pack.frame.source in SOURCES


def is_chosen(pack: Pack) -> bool:
    """Whether a person has to say who is asked (``draw: list``); a rule makes the lists of R23."""
    frame = pack.frame
    ruled = pack.lost is not None or pack.reminder is not None
    return frame is not None and frame.draw == "list" and not ruled


def frame_of(pack: Pack, period: Period, known: Known) -> Frame:
    """The units of a pack for a period. The day of a unit decides whether it is in it: of an event the day it
    was closed, of a lost customer the day he became one, of a reminder the day its lead begins."""
    source = pack.frame.source if pack.frame else ""
    if pack.lost is not None:
        units: Iterable[Unit] = _lost(pack, period, known)
    elif source in FRAMES:
        units = _events(FRAMES[source], period, known)
    elif source == "due_days":
        units = _reminders(pack, period, known)
    elif source == "projects":
        units = _projects(pack, period, known)
    elif source == "display_cars" and pack.showroom is not None:
        units = _rounds(pack.showroom.slots, source, period, known)
    else:
        units = _customers(source, period, known)
    return _allowed(pack, units, known)


def _allowed(pack: Pack, units: Iterable[Unit], known: Known) -> Frame:
    """The units that may be asked, in the order of day and key; a merged customer stands for the other one. Whom the
    condition of the pack does not mean is not of its frame."""
    kept, left_out = [], Counter[str]()
    for unit in units:
        whom = survivor(unit.customer, lambda id: known.customers.get(id, {}).get("merged_into"))
        body = known.customers.get(whom)
        reason = _reason(unit, body)
        if not reason and not fits(pack.frame, body or {}, unit.about):
            continue
        if reason:
            left_out[reason] += 1
        else:
            kept.append(replace(unit, customer=whom, groups={**_groups(body or {}), **unit.groups}))
    return Frame(tuple(sorted(kept, key=lambda unit: (unit.day, unit.key))), dict(sorted(left_out.items())))


def _reason(unit: Unit, body: Body | None) -> str | None:
    if body is None:
        return "no_customer"
    if body.get("do_not_contact"):
        return "do_not_contact"
    return "closed" if body.get("status") == "closed" else None


def _groups(body: Body) -> dict[str, str]:
    """What a customer can be stratified by: every plain word of the file."""
    return {name: value for name, value in body.items() if isinstance(value, str)}


def _events(kind: str, period: Period, known: Known) -> Iterable[Unit]:
    for event in known.events:
        day = day_of(event.get("closed_at"))
        if day is None or not period.first <= day <= period.last or event_kind(event) != kind:
            continue
        if event.get("status") == "excluded":
            continue
        customer = str(event.get("customer") or "")
        severity = event.get("severity")
        yield Unit(
            key=(str(event["id"]),),
            customer=customer,
            day=day,
            events=(str(event["id"]),),
            purpose=" ".join(str(event[name]) for name in ("source_no", "item") if event.get(name)) or None,
            severity=severity,
            assignee=event.get("assignee"),
            groups={**_groups(event), "priority": str(severity or ""), "severity": str(severity or "")},
            about={"event": event},
            visits=tuple(visit for visit in known.visits.get(customer, ()) if visit <= day),
        )


def _lost(pack: Pack, period: Period, known: Known) -> Iterable[Unit]:
    """Customers whose last visit is so many months ago (R23); each day of the period has its list."""
    rule = pack.lost
    assert rule is not None
    last = [
        LastVisit(
            customer=id,
            last_visit=max(days),
            last_contact=known.contacted.get(id),
            sold=_sold(known.customers.get(id, {})),
        )
        for id, days in sorted(known.visits.items())
        if days
    ]
    listed = set(lost_list(last, period.last, period.first - DAY, mode=rule.mode, months=rule.months))
    for each in last:
        if each.customer in listed:
            day = lost_day(each.last_visit, months=rule.months)
            due = max(day, period.first) if rule.mode == "at_least" else day
            yield Unit((each.customer, each.last_visit.isoformat()), each.customer, day, due=due)


def _sold(body: Body) -> bool:
    assets = [asset for asset in body.get("assets") or () if isinstance(asset, Mapping)]
    return bool(assets) and all(asset.get("status") == "sold" for asset in assets)


def _reminders(pack: Pack, period: Period, known: Known) -> Iterable[Unit]:
    for kind, lead in (pack.reminder.lead_days if pack.reminder else {}).items():
        for id, body in sorted(known.customers.items()):
            for asset in body.get("assets") or ():
                due = day_of(asset.get(DUE_DAYS.get(kind, kind))) if isinstance(asset, Mapping) else None
                begins = reminder_day(due, lead) if due else None
                if due and begins and period.first <= begins <= period.last:
                    what = str(asset.get("plate") or asset.get("vin") or "")
                    key = (id, kind, what, due.isoformat())
                    yield Unit(key, id, begins, due=due, purpose=f"{what} {due.isoformat()}".strip())


def _projects(pack: Pack, period: Period, known: Known) -> Iterable[Unit]:
    """Projects that were active long enough in the period (R30), once for each role the pack asks; where it asks at
    milestones, those that end in it: csat knows of no other milestone."""
    if pack.frame is not None and pack.frame.one_per == "milestone":
        yield from _completed(period, known)
        return
    roles = next((quota.each for quota in pack.quotas if quota.each), ()) or ("",)
    for project in known.projects:
        first = day_of(project.get("started_on")) or period.first
        last = day_of(project.get("ends_on")) or period.last
        active = (min(last, period.last) - max(first, period.first)).days + 1
        if project.get("status") == "withdrawn" or active < min(ACTIVE_DAYS, _length(period)):
            continue
        for role in roles:
            words = [str(project.get(name) or "") for name in ("number", "name")]
            purpose = " ".join(filter(None, [*words, role]))
            key = (str(project["id"]), role, period.name)
            customer = str(project.get("customer") or "")
            yield Unit(
                key,
                customer,
                period.first,
                project=str(project["id"]),
                due=period.last,
                purpose=purpose,
                about={"project": project},
            )


def _completed(period: Period, known: Known) -> Iterable[Unit]:
    for project in known.projects:
        day = day_of(project.get("ends_on"))
        if project.get("status") == "withdrawn" or day is None or not period.first <= day <= period.last:
            continue
        purpose = " ".join(str(project[name]) for name in ("number", "name") if project.get(name))
        id, customer = str(project["id"]), str(project.get("customer") or "")
        key, about = (id, "completed"), {"project": project}
        yield Unit(key, customer, day, project=id, due=period.last, purpose=purpose or None, about=about)


def _length(period: Period) -> int:
    return (period.last - period.first).days + 1


def _customers(source: str, period: Period, known: Known) -> Iterable[Unit]:
    for id, body in sorted(known.customers.items()):
        if body.get("merged_into") or not _of_source(source, body):
            continue
        if _meant(source, id, body, period, known) if known.chosen is None else id in known.chosen:
            yield Unit((id, period.name), id, period.first, due=period.last)


def _of_source(source: str, body: Body) -> bool:
    """Whether the record is of the sort that the source lists: a customer, somebody of the staff, a display car."""
    type = body.get("type")
    return type == OWN[source] if source in OWN else type not in INSIDE


def _meant(source: str, id: str, body: Body, period: Period, known: Known) -> bool:
    if source == "key_customers":
        return body.get("tier") == "A"
    if source == "consignors":  # who had nothing stored or moved in the period is no consignor of it
        return any(period.first <= day <= period.last for day in known.visits.get(id, ()))
    return True


def _rounds(slots: Sequence[str], source: str, period: Period, known: Known) -> Iterable[Unit]:
    """Every car at every round of every day (R18)."""
    cars = list(_customers(source, period, known))
    for n in range(_length(period)):
        day = period.first + n * DAY
        for slot in slots:
            for car in cars:
                key = (car.customer, day.isoformat(), slot)
                yield Unit(key, car.customer, day, due=day, purpose=slot)


def day_of(text: object) -> date | None:
    """The day that a time or day of a record tells; None when it tells none."""
    try:
        return date.fromisoformat(str(text)[:10]) if text else None
    except ValueError:
        return None
