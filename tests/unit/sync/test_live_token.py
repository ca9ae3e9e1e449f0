"""A second sync within a quarter of an hour goes on with the token of the first."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from sync.client.errors import Revoked
from sync.client.passes import Pass
from tests.support.sync_centre import Laptop, LocalCentre


@dataclass
class Pocket:
    """Keeps the pass in memory."""

    one: Pass | None = None

    def kept(self) -> Pass | None:
        return self.one

    def keep(self, one: Pass) -> None:
        self.one = one


def asked(centre: LocalCentre) -> list[str]:
    """The requests since the last time, by their last word."""
    names = [path.rpartition("/")[2] for _, path, _ in centre.requests]
    centre.requests.clear()
    return names


@pytest.fixture
def laptop(centre: LocalCentre) -> Laptop:
    made = Laptop(centre, passes=Pocket()).enrol()
    centre.requests.clear()
    return made


def test_an_evening_takes_five_requests_and_the_next_sync_three(centre: LocalCentre, laptop: Laptop) -> None:
    laptop.record(*(f"a{n}" for n in range(40)))
    assert laptop.sync().proven
    assert asked(centre) == ["hello", "token", "push", "pull", "verify"]
    laptop.record(*(f"b{n}" for n in range(40)))
    assert laptop.sync().responses_total == 80
    assert asked(centre) == ["push", "pull", "verify"]


def test_an_expired_token_is_not_tried(centre: LocalCentre, laptop: Laptop) -> None:
    laptop.sync()
    laptop.clock.at += timedelta(minutes=15)
    asked(centre)
    assert laptop.sync().proven
    assert asked(centre)[:2] == ["hello", "token"]


def test_a_token_the_centre_no_longer_takes_is_renewed_on_the_way(
    centre: LocalCentre, laptop: Laptop
) -> None:
    laptop.sync()
    centre.clock.at += timedelta(hours=1)  # the laptop's own clock stands still
    laptop.record("r1")
    assert laptop.sync().responses_total == 1


def test_a_fork_is_noticed_without_a_new_token(centre: LocalCentre, laptop: Laptop) -> None:
    laptop.record("r1", "r2")
    laptop.sync()
    laptop.log.bodies.pop()
    laptop.log.chains.pop()
    laptop.log.acked = laptop.log.head()
    laptop.log.results.pop(2)
    laptop.record("r3")
    outcome = laptop.sync()
    assert (outcome.proven, outcome.responses_total, outcome.incarnation) == (True, 2, 2)


def test_a_revoked_laptop_still_hands_in_and_is_told(centre: LocalCentre, laptop: Laptop) -> None:
    laptop.sync()
    [device] = centre.admin.devices()
    centre.admin.revoke(device.id)
    laptop.record("r1")
    with pytest.raises(Revoked):
        laptop.sync()
    assert [row.code for row in centre.admin.quarantine()] == ["revoked"]


def test_a_pass_of_another_device_is_left_alone(centre: LocalCentre, laptop: Laptop) -> None:
    laptop.sync()
    assert laptop.passes is not None
    kept = laptop.passes.kept()
    assert kept is not None
    assert not kept.serves("another", laptop.clock.now())
