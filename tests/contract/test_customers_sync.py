"""Two laptops and a centre: customers found, made, changed, merged and looked at from their cards."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlmodel import select

from csat_tui.home import open_home
from csat_tui.laptop.opening import Laptop, open_laptop
from csat_tui.laptop.services import LaptopServices, open_services
from csat_tui.store import operations
from csat_tui.store.responses import finalise, find
from csat_tui.store.tables import CustomerRow
from csat_tui.trouble import Trouble
from schemas.records import operations as ops
from sync.client.identity import enrol
from sync.client.run import run_sync
from sync.client.signer import DeviceKey
from tests.support.store_samples import PACK, PACK_NAME, response
from tests.support.sync_centre import LocalCentre, customer

AT = "2025-03-14T09:30:00+08:00"


@dataclass
class Desk:
    """Somebody at a laptop with its screens' services, and the centre it syncs with."""

    laptop: Laptop
    services: LaptopServices
    centre: LocalCentre
    key: DeviceKey

    def sync(self) -> None:
        ports = (self.laptop.log, self.laptop.replica)
        assert run_sync(*ports, self.centre, self.key, self.centre.clock, random=Random(1)).proven

    def body(self, id: str) -> Mapping[str, Any]:
        return operations.here(self.laptop.store, "customer", [id])[id]

    def ids(self) -> set[str]:
        with self.laptop.store.read() as session:
            return set(session.exec(select(CustomerRow.id)))

    def survey(self, id: str, customer_id: str) -> None:
        finalise(self.laptop.store, response(id, customer=customer_id), PACK)

    def answered(self, customer_id: str) -> set[str]:
        return {past.id for past in self.services.customer(customer_id).history}


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[LocalCentre]:
    centre = LocalCentre(tmp_path / "centre.sqlite")
    centre.admin.approve(PACK_NAME)
    whole = {"phone": "13800000001", "company": "宏达物流"}
    centre.admin.publish("customer", [customer("c1", name="王建国", **whole), customer("c2", name="李四")])
    yield centre
    centre.close()


def desk(folder: Path, centre: LocalCentre, user: str) -> Desk:
    open_home(folder / user, kind="practice")
    laptop, key = open_laptop(folder / user), DeviceKey.new()
    enrol("http://c", centre.admin.code(user), laptop.log, laptop.replica, centre, key, centre.clock)
    return Desk(laptop, open_services(laptop), centre, key)


@pytest.fixture
def li(tmp_path: Path, centre: LocalCentre) -> Iterator[Desk]:
    found = desk(tmp_path, centre, "li")
    yield found
    found.services.close()


@pytest.fixture
def wang(tmp_path: Path, centre: LocalCentre) -> Iterator[Desk]:
    found = desk(tmp_path, centre, "wang")
    yield found
    found.services.close()


def settle(*desks: Desk) -> None:
    for _round in range(2):
        for one in desks:
            one.sync()


class TestATemporaryCustomer:
    def test_matched_on_one_and_surveyed_on_the_other_is_one_customer_with_everything(
        self, li: Desk, wang: Desk
    ) -> None:
        made = li.services.add_temporary({"name": "赵师傅", "phone": "１３８０００００００７", "company": ""})
        li.survey("r1", made)
        settle(li, wang)
        assert [row.id for row in wang.services.find_customers("0007").rows] == [made]
        li.services.merge(made, "c2")
        wang.survey("r2", made)
        wang.survey("r3", "c2")
        settle(li, wang)
        for here, own in ((li, {"r1"}), (wang, {"r2", "r3"})):
            [row] = here.services.find_customers("赵师").rows
            assert (row.id, row.merged, row.temporary) == ("c2", True, False)
            card = here.services.customer(made)
            assert (card.id, [one.id for one in card.merged]) == ("c2", [made])
            assert here.answered("c2") == own
            assert here.body("c2")["phone"] == "13800000007"
            assert here.ids() == {"c1", "c2", made}
        assert li.body(made) == wang.body(made)

    def test_matched_by_mistake_is_parted_again_and_nothing_is_lost(self, li: Desk, wang: Desk) -> None:
        made = li.services.add_temporary({"name": "赵先生", "phone": "13800000007", "company": "东方"})
        li.survey("r1", made)
        settle(li, wang)
        before = dict(li.body("c2"))
        li.services.merge(made, "c2")
        settle(li, wang)
        wang.services.separate(made)
        settle(wang, li)
        for here in (li, wang):
            assert here.body("c2") == before
            alone = here.body(made)
            assert (alone["status"], alone["phone"], alone["company"]) == ("temporary", "13800000007", "东方")
            assert here.services.customer("c2").merged == []
        assert li.answered(made) == {"r1"}

    def test_parted_keeps_what_was_changed_since(self, li: Desk, wang: Desk) -> None:
        made = li.services.add_temporary({"name": "赵先生", "phone": "13800000007", "company": ""})
        li.services.merge(made, "c2")
        settle(li, wang)
        wang.services.change(wang.services.editable("c2"), {"phone": "13900000000"})
        wang.services.separate(made)
        settle(wang, li)
        assert li.body("c2")["phone"] == "13900000000"
        assert li.body(made)["phone"] == "13800000007"

    def test_goes_into_the_one_with_a_number_whichever_card_was_open(self, li: Desk) -> None:
        made = li.services.add_temporary({"name": "赵先生"})
        pair = li.services.match("c2", made)
        assert (pair.one, pair.other, pair.refusal) == (made, "c2", None)

    def test_needs_something_to_be_called_by(self, li: Desk) -> None:
        with pytest.raises(Trouble) as refused:
            li.services.add_temporary({"name": "  ", "phone": "13800000007"})
        assert refused.value.code == "no_name"

    def test_of_whom_only_the_salutation_is_known_has_it(self, li: Desk) -> None:
        assert li.body(li.services.add_temporary({"name": "女士"}))["salutation"] == "女士"
        assert li.body(li.services.add_temporary({"name": "Mr Brown"}))["salutation"] == "Mr"
        assert "salutation" not in li.body(li.services.add_temporary({"name": "Mrozek"}))


class TestTheSameCustomerChangedOnBoth:
    def test_keeps_both_changes_and_makes_no_second_one(self, li: Desk, wang: Desk) -> None:
        li.services.change(li.services.editable("c1"), {"phone": "13900000001"})
        wang.services.change(wang.services.editable("c1"), {"company": "东方物流"})
        settle(li, wang)
        for here in (li, wang):
            body = here.body("c1")
            assert (body["phone"], body["company"]) == ("13900000001", "东方物流")
            assert here.services.proposals() == []
            assert here.ids() == {"c1", "c2"}

    def test_in_one_field_is_a_proposal_that_one_key_decides(self, li: Desk, wang: Desk) -> None:
        li.services.change(li.services.editable("c1"), {"phone": "13900000001"})
        wang.services.change(wang.services.editable("c1"), {"phone": "13900000002"})
        settle(li, wang)
        [proposal] = li.services.proposals()
        assert (proposal.kept, proposal.proposed, proposal.user) == ("139****0001", "139****0002", "wang")
        assert li.services.proposal_values(proposal.id) == ("13900000001", "13900000002")
        assert li.services.today().status.proposals == 1
        li.services.decide(proposal.id, True)
        settle(li, wang)
        assert {here.body("c1")["phone"] for here in (li, wang)} == {"13900000002"}
        assert li.services.today().status.proposals == 0

    def test_a_decision_turned_round_by_who_made_it_gives_the_old_value_back(
        self, li: Desk, wang: Desk
    ) -> None:
        li.services.change(li.services.editable("c1"), {"phone": "13900000001"})
        wang.services.change(wang.services.editable("c1"), {"phone": "13900000002"})
        settle(li, wang)
        [proposal] = li.services.proposals()
        li.services.decide(proposal.id, True)
        li.services.decide(proposal.id, False)
        settle(li, wang)
        assert {here.body("c1")["phone"] for here in (li, wang)} == {"13900000001"}
        wang.services.decide(proposal.id, True)  # somebody else's decision stays
        settle(wang, li)
        assert {here.body("c1")["phone"] for here in (li, wang)} == {"13900000001"}

    def test_what_is_not_changed_is_not_sent(self, li: Desk) -> None:
        edited = li.services.editable("c1")
        shown = {field.code: field.value for field in edited.fields}
        assert (shown["phone"], li.services.change(edited, shown)) == ("", 0)
        assert li.laptop.log.to_send() == 0

    def test_a_change_is_held_against_what_was_seen_when_the_form_was_opened(
        self, li: Desk, wang: Desk
    ) -> None:
        form = li.services.editable("c1")
        wang.services.change(wang.services.editable("c1"), {"company": "东方物流"})
        settle(wang, li)
        li.services.change(form, {"company": "西域物流"})
        settle(li, wang)
        assert wang.body("c1")["company"] == "东方物流"
        assert [one.proposed for one in wang.services.proposals()] == ["西域物流"]

    def test_verified_on_both_on_one_day_is_no_dispute(self, li: Desk, wang: Desk) -> None:
        li.services.verified_today("c1")
        wang.services.verified_today("c1")
        settle(li, wang)
        assert wang.services.proposals() == []
        assert not wang.services.customer("c1").quality.stale


class TestDoNotContact:
    def test_is_so_at_once_here_and_after_a_sync_everywhere(self, li: Desk, wang: Desk) -> None:
        li.services.stop_contact("c1", "搬家", "客户本人")
        for here in (li, wang):
            if here is wang:
                settle(li, wang)
            stop = here.services.customer("c1").stop
            assert stop is not None
            assert stop.at is not None
            assert (stop.reason, stop.asked_by, stop.by) == ("搬家", "客户本人", "li")
            assert [row.do_not_contact for row in here.services.find_customers("王建").rows] == [True]
            with pytest.raises(Trouble) as refused:
                here.services.start_with("c1", PACK_NAME, "phone")
            assert refused.value.code == "do_not_contact"

    def test_stops_a_visit_that_is_due(self, li: Desk, centre: LocalCentre) -> None:
        due = {
            "id": "t1",
            "type": "visit",
            "customer": "c1",
            "pack": PACK_NAME,
            "due_at": "2025-03-14T09:30:00+08:00",
        }
        centre.admin.publish("task", [due])
        li.sync()
        [row] = li.services.today().rows
        li.services.stop_contact("c1", "搬家", "")
        with pytest.raises(Trouble) as refused:
            li.services.start(row)
        assert refused.value.code == "do_not_contact"

    def test_survives_that_the_customer_is_parted_again(self, li: Desk, wang: Desk) -> None:
        made = li.services.add_temporary({"name": "赵先生"})
        li.services.merge(made, "c2")
        li.services.stop_contact("c2", "搬家", "")
        li.services.separate(made)
        settle(li, wang)
        assert [wang.body(id)["do_not_contact"] for id in (made, "c2")] == [False, True]
        li.services.stop_contact(made, "也不要", "")
        li.services.merge(made, "c1")
        li.services.separate(made)
        settle(li, wang)
        assert [wang.body(id)["do_not_contact"] for id in (made, "c1")] == [True, True]

    def test_needs_a_reason(self, li: Desk) -> None:
        with pytest.raises(Trouble):
            li.services.stop_contact("c1", " ", "")

    def test_stays_with_reason_when_the_centre_publishes_the_customer_again(
        self, li: Desk, centre: LocalCentre
    ) -> None:
        li.services.stop_contact("c1", "搬家", "客户本人")
        li.sync()
        centre.admin.publish("customer", [customer("c1", name="王建国", phone="13800000009")])
        li.sync()
        stop = li.services.customer("c1").stop
        assert stop is not None
        assert (stop.reason, stop.by) == ("搬家", "li")


class TestLooks:
    def test_at_a_card_and_at_a_number_arrive_at_the_centre_and_change_nothing(
        self, li: Desk, centre: LocalCentre
    ) -> None:
        before = dict(li.body("c1"))
        assert li.services.customer("c1").phone == "138****0001"
        assert [phone.number for phone in li.services.phones("c1")] == ["13800000001"]
        assert li.laptop.log.to_send() == 0  # nobody waits for looks
        li.sync()
        seen = [(one.user, one.customer, one.what) for one in centre.admin.looks()]
        assert seen == [("li", "c1", "card"), ("li", "c1", "phone")]
        assert centre.admin.quarantine() == []
        assert li.body("c1") == before

    def test_are_noted_under_the_customer_that_is_shown(self, li: Desk, centre: LocalCentre) -> None:
        made = li.services.add_temporary({"name": "赵先生"})
        li.services.merge(made, "c2")
        li.services.customer(made)
        li.sync()
        assert [one.customer for one in centre.admin.looks()] == ["c2"]


class TestAnInterviewFromTheCard:
    def test_is_taken_up_again_instead_of_begun_twice(self, li: Desk) -> None:
        made = li.services.add_temporary({"name": "赵先生"})
        assert [choice.name for choice in li.services.packs()] == [PACK_NAME]
        for _time in range(2):
            li.services.start_with(made, PACK_NAME, "phone")
        [draft] = li.laptop.drafts.open_drafts()
        assert (draft.header["customer"], draft.header["channel"]) == (made, "phone")

    def test_of_a_merged_customer_is_one_of_whom_it_is(self, li: Desk) -> None:
        made = li.services.add_temporary({"name": "赵先生"})
        li.services.merge(made, "c2")
        li.services.start_with(made, PACK_NAME, "phone")
        assert [draft.header["customer"] for draft in li.laptop.drafts.open_drafts()] == ["c2"]
        assert find(li.laptop.store, "none") is None


class TestWhatTwoDecideCrosswise:
    def test_two_merges_the_other_way_round_end_the_same_everywhere(self, li: Desk, wang: Desk) -> None:
        for one in (li, wang):
            one.sync()
        for one, customer_id, into in ((li, "c1", "c2"), (wang, "c2", "c1")):
            merge = ops.Merge(id=f"m-{into}", at=AT, customer=customer_id, into=into)
            operations.record(one.laptop.store, [merge])
        settle(li, wang)
        for id in ("c1", "c2"):
            assert li.body(id) == wang.body(id)
        assert wang.body("c1")["merged_into"] == "c2"
        assert not wang.body("c2").get("merged_into")

    def test_who_takes_a_proposal_does_not_overwrite_what_was_set_since(self, li: Desk, wang: Desk) -> None:
        for one in (li, wang):
            one.sync()
        for one, phone in ((li, "111"), (wang, "222")):
            fields = {"fields": {"phone": phone}, "before": {"phone": "13800000001"}}
            change = ops.CustomerOp(id=f"o{phone}", at=AT, record="c1", base_version=1, **fields)
            operations.record(one.laptop.store, [change])
        settle(li, wang)
        [proposal] = li.centre.admin.proposals()
        li.centre.admin.publish("customer", [customer("c1", name="王建国", phone="333")])
        decision = ops.Decision(id="d1", at=AT, proposal=proposal["id"], accept=True)
        operations.record(wang.laptop.store, [decision])
        settle(wang, li)
        assert li.body("c1")["phone"] == wang.body("c1")["phone"] == "333"
        [again] = li.centre.admin.proposals()
        assert (again["id"], again["kept"], again["proposed"]) == (proposal["id"], "333", "222")


def test_who_is_not_to_be_contacted_is_not_after_he_was_withdrawn_and_published_again(li: Desk) -> None:
    li.sync()
    asked = ops.DoNotContact(id="o1", at=AT, customer="c1", reason="不要再打")
    operations.record(li.laptop.store, [asked])
    li.sync()
    li.centre.admin.withdraw("customer", ["c1"])
    li.sync()
    assert "c1" not in li.ids()
    li.centre.admin.publish("customer", [customer("c1", name="王建国")])
    li.sync()
    assert li.body("c1")["do_not_contact"] is True
    assert li.body("c1")["do_not_contact_reason"] == "不要再打"
