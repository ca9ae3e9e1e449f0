"""Tasks from events, customers and packs: who is due, when, and why somebody is not."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from schemas.calendar import Calendar
from schemas.days_off import CHINA
from schemas.figures.periods import period
from schemas.packs.check import check
from schemas.packs.model import Pack
from schemas.packs.resolve import library_content, read
from schemas.packs.source import library_names, library_text
from schemas.packs.write import yaml_text
from schemas.records.operations import TaskOp
from schemas.rejection import InputError
from schemas.tasks.making import Held, Made, make
from schemas.tasks.sources import SOURCES, Known, supported

SIX_DAYS = Calendar(weekend=frozenset({6}))
"""A shop that is closed on Sundays only."""


def pack(name: str, **changes: Any) -> Pack:
    return read(library_content(name)).model_copy(update=changes)


def order(no: str, closed: str, customer: str = "c1", **more: Any) -> dict[str, Any]:
    head = {"id": f"e-{no}", "source_system": "DMS", "source_no": no, "type": "维修"}
    return head | {"customer": customer, "closed_at": f"{closed}+08:00", **more}


def known(*events: dict[str, Any], **customers: dict[str, Any]) -> Known:
    people = {one["customer"]: {"id": one["customer"], "name": "王"} for one in events} | customers
    visits: dict[str, list[date]] = {}
    for one in events:
        visits.setdefault(one["customer"], []).append(date.fromisoformat(one["closed_at"][:10]))
    return Known(people, events, {customer: sorted(days) for customer, days in visits.items()})


def made(
    pack: Pack, asked: str, on_file: Known, held: Iterable[str] = (), calendar: Calendar = CHINA, **wish: Any
) -> Made:
    there = frozenset(held)
    return make(
        pack,
        period(asked),
        on_file,
        lambda ids: Held(there & frozenset(ids)),
        calendar,
        today=date(2025, 3, 31),
        offset="+08:00",
        **wish,
    )


class TestTheWindow:
    def test_it_counts_days_from_closing(self) -> None:
        [task] = made(
            pack("dlr-cs-sales"), "2025-03", known(order("1", "2025-03-04T10:00", type="交车"))
        ).tasks
        assert task["due_from"] == "2025-03-07T00:00:00+08:00"
        assert task["due_at"] == "2025-03-11T24:00:00+08:00"

    def test_an_end_on_a_day_off_moves_to_the_next_working_day(self) -> None:
        """2025-10-01 to 10-08 is a holiday: neither end may lie in it."""
        [task] = made(
            pack("dlr-cs-sales"), "2025-10", known(order("1", "2025-09-29T10:00", type="交车"))
        ).tasks
        assert (task["due_from"][:10], task["due_at"][:10]) == ("2025-10-09", "2025-10-09")

    def test_a_task_belongs_to_the_period_in_which_its_window_ends(self) -> None:
        on_file = known(order("1", "2025-03-27T10:00", type="交车"))
        assert made(pack("dlr-cs-sales"), "2025-03", on_file).tasks == ()
        assert len(made(pack("dlr-cs-sales"), "2025-04", on_file).tasks) == 1

    def test_the_list_of_a_day_holds_what_was_settled_on_the_business_days_before(self) -> None:
        """R23 examples 1 and 2: Monday's list has Saturday's orders where Sunday is closed."""
        orders = known(
            order("sat", "2025-03-01T17:59", "a"),
            order("mon", "2025-03-03T17:59", "b"),
            order("tue", "2025-03-04T08:00", "c"),
        )
        lists = {
            day: {
                task["event"] for task in made(pack("zihang-callback"), day, orders, calendar=SIX_DAYS).tasks
            }
            for day in ("2025-03-03", "2025-03-04", "2025-03-05")
        }
        assert lists == {"2025-03-03": {"e-sat"}, "2025-03-04": {"e-mon"}, "2025-03-05": {"e-tue"}}


class TestWhoIsDue:
    def test_two_orders_of_one_customer_and_day_are_one_call(self) -> None:
        """R23 example 7."""
        orders = known(order("1", "2025-03-03T10:00"), order("2", "2025-03-03T11:00"))
        [task] = made(pack("zihang-callback"), "2025-03-04", orders).tasks
        assert [task["event"], *task["events"]] == ["e-1", "e-2"]

    def test_each_visit_is_called_where_the_pack_says_so(self) -> None:
        orders = known(order("1", "2025-03-03T10:00"), order("2", "2025-03-03T11:00"))
        assert len(made(pack("dlr-cs-aftersales"), "2025-03", orders).tasks) == 2

    def test_only_events_of_the_kind_the_pack_asks_about(self) -> None:
        events = known(
            order("repair", "2025-03-03T10:00"),
            order("sale", "2025-03-03T10:00", type="新车销售"),
            order("case", "2025-03-03T10:00", type="", severity="P2"),
        )
        assert [t["event"] for t in made(pack("dlr-cs-aftersales"), "2025-03", events).tasks] == ["e-repair"]
        assert [t["event"] for t in made(pack("dlr-cs-sales"), "2025-03", events).tasks] == ["e-sale"]

    def test_who_is_not_to_be_contacted_is_left_out_and_counted(self) -> None:
        stop = {"c1": {"id": "c1", "name": "王", "do_not_contact": True}}
        result = made(pack("dlr-cs-aftersales"), "2025-03", known(order("1", "2025-03-03T10:00"), **stop))
        assert (result.tasks, result.left_out) == ((), {"do_not_contact": 1})

    def test_a_merged_customer_is_called_as_the_one_he_is(self) -> None:
        people = {"c1": {"id": "c1", "name": "王", "merged_into": "c9"}, "c9": {"id": "c9", "name": "王建国"}}
        [task] = made(
            pack("dlr-cs-aftersales"), "2025-03", known(order("1", "2025-03-03T10:00"), **people)
        ).tasks
        assert task["customer"] == "c9"

    def test_what_is_there_already_is_not_made_again(self) -> None:
        orders = known(order("1", "2025-03-03T10:00"), order("2", "2025-03-04T10:00", "c2"))
        first = made(pack("dlr-cs-aftersales"), "2025-03", orders)
        again = made(pack("dlr-cs-aftersales"), "2025-03", orders, [task["id"] for task in first.tasks])
        assert (len(first.tasks), again.tasks, again.known) == (2, (), 2)

    def test_the_ids_are_the_same_wherever_they_are_made(self) -> None:
        one = made(pack("dlr-cs-aftersales"), "2025-03", known(order("1", "2025-03-03T10:00")))
        other = made(pack("dlr-cs-aftersales"), "2025Q1", known(order("1", "2025-03-03T10:00")))
        assert [task["id"] for task in one.tasks] == [task["id"] for task in other.tasks]

    def test_a_task_says_whose_it_is_and_how_often_to_try(self) -> None:
        [task] = made(
            pack("dlr-cs-aftersales"), "2025-03", known(order("1", "2025-03-03T10:00", assignee="li"))
        ).tasks
        assert (task["assignee"], task["max_attempts"], task["min_days"]) == ("li", 3, 2)

    def test_what_is_made_is_a_valid_operation(self) -> None:
        [task] = made(pack("dlr-cs-aftersales"), "2025-03", known(order("1", "2025-03-03T10:00"))).tasks
        fields = {name: value for name, value in task.items() if name != "id"}
        assert TaskOp(id="o", at="2025-03-03T10:00:00+08:00", record=task["id"], fields=fields)


class TestLostCustomers:
    def at(self, day: str, visits: list[date], **more: Any) -> Made:
        on_file = Known({"c1": {"id": "c1", "name": "王"}}, visits={"c1": visits}, **more)
        return made(pack("zihang-lost"), day, on_file)

    def test_six_months_after_the_last_visit_clamped_to_the_month(self) -> None:
        """R23 examples 3 and 4."""
        assert len(self.at("2025-02-28", [date(2024, 8, 31)]).tasks) == 1
        [task] = self.at("2025-07-15", [date(2024, 1, 3), date(2025, 1, 15)]).tasks
        assert (task["type"], task["due_at"]) == ("lost_callback", "2025-07-15T24:00:00+08:00")
        assert self.at("2025-07-14", [date(2025, 1, 15)]).tasks == ()

    def test_not_who_was_spoken_to_since(self) -> None:
        contacted = {"c1": date(2025, 4, 1)}
        assert self.at("2025-07-15", [date(2025, 1, 15)], contacted=contacted).tasks == ()

    def test_a_month_catches_up_the_days_that_were_missed(self) -> None:
        assert len(self.at("2025-07", [date(2025, 1, 15)]).tasks) == 1


class TestReminders:
    def test_a_reminder_is_due_when_its_lead_begins(self) -> None:
        """R23 example 6: insurance ends 2025-06-30, lead 30 -> reminder from 2025-05-31."""
        asset = {"plate": "京A12345", "insurance_end": "2025-06-30"}
        on_file = Known({"c1": {"id": "c1", "name": "王", "assets": [asset]}})
        assert made(pack("zihang-reminder"), "2025-05-30", on_file).tasks == ()
        [task] = made(pack("zihang-reminder"), "2025-05-31", on_file).tasks
        assert (task["type"], task["due_from"][:10], task["due_at"][:10]) == (
            "reminder", "2025-05-31", "2025-06-30"
        )  # fmt: skip


class TestRotation:
    """S0-32: A3 (with its score), A5 and A6 go round for customers with two visits in sixty days."""

    def items(self, *days: str) -> list[list[str] | None]:
        orders = known(*(order(str(n), f"2025-{day}T10:00") for n, day in enumerate(days)))
        tasks = made(pack("dlr-cs-aftersales"), "2025", orders).tasks
        return [task.get("optional") for task in sorted(tasks, key=lambda task: str(task["event"]))]

    def test_one_visit_is_asked_everything(self) -> None:
        assert self.items("03-03") == [None]

    def test_further_visits_take_turns_until_all_were_asked(self) -> None:
        _first, second, third = self.items("03-03", "03-20", "04-02")
        assert second is not None
        assert third is not None
        assert sorted(second + third) == ["A3", "A3S", "A5", "A6"]
        assert not set(second) & set(third)

    def test_visits_far_apart_are_asked_everything(self) -> None:
        assert self.items("01-03", "06-20") == [None, None]


class TestTheConditionOfAFrame:
    """``frame.where`` with ``${}`` is asked of customer, event and project; without it is a note for people."""

    def of(self, where: str, source: str = "dlr-cs-sales") -> Pack:
        whole = pack(source)
        assert whole.frame is not None
        return whole.model_copy(update={"frame": whole.frame.model_copy(update={"where": where})})

    def test_it_is_asked_of_event_and_customer(self) -> None:
        orders = [order(no, "2025-03-04T10:00", f"c{no}", type="交车", item=f"车型{no}") for no in "123"]
        people = {
            f"c{no}": {"id": f"c{no}", "name": "王", "tier": tier} for no, tier in (("1", "A"), ("2", "B"))
        }
        on_file = known(*orders, **people)
        asked = self.of("${customer.tier} = 'A' or ${event.item} = '车型3'")
        assert {task["customer"] for task in made(asked, "2025-03", on_file).tasks} == {"c1", "c3"}
        assert len(made(self.of("delivered in period"), "2025-03", on_file).tasks) == 3

    def test_lint_says_what_is_wrong_with_it(self) -> None:
        text = yaml_text(library_content("dlr-cs-sales"))
        for where, code in (("${customer.tier} = ", "expression"), ("${tier} = 'A'", "no-such-item")):
            wrong = text.replace("delivered in period", where)
            assert wrong != text
            assert code in {finding.code for finding in check(wrong, "x.yaml")}

    def test_consignors_are_customers_who_came_in_the_period(self) -> None:
        people = {id: {"id": id, "name": id} for id in ("here", "before", "never")}
        on_file = Known(people, visits={"here": [date(2025, 2, 3)], "before": [date(2024, 12, 30)]})
        assert [task["customer"] for task in made(pack("warehouse"), "2025Q1", on_file).tasks] == ["here"]

    def test_at_milestones_the_projects_that_end_in_the_period_are_asked(self) -> None:
        ends = {"p1": "2025-03-20", "p2": "2025-06-30", "p3": None}
        projects = [{"id": id, "number": id, "customer": "c1", "ends_on": day} for id, day in ends.items()]
        on_file = Known({"c1": {"id": "c1", "name": "王"}}, projects=projects)
        assert [task["project"] for task in made(pack("itops-sales-visit"), "2025Q1", on_file).tasks] == [
            "p1"
        ]

    @pytest.mark.parametrize("name", ["hospital", "dlr-touch", "courier-managers"])
    def test_patients_guests_and_couriers_are_customers(self, name: str) -> None:
        assert supported(pack(name))


class TestTheCompanysOwn:
    """Staff and display cars are lists on file beside the customers."""

    people = {
        "s1": {"id": "s1", "name": "周洁", "type": "employee"},
        "s2": {"id": "s2", "name": "李雷", "type": "employee", "status": "closed"},
        "car": {"id": "car", "name": "朗逸 京A·12345", "type": "display_car"},
        "c1": {"id": "c1", "name": "王建国", "type": "person", "tier": "A"},
        "c2": {"id": "c2", "name": "李丽", "type": "person"},
    }

    def test_staff_are_asked_but_not_who_has_left(self) -> None:
        result = made(pack("internal-external"), "2025", Known(self.people))
        assert [task["customer"] for task in result.tasks] == ["s1"]
        assert result.left_out == {"closed": 1}

    def test_no_list_of_customers_holds_staff_or_cars(self) -> None:
        result = made(pack("op-relations-tier"), "2025-03", Known(self.people))
        assert {task["customer"] for task in result.tasks} == {"c1", "c2"}

    def test_every_display_car_is_due_at_each_round_of_the_day(self) -> None:
        tasks = made(pack("dlr-showroom"), "2025-03-14", Known(self.people)).tasks
        assert [(task["customer"], task["purpose"]) for task in tasks] == [("car", "09:00"), ("car", "14:15")]
        assert {task["due_from"][:10] for task in tasks} == {"2025-03-14"}

    def test_a_list_is_whom_somebody_chose_whatever_else_is_on_file(self) -> None:
        chosen = Known(self.people, chosen=["c2", "s1"])
        assert [task["customer"] for task in made(pack("sample-7q"), "2025-03", chosen).tasks] == ["c2"]
        assert [task["customer"] for task in made(pack("dlr-ms"), "2025-03", chosen).tasks] == ["s1"]

    def test_who_may_not_be_contacted_is_left_out_of_a_chosen_list_too(self) -> None:
        people = {"c1": {"id": "c1", "name": "王", "do_not_contact": True}}
        result = made(pack("sample-7q"), "2025-03", Known(people, chosen=["c1"]))
        assert (result.tasks, result.left_out) == ((), {"do_not_contact": 1})

    def test_the_list_of_every_pack_can_be_made(self) -> None:
        wanted = {
            source: name
            for name in library_names()
            for source in re.findall(r"^frame: \{source: (\w+)", library_text(name), re.MULTILINE)
        }
        assert len(wanted) > 10
        assert wanted.keys() - SOURCES == set()


class TestWhatTheListsCannotBe:
    def test_a_draw_without_a_number_asks_for_one(self) -> None:
        orders = known(order("1", "2025-03-03T10:00", type="交车"))
        with pytest.raises(InputError) as refused:
            made(pack("oem-index-mirror"), "2025-03", orders)
        assert refused.value.code == "sample_unknown"
        assert len(made(pack("oem-index-mirror"), "2025-03", orders, size=1).tasks) == 1
