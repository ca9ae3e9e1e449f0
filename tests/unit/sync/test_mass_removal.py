"""The brake: before most of a collection vanishes from a laptop, a person is asked, and nothing is lost meanwhile."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.client.brake import brake, taken_away
from sync.client.errors import MassRemoval
from sync.client.ports import Change, Removal
from tests.support.sync_centre import Laptop, LocalCentre, customer

MANY = [customer(str(n), note="x" * 400) for n in range(60)]


@pytest.fixture
def laptop(centre: LocalCentre) -> Laptop:
    centre.admin.publish("customer", MANY)
    return Laptop(centre).enrol()


def customers(laptop: Laptop) -> int:
    return sum(entity == "customer" for entity, _ in laptop.replica.rows)


def test_most_of_a_collection_is_not_taken_away_unasked(centre: LocalCentre, laptop: Laptop) -> None:
    centre.admin.withdraw("customer", [str(n) for n in range(31)])
    laptop.record("r1")
    with pytest.raises(MassRemoval) as caught:
        laptop.sync()
    assert caught.value.lost == {"customer": (31, 60)}
    assert (customers(laptop), laptop.log.acknowledged().n) == (60, 1)


def test_it_goes_on_once_it_is_accepted(centre: LocalCentre, laptop: Laptop) -> None:
    centre.admin.withdraw("customer", [str(n) for n in range(31)])
    with pytest.raises(MassRemoval):
        laptop.sync()
    assert laptop.sync(accept_removal=True).proven
    assert customers(laptop) == 29


def test_it_is_asked_again_until_it_is_accepted(centre: LocalCentre, laptop: Laptop) -> None:
    centre.admin.withdraw("customer", [str(n) for n in range(31)])
    for _time in range(2):
        with pytest.raises(MassRemoval):
            laptop.sync()


def test_what_the_centre_brings_back_in_time_was_never_gone(centre: LocalCentre, laptop: Laptop) -> None:
    centre.admin.withdraw("customer", [str(n) for n in range(40)])
    with pytest.raises(MassRemoval):
        laptop.sync()
    centre.admin.publish("customer", MANY)
    assert laptop.sync().proven
    assert customers(laptop) == 60


def test_half_or_a_few_go_without_a_question(centre: LocalCentre, laptop: Laptop) -> None:
    centre.admin.withdraw("customer", [str(n) for n in range(30)])
    assert laptop.sync().proven
    centre.admin.withdraw("customer", [str(n) for n in range(30, 50)])
    assert laptop.sync().proven
    assert customers(laptop) == 10


def test_a_reset_that_would_lose_the_mass_asks_as_well(centre: LocalCentre, laptop: Laptop) -> None:
    centre.admin.user("li", region="elsewhere")
    with pytest.raises(MassRemoval):
        laptop.sync()
    assert customers(laptop) == 60
    assert laptop.sync(accept_removal=True).proven
    assert customers(laptop) == 0


ops = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from(["put", "delete", "out_of_scope"])), max_size=12
)


@given(ops)
def test_taken_away_is_what_is_missing_at_the_end(story: list[tuple[str, str]]) -> None:
    here = {"a", "b", "c"}
    for id, op in story:
        here = here | {id} if op == "put" else here - {id}
    changes = [Change("s", n, "customer", id, n, op, None) for n, (id, op) in enumerate(story, 1)]
    assert taken_away(changes).get("customer", set()) == {"a", "b", "c"} - here


@given(st.integers(0, 200), st.integers(0, 200))
def test_the_brake_holds_exactly_above_half_and_twenty(gone: int, kept: int) -> None:
    held = gone + kept
    try:
        brake({"customer": Removal(gone, held)})
        stopped = False
    except MassRemoval:
        stopped = True
    assert stopped == (gone > 20 and gone > kept)
