"""What was said to be stored is stored: through kill -9, other programs at work, and a full disk."""

import json
import multiprocessing
import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from csat_tui.store import month
from csat_tui.store.database import Store
from csat_tui.store.devicelog import LaptopLog
from csat_tui.store.drafts import Drafts
from csat_tui.store.responses import finalise
from csat_tui.store.tables import LogRow, ResponseRow
from csat_tui.trouble import Trouble
from schemas.figures.rollup import pooled
from sync.protocol.chain import GENESIS, next_chain
from tests.support.store_samples import PACK, practice_store, response
from tests.support.store_writer import work

KILLS = 30
PROCESSES = 3
FORMS = 15

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
Facts = list[list[Any]]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = practice_store(tmp_path)
    yield opened
    opened.close()


def start(home: Path, name: str, forms: int) -> tuple[Any, int]:
    """A process at work, and where its reports are read from."""
    reading, writing = os.pipe()
    process = multiprocessing.get_context("fork").Process(target=work, args=(home, writing, name, forms))
    process.start()
    os.close(writing)
    return process, reading


def read_all(reading: int) -> bytes:
    with os.fdopen(reading, "rb") as pipe:
        return pipe.read()


def facts_in(reports: bytes) -> Facts:
    """The reports that came whole."""
    return [json.loads(line) for line in reports.splitlines(keepends=True) if line.endswith(b"\n")]


def assert_whole(store: Store) -> None:
    """Numbers without a gap, a right chain, one response an entry, and cells equal to a recount."""
    with store.read() as session:
        entries = session.exec(select(LogRow).order_by(col(LogRow.seq))).all()
        found = session.exec(select(ResponseRow).order_by(col(ResponseRow.log_seq))).all()
    chain = GENESIS
    for number, entry in enumerate(entries, start=1):
        chain = next_chain(chain, number, entry.body)
        assert (entry.seq, entry.chain) == (number, chain)
    assert [(row.log_seq, row.id) for row in found] == [(entry.seq, entry.id) for entry in entries]
    cells = month.cells(store, PACK.pack, "2025-03-01", "2025-03-31")
    assert pooled(cell for key, cell in cells.items() if key.item == "").records == len(found)
    assert store.faults() == []


def assert_kept(store: Store, facts: Facts) -> None:
    """Every reported response is there; every reported event is there or went with its response."""
    with store.read() as session:
        stored = set(session.exec(select(ResponseRow.id)))
    events = {draft.id: len(Drafts(store).events(draft.id)) for draft in Drafts(store).open_drafts()}
    assert stored.isdisjoint(events)
    for what, id, number in facts:
        assert id in stored or (what == "event" and events.get(id, 0) >= number), (what, id, number)


@needs_fork
def test_nothing_reported_is_lost_when_the_program_is_killed(tmp_path: Path) -> None:
    practice_store(tmp_path).close()
    chance = random.Random(20250314)
    facts: Facts = []
    for kill in range(KILLS):
        process, reading = start(tmp_path / "home", f"k{kill}", forms=1000)
        first = os.read(reading, 1)  # it is at work
        time.sleep(chance.random() * 0.08)
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        facts += facts_in(first + read_all(reading))
    store = practice_store(tmp_path)
    assert_kept(store, facts)
    assert_whole(store)
    store.close()
    assert sum(what == "final" for what, *_ in facts) >= KILLS


@needs_fork
def test_several_programs_write_one_chain(tmp_path: Path) -> None:
    practice_store(tmp_path).close()
    working = [start(tmp_path / "home", f"p{number}", FORMS) for number in range(PROCESSES)]
    facts = [fact for _, reading in working for fact in facts_in(read_all(reading))]
    for process, _ in working:
        process.join()
        assert process.exitcode == 0
    store = practice_store(tmp_path)
    assert_kept(store, facts)
    assert_whole(store)
    assert LaptopLog(store).head().n == PROCESSES * FORMS
    store.close()


@needs_fork
def test_programs_that_start_together_make_one_home_with_one_key(tmp_path: Path) -> None:
    working = [start(tmp_path / "home", f"p{number}", 2) for number in range(PROCESSES)]
    facts = [fact for _, reading in working for fact in facts_in(read_all(reading))]
    for process, _ in working:
        process.join()
        assert process.exitcode == 0
    store = practice_store(tmp_path)
    assert_kept(store, facts)
    assert_whole(store)
    store.close()


def limit_pages(store: Store, pages: int) -> None:
    with store.write() as session:
        session.connection().exec_driver_sql(f"PRAGMA max_page_count = {pages}")


def test_a_full_disk_is_told_and_loses_nothing(store: Store) -> None:
    finalise(store, response("first"), PACK)
    limit_pages(store, 1)  # as many as there are
    stored = ["first"]

    def fill_up() -> None:
        for number in range(1000):
            finalise(store, response(f"r{number}", remarks={"B9": "满" * 500}), PACK)
            stored.append(f"r{number}")

    with pytest.raises(Trouble) as told:
        fill_up()
    assert told.value.code == "disk_full"
    assert_kept(store, [["final", id, 0] for id in stored])
    assert_whole(store)
    limit_pages(store, 1_000_000)
    assert finalise(store, response(f"r{len(stored) - 1}"), PACK).outcome == "final"
    assert_whole(store)


def test_a_draft_survives_a_full_disk(store: Store) -> None:
    drafts = Drafts(store)
    drafts.create("d1", {})
    limit_pages(store, 1)
    numbers = []

    def fill_up() -> None:
        for _ in range(1000):
            numbers.append(drafts.append("d1", {"text": "满" * 500}))

    with pytest.raises(Trouble) as told:
        fill_up()
    assert told.value.code == "disk_full"
    assert len(drafts.events("d1")) == len(numbers)
    limit_pages(store, 1_000_000)
    assert drafts.append("d1", {"text": "x"}) == len(numbers) + 1


def test_a_program_that_holds_the_file_too_long_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("csat_tui.store.driver.BUSY_MS", 50)
    one, other = practice_store(tmp_path), practice_store(tmp_path)
    with one.write(), pytest.raises(Trouble) as told, other.write():
        pass
    assert told.value.code == "busy"
    assert finalise(other, response("r1"), PACK).outcome == "final"
    one.close()
    other.close()


def test_one_program_reads_while_another_writes(tmp_path: Path) -> None:
    one, other = practice_store(tmp_path), practice_store(tmp_path)
    with one.write():
        assert LaptopLog(other).head().n == 0
    one.close()
    other.close()
