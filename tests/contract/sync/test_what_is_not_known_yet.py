"""What a newer laptop hands in waits on both stores until the centre knows it, and is then let in as it was sent."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from unittest.mock import patch

import pytest

from schemas.canonical import canonical_bytes
from schemas.records.looks import CUSTOMER_LOOK
from sync.centre import judge
from sync.centre.read import body_of, items
from sync.centre.rollup import count_responses
from sync.centre.server import rules
from tests.support.sync_centre import PACK, Laptop, LocalCentre, response

LOOK = {
    "kind": CUSTOMER_LOOK,
    "schema": 2,
    "id": "k1",
    "customer": "c1",
    "what": "card",
    "of_tomorrow": {"a": ["内容"]},
}
LOOK |= {"at": "2025-03-14T12:00:00+08:00", "user": "li"}


@pytest.fixture
def centre(storage: str, tmp_path: Path) -> Iterator[LocalCentre]:
    centre = LocalCentre(tmp_path / "centre.sqlite", rules=rules(count_responses), url=storage)
    yield centre
    centre.close()


def fates(centre: LocalCentre) -> dict[str, str]:
    waiting = {row.id: row.code for row in centre.admin.quarantine()}
    return {item.id: waiting.get(item.id) or item.status for item in items(centre.store)}


def older() -> AbstractContextManager[object]:
    """A centre before its update: it does not know this kind."""
    known = {kind: handler for kind, handler in judge.HANDLERS.items() if kind != CUSTOMER_LOOK}
    return patch.object(judge, "HANDLERS", known)


def test_an_unknown_kind_waits_holds_up_nobody_and_is_let_in_after_the_update(centre: LocalCentre) -> None:
    centre.admin.approve(PACK)
    laptop = Laptop(centre).enrol()
    laptop.log.record(CUSTOMER_LOOK, "k1", canonical_bytes(LOOK))
    laptop.record("r1")
    with older():
        outcome = laptop.sync()
    assert (outcome.proven, outcome.quarantined) == (True, 1)
    assert fates(centre) == {"k1": "unknown_kind", "r1": "stored"}
    [waiting] = centre.admin.quarantine()
    assert centre.admin.release(waiting.device, waiting.seq) is None
    assert fates(centre) == {"k1": "stored", "r1": "stored"}
    assert body_of(centre.store, "k1") == canonical_bytes(LOOK)
    assert laptop.sync().proven


def test_one_that_is_let_out_too_early_goes_on_waiting(centre: LocalCentre) -> None:
    laptop = Laptop(centre).enrol()
    laptop.log.record(CUSTOMER_LOOK, "k1", canonical_bytes(LOOK))
    with older():
        laptop.sync()
        [waiting] = centre.admin.quarantine()
        assert centre.admin.release(waiting.device, waiting.seq) == "unknown_kind"
    assert fates(centre) == {"k1": "unknown_kind"}


def test_a_version_of_a_pack_that_is_not_approved_waits_beside_one_that_is(centre: LocalCentre) -> None:
    laptop = Laptop(centre).enrol()
    laptop.record("r1")
    laptop.record("r2", pack_version="9.9.9", field_of_tomorrow={"kept": "是"})
    laptop.sync()
    assert fates(centre) == {"r1": "unknown_pack", "r2": "unknown_pack"}
    assert centre.admin.approve(PACK).released == 1
    assert fates(centre) == {"r1": "stored", "r2": "unknown_pack"}
    assert body_of(centre.store, "r2") == response(
        "r2", pack_version="9.9.9", field_of_tomorrow={"kept": "是"}
    )
    assert laptop.sync().proven


def test_the_laptop_learns_at_its_next_sync_what_was_let_in_and_counts_nothing_twice(
    centre: LocalCentre,
) -> None:
    laptop = Laptop(centre).enrol()
    for number, version in enumerate(("1.0.0", "9.9.9", "1.0.0"), 1):
        laptop.record(f"r{number}", pack_version=version)
    laptop.sync()
    assert laptop.log.set_aside() == [1, 2, 3]
    centre.admin.approve(PACK)
    outcome = laptop.sync()
    assert laptop.log.set_aside() == [2]
    assert (outcome.proven, outcome.pushed, outcome.duplicates) == (True, 0, 0)
    assert [item.id for item in items(centre.store)] == ["r1", "r2", "r3"]
