"""What a call about a form found out reads the same on the laptop that called, at the centre and on another (R12)."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from csat_tui.store import operations
from schemas.records import operations as ops
from schemas.records.following import CALLED_BACK
from schemas.tasks.causes import causes_of
from sync.centre.tables import ReferenceRow
from tests.contract.test_operations_sync import AT, Office
from tests.support.sync_centre import LocalCentre, customer

CAUSES = [{"item": "U3", "code": "delivery", "text": "承运商晚到"}, {"item": "", "code": "price"}]


@pytest.fixture
def centre(storage: str, tmp_path: Path) -> Iterator[LocalCentre]:
    centre = LocalCentre(tmp_path / "centre.sqlite", url=storage)
    about = {"pack": "op-qpm-written", "items": ["U3", ""]}
    head = {"id": "t1", "type": CALLED_BACK, "customer": "c1", "due_at": AT, "assignee": "li"}
    centre.admin.publish("customer", [customer("c1")])
    centre.admin.publish("task", [{**head, "about": about}])
    yield centre
    centre.close()


def test_causes_of_a_call_are_the_same_everywhere(centre: LocalCentre, tmp_path: Path) -> None:
    caller, again = (Office(tmp_path / name, centre, "li") for name in ("one", "two"))
    caller.sync()
    tried = caller.do(ops.AttemptMade, task="t1", disposition="success", causes=CAUSES)
    caller.sync()
    again.sync()
    with centre.store.reading() as session:
        there = {
            entity: json.loads(row.body)
            for entity, id in (("task", "t1"), ("attempt", tried))
            if (row := session.get(ReferenceRow, (entity, id)))
        }
    for office in (caller, again):
        here = {
            entity: operations.here(office.store, entity, [body["id"]])[body["id"]]
            for entity, body in there.items()
        }
        assert here == there
        office.store.close()
    assert there["attempt"]["causes"] == CAUSES
    assert (there["task"]["status"], list(causes_of(there["task"]["attempts"]).values())) == ("done", CAUSES)
