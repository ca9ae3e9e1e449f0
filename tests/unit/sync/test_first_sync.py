"""A laptop enrols, sends its day and gets its proof."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.sync_centre import Laptop, LocalCentre, customer, response


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[LocalCentre]:
    centre = LocalCentre(tmp_path / "centre.sqlite")
    centre.admin.approve("dlr-cs-sales")
    yield centre
    centre.close()


def test_a_day_is_sent_and_proven(centre: LocalCentre) -> None:
    centre.admin.publish("customer", [customer("1"), customer("2")])
    laptop = Laptop(centre).enrol()
    laptop.record("r1", "r2", "r3")
    outcome = laptop.sync()
    assert (outcome.pushed, outcome.responses, outcome.responses_total) == (3, 3, 3)
    assert outcome.proven
    assert {id for entity, id in laptop.replica.rows if entity == "customer"} == {"1", "2"}


def test_a_second_sync_sends_nothing_and_is_proven_again(centre: LocalCentre) -> None:
    laptop = Laptop(centre).enrol()
    laptop.record("r1")
    laptop.sync()
    again = laptop.sync()
    assert (again.pushed, again.duplicates, again.responses_total) == (0, 0, 1)
    assert again.proven


def test_the_bytes_at_the_centre_are_the_bytes_of_the_laptop(centre: LocalCentre) -> None:
    laptop = Laptop(centre).enrol()
    laptop.record("r1")
    laptop.sync()
    from sync.centre.read import body_of

    assert body_of(centre.store, "r1") == response("r1")
