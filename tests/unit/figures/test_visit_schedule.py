"""R29 and R30 from what was recorded: windows that moved, visits that were made, projects that were asked."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.days_off import CHINA
from schemas.figures.periods import period
from schemas.figures.project_coverage import covered
from schemas.figures.satisfaction import satisfaction, to_json
from schemas.figures.visit_plan import version_on
from schemas.packs.resolve import library_content, read
from schemas.records.visiting import PlanLine, ScheduledWindow, VisitPlan
from schemas.visits.planning import SIDES, Fault, faults, load, stages
from schemas.visits.schedule import counted, fulfilled, in_force, state, versions

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
PLAN = VisitPlan(
    id="p", year=2026, pack="csm-plan", filled_on="2026-01-05", status="approved", approved_on="2026-01-08"
)
APPROVED = date(2026, 1, 8)


def line(no: int, first: str = "2026-03-01", last: str = "2026-03-31", **more: Any) -> PlanLine:
    window = ScheduledWindow(first=first, last=last)
    known: dict[str, Any] = {"customer": f"c{no}", "confirmed_by": list(SIDES), **more}
    return PlanLine(id=f"l{no}", plan="p", no=no, schedule=[window], **known)


def moved(one: PlanLine, since: str, first: str | None = None, last: str | None = None) -> PlanLine:
    window = ScheduledWindow(first=first, last=last, since=since, reason="盘点")
    return one.model_copy(update={"schedule": [*one.schedule, window]})


def held(one: PlanLine, day: str) -> PlanLine:
    return one.model_copy(update={"visits": {**one.visits, f"v{day}": day}})


class TestFulfilment:
    def test_twenty_four_planned_twenty_one_in_time_two_late_one_not(self) -> None:  # R29
        lines = [held(line(n), "2026-03-31") for n in range(1, 22)]
        lines += [held(line(n), "2026-04-01") for n in (22, 23)] + [line(24)]
        found = fulfilled([PLAN], lines, *YEAR)
        assert found.fulfilment.done.fixed_percent(1) == "95.8"
        assert found.fulfilment.on_time.fixed_percent(1) == "87.5"
        assert found.parts == {"on_time": 21, "late": 2, "not_done": 1}

    def test_nothing_planned_or_approved_has_no_value(self) -> None:
        draft = PLAN.model_copy(update={"status": "draft"})
        assert fulfilled([PLAN], [], *YEAR).fulfilment.done.value is None
        assert fulfilled([draft], [line(1)], *YEAR).fulfilment.done.value is None

    def test_a_visit_moved_while_its_window_is_open_is_held_against_the_new_one(self) -> None:
        one = held(moved(line(1), "2026-03-31", "2026-04-01", "2026-04-30"), "2026-04-10")
        assert fulfilled([PLAN], [one], *YEAR).parts == {"on_time": 1, "late": 0, "not_done": 0}

    @pytest.mark.parametrize("new", [("2026-04-01", "2026-04-30"), (None, None)])
    def test_a_plan_edited_after_the_fact_makes_nothing_in_time(self, new: tuple[str, str]) -> None:  # J8
        one = moved(line(1), "2026-04-01", *new)
        assert fulfilled([PLAN], [one], *YEAR).parts == {"on_time": 0, "late": 0, "not_done": 1}
        assert fulfilled([PLAN], [held(one, "2026-04-10")], *YEAR).parts["late"] == 1

    def test_a_visit_cancelled_in_time_is_not_planned_any_more(self) -> None:
        assert fulfilled([PLAN], [moved(line(1), "2026-02-01")], *YEAR).fulfilment.done.base == 0

    def test_the_first_of_several_visits_counts(self) -> None:
        one = held(held(line(1), "2026-04-20"), "2026-03-02")
        assert fulfilled([PLAN], [one], *YEAR).parts["on_time"] == 1

    def test_as_of_a_day_only_what_was_decided_and_done_by_then_counts(self) -> None:
        one = held(moved(line(1), "2026-03-10", "2026-05-01", "2026-05-31"), "2026-05-02")
        before = fulfilled([PLAN], [one], date(2026, 3, 1), date(2026, 3, 31), date(2026, 3, 9))
        assert (before.lines, before.parts["not_done"]) == (("l1",), 1)
        assert fulfilled([PLAN], [one], date(2026, 3, 1), date(2026, 3, 31), date(2026, 3, 10)).lines == ()

    @given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 60), st.integers(0, 300)), max_size=5))
    def test_a_window_that_ended_while_valid_is_never_replaced(
        self, moves: list[tuple[int, int, int]]
    ) -> None:
        one = line(1)
        for first, length, since in sorted(moves, key=lambda move: move[2]):
            start = APPROVED + timedelta(first)
            end = start + timedelta(length)
            one = moved(one, (APPROVED + timedelta(since)).isoformat(), start.isoformat(), end.isoformat())
        span = counted(one, APPROVED)
        later = moved(one, "2028-01-01", "2028-02-01", "2028-02-28")
        assert span is not None
        assert counted(later, APPROVED) == span

    def test_every_version_is_kept(self) -> None:
        lines = [moved(line(1), "2026-01-08", "2026-04-01", "2026-04-30"), moved(line(2), "2026-02-01")]
        known = versions(PLAN, lines)
        assert [(one.version, one.valid_from.isoformat(), len(one.visits)) for one in known] == [
            ("1", "2026-01-08", 2),
            ("2", "2026-01-08", 2),
            ("3", "2026-02-01", 1),
        ]
        assert known[0].visits[0].first_day == date(2026, 3, 1)
        valid = version_on(known, date(2026, 1, 8))
        assert valid is not None
        assert valid.version == "2"


class TestHowAVisitStands:
    @pytest.mark.parametrize(
        ("day", "expected"),
        [("02-14", "planned"), ("02-15", "soon"), ("03-01", "due"), ("03-31", "due"), ("04-01", "missed")],
    )
    def test_reminded_fourteen_days_ahead_due_in_its_window_missed_after(
        self, day: str, expected: str
    ) -> None:
        assert state(line(1), APPROVED, date.fromisoformat(f"2026-{day}")) == expected

    def test_done_early_in_time_late_or_cancelled(self) -> None:
        today = date(2026, 6, 1)
        assert state(held(line(1), "2026-02-28"), APPROVED, today) == "done_early"
        assert state(held(line(1), "2026-03-31"), APPROVED, today) == "done_on_time"
        assert state(held(line(1), "2026-04-01"), APPROVED, today) == "done_late"
        assert state(moved(line(1), "2026-02-01"), APPROVED, today) == "cancelled"
        assert in_force(moved(line(1), "2026-02-01"), APPROVED) is None


class TestPlanning:
    @pytest.mark.parametrize(("count", "last"), [(1, "2026"), (2, "2026H2"), (4, "2026Q4"), (12, "2026-12")])
    def test_stages_fill_the_year(self, count: int, last: str) -> None:
        parts = stages(2026, count)
        assert (len(parts), parts[-1].name) == (count, last)
        assert (parts[0].span.first, parts[-1].span.last) == YEAR
        for one, following in pairwise(parts):
            assert following.span.first - one.span.last == timedelta(days=1)

    def test_gaps_are_named_by_line(self) -> None:
        customers = {
            "c1": {"contacts": [{"name": "陈"}]},
            "c2": {"status": "closed"},
            "c3": {"do_not_contact": True},
        }
        lines = [
            line(1, contact={"name": "王"}),
            line(2, "2026-03-31", "2026-03-01"),
            line(3, "2026-10-01", "2026-10-07", confirmed_by=["branch"]),
            line(4, "2025-12-01", "2026-01-31"),
        ]
        assert set(faults(2026, lines, customers, CHINA)) == {
            Fault(1, "contact_changed"),
            *(Fault(2, "backwards"), Fault(2, "gone")),
            *(Fault(3, "day_off"), Fault(3, "unconfirmed"), Fault(3, "do_not_contact")),
            *(Fault(4, "other_year"), Fault(4, "gone")),
        }
        assert list(faults(2026, [], {}, CHINA)) == [Fault(0, "no_lines")]

    def test_the_load_falls_on_people_and_months(self) -> None:
        lines = [line(1, assignee="李敏"), line(2, assignee="李敏"), line(3)]
        assert load(2026, lines) == {("李敏", 3): 2, ("", 3): 1}


class TestHeadlines:
    def test_the_pack_of_the_plan_has_the_fulfilment_as_its_headline(self) -> None:  # R29
        pack = read(library_content("csm-plan"))
        visits = fulfilled([PLAN], [held(line(1), "2026-03-05"), line(2)], *YEAR)
        told = to_json(satisfaction(pack, "h", period("2026"), {}, visits=visits))
        headline: Any = told["headline"]
        assert (headline["value"], headline["base"], headline["not_computed"]) == ("0.5", 2, None)
        figure: Any = told["figure"]
        assert (told["met"], figure["trace"]["count"]) == (False, 2)

    def test_forty_five_of_forty_eight_cells_are_filled(self) -> None:  # R30
        pack = read(library_content("itops-pm"))
        projects = [{"id": f"p{n}", "started_on": "2024-01-01"} for n in range(12)]
        projects.append({"id": "late", "started_on": "2025-12-25"})
        days = [date(2025, month, 15) for month in (1, 4, 7, 10)]
        forms = [(f"p{n}", day) for n in range(12) for day in (days if n > 2 else days[1:])]
        found = covered(pack, projects, forms, period("2025"))
        assert found is not None
        assert (found.rate.numerator, found.rate.base, found.rate.fixed_percent(2)) == (45, 48, "93.75")
        assert found.missing == (("p0", "2025Q1"), ("p1", "2025Q1"), ("p2", "2025Q1"))
        assert covered(pack, projects, forms, period("2025-03")) is None

    def test_a_project_closed_without_its_sales_form_is_on_the_red_list(self) -> None:  # R30
        pack = read(library_content("itops-sales-visit"))
        projects = [
            {"id": "asked", "started_on": "2025-01-01", "ends_on": "2025-03-01"},
            {"id": "red", "started_on": "2025-01-01", "ends_on": "2025-03-01"},
            {"id": "open", "started_on": "2025-01-01"},
        ]
        found = covered(pack, projects, [("asked", date(2025, 3, 31))], period("2025H1"))
        assert found is not None
        assert (found.rate.numerator, found.rate.base, found.missing) == (1, 2, (("red", ""),))
