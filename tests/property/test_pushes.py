"""How a log is cut into pushes makes no difference to what the centre holds."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from sync.centre.accept import accept, examine
from sync.centre.rollup import count_responses
from sync.centre.server import rules
from sync.centre.tables import CellRow, Device, ItemRow, ReferenceRow, Response
from sync.client.ports import Head
from sync.client.push import request_for
from tests.support.sync_centre import PACK, Laptop, LocalCentre, customer, response

TABLES = (ItemRow, Response, CellRow, ReferenceRow)
ENTRIES = st.lists(
    st.tuples(
        st.sampled_from(["response", "again", "task", "unknown"]), st.integers(0, 5), st.integers(0, 100)
    ),
    min_size=1,
    max_size=10,
)


def body(kind: str, n: int, score: int) -> tuple[str, str, bytes]:
    if kind == "unknown":
        return kind, f"u{n}", f'{{"kind":"of.tomorrow","schema":1,"id":"u{n}"}}'.encode()
    told: dict[str, Any] = {"answers": {"B8": {"scale": "s100", "value": str(score)}}}
    if kind == "task":
        told["task"] = "t1"
    return kind, f"{kind}{n}", response(f"r{n}" if kind == "again" else f"{kind}{n}", **told)


def held(folder: Any, entries: list[tuple[str, int, int]], cuts: set[int]) -> dict[str, list[dict[str, Any]]]:
    """All rows of a centre that got these entries in pushes cut before these places, without what chance decides."""
    centre = LocalCentre(folder / "centre.sqlite", rules=rules(count_responses))
    centre.admin.approve(PACK)
    centre.admin.publish("customer", [customer("c1")])
    centre.admin.publish(
        "task", [{"id": "t1", "type": "visit", "customer": "c1", "due_at": "2025-03-14T18:00:00+08:00"}]
    )
    laptop = Laptop(centre).enrol()
    for one in entries:
        laptop.log.record(*body(*one))
    places = sorted({0, *(cut for cut in cuts if cut < len(entries)), len(entries)})
    for start, end in pairwise(places):
        send(laptop, start, end)
    found = rows_of(centre)
    centre.close()
    return found


def send(laptop: Laptop, start: int, end: int) -> None:
    """One push of the entries from ``start`` to before ``end``."""
    centre, log = laptop.centre, laptop.log
    assert log.held is not None
    push = request_for(
        log.held.device, Head(start, log.chains[start]), log.entries(start, end - start, 10**9)
    )
    with centre.store.writing() as session:
        accept(session, log.held.device, push, examine(push), centre.rules, "2025-03-14T12:00:00+00:00")


def rows_of(centre: LocalCentre) -> dict[str, list[dict[str, Any]]]:
    found = {}
    with centre.store.reading() as session:
        device = session.exec(select(Device.id)).one()
        for table in TABLES:
            rows = [row.model_dump() for row in session.exec(select(table))]
            rows = [row for row in rows if row.get("entity") != "pack"]  # tells when it was approved
            for row in rows:
                row.pop("version", None)  # a transaction publishes a record once, however often it changed
                if row.get("device") == device:
                    row["device"] = "this"
            found[table.__name__] = sorted(rows, key=lambda row: str(sorted(row.items(), key=str)))
    return found


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(entries=ENTRIES, cuts=st.sets(st.integers(1, 9)))
def test_a_batch_of_many_is_many_batches_of_one(
    tmp_path_factory: pytest.TempPathFactory, entries: list[tuple[str, int, int]], cuts: set[int]
) -> None:
    whole = held(tmp_path_factory.mktemp("whole"), entries, set())
    parts = held(tmp_path_factory.mktemp("parts"), entries, cuts)
    single = held(tmp_path_factory.mktemp("single"), entries, set(range(1, len(entries))))
    assert whole == parts == single
