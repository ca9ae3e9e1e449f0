"""Every way in which a centre's data can be other than it was written is found, on both stores, and nothing else is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from sync.centre import inspection
from sync.centre.rollup import count_responses
from sync.centre.server import rules
from tests.support.sync_centre import PACK, Laptop, LocalCentre, customer


@pytest.fixture
def centre(storage: str, tmp_path: Path) -> Iterator[LocalCentre]:
    """A centre with questionnaires, and with customers that changed, moved away and back, and went."""
    centre = LocalCentre(tmp_path / "centre.sqlite", rules=rules(count_responses), url=storage)
    centre.admin.approve(PACK)
    laptop = Laptop(centre).enrol()
    laptop.record("r1", "r2", "r3")
    laptop.sync()
    publish = centre.admin.publish
    publish("customer", [customer(f"k{n}", name="one") for n in range(4)])
    publish("customer", [customer(f"k{n}", name="two") for n in range(3)])
    publish("customer", [customer("k1", name="three")], region="north")
    publish("customer", [customer("k1", name="four")])
    centre.admin.withdraw("customer", ["k2"])
    publish("customer", [customer("k0", name="three")])
    yield centre
    centre.close()


def found(centre: LocalCentre) -> list[str]:
    with centre.store.reading() as session:
        return [fault.check for fault in inspection.faults(session)]


def test_a_centre_that_changed_moved_and_withdrew_records_is_sound(centre: LocalCentre) -> None:
    assert found(centre) == []


def change_of(record: str, version: int) -> str:
    return f"entity = 'customer' AND id = '{record}' AND version = {version}"


TAMPERINGS = [
    ("logs", "UPDATE item SET body = digest WHERE id = 'r1'"),
    ("logs", "UPDATE item SET seq = 9 WHERE id = 'r3'"),
    ("logs", "UPDATE item SET digest = chain WHERE id = 'r2'"),
    ("logs", "DELETE FROM item WHERE id = 'r3'"),
    ("logs", "UPDATE device SET n = n + 1"),
    ("bodies", "UPDATE item SET body = NULL WHERE id = 'r1'"),
    ("feed", "UPDATE reference SET body = '{}' WHERE id = 'k0'"),
    ("feed", f"UPDATE change SET version = 7 WHERE {change_of('k3', 1)}"),
    ("feed", f"UPDATE change SET version = 7 WHERE {change_of('k0', 1)}"),
    ("feed", f"UPDATE change SET version = 0 WHERE {change_of('k0', 2)}"),
    ("feed", f"UPDATE change SET version = 4 WHERE {change_of('k0', 3)}"),
    ("feed", f"UPDATE change SET id = 'k9' WHERE {change_of('k0', 1)}"),
    ("feed", f"UPDATE change SET id = 'k9' WHERE {change_of('k2', 3)}"),
    ("feed", f"UPDATE change SET digest = digest || digest WHERE {change_of('k3', 1)}"),
    ("feed", f"DELETE FROM change WHERE {change_of('k0', 2)}"),
    ("feed", "UPDATE change SET seq = seq + 1000 WHERE stream = 'ref'"),
    ("feed", "UPDATE stream_head SET head = head + 1 WHERE stream = 'cust:main'"),
    ("feed", "DELETE FROM stream_head WHERE stream = 'cust:north'"),
    ("published", "UPDATE reference SET deleted = true WHERE id = 'k3'"),
    ("published", "DELETE FROM reference WHERE id = 'k3'"),
    ("rollup", "UPDATE cell SET records = records + 1"),
    ("rollup", "DELETE FROM cell"),
]
"""The check that has to find it, and what was done to the tables."""


def test_what_was_tampered_with_is_found(centre: LocalCentre) -> None:
    missed: dict[str, list[inspection.Fault]] = {}
    with centre.store.writing() as session:
        for check, tampering in TAMPERINGS:
            undone = session.begin_nested()
            assert session.connection().execute(text(tampering)).rowcount, tampering
            session.expire_all()
            said = list(inspection.faults(session))
            undone.rollback()
            if check not in {fault.check for fault in said}:
                missed[tampering] = said
        assert list(inspection.faults(session)) == []
    assert missed == {}
