"""The laptop's device log keeps the promises of ``sync.client.ports.DeviceLog``."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csat_tui.store import devicelog
from csat_tui.store.database import Store
from csat_tui.store.devicelog import LaptopLog
from csat_tui.store.responses import finalise
from csat_tui.store.today import today
from sync.client.ports import DeviceLog, Enrolment, EntryResult, Head
from sync.protocol.chain import GENESIS, next_chain
from tests.support.store_samples import PACK, practice_store, response

ENROLMENT = Enrolment("http://centre", "device-1", 1, "li", "org")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = practice_store(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def log(store: Store) -> DeviceLog:
    return LaptopLog(store)


def write(store: Store, *bodies: bytes, kind: str = "response.final") -> None:
    with store.write() as session:
        for body in bodies:
            devicelog.append(session, kind, body.decode(), body)


def test_an_empty_log_stands_at_the_beginning(log: DeviceLog) -> None:
    assert log.head() == log.acknowledged() == Head(0, GENESIS)
    assert log.enrolment() is None
    assert log.chain_at(0) == GENESIS
    assert log.chain_at(1) is None
    assert list(log.entries(0, 10, 1000)) == []


def test_every_prefix_has_its_chain_value(store: Store, log: DeviceLog) -> None:
    write(store, b"a", b"b", b"c")
    chain = GENESIS
    for seq, body in enumerate((b"a", b"b", b"c"), start=1):
        chain = next_chain(chain, seq, body)
        assert log.chain_at(seq) == chain
    assert log.head() == Head(3, chain)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sizes=st.lists(st.integers(1, 50), max_size=20), items=st.integers(1, 9), limit=st.integers(1, 120))
def test_batches_are_in_order_within_both_limits_and_reach_the_end(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int], items: int, limit: int
) -> None:
    store = practice_store(tmp_path_factory.mktemp("log"))
    log = LaptopLog(store)
    write(store, *(b"x" * size for size in sizes))
    seen: list[int] = []
    while batch := log.entries(len(seen), items, limit):
        assert len(batch) <= items
        assert len(batch) == 1 or sum(len(entry.body) for entry in batch) <= limit
        seen += [entry.seq for entry in batch]
    store.close()
    assert seen == list(range(1, len(sizes) + 1))


def test_what_the_centre_acknowledged_is_remembered_with_its_results(store: Store, log: DeviceLog) -> None:
    write(store, b"a", b"b", b"c")
    head = Head(2, log.chain_at(2) or b"")
    log.acknowledge(head, [EntryResult(1, "stored"), EntryResult(2, "quarantined", "unknown_pack")])
    assert log.acknowledged() == head
    assert devicelog.quarantined(store) == [EntryResult(2, "quarantined", "unknown_pack")]


def test_a_head_that_is_not_ours_is_not_believed(store: Store, log: DeviceLog) -> None:
    write(store, b"a")
    for foreign in (Head(1, bytes(32)), Head(2, bytes(32))):
        with pytest.raises(ValueError, match="not that of this log"):
            log.acknowledge(foreign, [])
    assert log.acknowledged() == Head(0, GENESIS)


def test_a_restored_centre_gets_again_what_it_lost(store: Store, log: DeviceLog) -> None:
    write(store, b"a", b"b", b"c")
    log.acknowledge(log.head(), [])
    log.rewind(2)
    assert log.acknowledged() == Head(1, log.chain_at(1) or b"")
    assert [entry.seq for entry in log.entries(log.acknowledged().n, 10, 1000)] == [2, 3]


def test_a_new_incarnation_sends_everything_again_under_the_same_bodies(store: Store, log: DeviceLog) -> None:
    log.enrolled(ENROLMENT)
    write(store, b"a", b"b", kind="test.kind")
    log.acknowledge(log.head(), [])
    log.proven(2, "2025-03-14T18:00:00+08:00")
    log.renumber(replace(ENROLMENT, device="device-2", incarnation=2))
    assert log.acknowledged() == Head(0, GENESIS)
    assert [entry.body for entry in log.entries(0, 10, 1000)] == [b"a", b"b"]
    enrolment = log.enrolment()
    assert enrolment is not None
    assert (enrolment.device, enrolment.incarnation) == ("device-2", 2)
    assert today(store).proven is None


def test_enrolling_again_as_another_device_raises_the_incarnation(store: Store, log: DeviceLog) -> None:
    log.enrolled(ENROLMENT)
    write(store, b"a")
    log.acknowledge(log.head(), [])
    log.enrolled(replace(ENROLMENT, device="device-9"))
    enrolment = log.enrolment()
    assert enrolment is not None
    assert enrolment.incarnation == 2
    assert log.acknowledged().n == 0


def test_enrolling_again_as_the_same_device_keeps_what_is_acknowledged(store: Store, log: DeviceLog) -> None:
    log.enrolled(ENROLMENT)
    write(store, b"a")
    log.acknowledge(log.head(), [])
    log.enrolled(replace(ENROLMENT, url="https://moved"))
    assert log.acknowledged().n == 1
    enrolment = log.enrolment()
    assert enrolment is not None
    assert (enrolment.url, enrolment.incarnation) == ("https://moved", 1)


def test_entries_are_counted_by_kind_up_to_a_number(store: Store, log: DeviceLog) -> None:
    write(store, b"a", b"b")
    write(store, b"c", kind="attempt")
    write(store, b"d")
    assert log.count("response.final", 3) == 2
    assert log.count("response.final", 4) == 3
    assert log.count("unknown", 4) == 0


def test_it_all_outlives_the_program(tmp_path: Path) -> None:
    store = practice_store(tmp_path)
    LaptopLog(store).enrolled(ENROLMENT)
    finalise(store, response("r1"), PACK)
    LaptopLog(store).acknowledge(LaptopLog(store).head(), [])
    head = LaptopLog(store).head()
    store.close()
    again = practice_store(tmp_path)
    assert LaptopLog(again).enrolment() == ENROLMENT
    assert LaptopLog(again).acknowledged() == LaptopLog(again).head() == head
    again.close()
