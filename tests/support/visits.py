"""Visits and a plan as a fake laptop answers with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from csat_tui.services.visits import OpenLine, PlanLineShown, PlanShown, VisitForm, VisitKept
from tests.support.laptop import FakeLaptop

TYPED = {
    "held_at": "2026-11-22 09:30",
    "form": "1",
    "own": "李敏",
    "theirs": "陈主任 采购部 主任",
    "line": "3",
}
FORM = VisitForm(
    "c1",
    "宏达物流 京A·12345",
    TYPED,
    task="t1",
    lines=[OpenLine("l3", 3, date(2026, 11, 1), date(2026, 11, 30))],
)


def planned(no: int, month: int, state: str, **more: Any) -> PlanLineShown:
    days = date(2026, month, 1), date(2026, month, 20)
    return PlanLineShown(
        f"l{no}",
        no,
        f"c{no}",
        f"客户有限公司{no}",
        *days,
        month,
        "visit",
        state,
        "李敏",
        "陈主任",
        "年度走访",
        **more,
    )


LINES = (
    planned(1, 2, "done_on_time", held_on=date(2026, 2, 3)),
    planned(2, 5, "missed"),
    planned(3, 11, "due", reason="客户盘点", moves=1),
    planned(4, 12, "planned"),
    replace(planned(5, 6, "cancelled", reason="客户停业", moves=1), first=None, last=None, month=0),
)
PLAN = PlanShown(
    2026,
    "p1",
    approved_on="2026-01-08",
    approved_by="王经理",
    versions=3,
    planned=4,
    done=1,
    on_time=1,
    lines=LINES,
    years=(2025, 2026),
)
DRAFT = replace(PLAN, approved_on=None, gaps=["4 not confirmed by marketing and branch"])


@dataclass
class FakeVisits:
    """``csat_tui.services.visits.Visits``; ``asked`` notes what was told."""

    shown: PlanShown = PLAN
    open_form: VisitForm = FORM
    faults: Sequence[tuple[str, str]] = ()
    asked: list[Any] = field(default_factory=list)

    def form(self, customer: str | None, task: str | None = None, line: str | None = None) -> VisitForm:
        self.asked.append(("form", customer, task, line))
        return self.open_form

    def put_away(self, form: VisitForm, typed: Mapping[str, str]) -> None:
        self.asked.append(("put_away", dict(typed)))

    def record(self, form: VisitForm, typed: Mapping[str, str], *, asks: bool = False) -> VisitKept:
        self.asked.append(("record", dict(typed), asks))
        return VisitKept(None, self.faults) if self.faults else VisitKept("v1")

    def plan(self, year: int) -> PlanShown:
        return self.shown if year == self.shown.year else PlanShown(year, years=self.shown.years)

    def approve(self, plan: str) -> int:
        self.asked.append(("approve", plan))
        return len(self.shown.lines)

    def move(self, plan: str, line: str, first: str, last: str, reason: str) -> None:
        self.asked.append(("move", line, first, last, reason))

    def cancel(self, plan: str, line: str, reason: str) -> None:
        self.asked.append(("cancel", line, reason))

    def write(self, plan: str, kind: str) -> str:
        return f"/home/visit-plan-2026.{kind}"


@dataclass
class VisitingLaptop(FakeLaptop):
    """A laptop whose visits answer so."""

    answers: FakeVisits = field(default_factory=FakeVisits)

    def visits(self) -> FakeVisits:
        return self.answers
