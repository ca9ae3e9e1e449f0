"""Six writers and one reader that polls: a change is never seen before those that come before it.

Run on both stores with processes of their own, and once with the mistake that makes it fail: the number of a
change taken before the transaction that stores it. (On SQLite, whose writers take turns, nobody could make it.)
"""

import multiprocessing
import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import insert, update
from sqlmodel import Session, col, select

from sync.centre import feed, reference
from sync.centre.store import Store
from sync.centre.tables import ChangeRow, StreamHead
from sync.protocol.cursor import start
from tests.support.sync_centre import customer

NOW = "2025-03-14T04:00:00.000+00:00"
WRITERS = 6
TRANSACTIONS = 25
RECORDS = 4
ALL = WRITERS * TRANSACTIONS * RECORDS
STREAM = "cust:main"


def write(url: str, name: int, begin: Any, mutant: bool) -> None:
    """One process that publishes, transaction after transaction."""
    store = Store(url, now=NOW)
    if mutant:
        number_first(store)
    begin.wait()
    for n in range(TRANSACTIONS):
        records = [customer(f"{name}-{n}-{k}") for k in range(RECORDS)]
        store.do(lambda session, r=records: reference.publish(session, "customer", r))
    store.close()


def number_first(store: Store) -> None:
    """The mistake: numbers come from a transaction of their own, before what they number is committed."""

    def append(session: Session, stream: str, changes: Any) -> None:
        with store.writing() as own:
            head = feed._head_for_update(own, stream)
            last = head.head + len(changes)
            own.exec(update(StreamHead).where(col(StreamHead.stream) == stream).values(head=last))
        time.sleep(random.uniform(0, 0.02))  # as long as a push may take from here to its commit
        rows = [
            {
                **vars(change),
                "stream": stream,
                "seq": seq,
                "digest": bytes(32),
                "total_count": 0,
                "total_sum": "0",
            }
            for seq, change in enumerate(changes, head.head + 1)
        ]
        for row in rows:
            row.pop("before")
        session.exec(insert(ChangeRow), params=rows)

    reference.append = append


@contextmanager
def writers(url: str, mutant: bool) -> Iterator[tuple[list[Any], Any]]:
    """The processes, and the barrier that they and the reader begin at."""
    context = multiprocessing.get_context("fork" if hasattr(os, "fork") else "spawn")
    begin = context.Barrier(WRITERS + 1)
    processes = [context.Process(target=write, args=(url, n, begin, mutant)) for n in range(WRITERS)]
    for process in processes:
        process.start()
    try:
        yield processes, begin
    finally:
        for process in processes:
            process.join(120)
            process.kill()


def seen_by_a_reader(url: str, *, mutant: bool = False) -> list[str]:
    """The ids a reader got that went from cursor to cursor while the writers were at work."""
    cursor = start((STREAM,))
    seen: list[str] = []
    with writers(url, mutant) as (working, begin):
        store = Store(url, now=NOW)
        begin.wait(60)
        while True:
            at_work = any(process.is_alive() for process in working)
            with store.reading() as session:
                page = feed.read(session, cursor, 1_000_000)
            seen.extend(change.id for change in page.changes)
            cursor = page.cursor
            if not at_work and not page.changes:
                break
        assert [process.exitcode for process in working] == [0] * WRITERS
    with store.reading() as session:
        assert len(session.exec(select(ChangeRow.id)).all()) == ALL
    store.close()
    return seen


def test_a_reader_of_six_writers_never_misses_a_row(storage: str) -> None:
    seen = seen_by_a_reader(storage)
    assert len(seen) == len(set(seen)) == ALL


def test_numbers_taken_before_the_commit_would_be_noticed(postgres: Any) -> None:
    assert any(len(seen_by_a_reader(postgres.new_centre(), mutant=True)) < ALL for _ in range(3))
