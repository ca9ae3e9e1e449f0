"""What comes down keeps the promises of ``sync.client.ports.Replica``."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from csat_tui.store import customers, meta, operations
from csat_tui.store.database import Store
from csat_tui.store.devicelog import LaptopLog
from csat_tui.store.drafts import Drafts
from csat_tui.store.replica import LaptopReplica
from csat_tui.store.responses import finalise
from csat_tui.store.tables import CustomerRow
from csat_tui.store.today import today
from schemas.records.operations import AttemptMade, CustomerOp
from sync.client.ports import Change, Digest, Head, Replica
from sync.protocol.chain import GENESIS, sum64
from tests.support.store_samples import (
    PACK,
    customer_change,
    pack_change,
    practice_store,
    response,
    task_change,
)

AT = "2025-03-14T09:30:00+08:00"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = practice_store(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def replica(store: Store) -> Replica:
    return LaptopReplica(store)


def gone(entity: str, id: str, op: str = "delete") -> Change:
    return Change("s", 9, entity, id, 9, op, None)


def test_a_page_and_its_cursor_are_kept_together(store: Store, replica: Replica) -> None:
    assert replica.cursor() is None
    replica.apply([customer_change("c1"), task_change("t1"), pack_change()], "cursor-1")
    assert replica.cursor() == LaptopReplica(store).cursor() == "cursor-1"
    assert {name: digest for name, digest in replica.digests().items() if digest.count} == {
        "customer": Digest(1, sum64([("c1", 1)])),
        "task": Digest(1, sum64([("t1", 1)])),
        "pack": Digest(1, sum64([(PACK.name, 1)])),
    }


def test_a_page_that_cannot_be_stored_leaves_cursor_and_rows(
    store: Store, replica: Replica, monkeypatch: pytest.MonkeyPatch
) -> None:
    replica.apply([customer_change("c1")], "1")

    def fail(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(meta, "put", fail)
        with pytest.raises(RuntimeError):
            replica.apply([customer_change("c2")], "2")
    assert replica.cursor() == "1"
    assert customers.by_id(store, "c2") is None


def test_a_newer_version_takes_the_place_of_the_older(store: Store, replica: Replica) -> None:
    replica.apply([customer_change("c1", name="旧")], "1")
    replica.apply([customer_change("c1", version=2, name="新")], "2")
    found = customers.by_id(store, "c1")
    assert found is not None
    assert found.name == "新"
    assert replica.digests()["customer"] == Digest(1, sum64([("c1", 2)]))


@pytest.mark.parametrize("op", ["delete", "out_of_scope"])
def test_what_is_gone_or_out_of_scope_goes_here_too(store: Store, replica: Replica, op: str) -> None:
    replica.apply([customer_change("c1"), customer_change("c2")], "1")
    replica.apply([gone("customer", "c1", op), gone("customer", "never-here", op)], "2")
    assert customers.by_id(store, "c1") is None
    assert replica.digests()["customer"].count == 1


def test_fields_of_a_later_version_are_kept(store: Store, replica: Replica) -> None:
    replica.apply([customer_change("c1", from_the_future=[1, 2])], "1")
    with store.read() as session:
        row = session.get(CustomerRow, "c1")
    assert row is not None
    assert row.body["from_the_future"] == [1, 2]


def test_entities_of_a_later_version_are_passed_over(replica: Replica) -> None:
    replica.apply([Change("x", 1, "weather", "w1", 1, "put", {"id": "w1"})], "1")
    assert replica.cursor() == "1"


def test_control_characters_do_not_get_in(store: Store, replica: Replica) -> None:
    replica.apply(
        [customer_change("c1", name="王\x1b]52;c;x\x07\n建国\u202e", note={"a": ["\x9b2J好"]})], "1"
    )
    found = customers.by_id(store, "c1")
    assert found is not None
    assert found.name == "王]52;c;x 建国"
    assert found.model_dump()["note"] == {"a": ["2J好"]}
    LaptopReplica(store).apply([task_change("t1")], "2")
    assert today(store).tasks[0].customer_name == "王]52;c;x 建国"


class TestAReset:
    def test_shows_the_old_until_it_is_finished_and_the_new_from_then_on(
        self, store: Store, replica: Replica
    ) -> None:
        replica.apply([customer_change("old"), customer_change("both", name="旧")], "1")
        replica.begin_reset()
        replica.apply([customer_change("both", version=5, name="新")], "r1")
        replica.apply([customer_change("new"), gone("customer", "nothing")], "r2")
        assert replica.cursor() == "1"
        assert customers.by_id(store, "new") is None
        assert customers.by_id(store, "old") is not None
        replica.finish_reset()
        assert replica.cursor() == "r2"
        assert customers.by_id(store, "old") is None
        assert replica.digests()["customer"] == Digest(2, sum64([("both", 5), ("new", 1)]))

    def test_given_up_half_way_leaves_everything_as_it_was(self, store: Store, replica: Replica) -> None:
        replica.apply([customer_change("old")], "1")
        replica.begin_reset()
        replica.apply([customer_change("new")], "r1")
        later = LaptopReplica(store)
        assert later.cursor() == "1"
        assert later.digests()["customer"] == Digest(1, sum64([("old", 1)]))
        later.begin_reset()
        later.finish_reset()
        assert later.digests()["customer"] == Digest(0, 0)

    def test_never_touches_what_was_recorded_here(self, store: Store, replica: Replica) -> None:
        replica.apply([customer_change("c1"), task_change("t1")], "1")
        finalise(store, response("r1", task="t1"), PACK)
        Drafts(store).create("d1", {})
        Drafts(store).append("d1", {"code": "B8"})
        head = LaptopLog(store).head()
        replica.begin_reset()
        replica.apply([task_change("t1", version=2), task_change("t2", version=2)], "r1")
        replica.finish_reset()
        assert LaptopLog(store).head() == head
        assert Drafts(store).events("d1") == [{"code": "B8"}]
        assert [task.id for task in today(store).tasks] == ["t2"]


class TestWhatARestoredCentreLacks:
    """It comes down without what was done here; the proof tells, and from then on the log is behind."""

    def test_is_shown_again_as_soon_as_the_log_goes_back(self, store: Store, replica: Replica) -> None:
        replica.apply([customer_change("c1", phone="100")], "1")
        change = {"record": "c1", "base_version": 1, "fields": {"phone": "200"}, "before": {"phone": "100"}}
        operations.record(store, [CustomerOp(id="o1", at=AT, user="li", **change)])
        log = LaptopLog(store)
        log.acknowledge(log.head(), [])
        replica.begin_reset()
        replica.apply([customer_change("c1", phone="100")], "2")
        replica.finish_reset()
        assert shown(store)["phone"] == "100"
        log.rewind(1)
        assert log.acknowledged() == Head(0, GENESIS)
        assert shown(store)["phone"] == "200"

    def test_keeps_the_version_of_what_has_come_down(self, store: Store, replica: Replica) -> None:
        replica.apply([customer_change("c1")], "1")
        attempt = AttemptMade(id="a1", at=AT, user="li", customer="c1", disposition="no_answer")
        operations.record(store, [attempt])
        log = LaptopLog(store)
        log.acknowledge(log.head(), [])
        replica.apply([Change("s", 2, "attempt", "a1", 1, "put", attempt.model_dump(mode="json"))], "2")
        log.rewind(1)
        assert replica.versions("attempt") == {"a1": 1}


def shown(store: Store) -> Mapping[str, Any]:
    return operations.here(store, "customer", ["c1"])["c1"]
