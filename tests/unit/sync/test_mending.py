"""What differs is found by blocks and mended alone; only when most differs is everything read anew."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.client.conversation import Conversation
from sync.client.errors import MassRemoval
from sync.client.mend import MANY, first_differing
from sync.protocol.blocks import between, block_of
from tests.support.sync_centre import Laptop, LocalCentre, customer

IDS = [f"c{number}" for number in range(300)]


@pytest.fixture
def laptop(centre: LocalCentre) -> Laptop:
    centre.admin.publish("customer", [customer(id) for id in IDS])
    return Laptop(centre).enrol()


def asked(centre: LocalCentre, name: str) -> int:
    return sum(path.endswith(name) for _method, path, _status in centre.requests)


def whole(laptop: Laptop) -> bool:
    return {id for of, id in laptop.replica.rows if of == "customer"} == set(IDS)


def test_a_row_that_is_lost_or_has_another_version_comes_back_without_the_feed(
    centre: LocalCentre, laptop: Laptop
) -> None:
    rows = laptop.replica.rows
    before = dict(rows)
    del rows["customer", "c7"]
    rows["customer", "c8"] = (5, {"id": "c8", "name": "?"})
    centre.requests.clear()
    outcome = laptop.sync()
    assert (outcome.proven, outcome.pulled, laptop.replica.resets) == (True, 0, 0)
    assert rows == before
    assert asked(centre, "/blocks") == 1


def test_only_the_rows_of_blocks_that_differ_travel(centre: LocalCentre, laptop: Laptop) -> None:
    del laptop.replica.rows["customer", "c7"]
    outcome = laptop.sync()
    block = [id for id in IDS if block_of(id) == block_of("c7")]
    assert len(block) < 8
    assert outcome.bytes_down < 3_000


def test_a_row_the_centre_never_had_is_taken_away(laptop: Laptop) -> None:
    laptop.replica.rows["customer", "of nobody"] = (1, {"id": "of nobody"})
    assert laptop.sync().proven
    assert whole(laptop)
    assert laptop.replica.resets == 0


def test_when_most_blocks_differ_everything_is_read_anew(laptop: Laptop) -> None:
    for id in IDS[:250]:
        del laptop.replica.rows["customer", id]
    assert len({block_of(id) for id in IDS[:250]}) > MANY
    outcome = laptop.sync()
    assert (outcome.proven, laptop.replica.resets) == (True, 1)
    assert whole(laptop)


def test_a_centre_of_before_the_blocks_is_read_anew(laptop: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    """It answers 404 where it knows no address."""
    del laptop.replica.rows["customer", "c7"]
    send = laptop.centre.send

    def older(method: str, path: str, headers: dict[str, str], body: bytes | None) -> Any:
        return send(method, path.replace("/blocks", "/unheard-of"), headers, body)

    monkeypatch.setattr(laptop.centre, "send", older)
    outcome = laptop.sync()
    assert (outcome.proven, laptop.replica.resets) == (True, 1)
    assert whole(laptop)


def test_a_row_that_changes_while_it_is_mended_comes_with_the_feed(
    centre: LocalCentre, laptop: Laptop
) -> None:
    del laptop.replica.rows["customer", "c7"]
    calls = []

    def changing(method, path, deliver):  # type: ignore[no-untyped-def]
        if path.endswith("/blocks") and not calls:
            calls.append(path)
            centre.admin.publish("customer", [customer("c7", name="李四")])
        return deliver()

    centre.link = changing
    outcome = laptop.sync()
    assert (outcome.proven, laptop.replica.resets) == (True, 0)
    assert laptop.replica.rows["customer", "c7"][1]["name"] == "李四"


def test_mending_does_not_take_away_a_mass(centre: LocalCentre) -> None:
    centre.admin.publish("customer", [customer("1")])
    laptop = Laptop(centre).enrol()
    strangers = [id for id in IDS if block_of(id) < 30][:30]
    assert len(strangers) > 20
    for id in strangers:
        laptop.replica.rows["customer", id] = (1, {"id": id})
    with pytest.raises(MassRemoval):
        laptop.sync()
    assert len(laptop.replica.rows) == len(strangers) + 2
    assert laptop.sync(accept_removal=True).proven
    assert [id for of, id in laptop.replica.rows if of == "customer"] == ["1"]


def test_the_first_entry_that_differs_is_found(centre: LocalCentre) -> None:
    """A laptop restored from a copy of 700 entries, then used: entry 701 is another one."""
    laptop = Laptop(centre).enrol()
    laptop.record(*(f"r{number}" for number in range(700)))
    copy_of = laptop.log.bodies.copy(), laptop.log.chains.copy()
    laptop.record("r700", "r701")
    laptop.sync()
    laptop.log.bodies, laptop.log.chains = copy_of[0].copy(), copy_of[1].copy()
    laptop.record("another")
    outcome = laptop.sync()
    assert (outcome.proven, outcome.incarnation, outcome.parted_at) == (True, 2, 701)


def test_what_is_missing_here_parts_the_logs_where_it_is_missing(centre: LocalCentre) -> None:
    laptop = Laptop(centre).enrol()
    laptop.record("r1", "r2", "r3")
    laptop.sync()
    laptop.log.bodies.pop()
    laptop.log.chains.pop()
    outcome = laptop.sync()
    assert (outcome.incarnation, outcome.parted_at) == (2, 3)


@given(st.integers(0, 2000), st.integers(1, 2000), st.integers(1, 40), st.data())
def test_asking_between_always_narrows_to_the_place(
    same: int, more: int, points: int, data: st.DataObject
) -> None:
    differs = same + more
    place = data.draw(st.integers(same + 1, differs))
    while places := between(same, differs, points):
        assert len(places) <= points
        assert same < places[0] <= places[-1] < differs
        same = max([same, *(one for one in places if one < place)])
        differs = min([differs, *(one for one in places if one >= place)])
    assert (same, differs) == (place - 1, place)


def test_equal_logs_part_nowhere(laptop: Laptop) -> None:
    laptop.record("r1", "r2")
    laptop.sync()
    assert laptop.log.held is not None
    assert first_differing(talk_of(laptop), laptop.log, laptop.log.held.device, 2) is None


def talk_of(laptop: Laptop) -> Conversation:
    talk = Conversation(laptop, laptop.key, laptop.clock, laptop.random, lambda: False)
    assert laptop.log.held is not None
    talk.hello()
    talk.identify(laptop.log.held.device)
    return talk
