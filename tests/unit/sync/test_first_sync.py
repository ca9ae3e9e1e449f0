"""A laptop enrols, sends its day and gets its proof."""

import pytest

from sync.centre.read import body_of, items
from sync.client.errors import Stopped
from tests.support.sync_centre import Laptop, LocalCentre, customer, response


def test_a_day_is_sent_and_proven(centre: LocalCentre) -> None:
    centre.admin.publish("customer", [customer("1"), customer("2")])
    laptop = Laptop(centre).enrol()
    laptop.record("r1", "r2", "r3")
    outcome = laptop.sync()
    assert (outcome.pushed, outcome.responses, outcome.responses_total) == (3, 3, 3)
    assert outcome.proven
    assert laptop.log.proofs == [(3, "2025-03-14T04:00:00.000+00:00")]
    assert {id for entity, id in laptop.replica.rows if entity == "customer"} == {"1", "2"}


def test_enrolling_brings_packs_and_customers_before_any_sync(centre: LocalCentre) -> None:
    centre.admin.publish("customer", [customer("1")])
    laptop = Laptop(centre).enrol()
    assert set(laptop.replica.rows) == {("pack", "dlr-cs-sales@1.0.0"), ("customer", "1")}


def test_a_second_sync_sends_nothing_and_is_proven_again(centre: LocalCentre) -> None:
    laptop = Laptop(centre).enrol()
    laptop.record("r1")
    laptop.sync()
    again = laptop.sync()
    assert (again.pushed, again.duplicates, again.responses_total) == (0, 0, 1)
    assert again.proven


def test_an_empty_laptop_is_proven(centre: LocalCentre) -> None:
    outcome = Laptop(centre).enrol().sync()
    assert (outcome.n, outcome.chain, outcome.proven) == (0, "00" * 32, True)


def test_the_bytes_at_the_centre_are_the_bytes_of_the_laptop(centre: LocalCentre) -> None:
    laptop = Laptop(centre).enrol()
    laptop.record("r1")
    laptop.sync()
    assert body_of(centre.store, "r1") == response("r1")


def test_a_day_of_forty_is_one_push(centre: LocalCentre) -> None:
    laptop = Laptop(centre).enrol()
    laptop.record(*(f"r{n}" for n in range(40)))
    laptop.sync()
    assert centre.pushed() == 1


def test_a_thousand_and_more_records_go_in_batches(centre: LocalCentre) -> None:
    laptop = Laptop(centre).enrol()
    laptop.record(*(f"r{n}" for n in range(2100)))
    outcome = laptop.sync()
    assert (outcome.pushed, outcome.responses_total, outcome.proven) == (2100, 2100, True)
    assert sum(1 for _ in items(centre.store)) == 2100


def test_the_clock_of_a_laptop_is_noted_and_decides_nothing(centre: LocalCentre) -> None:
    laptop = Laptop(centre)
    laptop.clock.at = laptop.clock.at.replace(year=2031)
    laptop.enrol()
    laptop.record("r1")
    assert laptop.sync().proven
    assert laptop.log.offset_ms is not None
    assert laptop.log.offset_ms < 0


def test_a_run_that_is_stopped_keeps_what_was_acknowledged(centre: LocalCentre) -> None:
    laptop = Laptop(centre).enrol()
    laptop.record(*(f"r{n}" for n in range(2100)))
    with pytest.raises(Stopped):
        laptop.sync(stop=lambda: centre.pushed() >= 1)
    assert 0 < laptop.log.acknowledged().n < 2100
    assert laptop.sync().proven
