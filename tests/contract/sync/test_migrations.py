"""A database with data goes from the first version to the present one, on both stores alike."""

import json
import threading
from typing import Any

import pytest
from sqlalchemy import Engine, inspect, text
from sqlmodel import select

from schemas.paper.serial import free_mark
from schemas.records.identity import temporary_id
from sync.centre.dialect import engines
from sync.centre.faults import CentreError
from sync.centre.migrate import configuration, known, migrate, newest, version
from sync.centre.store import Store
from sync.centre.tables import METADATA, CellRow, Device, ItemRow, ReferenceRow, Response
from tests.support.sync_centre import response

NOW = "2025-03-14T04:00:00.000+00:00"
BODY = response("r1", customer=None, temp={"name": "张三"})
ROWS: dict[str, dict[str, Any]] = {
    "person": {"id": "li", "role": "interviewer", "region": "north", "created_at": NOW},
    "device": {
        "id": "d1",
        "person": "li",
        "public_key": b"\x00\xff",
        "n": 1,
        "chain": b"\x01" * 32,
        "created_at": NOW,
    },
    "item": {
        "device": "d1",
        "seq": 1,
        "id": "r1",
        "kind": "response.final",
        "digest": b"\x02" * 32,
        "chain": b"\x01" * 32,
        "body": BODY,
        "status": "stored",
        "received_at": NOW,
    },
    "response": {
        "id": "r1",
        "pack": "p",
        "pack_version": "1.0.0",
        "local_date": "2025-03-14",
        "occurred_at": NOW,
        "channel": "phone",
        "business_line": "sales",
        "consultant": "周洁",
        "completion": "COMPLETE",
        "case_class": "SATISFIED",
        "origin": "direct",
        "device": "d1",
        "device_seq": 1,
        "received_at": NOW,
        "score_check": "same",
    },
    "reference": {
        "entity": "task",
        "id": "t1",
        "stream": "task:li",
        "version": 3,
        "deleted": False,
        "body": json.dumps({"id": "t1", "customer": "c1", "event": "e1"}),
    },
}


def fill(engine: Engine) -> None:
    with engine.begin() as connection:
        for table, row in ROWS.items():
            names = ", ".join(row)
            values = ", ".join(f":{name}" for name in row)
            connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)


def test_data_of_the_first_version_is_there_in_the_present_one(blank: str) -> None:
    opened = engines(blank)
    migrate(opened.write, "0001")
    fill(opened.write)
    opened.close()
    store = Store(blank, now=NOW)
    with store.reading() as session:
        item = session.exec(select(ItemRow)).one()
        answered = session.exec(select(Response)).one()
        task = session.get_one(ReferenceRow, ("task", "t1"))
        somebody = session.get_one(ReferenceRow, ("customer", temporary_id("r1")))
        device = session.exec(select(Device)).one()
        assert session.exec(select(CellRow)).all() == []
    assert device.mark == free_mark("d1", ())
    assert (item.body, item.digest, device.public_key) == (BODY, b"\x02" * 32, b"\x00\xff")
    assert (answered.consultant, answered.customer) == ("周洁", temporary_id("r1"))
    assert somebody.stream == "cust:north"
    assert (task.customer, task.event, task.version) == ("c1", "e1", 3)
    assert device.backed_up_through == 0
    store.close()


@pytest.mark.parametrize("before", sorted(known()))
def test_every_version_can_be_brought_to_the_present_one(blank: str, before: str) -> None:
    opened = engines(blank)
    migrate(opened.write, before)
    migrate(opened.write)
    with opened.read.connect() as connection:
        assert version(connection) == newest()
        assert set(METADATA.tables) < set(inspect(connection).get_table_names())
    opened.close()


def test_programs_that_begin_together_make_one_centre(blank: str) -> None:
    found: list[tuple[str, bytes]] = []

    def begin() -> None:
        store = Store(blank, now=NOW)
        found.append((store.centre.epoch, store.centre.secret))
        store.close()

    threads = [threading.Thread(target=begin) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1


def test_a_database_of_a_later_version_is_left_as_it_is(blank: str) -> None:
    Store(blank, now=NOW).close()
    opened = engines(blank)
    with opened.write.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    opened.close()
    with pytest.raises(CentreError) as refused:
        Store(blank, now=NOW)
    assert refused.value.code == "newer_database"


def test_texts_are_compared_alike_on_both(storage: str) -> None:
    names = ["a", "B", "á", "张", "b", "A-1", "A1", "_"]
    store = Store(storage, now=NOW)
    with store.writing() as session:
        for name in names:
            session.add(ReferenceRow(entity="x", id=name, stream="s", version=1, body="{}"))
    with store.reading() as session:
        assert session.exec(select(ReferenceRow.id).order_by(ReferenceRow.id)).all() == sorted(names)
    store.close()


def test_scripts_are_called_by_their_versions_and_follow_one_another() -> None:
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(configuration())
    assert {script.revision for script in scripts.walk_revisions()} == known()
    assert scripts.get_heads() == [newest()]
