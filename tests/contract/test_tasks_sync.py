"""Two laptops and a centre with tasks: made once, tried by both, counted alike."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from csat_tui.store import frames, funnel, operations
from csat_tui.store.responses import finalise
from csat_tui.store.today import today
from schemas.canonical import canonical_bytes
from schemas.days_off import CHINA
from schemas.figures.funnel import funnel as make_funnel
from schemas.figures.funnel import to_json
from schemas.figures.periods import period
from schemas.packs.model import Pack
from schemas.packs.resolve import library_content, read
from schemas.records import operations as ops
from schemas.tasks.making import Made, make
from sync.centre.funnel import period_funnel
from tests.contract.test_operations_sync import AT, Office, settle
from tests.support.store_samples import PACK, response
from tests.support.sync_centre import LocalCentre, customer

CASES = read(library_content("itops-qa-callback"))
MARCH = period("2025-03")
QUARTER = period("2025Q1")


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[LocalCentre]:
    centre = LocalCentre(tmp_path / "centre.sqlite")
    centre.admin.approve("dlr-cs-sales")
    centre.admin.publish("customer", [customer(f"c{n}", number=f"K{n}") for n in range(1, 13)])
    yield centre
    centre.close()


@pytest.fixture
def li(tmp_path: Path, centre: LocalCentre) -> Iterator[Office]:
    office = Office(tmp_path, centre, "li")
    yield office
    office.store.close()


@pytest.fixture
def wang(tmp_path: Path, centre: LocalCentre) -> Iterator[Office]:
    office = Office(tmp_path, centre, "wang")
    yield office
    office.store.close()


def deliveries(count: int) -> list[dict[str, Any]]:
    head = {"source_system": "DMS", "type": "交车"}
    return [
        {**head, "source_no": f"D{n}", "customer": f"c{n}", "closed_at": f"2025-03-{n + 2:02}T10:00:00+08:00"}
        for n in range(1, count + 1)
    ]


def cases(count: int) -> list[dict[str, Any]]:
    head = {"source_system": "CASE", "severity": "P2"}
    return [
        {**head, "source_no": f"C{n}", "customer": f"c{n}", "closed_at": f"2025-03-{n:02}T10:00:00+08:00"}
        for n in range(1, count + 1)
    ]


def make_tasks(office: Office, pack: Pack = PACK, asked: Any = MARCH) -> Made:
    with office.store.write() as session:
        made = make(
            pack,
            asked,
            frames.of_events(office.store, date(2025, 1, 1), date(2025, 3, 31)),
            lambda ids: frames.held(session, ids),
            CHINA,
            today=date(2025, 3, 14),
            offset="+08:00",
        )
        operations.record_in(session, _operations(office, made))
    return made


def _operations(office: Office, made: Made) -> Sequence[ops.Operation]:
    head = {"at": AT, "user": office.user}
    told: list[ops.Operation] = [
        ops.TaskOp(
            id=office.new_id(), record=task["id"], fields={k: v for k, v in task.items() if k != "id"}, **head
        )
        for task in made.tasks
    ]
    if made.draw:
        told.append(ops.SampleDrawn.model_validate({**made.draw, **head}))
    return told


def attempt(office: Office, task: str, disposition: str, at: str = AT) -> None:
    office.do(ops.AttemptMade, task=task, disposition=disposition, at=at)


def here(office: Office, pack: Pack, asked: Any) -> bytes:
    days = asked.first.isoformat(), asked.last.isoformat()
    counted = funnel.places(office.store, pack.pack, *days), funnel.channels(office.store, pack.pack, *days)
    draws = funnel.draws(office.store, pack.pack, asked.name)
    return canonical_bytes(to_json(make_funnel(pack, *counted, draws)))


def there(centre: LocalCentre, pack: Pack, asked: Any) -> bytes:
    with centre.store.reading() as session:
        return canonical_bytes(to_json(period_funnel(session, pack, asked)))


def standing(office: Office) -> dict[str, tuple[Any, ...]]:
    names = ("status", "done_by", "cancelled_reason", "attempts", "replaced_by", "replaces")
    return {id: tuple(body.get(name) for name in names) for id, body in office.holds()["task"].items()}


def test_the_same_file_on_two_laptops_makes_each_task_once(li: Office, wang: Office) -> None:
    for office in (li, wang):
        office.bring_in("event", deliveries(5))
        assert make_tasks(office).due == 5
    settle(li, wang)
    assert len(li.holds()["task"]) == 5
    assert standing(li) == standing(wang)
    assert li.proposals() == wang.proposals() == []
    assert make_tasks(wang).due == 0


def test_two_desks_that_try_the_same_customer_leave_one_task_with_all_tries(
    li: Office, wang: Office, centre: LocalCentre
) -> None:
    li.bring_in("event", deliveries(3))
    [first, second, third] = [task["id"] for task in make_tasks(li).tasks]
    settle(li, wang)
    attempt(li, first, "no_answer", "2025-03-14T10:00:00+08:00")
    attempt(wang, first, "busy", "2025-03-14T09:00:00+08:00")
    attempt(wang, first, "busy", "2025-03-15T09:00:00+08:00")
    attempt(li, second, "refused")
    finalise(wang.store, response("r1", task=second, customer="c2"), PACK)
    finalise(wang.store, response("r2", task=third, customer="c3"), PACK)
    settle(wang, li)
    assert standing(li) == standing(wang)
    tasks = li.holds()["task"]
    assert [each["disposition"] for each in tasks[first]["attempts"]] == ["busy", "no_answer", "busy"]
    assert (tasks[first]["status"], tasks[second]["status"]) == ("exhausted", "done")
    places = [funnel.places(office.store, PACK.pack, "2025-03-01", "2025-03-31") for office in (li, wang)]
    assert places[0] == places[1]


def test_the_centre_shows_the_funnel_of_the_laptop_before_and_after_everything(
    li: Office, centre: LocalCentre
) -> None:
    li.bring_in("event", deliveries(6))
    ids = [task["id"] for task in make_tasks(li).tasks]
    attempt(li, ids[0], "no_answer")
    attempt(li, ids[1], "wrong_number")
    finalise(li.store, response("r1", task=ids[2], customer="c3"), PACK)
    before = here(li, PACK, MARCH)
    li.sync()
    assert here(li, PACK, MARCH) == there(centre, PACK, MARCH) == before
    assert b'"due":6' in before
    assert b'"attempted":3' in before
    replica = li.ports[1]
    replica.begin_reset()
    replica.finish_reset()
    li.sync()
    assert here(li, PACK, MARCH) == there(centre, PACK, MARCH) == before


def test_a_questionnaire_is_done_here_at_once_and_stays_so_while_older_tasks_come_down(
    li: Office, wang: Office
) -> None:
    li.bring_in("event", deliveries(1))
    [task] = make_tasks(li).tasks
    settle(li, wang)
    finalise(li.store, response("r1", task=task["id"], customer="c1"), PACK)
    assert li.holds()["task"][task["id"]]["status"] == "done"
    attempt(wang, task["id"], "busy")
    wang.sync()
    replica = li.ports[1]
    replica.begin_reset()
    replica.finish_reset()
    settle(li, wang)
    held = li.holds()["task"][task["id"]]
    assert (held["status"], held["done_by"], len(held["attempts"])) == ("done", "r1", 1)


class TestADraw:
    def test_two_laptops_with_the_same_cases_draw_the_same(self, li: Office, wang: Office) -> None:
        for office in (li, wang):
            office.bring_in("event", cases(12))
            assert make_tasks(office, CASES, QUARTER).due == 6
        settle(li, wang)
        assert len(li.holds()["draw"]) == 1
        assert li.holds()["draw"] == wang.holds()["draw"]
        assert len(wang.holds()["task"]) == 9

    def test_a_reserve_takes_the_place_of_each_that_failed_wherever_it_failed(
        self, li: Office, wang: Office, centre: LocalCentre
    ) -> None:
        li.bring_in("event", cases(12))
        made = make_tasks(li, CASES, QUARTER)
        assert made.draw is not None
        chosen, reserve = made.draw["chosen"]["P2"], made.draw["reserve"]["P2"]
        settle(li, wang)
        attempt(li, chosen[0], "refused")
        attempt(wang, chosen[1], "wrong_number")
        assert li.holds()["task"][reserve[0]]["replaces"] == chosen[0]
        assert wang.holds()["task"][reserve[0]]["replaces"] == chosen[1]
        settle(li, wang)
        assert standing(li) == standing(wang)
        tasks = wang.holds()["task"]
        assert {tasks[chosen[0]]["replaced_by"], tasks[chosen[1]]["replaced_by"]} == set(reserve[:2])
        assert [tasks[id]["status"] for id in reserve] == ["pending", "pending", "reserve"]
        assert here(li, CASES, QUARTER) == there(centre, CASES, QUARTER)
        assert b'"due":8' in here(li, CASES, QUARTER)
        assert b'"P2":{"base":12,"needed":6,' in here(li, CASES, QUARTER)

    @pytest.mark.parametrize("answered_first", [True, False])
    def test_the_reserve_moves_up_whether_the_answer_or_the_refusal_arrives_first(
        self, li: Office, wang: Office, answered_first: bool
    ) -> None:
        li.bring_in("event", cases(12))
        made = make_tasks(li, CASES, QUARTER)
        assert made.draw is not None
        chosen, reserve = made.draw["chosen"]["P2"][0], made.draw["reserve"]["P2"][0]
        settle(li, wang)
        attempt(li, chosen, "refused")
        customer = li.holds()["task"][chosen]["customer"]
        finalise(wang.store, response("r1", task=chosen, customer=customer), PACK)
        settle(*((wang, li) if answered_first else (li, wang)))
        assert standing(li) == standing(wang)
        tasks = wang.holds()["task"]
        assert (tasks[chosen]["status"], tasks[chosen]["replaced_by"]) == ("done", reserve)
        assert tasks[reserve]["status"] == "pending"


class TestWhoseATaskIs:
    def queue(self, office: Office) -> list[str]:
        day = date(2025, 3, 14)
        return [task.id for task in today(office.store, day=day, user=office.user).tasks]

    def given(self, li: Office, assignee: str) -> str:
        [event] = deliveries(1)
        li.bring_in("event", [event | {"assignee": assignee}])
        [task] = make_tasks(li).tasks
        assert self.queue(li) == [task["id"]]
        return str(task["id"])

    def test_a_task_for_a_colleague_goes_to_him_alone(self, li: Office, wang: Office) -> None:
        task = self.given(li, "wang")
        settle(li, wang)
        assert (self.queue(li), self.queue(wang)) == ([], [task])

    def test_a_task_for_a_name_that_nobody_has_stays_with_everybody(self, li: Office, wang: Office) -> None:
        task = self.given(li, "小李")
        settle(li, wang)
        assert self.queue(li) == self.queue(wang) == [task]

    def test_who_is_not_to_be_contacted_is_in_no_queue_at_once(self, li: Office) -> None:
        li.bring_in("event", deliveries(1))
        [task] = make_tasks(li).tasks
        attempt(li, task["id"], "do_not_contact")
        other = {"type": "visit", "customer": "c1", "due_at": AT}
        li.do(ops.TaskOp, record="t9", fields=other)
        assert self.queue(li) == []
