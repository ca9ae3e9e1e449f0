"""A file imported on two laptops and a centre: no duplicate, nothing lost, taken back without a wound."""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlmodel import select

from csat_tui.importing.fields import Kind
from csat_tui.laptop import import_undo, task_making
from csat_tui.laptop.importing import Applied
from csat_tui.laptop.task_making import Wish
from csat_tui.store import operations, responses
from csat_tui.store.rows import TABLES
from csat_tui.trouble import Trouble
from schemas.figures.periods import period
from schemas.records.identity import customer_id, event_id
from schemas.records.operations import CustomerOp, TaskOp
from sync.centre.reference import publish
from sync.centre.tables import ReferenceRow
from sync.client.identity import enrol
from sync.client.run import run_sync
from sync.client.signer import DeviceKey
from tests.support.import_files import counts, csv_bytes, practice_laptop, put_in, xlsx_bytes
from tests.support.store_samples import PACK, response
from tests.support.sync_centre import LocalCentre

AT = "2025-03-05T09:00:00+08:00"
PEOPLE = [
    ["客户编号", "客户名称", "联系电话", "车牌号"],
    ["K1", "王建国", "13800138001", "京A 12345"],
    ["K2", "李丽", "13800138001", "京A12346"],
]
ORDERS = [
    ["工单号", "车牌号", "客户名称", "联系电话", "结算时间", "备注"],
    ["S1", "京A·12345", "王建国", "13800138001", "2025/3/4", ""],
    ["S2", "京A·99999", "新客户", "13900139000", "2025/3/4", ""],
]


class Branch:
    """The laptop of one person with the files they import."""

    def __init__(self, folder: Path, centre: LocalCentre, user: str) -> None:
        (folder / user).mkdir()
        self.laptop = practice_laptop(folder / user)
        self.centre, self.key = centre, DeviceKey.new()
        enrol(
            "http://c",
            centre.admin.code(user),
            self.laptop.log,
            self.laptop.replica,
            centre,
            self.key,
            centre.clock,
        )

    def bring_in(self, kind: Kind, rows: list[list[Any]], *, xlsx: bool = False) -> Applied:
        return put_in(self.laptop, kind, xlsx_bytes(rows) if xlsx else csv_bytes(rows, "gbk"))

    def sync(self) -> None:
        ports = self.laptop.log, self.laptop.replica
        assert run_sync(*ports, self.centre, self.key, self.centre.clock, random=Random(1)).proven

    def holds(self, entity: str) -> dict[str, Any]:
        with self.laptop.store.read() as session:
            return {row.id: row.body for row in session.exec(select(TABLES[entity]))}

    def ask(self, customer: str, id: str) -> None:
        """Finish a questionnaire with this customer."""
        responses.finalise(self.laptop.store, response(id, customer=customer), PACK)


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[LocalCentre]:
    centre = LocalCentre(tmp_path / "centre.sqlite")
    centre.admin.approve("dlr-cs-sales")
    yield centre
    centre.close()


@pytest.fixture
def li(tmp_path: Path, centre: LocalCentre) -> Iterator[Branch]:
    branch = Branch(tmp_path, centre, "li")
    yield branch
    branch.laptop.close()


@pytest.fixture
def wang(tmp_path: Path, centre: LocalCentre) -> Iterator[Branch]:
    branch = Branch(tmp_path, centre, "wang")
    yield branch
    branch.laptop.close()


def settle(*branches: Branch) -> None:
    """Everybody syncs until everybody has everything."""
    for _round in range(2):
        for branch in branches:
            branch.sync()


def at_the_centre(centre: LocalCentre, entity: str) -> set[str]:
    with centre.store.reading() as session:
        rows = session.exec(select(ReferenceRow).where(ReferenceRow.entity == entity))
        return {row.id for row in rows if not row.deleted}


def plain(records: dict[str, Any]) -> dict[str, Any]:
    """The records without the imports that brought them."""
    return {
        id: {name: value for name, value in body.items() if name != "batches"} for id, body in records.items()
    }


class TestTheSameFileOnBothLaptops:
    def test_is_every_customer_and_event_once_everywhere(
        self, centre: LocalCentre, li: Branch, wang: Branch
    ) -> None:
        for branch in (li, wang):
            branch.bring_in("customers", PEOPLE)
            branch.bring_in("events", ORDERS)
        settle(li, wang)
        events = {event_id("DMS", "S1"), event_id("DMS", "S2")}
        for entity, number in (("customer", 3), ("event", 2), ("batch", 4), ("proposal", 0)):
            assert li.holds(entity) == wang.holds(entity)
            assert set(li.holds(entity)) == at_the_centre(centre, entity)
            assert len(li.holds(entity)) == number
        assert set(li.holds("event")) == events
        assert {body["customer"] for body in li.holds("event").values()} <= set(li.holds("customer"))

    def test_of_staff_is_each_colleague_once_and_their_tasks_are_made_once(
        self, centre: LocalCentre, li: Branch, wang: Branch
    ) -> None:
        centre.admin.approve("internal-external")
        settle(li, wang)
        for branch, numbers in ((li, "12"), (wang, "23")):
            branch.bring_in("staff", [["工号", "姓名"], *([n, f"员工{n}"] for n in numbers)])
            task_making.make(branch.laptop, "internal-external", period("2026"), Wish())
        settle(li, wang)
        for entity, number in (("customer", 3), ("task", 3), ("batch", 2), ("proposal", 0)):
            assert li.holds(entity) == wang.holds(entity)
            assert set(li.holds(entity)) == at_the_centre(centre, entity)
            assert len(li.holds(entity)) == number

    def test_once_as_csv_and_once_as_workbook_is_the_same(self, li: Branch, wang: Branch) -> None:
        li.bring_in("events", ORDERS)
        wang.bring_in("events", ORDERS, xlsx=True)
        settle(li, wang)
        assert len(li.holds("event")) == len(li.holds("customer")) == 2
        assert li.holds("proposal") == {}

    def test_with_another_value_keeps_the_first_that_came_and_shows_the_other(
        self, li: Branch, wang: Branch
    ) -> None:
        li.bring_in("events", ORDERS)
        wang.bring_in("events", [*ORDERS[:2], [*ORDERS[2][:4], "2025/3/5", ""]])
        settle(li, wang)
        id = event_id("DMS", "S2")
        for branch in (li, wang):
            assert branch.holds("event")[id]["closed_at"] == "2025-03-04"
            [proposal] = branch.holds("proposal").values()
            assert (proposal["field"], proposal["proposed"]) == ("closed_at", "2025-03-05")

    def test_in_two_orders_makes_no_second_customer(self, li: Branch, wang: Branch) -> None:
        li.bring_in("customers", PEOPLE)
        li.bring_in("events", ORDERS)
        wang.bring_in("customers", [PEOPLE[0], *PEOPLE[:0:-1]])
        wang.bring_in("events", [ORDERS[0], *ORDERS[:0:-1]])
        settle(li, wang)
        assert len(li.holds("customer")) == 3
        assert li.holds("proposal") == {}


class TestTheSameFileTwiceOnOneLaptop:
    def test_is_known_the_second_time_and_sends_the_batch_only(self, li: Branch) -> None:
        li.bring_in("customers", PEOPLE)
        before = li.laptop.log.head().n
        assert counts(li.bring_in("customers", PEOPLE)) == (2, 0, 2, 0, 0)
        assert li.laptop.log.head().n == before + 1

    def test_is_known_as_well_after_it_came_back_from_the_centre(self, li: Branch, wang: Branch) -> None:
        li.bring_in("customers", PEOPLE)
        settle(li, wang)
        for branch in (li, wang):
            assert counts(branch.bring_in("customers", PEOPLE)) == (2, 0, 2, 0, 0)
        settle(li, wang)
        assert len(li.holds("customer")) == 2


class TestTakenBack:
    def test_after_a_sync_it_is_gone_everywhere_and_can_be_imported_again(
        self, centre: LocalCentre, li: Branch, wang: Branch
    ) -> None:
        applied = li.bring_in("customers", PEOPLE)
        settle(li, wang)
        import_undo.undo(li.laptop, applied.batch)
        settle(li, wang)
        assert li.holds("customer") == wang.holds("customer") == {}
        assert at_the_centre(centre, "customer") == set()
        assert counts(wang.bring_in("customers", PEOPLE)) == (2, 2, 0, 0, 0)
        settle(wang, li)
        assert set(li.holds("customer")) == {customer_id("K1"), customer_id("K2")}

    def test_while_the_other_laptop_hung_a_questionnaire_on_it_the_customer_stays_and_somebody_is_asked(
        self, centre: LocalCentre, li: Branch, wang: Branch
    ) -> None:
        applied = li.bring_in("customers", PEOPLE)
        settle(li, wang)
        wang.ask(customer_id("K1"), "r1")
        wang.sync()
        import_undo.undo(li.laptop, applied.batch)
        settle(li, wang)
        assert at_the_centre(centre, "customer") == {customer_id("K1")}
        for branch in (li, wang):
            assert set(branch.holds("customer")) == {customer_id("K1")}
            [proposal] = branch.holds("proposal").values()
            assert (proposal["field"], proposal["record"]) == ("withdrawn", customer_id("K1"))
        assert responses.find(wang.laptop.store, "r1") is not None

    def test_first_and_the_questionnaire_after_it_loses_neither(
        self, centre: LocalCentre, li: Branch, wang: Branch
    ) -> None:
        applied = li.bring_in("customers", PEOPLE)
        settle(li, wang)
        import_undo.undo(li.laptop, applied.batch)
        li.sync()
        wang.ask(customer_id("K1"), "r1")
        settle(wang, li)
        assert responses.find(wang.laptop.store, "r1") is not None
        assert wang.laptop.log.to_send() == 0

    def test_with_a_questionnaire_of_this_laptop_it_is_refused(self, li: Branch) -> None:
        applied = li.bring_in("customers", PEOPLE)
        li.ask(customer_id("K1"), "r1")
        with pytest.raises(Trouble, match="王建国"):
            import_undo.undo(li.laptop, applied.batch)
        assert len(li.holds("customer")) == 2

    def test_of_an_import_that_another_laptop_made_first_leaves_the_records_whole(
        self, li: Branch, wang: Branch
    ) -> None:
        li.bring_in("customers", PEOPLE)
        applied = wang.bring_in("customers", PEOPLE)
        settle(li, wang)
        before = li.holds("customer")
        import_undo.undo(wang.laptop, applied.batch)
        settle(wang, li)
        assert plain(li.holds("customer")) == plain(wang.holds("customer")) == plain(before)
        assert wang.holds("batch")[applied.batch]["status"] == "undone"


class TestTakenBackWhileAnotherLaptopImportedTheSame:
    @pytest.mark.parametrize("sooner", ["li", "wang"], ids=["the_first_to_sync", "the_second_to_sync"])
    @pytest.mark.parametrize("kind", ["customers", "events"])
    def test_the_records_stay_until_the_last_import_is_taken_back(
        self, kind: Kind, sooner: str, centre: LocalCentre, li: Branch, wang: Branch
    ) -> None:
        rows = PEOPLE if kind == "customers" else ORDERS
        done = {branch: branch.bring_in(kind, rows) for branch in (li, wang)}
        settle(li, wang)
        before = {entity: plain(li.holds(entity)) for entity in ("customer", "event", "task")}
        for branch in (li, wang) if sooner == "li" else (wang, li):
            assert {entity: plain(branch.holds(entity)) for entity in before} == before
            import_undo.undo(branch.laptop, done[branch].batch)
            settle(branch, li, wang)
        for entity in before:
            assert li.holds(entity) == wang.holds(entity) == {}
            assert at_the_centre(centre, entity) == set()

    def test_before_either_was_sent_nothing_of_the_other_goes(
        self, centre: LocalCentre, li: Branch, wang: Branch
    ) -> None:
        li.bring_in("customers", PEOPLE)
        applied = wang.bring_in("customers", PEOPLE)
        import_undo.undo(wang.laptop, applied.batch)
        settle(li, wang)
        assert set(li.holds("customer")) == set(wang.holds("customer")) == at_the_centre(centre, "customer")
        assert len(li.holds("customer")) == 2

    def test_what_the_other_laptop_found_on_file_when_it_imported_stays_for_it(
        self, centre: LocalCentre, li: Branch, wang: Branch
    ) -> None:
        first = li.bring_in("customers", PEOPLE)
        settle(li, wang)
        second = wang.bring_in("customers", PEOPLE)
        assert counts(second) == (2, 0, 2, 0, 0)
        settle(wang, li)
        import_undo.undo(li.laptop, first.batch)
        settle(li, wang)
        assert len(at_the_centre(centre, "customer")) == len(wang.holds("customer")) == 2
        import_undo.undo(wang.laptop, second.batch)
        settle(wang, li)
        assert li.holds("customer") == wang.holds("customer") == {}

    def test_the_call_about_an_event_stays_with_the_event(self, li: Branch, wang: Branch) -> None:
        first = li.bring_in("events", ORDERS)
        events = {event_id("DMS", "S1"), event_id("DMS", "S2")}
        due = {"type": "visit", "due_at": AT}
        whom = {id: li.holds("event")[id]["customer"] for id in sorted(events)}
        calls = [
            TaskOp(id=f"o{id}", at=AT, record=f"t{id}", batch=first.batch, fields={**due, "customer": who, "event": id})
            for id, who in whom.items()
        ]  # fmt: skip
        operations.record(li.laptop.store, calls)
        settle(li, wang)
        second = wang.bring_in("events", ORDERS)
        settle(wang, li)
        import_undo.undo(li.laptop, first.batch)
        settle(li, wang)
        assert {body["event"] for body in wang.holds("task").values()} == set(wang.holds("event")) == events
        import_undo.undo(wang.laptop, second.batch)
        settle(wang, li)
        assert li.holds("task") == li.holds("event") == {}

    def test_what_has_several_rows_in_the_file_keeps_what_all_of_them_said(
        self, li: Branch, wang: Branch
    ) -> None:
        rows = [*PEOPLE, ["K1", "王建国", "13800138001", "京A99999"]]
        li.bring_in("customers", rows)
        applied = wang.bring_in("customers", rows)
        settle(li, wang)
        before = plain(li.holds("customer"))
        import_undo.undo(wang.laptop, applied.batch)
        settle(wang, li)
        assert plain(li.holds("customer")) == before

    def test_a_customer_that_was_on_file_before_any_import_stays(
        self, centre: LocalCentre, li: Branch
    ) -> None:
        with centre.store.writing() as session:
            publish(session, "customer", [{"id": customer_id("K1"), "number": "K1", "name": "王建国"}])
        applied = li.bring_in("customers", PEOPLE)
        import_undo.undo(li.laptop, applied.batch)
        settle(li)
        assert at_the_centre(centre, "customer") == {customer_id("K1")}


class TestTakenBackAfterSomebodyAddedToIt:
    def test_it_is_refused_and_what_was_added_stays(self, li: Branch, wang: Branch) -> None:
        applied = li.bring_in("customers", PEOPLE)
        settle(li, wang)
        added = CustomerOp(
            id="added",
            at=AT,
            record=customer_id("K1"),
            fields={"remark": "先打电话"},
        )
        operations.record(wang.laptop.store, [added])
        settle(wang, li)
        with pytest.raises(Trouble, match="王建国"):
            import_undo.undo(li.laptop, applied.batch)
        assert li.holds("customer")[customer_id("K1")]["remark"] == "先打电话"
