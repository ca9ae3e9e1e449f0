"""Backups are put back and laptops are copied; in the end both ends hold everything."""

import shutil
from copy import deepcopy

import pytest

from sync.centre.read import body_of, items
from sync.client.errors import UnknownDevice
from tests.support.sync_centre import Laptop, LocalCentre, customer, lose_answer, response


def ids(centre: LocalCentre) -> set[str]:
    return {item.id for item in items(centre.store)}


def back_up(centre: LocalCentre) -> None:
    centre.shut()
    shutil.copy(centre.file, centre.file.with_suffix(".backup"))
    centre.open()


def restore(centre: LocalCentre) -> None:
    centre.shut()
    for old in centre.file.parent.glob(f"{centre.file.name}-*"):
        old.unlink()
    shutil.copy(centre.file.with_suffix(".backup"), centre.file)
    centre.open()


def copied(laptop: Laptop) -> Laptop:
    """The whole home on a second machine, key included."""
    return Laptop(laptop.centre, laptop.key, deepcopy(laptop.log), deepcopy(laptop.replica))


def test_a_restored_centre_gets_again_what_it_lost(centre: LocalCentre) -> None:
    laptop = Laptop(centre).enrol()
    laptop.record("r1", "r2")
    laptop.sync()
    back_up(centre)
    laptop.record("r3")
    laptop.sync()
    restore(centre)
    assert ids(centre) == {"r1", "r2"}
    outcome = laptop.sync()
    assert (outcome.pushed, outcome.responses_total, outcome.proven) == (1, 3, True)
    assert outcome.incarnation == 1
    assert ids(centre) == {"r1", "r2", "r3"}


def test_a_feed_that_went_back_is_read_anew(centre: LocalCentre) -> None:
    laptop = Laptop(centre).enrol()
    back_up(centre)
    centre.admin.publish("customer", [customer("lost")])
    laptop.sync()
    restore(centre)
    centre.admin.publish("customer", [customer("new")])
    centre.requests.clear()
    assert laptop.sync().proven
    assert [path for _, path, _ in centre.requests].count("/sync/v1/verify") == 1
    assert laptop.replica.resets == 1
    assert {id for entity, id in laptop.replica.rows if entity == "customer"} == {"new"}


def test_a_version_that_says_something_else_after_a_restore_is_read_anew(centre: LocalCentre) -> None:
    laptop = Laptop(centre).enrol()
    back_up(centre)
    centre.admin.publish("customer", [customer("c1", company="lost")])
    laptop.sync()
    restore(centre)
    centre.admin.publish("customer", [customer("c1", company="new")])
    assert laptop.sync().proven
    assert laptop.replica.rows["customer", "c1"][1]["company"] == "new"


def test_a_centre_restored_to_before_the_enrolment_says_enrol_again(centre: LocalCentre) -> None:
    back_up(centre)
    laptop = Laptop(centre).enrol()
    laptop.record("r1")
    laptop.sync()
    restore(centre)
    with pytest.raises(UnknownDevice):
        laptop.sync()
    laptop.enrol()
    outcome = laptop.sync()
    assert (outcome.pushed, outcome.incarnation, outcome.proven) == (1, 2, True)
    assert body_of(centre.store, "r1") == response("r1")


def test_a_cloned_laptop_becomes_a_new_device_within_the_same_run(centre: LocalCentre) -> None:
    first = Laptop(centre).enrol()
    first.record("r1")
    first.sync()
    second = copied(first)
    first.record("r2")
    second.record("r3")
    assert first.sync().incarnation == 1
    outcome = second.sync()
    assert (outcome.pushed, outcome.duplicates, outcome.incarnation) == (1, 1, 2)
    assert (outcome.responses_total, outcome.proven) == (2, True)
    assert ids(centre) == {"r1", "r2", "r3"}
    assert first.sync().proven


def test_a_laptop_restored_from_last_week_becomes_a_new_device(centre: LocalCentre) -> None:
    laptop = Laptop(centre).enrol()
    laptop.record("r1")
    laptop.sync()
    backup = copied(laptop)
    laptop.record("r2")
    laptop.sync()
    outcome = backup.sync()
    assert (outcome.incarnation, outcome.duplicates, outcome.proven) == (2, 1, True)
    backup.record("r3")
    assert backup.sync().incarnation == 2
    assert ids(centre) == {"r1", "r2", "r3"}


def test_two_identical_copies_with_nothing_new_are_one_device_still(centre: LocalCentre) -> None:
    laptop = Laptop(centre).enrol()
    laptop.record("r1")
    laptop.sync()
    assert copied(laptop).sync().incarnation == 1


def test_a_copied_database_without_the_key_must_enrol(centre: LocalCentre) -> None:
    laptop = Laptop(centre).enrol()
    laptop.record("r1")
    thief = copied(laptop)
    thief.key = Laptop(centre).key
    with pytest.raises(UnknownDevice):
        thief.sync()


def test_a_centre_restored_while_a_clone_went_on_loses_neither(centre: LocalCentre) -> None:
    first = Laptop(centre).enrol()
    first.record("r1")
    first.sync()
    back_up(centre)
    second = copied(first)
    first.record("r2", "r3")
    first.sync()
    restore(centre)
    second.record("r4")
    second.sync()
    outcome = first.sync()
    assert (outcome.incarnation, outcome.proven) == (2, True)
    assert ids(centre) == {"r1", "r2", "r3", "r4"}


def test_a_lost_answer_to_the_new_identity_makes_no_second_one(centre: LocalCentre) -> None:
    first = Laptop(centre).enrol()
    first.record("r1")
    first.sync()
    second = copied(first)
    first.record("r2")
    second.record("r3")
    first.sync()
    centre.link = lose_answer(1, "/device")
    assert second.sync().incarnation == 2
    assert len(centre.admin.devices()) == 2


def test_the_same_id_with_other_content_keeps_both_and_counts_the_first(centre: LocalCentre) -> None:
    first = Laptop(centre).enrol()
    second = Laptop(centre).enrol("wang")
    first.record("r1")
    second.record("r1", case_class="UNSATISFIED")
    first.sync()
    outcome = second.sync()
    assert (outcome.quarantined, outcome.proven) == (1, True)
    assert [row.code for row in centre.admin.quarantine()] == ["conflict"]
    assert body_of(centre.store, "r1") == response("r1")
