"""Two laptops and a centre: what is done on one is done on all, once, and nothing is lost."""

from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlmodel import col, select

from csat_tui.store import customers, import_undoing, imports, operations
from csat_tui.store.database import Store
from csat_tui.store.devicelog import LaptopLog
from csat_tui.store.replica import LaptopReplica
from csat_tui.store.responses import finalise, find
from csat_tui.store.rows import TABLES
from csat_tui.store.tables import CustomerRow, LogRow, ProposalRow
from csat_tui.store.today import today
from schemas.records import operations as ops
from schemas.records.identity import customer_id, event_id, temporary_id
from schemas.records.response import Temporary
from sync.centre.tables import ReferenceRow
from sync.client.errors import DamagedEntry
from sync.client.identity import enrol
from sync.client.run import run_sync
from sync.client.signer import DeviceKey
from tests.support.store_samples import PACK, customer_change, practice_store, response
from tests.support.sync_centre import LocalCentre, customer

AT = "2025-03-14T09:30:00+08:00"


class Office:
    """A laptop of one person, and what people do on it."""

    def __init__(self, folder: Path, centre: LocalCentre, user: str) -> None:
        self.store: Store = practice_store(folder / user)
        self.centre, self.user = centre, user
        self.key = DeviceKey.new()
        self._ids = (f"{user}-{n}" for n in count(1))
        enrol("http://c", centre.admin.code(user), *self.ports, centre, self.key, centre.clock)

    @property
    def ports(self) -> tuple[LaptopLog, LaptopReplica]:
        return LaptopLog(self.store), LaptopReplica(self.store)

    def sync(self) -> None:
        assert run_sync(*self.ports, self.centre, self.key, self.centre.clock, random=Random(1)).proven

    def new_id(self) -> str:
        return next(self._ids)

    def do(self, model: type[ops.Operation], **content: Any) -> str:
        body = {"id": self.new_id(), "at": AT, "user": self.user}
        operation = model.model_validate(body | content)
        operations.record(self.store, [operation])
        return operation.id

    def change(self, id: str, **fields: Any) -> str:
        """Set fields of a customer as somebody who sees the record does."""
        seen = operations.here(self.store, "customer", [id])[id]
        version = operations.versions(self.store, "customer", [id])[id]
        before = {name: seen[name] for name in fields if name in seen}
        return self.do(ops.CustomerOp, record=id, base_version=version, fields=fields, before=before)

    def customer(self, id: str) -> Mapping[str, Any]:
        return operations.here(self.store, "customer", [id])[id]

    def bring_in(self, what: ops.Imported, rows: list[dict[str, Any]]) -> ops.ImportBatch:
        head = {"source": "DMS", "file_name": "f.csv", "file_hash": "ab" * 32, "rows": len(rows)}
        counts = {"new": 0, "known": 0, "changed": 0, "rejected": 0}
        body = {"id": self.new_id(), "at": AT, "user": self.user, "what": what}
        batch = ops.ImportBatch.model_validate(head | counts | body)
        return imports.apply(self.store, what, rows, batch, self.new_id)

    def holds(self) -> dict[str, dict[str, Any]]:
        """Entity -> id -> record, all that is here."""
        with self.store.read() as session:
            return {
                entity: {row.id: row.body for row in session.exec(select(table))}
                for entity, table in TABLES.items()
                if entity != "pack"
            }

    def proposals(self) -> list[Mapping[str, Any]]:
        with self.store.read() as session:
            rows = session.exec(select(ProposalRow).where(ProposalRow.status == "open"))
            return [row.body for row in rows]


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[LocalCentre]:
    centre = LocalCentre(tmp_path / "centre.sqlite")
    centre.admin.approve("dlr-cs-sales")
    centre.admin.publish("customer", [customer("c1", phone="100"), customer("c2", number="K2")])
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


def settle(*offices: Office) -> None:
    """Everybody syncs until everybody has everything."""
    for _round in range(2):
        for office in offices:
            office.sync()


def centre_holds(centre: LocalCentre, entity: str) -> set[str]:
    with centre.store.reading() as session:
        asked = select(ReferenceRow.id).where(ReferenceRow.entity == entity, ReferenceRow.deleted == False)  # noqa: E712
        return set(session.exec(asked))


class TestACustomerChangedOnBoth:
    def test_in_other_fields_has_both_changes(self, li: Office, wang: Office) -> None:
        li.change("c1", phone="200")
        wang.change("c1", company="宏达物流")
        settle(li, wang)
        for office in (li, wang):
            assert (office.customer("c1")["phone"], office.customer("c1")["company"]) == ("200", "宏达物流")
            assert office.proposals() == []

    def test_in_the_same_field_keeps_the_first_that_came_and_shows_the_other(
        self, li: Office, wang: Office
    ) -> None:
        li.change("c1", phone="200")
        wang.change("c1", phone="300")
        assert wang.customer("c1")["phone"] == "300"
        settle(li, wang)
        for office in (li, wang):
            assert office.customer("c1")["phone"] == "200"
            [proposal] = office.proposals()
            assert (proposal["kept"], proposal["proposed"], proposal["user"]) == ("200", "300", "wang")

    def test_a_person_decides_between_them_once(self, li: Office, wang: Office) -> None:
        li.change("c1", phone="200")
        wang.change("c1", phone="300")
        settle(li, wang)
        [proposal] = li.proposals()
        li.do(ops.Decision, proposal=proposal["id"], accept=True)
        wang.do(ops.Decision, proposal=proposal["id"], accept=False)
        settle(li, wang)
        assert [office.customer("c1")["phone"] for office in (li, wang)] == ["300", "300"]
        assert li.proposals() == wang.proposals() == []

    def test_one_laptop_may_change_a_field_twice_between_two_syncs(self, li: Office, wang: Office) -> None:
        li.change("c1", phone="200")
        li.change("c1", phone="201")
        settle(li, wang)
        assert wang.customer("c1")["phone"] == "201"
        assert li.proposals() == []

    def test_a_change_not_yet_sent_lies_over_what_comes_down(self, li: Office) -> None:
        li.change("c1", phone="200")
        li.ports[1].apply([customer_change("c1", version=7, name="新名字", phone="100")], "cursor")
        seen = li.customer("c1")
        assert (seen["name"], seen["phone"]) == ("新名字", "200")

    def test_nobody_can_lift_do_not_contact_without_a_decision(self, li: Office, wang: Office) -> None:
        li.do(ops.DoNotContact, customer="c1", reason="要求")
        assert li.customer("c1")["do_not_contact"] is True
        settle(li, wang)
        wang.change("c1", do_not_contact=False)
        settle(wang, li)
        for office in (li, wang):
            assert office.customer("c1")["do_not_contact"] is True
            assert [proposal["field"] for proposal in office.proposals()] == ["do_not_contact"]

    def test_the_centre_publishing_it_again_keeps_what_rules_have_set(
        self, li: Office, centre: LocalCentre
    ) -> None:
        li.do(ops.DoNotContact, customer="c1")
        li.sync()
        centre.admin.publish("customer", [customer("c1", phone="400")])
        li.sync()
        assert (li.customer("c1")["phone"], li.customer("c1")["do_not_contact"]) == ("400", True)


class TestATemporaryCustomer:
    def test_matched_on_one_and_surveyed_on_the_other_loses_nothing(self, li: Office, wang: Office) -> None:
        somebody = Temporary(name="赵师傅", phone="13800001234")
        finalise(li.store, response("r1", customer=None, temp=somebody), PACK)
        made = temporary_id("r1")
        settle(li, wang)
        assert [found.id for found in customers.search(wang.store, "1234")] == [made]
        li.do(ops.Merge, customer=made, into="c2")
        finalise(wang.store, response("r2", customer=made), PACK)
        settle(li, wang)
        for office, own in ((li, "r1"), (wang, "r2")):
            assert office.customer(made)["merged_into"] == "c2"
            assert office.customer("c2")["phone"] == "13800001234"
            assert [found.id for found in customers.search(office.store, "赵师")] == ["c2"]
            stored = find(office.store, own)
            assert stored is not None
            with office.store.read() as session:
                assert stored.customer in customers.all_ids(session, "c2")

    def test_found_to_be_two_people_waits_for_a_decision(self, li: Office, wang: Office) -> None:
        finalise(li.store, response("r1", customer=None, temp=Temporary(name="赵师傅")), PACK)
        settle(li, wang)
        made = temporary_id("r1")
        li.do(ops.Merge, customer=made, into="c1")
        wang.do(ops.Merge, customer=made, into="c2")
        settle(li, wang)
        for office in (li, wang):
            assert office.customer(made)["merged_into"] == "c1"
            assert [proposal["proposed"] for proposal in office.proposals()] == ["c2"]

    def test_a_change_of_the_merged_one_reaches_the_one_it_is(self, li: Office, wang: Office) -> None:
        finalise(li.store, response("r1", customer=None, temp=Temporary(name="赵师傅")), PACK)
        settle(li, wang)
        made = temporary_id("r1")
        li.do(ops.Merge, customer=made, into="c2")
        wang.change(made, plate="京O·12345")
        settle(li, wang)
        assert li.customer("c2")["plate"] == wang.customer("c2")["plate"] == "京O·12345"

    def test_who_is_not_to_be_contacted_is_so_under_every_id(self, li: Office, centre: LocalCentre) -> None:
        centre.admin.publish("task", [{"id": "t1", "type": "callback", "customer": "c1", "due_at": AT}])
        li.sync()
        li.do(ops.Merge, customer="c1", into="c2")
        li.do(ops.DoNotContact, customer="c2")
        [task] = today(li.store).tasks
        assert (task.customer_name, task.do_not_contact) == (li.customer("c2")["name"], True)


ROWS = [
    {"source_system": "DMS", "source_no": f"W{n}", "type": "repair", "customer": "c1", "status": "imported"}
    for n in range(5)
]


class TestAnImport:
    def test_applied_on_both_is_one_of_each_everywhere(
        self, li: Office, wang: Office, centre: LocalCentre
    ) -> None:
        assert li.bring_in("event", ROWS).new == 5
        again = li.bring_in("event", ROWS)
        assert (again.new, again.known) == (0, 5)
        assert wang.bring_in("event", ROWS).new == 5
        settle(li, wang)
        expected = {event_id("DMS", f"W{n}") for n in range(5)}
        assert centre_holds(centre, "event") == expected
        assert li.holds() == wang.holds()
        assert set(li.holds()["event"]) == expected
        assert len(li.holds()["batch"]) == 3
        assert li.proposals() == []

    def test_of_a_customer_known_by_its_number_is_that_customer(self, li: Office, wang: Office) -> None:
        batch = li.bring_in("customer", [{"number": "K2", "name": "张三", "plate": "京O·1"}])
        assert (batch.new, batch.changed) == (0, 1)
        settle(li, wang)
        assert wang.customer("c2")["plate"] == "京O·1"

    def test_of_a_number_that_the_centre_learnt_meanwhile_makes_no_second_customer(
        self, li: Office, wang: Office, centre: LocalCentre
    ) -> None:
        centre.admin.publish("customer", [customer("c3", number="K3", phone="300")])
        made = customer_id("K3")
        li.bring_in("customer", [{"number": "K3", "name": "李四", "plate": "京O·3", "phone": "301"}])
        settle(li, wang)
        for office in (li, wang):
            assert office.customer(made)["merged_into"] == "c3"
            assert (office.customer("c3")["plate"], office.customer("c3")["phone"]) == ("京O·3", "300")
            assert {one["proposed"] for one in office.proposals()} == {"李四", "301"}

    def test_with_a_changed_row_changes_it_and_undone_gives_the_old_value_back(
        self, li: Office, wang: Office
    ) -> None:
        li.bring_in("event", ROWS)
        settle(li, wang)
        changed = [{**ROWS[0], "status": "eligible"}, {**ROWS[1], "source_no": "W9"}, ROWS[2]]
        batch = wang.bring_in("event", changed)
        assert (batch.new, batch.known, batch.changed) == (1, 1, 1)
        settle(wang, li)
        assert li.holds()["event"][event_id("DMS", "W0")]["status"] == "eligible"
        assert import_undoing.undo(wang.store, batch.id, wang.new_id, at=AT) == 2
        settle(wang, li)
        assert li.holds() == wang.holds()
        assert li.holds()["event"][event_id("DMS", "W0")]["status"] == "imported"
        assert event_id("DMS", "W9") not in li.holds()["event"]
        assert li.holds()["batch"][batch.id]["status"] == "undone"

    def test_on_which_something_hangs_is_not_undone(self, li: Office) -> None:
        batch = li.bring_in("customer", [{"number": "K7", "name": "孙涛"}, {"number": "K8", "name": "周洁"}])
        finalise(li.store, response("r1", customer=customer_id("K7")), PACK)
        before = li.holds()
        with pytest.raises(import_undoing.StillUsed) as refused:
            import_undoing.undo(li.store, batch.id, li.new_id, at=AT)
        assert refused.value.records == [customer_id("K7")]
        assert li.holds() == before

    def test_undone_here_while_used_elsewhere_keeps_the_record_and_asks(
        self, li: Office, wang: Office
    ) -> None:
        batch = li.bring_in("customer", [{"number": "K7", "name": "孙涛"}])
        settle(li, wang)
        finalise(wang.store, response("r1", customer=customer_id("K7")), PACK)
        import_undoing.undo(li.store, batch.id, li.new_id, at=AT)
        settle(wang, li)
        assert wang.customer(customer_id("K7"))["name"] == "孙涛"
        assert [proposal["field"] for proposal in wang.proposals()] == ["withdrawn"]


class TestTasksAndAttempts:
    def test_two_completions_are_one_and_an_extra_contact(
        self, li: Office, wang: Office, centre: LocalCentre
    ) -> None:
        task = {"id": "t1", "type": "visit", "customer": "c1", "due_at": AT}
        centre.admin.publish("task", [task])
        settle(li, wang)
        finalise(li.store, response("r1", task="t1"), PACK)
        finalise(wang.store, response("r2", task="t1"), PACK)
        settle(li, wang)
        for office in (li, wang):
            held = office.holds()["task"]["t1"]
            assert (held["status"], held["done_by"], held["extra_contacts"]) == ("done", "r1", ["r2"])

    def test_attempts_of_both_are_all_there(self, li: Office, wang: Office) -> None:
        li.do(ops.AttemptMade, customer="c1", disposition="no_answer")
        wang.do(ops.AttemptMade, customer="c1", disposition="busy", duration=12)
        settle(li, wang)
        assert li.holds()["attempt"] == wang.holds()["attempt"]
        assert len(li.holds()["attempt"]) == 2

    def test_a_wrong_number_is_to_be_verified_until_it_is_changed_or_the_file_verified(
        self, li: Office, wang: Office
    ) -> None:
        for id, right in (("c1", {"phone": "200"}), ("c2", {"last_verified_at": "2025-03-14"})):
            li.do(ops.AttemptMade, customer=id, disposition="wrong_number")
            settle(li, wang)
            assert li.customer(id)["phone_wrong_at"] == wang.customer(id)["phone_wrong_at"] == AT
            wang.change(id, **right)
            settle(li, wang)
            assert "phone_wrong_at" not in li.customer(id)
            assert "phone_wrong_at" not in wang.customer(id)

    def test_a_try_from_before_the_file_was_verified_says_nothing_of_its_number(self, li: Office) -> None:
        li.change("c1", last_verified_at="2025-03-15")
        li.do(ops.AttemptMade, customer="c1", disposition="wrong_number")
        assert "phone_wrong_at" not in li.customer("c1")

    def test_a_task_moves_to_whom_it_is_given(self, li: Office, wang: Office) -> None:
        fields = {"type": "callback", "customer": "c1", "due_at": AT, "assignee": "li"}
        li.do(ops.TaskOp, record="t9", fields=fields)
        settle(li, wang)
        assert "t9" not in wang.holds()["task"]
        version = operations.versions(li.store, "task", ["t9"])["t9"]
        given = {"fields": {"assignee": "wang"}, "before": {"assignee": "li"}}
        li.do(ops.TaskOp, record="t9", base_version=version, **given)
        settle(li, wang)
        assert "t9" in wang.holds()["task"]
        assert "t9" not in li.holds()["task"]


def test_an_operation_on_nothing_is_refused_here_and_leaves_no_trace(li: Office) -> None:
    with pytest.raises(operations.CannotApply):
        li.do(ops.Merge, customer="nobody", into="c1")
    assert LaptopLog(li.store).head().n == 0


def test_a_laptop_that_reads_everything_anew_keeps_what_it_has_not_sent(li: Office) -> None:
    li.do(ops.CustomerOp, record="mine", fields={"name": "未发送", "number": "K99"})
    replica = li.ports[1]
    replica.begin_reset()
    replica.finish_reset()
    assert li.customer("mine")["name"] == "未发送"
    assert [found.id for found in customers.search(li.store, "wfs")] == ["mine"]


def test_going_back_over_a_damaged_entry_ends_in_a_sentence_that_names_it(li: Office) -> None:
    li.change("c1", phone="200")
    with li.store.write() as session:
        entry = session.exec(select(LogRow).order_by(col(LogRow.seq).desc())).first()
        assert entry is not None
        sound, entry.body = entry.body, b"?" + entry.body[1:]
        seq = entry.seq
    LaptopLog(li.store).rewind(seq)
    with pytest.raises(DamagedEntry, match=str(seq)):
        li.sync()
    with li.store.write() as session:
        session.exec(update(LogRow).where(col(LogRow.seq) == seq).values(body=sound))
    li.sync()


def test_a_customer_lost_from_the_file_is_made_again_although_the_search_still_knows_them(li: Office) -> None:
    li.do(ops.CustomerOp, record="c9", fields={"number": "900", "name": "孙涛"})
    with li.store.write() as session:
        session.exec(delete(CustomerRow).where(col(CustomerRow.id) == "c9"))
    LaptopLog(li.store).rewind(1)
    assert li.customer("c9")["name"] == "孙涛"
    assert [one.id for one in customers.search(li.store, "孙涛", 5)] == ["c9"]
