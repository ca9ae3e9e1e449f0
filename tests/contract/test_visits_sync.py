"""Visits and plans of two laptops and a centre: what one records the other reads, and what was agreed comes back."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from random import Random

import pytest

from csat_tui.home import open_home
from csat_tui.laptop import people, proposals_page, task_list
from csat_tui.laptop.customer_changes import add_temporary
from csat_tui.laptop.figures import period_figures
from csat_tui.laptop.opening import Laptop, now
from csat_tui.laptop.set_aside import set_aside
from csat_tui.trouble import Trouble
from csat_tui.visiting import approvals, plans, recording, shelf
from schemas.figures.periods import period
from schemas.packs.resolve import library_content, read
from schemas.records.visiting import PlanLine, VisitPlan
from schemas.visits.planning import SIDES
from schemas.visits.schedule import Span, in_force
from sync.centre.quarantine import waiting
from sync.centre.visits import planned, visits
from sync.centre.visits import plans as plans_at
from sync.client.identity import enrol
from sync.client.run import run_sync
from sync.client.signer import DeviceKey
from tests.support.practice_laptop import opened
from tests.support.sync_centre import LocalCentre


class Seller:
    """A salesperson's laptop at a centre."""

    def __init__(self, laptop: Laptop, centre: LocalCentre, user: str) -> None:
        self.laptop, self.centre, self.key = laptop, centre, DeviceKey.new()
        code = centre.admin.code(user, role="supervisor" if user == "li" else None)
        enrol("http://c", code, laptop.log, laptop.replica, centre, self.key, centre.clock)

    def sync(self) -> None:
        self._once()
        if approvals.settle(self.laptop):  # as ``csat_tui.laptop.syncing`` does
            self._once()

    def _once(self) -> None:
        log, replica = self.laptop.log, self.laptop.replica
        assert run_sync(log, replica, self.centre, self.key, self.centre.clock, random=Random(1)).proven

    def due(self) -> dict[str, str]:
        rows = task_list.rows(self.laptop, None, None)
        return {str(row["purpose"]): str(row["due_at"])[:10] for row in rows}


@pytest.fixture
def centre(storage: str, tmp_path: Path) -> Iterator[LocalCentre]:
    made = LocalCentre(tmp_path / "centre.db", url=storage)
    yield made
    made.close()


@pytest.fixture
def sellers(centre: LocalCentre, tmp_path: Path) -> Iterator[tuple[Seller, Seller]]:
    with ExitStack() as stack:
        made = []
        for user in ("li", "wu"):
            open_home(tmp_path / user, kind="practice")
            made.append(Seller(stack.enter_context(opened(tmp_path / user)), centre, user))
        yield made[0], made[1]


def told(customer: str, **more: object) -> dict[str, object]:
    return {
        "id": "v1",
        "customer": customer,
        "held_at": "2026-11-20T09:30:00+08:00",
        "form": "accompanied",
        "place": "苏州工厂",
        "purpose": "年度走访",
        "own": [{"name": "李敏", "department": "销售部", "role": "经理"}],
        "theirs": [{"name": "陈主任", "department": "采购部", "role": "主任"}],
        "promises": [{"what": "寄送样品", "who": "wu", "by": "2026-12-01"}],
        "next_contact": {"on": "2026-12-15", "what": "确认验收"},
        **more,
    }


def test_a_visit_recorded_on_one_laptop_is_at_the_centre_and_on_the_other(
    centre: LocalCentre, sellers: tuple[Seller, Seller]
) -> None:
    li, wu = sellers
    customer = add_temporary(li.laptop, {"name": "宏达物流"})
    assert recording.record(li.laptop, told(customer)).outcome == "recorded"
    li.sync()
    wu.sync()
    with centre.store.reading() as session:
        (at_the_centre,) = visits(session)
    assert at_the_centre == shelf.visit(wu.laptop.store, "v1") == shelf.visit(li.laptop.store, "v1")
    assert at_the_centre.theirs[0].department == "采购部"


def test_what_was_agreed_comes_back_to_whom_it_was_given_on_its_day(sellers: tuple[Seller, Seller]) -> None:
    li, wu = sellers
    recording.record(li.laptop, told(add_temporary(li.laptop, {"name": "宏达物流"})))
    li.sync()
    wu.sync()
    assert li.due()["确认验收"] == "2026-12-15"
    assert wu.due() == {"寄送样品": "2026-12-01"}


def test_a_visit_handed_in_twice_is_one(sellers: tuple[Seller, Seller]) -> None:
    li, _wu = sellers
    customer = add_temporary(li.laptop, {"name": "宏达物流"})
    outcomes = [recording.record(li.laptop, told(customer, purpose=word)).outcome for word in ("a", "a", "b")]
    assert outcomes == ["recorded", "duplicate", "conflict"]
    assert len(shelf.visits(li.laptop.store)) == 1


def test_a_void_visit_takes_back_what_it_made_due(sellers: tuple[Seller, Seller]) -> None:
    li, wu = sellers
    recording.record(li.laptop, told(add_temporary(li.laptop, {"name": "宏达物流"})))
    li.sync()
    wu.sync()
    recording.void(li.laptop, "v1", "客户选错")
    li.sync()
    wu.sync()
    assert not li.due()
    assert not wu.due()
    held = shelf.visit(wu.laptop.store, "v1")
    assert held is not None
    assert (held.status, held.void_reason) == ("void", "客户选错")


TODAY = now().date()
YEAR = Span(date(TODAY.year, 1, 1), date(TODAY.year, 12, 31))


def approved(seller: Seller, centre: LocalCentre) -> tuple[VisitPlan, PlanLine]:
    """A plan with one visit, due all year, approved on this laptop and at the centre."""
    centre.admin.approve("csm-plan")
    seller.sync()
    customer = add_temporary(seller.laptop, {"name": "宏达物流"})
    wanted = {
        "customer": customer,
        "window": YEAR,
        "confirmed_by": SIDES,
        "purpose": "年度走访",
        "assignee": "wu",
    }
    plan = plans.add(seller.laptop, TODAY.year, [wanted]).plan
    assert plans.approve(seller.laptop, plan) == 1
    seller.sync()
    plan = plans.demand_plan(seller.laptop, TODAY.year)
    return plan, plans.demand_line(seller.laptop, plan, 1)


def test_an_approved_visit_is_due_on_the_laptop_of_who_makes_it_and_counts_when_made(
    centre: LocalCentre, sellers: tuple[Seller, Seller]
) -> None:  # J8, R29
    li, wu = sellers
    _plan, line = approved(li, centre)
    wu.sync()
    assert wu.due() == {"年度走访": f"{TODAY.year}-12-31"}
    at = now().isoformat(timespec="seconds")
    visit = {"customer": line.customer, "held_at": at, "line": line.id}
    recording.record(wu.laptop, visit)
    assert wu.due() == {}
    wu.sync()
    li.sync()
    for seller in sellers:
        result = period_figures(seller.laptop, "csm-plan", period(str(TODAY.year)))
        assert (result.headline.value, result.headline.base, result.met) == (1, 1, True)
    with centre.store.reading() as session:
        count = planned(session, read(library_content("csm-plan")), period(str(TODAY.year)))
    assert count is not None
    assert count.parts == {"on_time": 1, "late": 0, "not_done": 0}


def test_a_void_visit_leaves_its_planned_visit_to_be_made(
    centre: LocalCentre, sellers: tuple[Seller, Seller]
) -> None:  # R29
    li, wu = sellers
    _plan, line = approved(li, centre)
    wu.sync()
    at = now().isoformat(timespec="seconds")
    done = recording.record(wu.laptop, {"customer": line.customer, "held_at": at, "line": line.id})
    recording.void(wu.laptop, done.visit.id, "客户选错")
    wu.sync()
    li.sync()
    assert wu.due() == {"年度走访": f"{TODAY.year}-12-31"}
    for seller in sellers:
        result = period_figures(seller.laptop, "csm-plan", period(str(TODAY.year)))
        assert (result.headline.value, result.headline.base) == (0, 1)


def test_only_a_supervisor_or_manager_approves_a_plan_and_the_centre_says_who_is_one(
    centre: LocalCentre, sellers: tuple[Seller, Seller]
) -> None:  # J8: 签批
    _li, wu = sellers
    centre.admin.approve("csm-plan")
    wu.sync()
    customer = add_temporary(wu.laptop, {"name": "宏达物流"})
    wanted = {"customer": customer, "window": YEAR, "confirmed_by": SIDES}
    plan = plans.add(wu.laptop, TODAY.year, [wanted]).plan
    with pytest.raises(Trouble) as refused:
        plans.approve(wu.laptop, plan)
    assert refused.value.code == "role_needed"
    centre.admin.user("wu", role="manager")
    wu.sync()
    assert plans.approve(wu.laptop, plan) == 1


def test_a_visit_is_not_moved_to_where_it_is(centre: LocalCentre, sellers: tuple[Seller, Seller]) -> None:
    li, _wu = sellers
    plan, line = approved(li, centre)
    span = in_force(line, TODAY)
    assert span is not None
    with pytest.raises(Trouble) as refused:
        plans.reschedule(li.laptop, plan, line, span, "客户出差")
    assert refused.value.code == "same_window"
    assert shelf.line(li.laptop.store, line.id) == line


def test_a_visit_moved_on_two_laptops_waits_to_be_decided_and_both_windows_are_kept(
    centre: LocalCentre, sellers: tuple[Seller, Seller]
) -> None:
    li, wu = sellers
    plan, line = approved(li, centre)
    wu.sync()
    for seller, month in ((li, 11), (wu, 12)):
        span = Span(date(TODAY.year, month, 1), date(TODAY.year, month, 20))
        plans.reschedule(seller.laptop, plan, line, span, f"改到 {month} 月")
    for seller in (li, wu, li):
        seller.sync()
    for seller in sellers:
        held = shelf.line(seller.laptop.store, line.id)
        assert held is not None
        assert [one.first for one in held.schedule] == [f"{TODAY.year}-01-01", f"{TODAY.year}-11-01"]
        assert "schedule" in {one.field for one in proposals_page.waiting(seller.laptop)}


def test_a_plan_with_gaps_is_not_approved(centre: LocalCentre, sellers: tuple[Seller, Seller]) -> None:
    li, _wu = sellers
    centre.admin.approve("csm-plan")
    li.sync()
    customer = add_temporary(li.laptop, {"name": "宏达物流"})
    plan = plans.add(li.laptop, TODAY.year, [{"customer": customer, "window": YEAR}]).plan
    with pytest.raises(Trouble, match=r"1"):
        plans.approve(li.laptop, plan)


def test_a_visit_without_the_questionnaire_leaves_it_due_and_fulfils_the_plan(
    centre: LocalCentre, sellers: tuple[Seller, Seller]
) -> None:  # J8: visited but no form filled
    li, _wu = sellers
    centre.admin.approve("csm-plan")
    li.sync()
    customer = add_temporary(li.laptop, {"name": "宏达物流"})
    wanted = {
        "customer": customer,
        "window": YEAR,
        "confirmed_by": SIDES,
        "purpose": "走访",
        "pack": "itops-pm",
    }
    plan = plans.add(li.laptop, TODAY.year, [wanted]).plan
    plans.approve(li.laptop, plan)
    line = plans.demand_line(li.laptop, plan, 1)
    at = now().isoformat(timespec="seconds")
    recording.record(li.laptop, {"customer": customer, "held_at": at, "line": line.id})
    assert li.due() == {"走访": f"{TODAY.year}-12-31"}
    assert list(plans.demand_line(li.laptop, plan, 1).visits.values()) == [at[:10]]


def test_an_approval_by_somebody_without_the_role_is_set_aside_until_they_have_it(
    centre: LocalCentre, sellers: tuple[Seller, Seller], monkeypatch: pytest.MonkeyPatch
) -> None:  # J8: 签批; a laptop that does not check
    li, wu = sellers
    monkeypatch.setattr(plans, "may_approve", lambda _laptop: True)
    approved(wu, centre)
    with centre.store.reading() as session:
        (item,) = waiting(session)
        assert (item.kind, item.code) == ("plan.op", "role_needed")
        assert [one.status for one in plans_at(session)] == ["draft"]
    li.sync()
    for seller in sellers:  # the visits that went along with it are not due anywhere
        assert plans.demand_plan(seller.laptop, TODAY.year).status == "draft"
        assert seller.due() == {}
    (aside,) = set_aside(wu.laptop)
    assert aside.why
    assert aside.why != "role_needed"
    wu.sync()
    assert plans.demand_plan(wu.laptop, TODAY.year).status == "draft"
    centre.admin.user("wu", role="manager")
    assert centre.admin.release(item.device, item.seq) is None
    for seller in (wu, li):
        seller.sync()
        assert plans.demand_plan(seller.laptop, TODAY.year).status == "approved"
    assert set_aside(wu.laptop) == []
    assert wu.due() == {"年度走访": f"{TODAY.year}-12-31"}


def test_on_the_laptop_of_somebody_without_the_role_a_supervisor_who_sits_down_does_not_approve(
    centre: LocalCentre, sellers: tuple[Seller, Seller]
) -> None:  # J8: the centre knows an operation by the device only
    _li, wu = sellers
    wu.sync()
    people.add(wu.laptop, "wu", "2468", name=None, role=None)
    people.add(wu.laptop, "li", "1357", name=None, role="supervisor")
    people.sign_in(wu.laptop, "li", "1357")
    assert not people.may_approve(wu.laptop)
