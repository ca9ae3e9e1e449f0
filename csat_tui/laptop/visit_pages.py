"""``csat_tui.services.visits.Visits`` on a real laptop."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from csat_tui.interview.entry import Refusal
from csat_tui.laptop import people, visit
from csat_tui.laptop.opening import Laptop, now
from csat_tui.recording.line import InvalidLineError
from csat_tui.services.visits import FORM_LINES, OpenLine, PlanLineShown, PlanShown, VisitForm, VisitKept
from csat_tui.store import customers, meta, operations
from csat_tui.visiting import plan_page, plan_trouble, plans, recording, shelf, typed
from csat_tui.visiting.plan_page import PlanRow
from csat_tui.words.visits import gap_words
from schemas.language import current, texts
from schemas.records.visiting import VISIT_FORMS, PlanLine, VisitPlan
from schemas.tasks.standing import ASKS_NOTHING
from schemas.text import narrow
from schemas.visits.planning import HARD, SIDES
from schemas.visits.schedule import Span, approval_day, fulfilled, held_on, in_force

_ = texts("csat_tui")

NEAR_DAYS = 14
"""How long before its window a planned visit is offered for one that is made now."""


class LaptopVisits:
    """Called in worker threads, several at once; the store underneath is safe for that."""

    def __init__(self, laptop: Laptop) -> None:
        self._laptop = laptop

    def form(self, customer: str | None, task: str | None = None, line: str | None = None) -> VisitForm:
        known = operations.here(self._laptop.store, "task", [task]).get(task) if task else None
        if known is not None and known["type"] in ASKS_NOTHING:
            task = None  # a promise is kept, or a ticket closed, by more than a visit
        planned = line or (known or {}).get("line")
        held = shelf.line(self._laptop.store, str(planned)) if planned else None
        whom = customer or (known or {}).get("customer") or (held.customer if held else None)
        found = customers.standing_for(self._laptop.store, str(whom)) if whom else None
        if found is None:
            raise visit.gone()
        visit.demand_contact(found)
        lines = self._open_lines(found.id)
        at_first = self._first(lines, held)
        if (purpose := (known or {}).get("purpose")) and not at_first["purpose"]:
            at_first["purpose"] = str(purpose)
        kept = self._put_away(found.id)
        return VisitForm(
            found.id,
            " ".join(filter(None, (found.name, found.plate))),
            {**at_first, **kept},
            task=task,
            pack=(known or {}).get("pack") or (held.pack if held else None),
            lines=[one for one, _line in lines],
            taken_up=bool(kept),
        )

    def put_away(self, form: VisitForm, typed: Mapping[str, str]) -> None:
        told = {name: typed[name] for name in FORM_LINES if typed.get(name, "") != form.typed.get(name, "")}
        if not told and form.taken_up:
            return
        with self._laptop.store.write() as session:
            meta.put(
                session, _key(form.customer), json.dumps(dict(typed), ensure_ascii=False) if told else None
            )

    def record(self, form: VisitForm, typed_lines: Mapping[str, str], *, asks: bool = False) -> VisitKept:
        moment = now()
        told, faults = typed.read_form(typed_lines, moment.date(), moment.tzinfo)
        line = self._chosen(form, typed_lines.get("line", ""), faults)
        if faults:
            return VisitKept(None, faults)
        more = {"line": line, "task": form.task, "asks": asks or None}
        told |= {name: value for name, value in more.items() if value}
        try:
            done = recording.record(self._laptop, {**told, "customer": form.customer})
        except InvalidLineError as error:
            return VisitKept(None, list(map(_fault, error.errors)))
        with self._laptop.store.write() as session:
            meta.put(session, _key(form.customer), None)
        return VisitKept(done.visit.id)

    def plan(self, year: int) -> PlanShown:
        known = shelf.plans(self._laptop.store)
        years = sorted({plan.year for plan in known})
        mine = [plan for plan in known if plan.year == year]
        found = next((plan for plan in mine if plan.unit is None), mine[0] if mine else None)
        if found is None:
            return PlanShown(year, years=years)
        page = plan_page.page(self._laptop, found)
        lines = shelf.lines_of(self._laptop.store, found.id)
        count = fulfilled([found], lines, date(year, 1, 1), date(year, 12, 31)).fulfilment
        gaps = plans.faults_of(self._laptop, found) if found.status == "draft" else []
        return PlanShown(
            year,
            found.id,
            found.unit or "",
            found.approved_on if found.status == "approved" else None,
            found.approved_by or "",
            page.versions,
            count.done.base if found.status == "approved" else len(lines),
            count.done.numerator,
            count.on_time.numerator,
            [_shown(row) for row in page.rows],
            [f"{one.line or ''} {gap_words(one.code)}".strip() for one in gaps if one.code in HARD],
            people.may_approve(self._laptop),
            years,
        )

    def approve(self, plan: str) -> int:
        return plans.approve(self._laptop, self._plan(plan))

    def move(self, plan: str, line: str, first: str, last: str, reason: str) -> None:
        found, today = self._plan(plan), now().date()
        days = [typed.read_day(text, today) for text in (first, last)]
        if days[0] is None or days[1] is None:
            raise plan_trouble.bad_window(found)
        plans.reschedule(self._laptop, found, self._line(line), Span(days[0], days[1]), reason)

    def cancel(self, plan: str, line: str, reason: str) -> None:
        plans.cancel(self._laptop, self._plan(plan), self._line(line), reason)

    def write(self, plan: str, kind: str) -> str:
        from csat_tui.visiting.printing import printed

        found = self._plan(plan)
        content = printed(self._laptop, found, kind, current())
        part = f"-{found.id[:8]}" if found.unit else ""
        target = self._laptop.home.path / f"visit-plan-{found.year}{part}.{kind}"
        target.write_bytes(content)
        return str(target)

    def _first(self, lines: Sequence[tuple[OpenLine, PlanLine]], held: PlanLine | None) -> dict[str, str]:
        """What the lines of a new form hold: now, us, and what the plan says."""
        chosen = held or (lines[0][1] if len(lines) == 1 else None)
        contact = chosen.contact if chosen else None
        return {
            "held_at": f"{now():%Y-%m-%d %H:%M}",
            "form": str(VISIT_FORMS.index(chosen.way) + 1 if chosen else 1),
            "place": (chosen.address if chosen else None) or "",
            "purpose": (chosen.purpose if chosen else None) or "",
            "own": self._laptop.called,
            "theirs": " ".join(filter(None, (contact.name, contact.department, contact.role)))
            if contact
            else "",
            "said": "",
            "promises": "",
            "next_contact": "",
            "line": str(chosen.no) if chosen else "",
        }

    def _open_lines(self, customer: str) -> list[tuple[OpenLine, PlanLine]]:
        """Planned visits to a customer that are open and near, or over: those this visit may be."""
        known = {plan.id: plan for plan in shelf.plans(self._laptop.store)}
        found = []
        for line in shelf.lines_for(self._laptop.store, customer):
            approved = approval_day(known[line.plan])
            span = in_force(line, approved) if approved else None
            if span is not None and held_on(line) is None and (span.first - now().date()).days <= NEAR_DAYS:
                found.append((OpenLine(line.id, line.no, span.first, span.last), line))
        return found

    def _put_away(self, customer: str) -> dict[str, str]:
        with self._laptop.store.read() as session:
            kept = meta.get(session, _key(customer))
        told: dict[str, Any] = json.loads(kept) if kept else {}
        return {name: str(told[name]) for name in FORM_LINES if name in told}

    def _chosen(self, form: VisitForm, text: str, faults: typed.Faults) -> str | None:
        number = narrow(text).strip()
        if not number:
            return None
        found = next((one.id for one in form.lines if str(one.no) == number), None)
        if found is None:
            faults.append(
                ("line", _("No open planned visit has this number; leave it empty for an unplanned one."))
            )
        return found

    def _plan(self, id: str) -> VisitPlan:
        found = shelf.plan(self._laptop.store, id)
        if found is None:
            raise plan_trouble.no_plan(now().year)
        return found

    def _line(self, id: str) -> PlanLine:
        found = shelf.line(self._laptop.store, id)
        if found is None:
            raise visit.gone()
        return found


def _shown(row: PlanRow) -> PlanLineShown:
    return PlanLineShown(
        id=row.id,
        no=row.no,
        customer_id=row.customer_id,
        customer=row.customer,
        first=row.span.first if row.span else None,
        last=row.span.last if row.span else None,
        month=row.span.last.month if row.span else 0,
        way=row.way,
        state=row.state,
        assignee=row.assignee,
        contact=row.contact,
        purpose=row.purpose,
        reason=(row.moves[-1].reason or "") if row.moves else "",
        moves=len(row.moves),
        held_on=row.held_on,
        confirmed=set(SIDES) <= set(row.confirmed_by),
    )


def _fault(error: Refusal) -> tuple[str, str]:
    return error.field.partition(".")[0], error.message


def _key(customer: str) -> str:
    return f"visit-form:{customer}"
