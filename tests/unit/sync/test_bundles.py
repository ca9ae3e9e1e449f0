"""A sync as a file: the same acceptance as over the network, in both directions, and nothing by halves."""

import copy

import pytest

from sync.centre.faults import CentreError
from sync.centre.read import items
from sync.client.bundle import TakenIn, take_answer, write_bundle
from sync.client.errors import BundleRefused, NoBundleKey
from sync.client.signer import DeviceKey
from tests.support.sync_centre import Laptop, LocalCentre, customer


@pytest.fixture
def laptop(centre: LocalCentre) -> Laptop:
    return Laptop(centre).enrol()


def written(laptop: Laptop) -> bytes:
    return write_bundle(laptop.log, laptop.replica, laptop.key).data


def taken(laptop: Laptop, answer: bytes) -> TakenIn:
    return take_answer(laptop.log, laptop.replica, laptop.key, answer)


def test_a_day_goes_out_and_its_proof_comes_back(centre: LocalCentre, laptop: Laptop) -> None:
    laptop.record("r1", "r2", "r3")
    centre.admin.publish("customer", [customer("1")])
    requests = len(centre.requests)
    told = taken(laptop, centre.admin.bundle_in(written(laptop)))
    assert told == TakenIn(acknowledged=3, pulled=1, proven=True, n=3)
    assert ("customer", "1") in laptop.replica.rows
    assert [one.id for one in items(centre.store)] == ["r1", "r2", "r3"]
    assert len(centre.requests) == requests


def test_each_file_twice_changes_nothing_more(centre: LocalCentre, laptop: Laptop) -> None:
    laptop.record("r1")
    centre.admin.publish("customer", [customer("1")])
    bundle = written(laptop)
    answers = [centre.admin.bundle_in(bundle) for _time in range(2)]
    assert [taken(laptop, answer).acknowledged for answer in [*answers, answers[0]]] == [1, 0, 0]
    assert sum(1 for _ in items(centre.store)) == 1


def test_the_next_sync_over_the_network_sends_nothing_again(centre: LocalCentre, laptop: Laptop) -> None:
    laptop.record("r1")
    taken(laptop, centre.admin.bundle_in(written(laptop)))
    laptop.record("r2")
    outcome = laptop.sync()
    assert (outcome.pushed, outcome.responses_total, outcome.proven) == (1, 2, True)


def test_what_is_recorded_meanwhile_is_not_called_proven(centre: LocalCentre, laptop: Laptop) -> None:
    laptop.record("r1")
    answer = centre.admin.bundle_in(written(laptop))
    laptop.record("r2")
    assert (taken(laptop, answer).proven, laptop.log.acknowledged().n) == (False, 1)


def test_nobody_reads_a_name_in_the_files(centre: LocalCentre, laptop: Laptop) -> None:
    laptop.record("r1", remarks={"": "王建国说的话"})
    bundle = written(laptop)
    assert "王建国".encode() not in bundle + centre.admin.bundle_in(bundle)


@pytest.mark.parametrize("place", [3, 40, 200, 400, -1])
def test_a_changed_bundle_is_refused_and_stores_nothing(
    centre: LocalCentre, laptop: Laptop, place: int
) -> None:
    laptop.record("r1")
    data = bytearray(written(laptop))
    data[place] ^= 1
    with pytest.raises(CentreError) as caught:
        centre.admin.bundle_in(bytes(data))
    assert caught.value.code in {"not_a_bundle", "no_device", "bad_signature", "damaged"}
    assert list(items(centre.store)) == []


def test_a_bundle_signed_by_another_key_is_refused(centre: LocalCentre, laptop: Laptop) -> None:
    laptop.key = DeviceKey.new()
    with pytest.raises(CentreError) as caught:
        centre.admin.bundle_in(written(laptop))
    assert caught.value.code == "bad_signature"


def test_a_changed_or_foreign_answer_changes_nothing(centre: LocalCentre, laptop: Laptop) -> None:
    other = Laptop(centre).enrol("wang")
    for one in (laptop, other):
        one.record(f"r-{one.log.held.device if one.log.held else ''}")
    answer = centre.admin.bundle_in(written(laptop))
    changed = answer[:-1] + bytes([answer[-1] ^ 1])
    for who, data, reason in [
        (laptop, changed, "damaged"),
        (other, answer, "wrong_device"),
        (laptop, b"x", "not_a_bundle"),
    ]:
        with pytest.raises(BundleRefused) as caught:
            taken(who, data)
        assert caught.value.code == reason
        assert who.log.acknowledged().n == 0


def test_an_answer_to_an_earlier_state_is_refused(centre: LocalCentre, laptop: Laptop) -> None:
    laptop.record("r1")
    centre.admin.publish("customer", [customer("1")])
    old = centre.admin.bundle_in(written(laptop))
    centre.admin.publish("customer", [customer("3")])
    laptop.sync()
    with pytest.raises(BundleRefused) as caught:
        taken(laptop, old)
    assert caught.value.code == "old_bundle"
    assert ("customer", "3") in laptop.replica.rows


def test_a_copied_laptop_is_refused_as_a_fork(centre: LocalCentre, laptop: Laptop) -> None:
    copied = copy.copy(laptop)
    copied.log = copy.deepcopy(laptop.log)
    laptop.record("r1")
    copied.record("r2")
    centre.admin.bundle_in(written(laptop))
    with pytest.raises(CentreError) as caught:
        centre.admin.bundle_in(written(copied))
    assert caught.value.code == "fork"


def test_a_revoked_laptop_hands_in_for_review_and_gets_nothing(centre: LocalCentre, laptop: Laptop) -> None:
    laptop.record("r1")
    [device] = centre.admin.devices()
    centre.admin.revoke(device.id)
    centre.admin.publish("customer", [customer("1")])
    told = taken(laptop, centre.admin.bundle_in(written(laptop)))
    assert (told.acknowledged, told.pulled, told.proven) == (1, 0, False)
    assert [row.code for row in centre.admin.quarantine()] == ["revoked"]


def test_a_laptop_that_never_met_the_new_centre_says_so(laptop: Laptop) -> None:
    assert laptop.log.held is not None
    object.__setattr__(laptop.log.held, "bundle_key", None)
    with pytest.raises(NoBundleKey):
        written(laptop)
