"""What the screens ask the store for: today, customers, packs."""

import pytest

from csat_tui.store import customers, index, packs
from csat_tui.store.database import Store
from csat_tui.store.devicelog import LaptopLog
from csat_tui.store.drafts import Drafts
from csat_tui.store.replica import LaptopReplica
from csat_tui.store.responses import finalise
from csat_tui.store.today import Proven, today
from sync.client.ports import Change, Enrolment
from tests.support.store_samples import (
    CONTENT,
    HASH,
    PACK,
    customer_change,
    pack_change,
    response,
    task_change,
)


class TestToday:
    def test_an_empty_laptop_has_nothing_to_do_and_nothing_to_send(self, store: Store) -> None:
        now = today(store)
        assert (now.tasks, now.drafts, now.to_send, now.proven) == ((), (), 0, None)
        assert not now.clock_wrong

    def test_tasks_come_by_due_time_with_their_customer(self, store: Store) -> None:
        LaptopReplica(store).apply(
            [
                customer_change("c1", name="王建国"),
                task_change("late", due_at="2025-03-14T14:00:00+08:00"),
                task_change("early", due_at="2025-03-14T09:00:00+08:00"),
                task_change("stranger", customer="c9", due_at="2025-03-15T09:00:00+08:00"),
                task_change("cancelled", status="cancelled"),
            ],
            "x",
        )
        tasks = today(store).tasks
        assert [task.id for task in tasks] == ["early", "late", "stranger"]
        assert (tasks[0].customer_name, tasks[0].plate) == ("王建国", "京O·12345")
        assert tasks[2].customer_name is None

    def test_tasks_of_other_time_zones_come_in_the_order_of_the_clock(self, store: Store) -> None:
        LaptopReplica(store).apply(
            [
                task_change("utc", due_at="2025-03-14T02:00:00+00:00"),
                task_change("china", due_at="2025-03-14T09:00:00+08:00"),
            ],
            "x",
        )
        assert [task.id for task in today(store).tasks] == ["china", "utc"]

    def test_the_last_score_is_of_the_latest_contact_that_has_one(self, store: Store) -> None:
        LaptopReplica(store).apply([customer_change("c1"), task_change("t1")], "x")
        finalise(store, response("new", score="88", occurred_at="2025-03-10T09:00:00+08:00"), PACK)
        finalise(store, response("old", score="70", occurred_at="2025-02-10T09:00:00+08:00"), PACK)
        finalise(store, response("none", score=None, occurred_at="2025-03-12T09:00:00+08:00"), PACK)
        assert today(store).tasks[0].last_score == "88"

    def test_what_is_to_send_and_what_is_proven(self, store: Store) -> None:
        log = LaptopLog(store)
        log.enrolled(Enrolment("http://c", "dev", 1, "li", "org"))
        finalise(store, response("r1"), PACK)
        log.acknowledge(log.head(), [])
        log.proven(1, "2025-03-14T18:04:00+08:00")
        finalise(store, response("r2"), PACK)
        now = today(store)
        assert now.to_send == 1
        assert now.proven == Proven(n=1, total=2, at="2025-03-14T18:04:00+08:00")

    def test_a_clock_that_is_off_is_told(self, store: Store) -> None:
        LaptopLog(store).note_clock(14 * 60_000, "2025-03-14T18:04:00+08:00")
        assert today(store).clock_offset_ms == 14 * 60_000
        assert today(store).clock_wrong

    def test_drafts_are_on_it(self, store: Store) -> None:
        Drafts(store).create("d1", {"customer": "c1"})
        assert [draft.id for draft in today(store).drafts] == ["d1"]


class TestCustomers:
    @pytest.fixture(autouse=True)
    def _some(self, store: Store) -> None:
        LaptopReplica(store).apply(
            [
                customer_change("c1", number="A-001", name="王建国", search="wjg 2201", plate="京O·12345"),
                customer_change("c2", number="A-002", name="赵丽", search="zl 100%", plate="京O·88K01"),
            ],
            "x",
        )

    @pytest.mark.parametrize("text", ["wjg", "WJG", "建国", "2201", "A-001", "１２３４５", "王 wjg"])
    def test_are_found_by_any_part_of_what_is_known(self, store: Store, text: str) -> None:
        assert [customer.id for customer in customers.search(store, text)] == ["c1"]

    @pytest.mark.parametrize(
        ("text", "found"),
        [("7", {"c3", "c4", "c5"}), ("Q", {"c5"}), ("7 q", {"c5"}), ("7 8 9", {"c3"}), ("店 7", {"c4"})],
    )
    def test_a_single_letter_or_digit_finds_it_whatever_follows(
        self, store: Store, text: str, found: set[str]
    ) -> None:
        known = [
            customer_change("c3", number="B-789", name="韩冰"),
            customer_change("c4", number="B-7店", name="吴敏"),
            customer_change("c5", number="B-4", name="李q群 7"),
        ]
        LaptopReplica(store).apply(known, "y")
        assert {customer.id for customer in customers.search(store, text)} == found
        with store.read() as session:  # enough of them are found before all are looked through
            assert len(index.find(session, "7", 1)) == 1

    def test_every_word_must_match(self, store: Store) -> None:
        assert customers.search(store, "王 zl") == []

    @pytest.mark.parametrize("text", ["%", "_", "*", '"', "wjg*)", "京O12345", "NOT"])
    def test_signs_are_passed_over_and_mean_nothing_to_the_index(self, store: Store, text: str) -> None:
        found = [customer.id for customer in customers.search(store, text)]
        assert found == (["c1"] if text in ("wjg*)", "京O12345") else [])

    def test_are_found_by_id_and_by_number(self, store: Store) -> None:
        by_id, by_number = customers.by_id(store, "c1"), customers.by_number(store, "Ａ-００１")
        assert by_id is not None
        assert by_id == by_number
        assert by_id.name == "王建国"
        assert customers.by_id(store, "A-001") is None


class TestPacks:
    def test_an_approved_pack_is_found_by_name_version_and_hash(self, store: Store) -> None:
        LaptopReplica(store).apply([pack_change()], "x")
        assert [record.id for record in packs.approved(store)] == [PACK.name]
        found = packs.find(store, PACK.pack)
        assert found is not None
        assert found == packs.find(store, PACK.pack, PACK.version)
        assert found[1] == HASH
        assert packs.by_hash(store, HASH) is found[0]

    def test_an_unknown_one_is_not(self, store: Store) -> None:
        assert packs.find(store, "else") is None
        assert packs.by_hash(store, "00") is None

    def test_content_that_is_not_what_was_approved_is_refused(self, store: Store) -> None:
        altered = {"id": "x@1", "pack": "x", "version": "1", "hash": "ab" * 32, "content": CONTENT}
        body = altered | {"approved_by": "a", "approved_at": "2025-01-01T00:00:00Z"}
        LaptopReplica(store).apply([Change("ref", 1, "pack", "x@1", 1, "put", body)], "x")
        with pytest.raises(packs.PackAlteredError):
            packs.find(store, "x")
