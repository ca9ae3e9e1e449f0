"""A bad link loses, cuts, doubles and delays requests; nothing is lost and nothing counted twice."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from sqlmodel import select

from sync.centre.read import items
from sync.centre.tables import ItemRow
from sync.client.errors import Busy, CentreFailed, LinkBroken, NoNetwork
from sync.client.ports import Answered, TransportError
from tests.support.sync_centre import Laptop, LocalCentre, cut_before, lose_answer

Deliver = Callable[[], Answered]


@pytest.fixture
def laptop(centre: LocalCentre) -> Laptop:
    laptop = Laptop(centre).enrol()
    laptop.record(*(f"r{n}" for n in range(60)))
    return laptop


def held(centre: LocalCentre) -> int:
    return sum(1 for _ in items(centre.store))


def test_a_lost_answer_is_asked_for_again_and_nothing_is_stored_twice(
    centre: LocalCentre, laptop: Laptop
) -> None:
    centre.link = lose_answer(1)
    outcome = laptop.sync()
    assert (outcome.pushed, outcome.responses, outcome.duplicates) == (60, 60, 0)
    assert outcome.proven
    assert held(centre) == 60


def test_an_answer_lost_in_an_earlier_run_counts_as_duplicates_now(
    centre: LocalCentre, laptop: Laptop
) -> None:
    centre.link = lose_answer(99)
    with pytest.raises(LinkBroken):
        laptop.sync()
    centre.link = lose_answer(0)
    outcome = laptop.sync()
    assert outcome.proven
    assert outcome.pushed + outcome.duplicates == 60
    assert held(centre) == 60


@pytest.mark.parametrize("path", ["/hello", "/token", "/push", "/pull", "/verify"])
def test_every_step_survives_a_cut_and_a_lost_answer(centre: LocalCentre, laptop: Laptop, path: str) -> None:
    for link in (cut_before(1, path), lose_answer(1, path)):
        centre.link = link
        assert laptop.sync().proven


def test_batches_shrink_on_a_link_that_carries_little(centre: LocalCentre, laptop: Laptop) -> None:
    def narrow(method: str, path: str, deliver: Deliver) -> Answered:
        if path.endswith("/push") and len(laptop.last_body) > 900:
            raise TransportError("cut")
        return deliver()

    centre.link = narrow
    assert laptop.sync().proven
    assert centre.pushed() > 1


def test_a_request_that_arrives_twice_is_stored_once(centre: LocalCentre, laptop: Laptop) -> None:
    def twice(method: str, path: str, deliver: Deliver) -> Answered:
        deliver()
        return deliver()

    centre.link = twice
    assert laptop.sync().proven
    assert held(centre) == 60


def test_an_old_request_that_comes_late_changes_nothing(centre: LocalCentre, laptop: Laptop) -> None:
    late: list[Deliver] = []

    def remember(method: str, path: str, deliver: Deliver) -> Answered:
        if path.endswith("/push"):
            late.append(deliver)
        return deliver()

    centre.link = remember
    laptop.sync()
    laptop.record("r60")
    laptop.sync()
    assert late[0]().status == 200
    assert held(centre) == 61
    assert laptop.sync().proven


def test_a_request_that_overtakes_another_stores_nothing_ahead_of_a_gap(centre: LocalCentre) -> None:
    laptop = Laptop(centre).enrol()
    laptop.record("r0")
    laptop.sync()
    laptop.log.record("response.final", "r1", b"{}")
    laptop.log.acked = laptop.log.head()
    laptop.record("r2")
    outcome = laptop.sync()
    assert outcome.proven
    assert (outcome.pushed, outcome.n) == (2, 3)


def test_no_network_is_said_soon_and_leaves_the_log_alone(centre: LocalCentre, laptop: Laptop) -> None:
    def nothing(method: str, path: str, deliver: Deliver) -> Answered:
        raise TransportError("no_network")

    centre.link = nothing
    with pytest.raises(NoNetwork):
        laptop.sync()
    assert len(laptop.clock.slept) <= 2
    assert laptop.log.acknowledged().n == 0


def test_a_busy_centre_is_waited_for_as_long_as_it_asks_and_then_left_alone(
    centre: LocalCentre, laptop: Laptop
) -> None:
    def busy(method: str, path: str, deliver: Deliver) -> Answered:
        answered = deliver()
        refusal = b'{"error":{"code":"busy","message":"x"}}'
        headers = {key: value for key, value in answered.headers.items() if key != "content-encoding"}
        return Answered(503, {**headers, "retry-after": "3"}, refusal)

    centre.link = busy
    with pytest.raises(Busy):
        laptop.sync()
    assert laptop.clock.slept
    assert all(3 <= seconds <= 4.5 for seconds in laptop.clock.slept)


def test_a_token_that_expires_is_renewed_within_the_run(centre: LocalCentre, laptop: Laptop) -> None:
    waited: list[str] = []

    def slow_once(method: str, path: str, deliver: Deliver) -> Answered:
        if path.endswith("/verify") and not waited:
            waited.append(path)
            centre.clock.sleep(16 * 60)
        return deliver()

    centre.link = slow_once
    assert laptop.sync().proven


def test_tokens_that_are_always_too_late_end_the_run(centre: LocalCentre, laptop: Laptop) -> None:
    def slow(method: str, path: str, deliver: Deliver) -> Answered:
        if path.endswith("/pull"):
            centre.clock.sleep(16 * 60)
        return deliver()

    centre.link = slow
    with pytest.raises(CentreFailed):
        laptop.sync()


@pytest.mark.parametrize("bit", range(0, 8 * 240, 97))
def test_a_bit_that_changes_in_a_small_request_is_noticed(
    centre: LocalCentre, monkeypatch: pytest.MonkeyPatch, bit: int
) -> None:
    laptop = Laptop(centre).enrol()
    laptop.record("r1")
    send, flipped = centre.send, []

    def carry(method: str, path: str, headers: dict[str, str], body: bytes | None) -> Answered:
        if path.endswith("/push") and body and not flipped:
            place = bit // 8 % len(body)
            flipped.append(place)
            body = body[:place] + bytes([body[place] ^ 1 << bit % 8]) + body[place + 1 :]
        return send(method, path, headers, body)

    monkeypatch.setattr(centre, "send", carry)
    with suppress(CentreFailed):
        laptop.sync()
    assert flipped
    assert laptop.sync().proven
    with centre.store.reading() as session:
        stored = session.exec(select(ItemRow.body)).all()
    assert stored == [entry.body for entry in laptop.log.entries(0, 9, 10**6)]
