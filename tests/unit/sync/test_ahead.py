"""The next batch is made ready while an answer is awaited, and used only where it fits."""

import threading

import pytest

from sync.client.ahead import Ahead, Load
from sync.client.conversation import Parcel
from sync.client.errors import DamagedEntry
from sync.client.ports import Head, LogEntry
from sync.protocol.batching import START, Batch
from sync.protocol.chain import GENESIS

BEGINNING = Head(0, GENESIS)
FURTHER = Head(1, b"1" * 32)


class Maker:
    """Makes loads of one entry, and remembers in which threads."""

    def __init__(self) -> None:
        self.made: list[tuple[Head, Batch]] = []
        self.threads: list[str] = []
        self.turn = threading.Lock()

    def __call__(self, base: Head, batch: Batch) -> Load:
        with self.turn:
            self.made.append((base, batch))
            self.threads.append(threading.current_thread().name)
        if base.n == 7:
            raise DamagedEntry(8)
        entry = LogEntry(base.n + 1, "response.final", f"r{base.n + 1}", b"{}", b"c" * 32)
        return Load([entry], Parcel(b"body", None))


@pytest.fixture
def maker() -> Maker:
    return Maker()


def test_what_was_made_ready_is_used_and_not_made_again(maker: Maker) -> None:
    with Ahead(maker) as ahead:
        ahead.begin(FURTHER, Batch())
        assert ahead.load(FURTHER, Batch()).end.n == 2
    assert maker.made == [(FURTHER, Batch())]
    assert maker.threads[0].startswith("push-ahead")


def test_an_answer_that_leads_elsewhere_or_to_another_size_has_its_load_made_anew(maker: Maker) -> None:
    smaller = Batch().broke(1000, 100)
    with Ahead(maker) as ahead:
        ahead.begin(FURTHER, Batch())
        assert ahead.load(BEGINNING, Batch()).end.n == 1
        ahead.begin(FURTHER, Batch())
        ahead.load(FURTHER, smaller)
    here = [made for made, thread in zip(maker.made, maker.threads, strict=True) if thread == "MainThread"]
    assert here == [(BEGINNING, Batch()), (FURTHER, smaller)]


def test_what_was_made_ready_is_used_once(maker: Maker) -> None:
    with Ahead(maker) as ahead:
        ahead.begin(FURTHER, Batch())
        ahead.load(FURTHER, Batch())
        ahead.load(FURTHER, Batch())
    assert len(maker.made) == 2


def test_on_a_link_that_has_just_broken_nothing_is_made_in_vain(maker: Maker) -> None:
    twice = Batch().broke(4 * START, START).broke(4000, 1000)
    with Ahead(maker) as ahead:
        ahead.begin(FURTHER, twice)
    assert maker.made == []


def test_a_damaged_entry_is_told_when_it_is_its_turn_and_not_before(maker: Maker) -> None:
    with Ahead(maker) as ahead:
        ahead.begin(Head(7, b"7" * 32), Batch())
        with pytest.raises(DamagedEntry):
            ahead.load(Head(7, b"7" * 32), Batch())


def test_no_thread_outlives_the_push(maker: Maker) -> None:
    with Ahead(maker) as ahead:
        ahead.begin(FURTHER, Batch())
    assert not [one for one in threading.enumerate() if one.name.startswith("push-ahead")]
