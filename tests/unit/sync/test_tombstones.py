"""Tombstones are kept 400 days; a laptop that was away for longer still loses what was deleted."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, func, select

from sync.centre import inspection
from sync.centre.housekeeping import KEPT_DAYS, keep_house
from sync.centre.tables import ChangeRow, StreamHead
from sync.protocol.cursor import Cursor, Position, seal, unseal
from tests.support.sync_centre import Laptop, LocalCentre, customer

TODAY = date(2025, 3, 14)
LATER = TODAY + timedelta(days=KEPT_DAYS)


def tidy(centre: LocalCentre, day: date) -> int:
    return centre.store.do(lambda session: keep_house(session, day))


def changes(centre: LocalCentre) -> int:
    with centre.store.reading() as session:
        return session.exec(select(func.count()).select_from(ChangeRow)).one()


def names(laptop: Laptop) -> set[str]:
    return {id for of, id in laptop.replica.rows if of == "customer"}


def assert_sound(centre: LocalCentre) -> None:
    with centre.store.reading() as session:
        assert list(inspection.faults(session)) == []


@pytest.fixture
def aged(centre: LocalCentre) -> LocalCentre:
    """Customers 1 to 5, of which 2 and 3 were deleted and 1 changed, all of it on the first day."""
    centre.admin.publish("customer", [customer(str(n)) for n in range(1, 6)])
    centre.admin.withdraw("customer", ["2", "3"])
    centre.admin.publish("customer", [customer("1", name="李四")])
    tidy(centre, TODAY)
    return centre


def test_a_tombstone_is_kept_to_the_last_day(aged: LocalCentre) -> None:
    before = changes(aged)
    assert tidy(aged, LATER - timedelta(days=1)) == 0
    assert changes(aged) == before
    assert tidy(aged, LATER) == 5  # 1, 2 and 3 as they were, and both tombstones
    assert_sound(aged)


def test_what_was_published_since_is_not_old(aged: LocalCentre) -> None:
    aged.admin.withdraw("customer", ["4"])
    tidy(aged, LATER)
    with aged.store.reading() as session:
        assert session.exec(select(ChangeRow.id).where(ChangeRow.op == "delete")).all() == ["4"]
    assert_sound(aged)


def test_a_laptop_that_was_away_longer_reads_anew_and_keeps_nothing_deleted(centre: LocalCentre) -> None:
    centre.admin.publish("customer", [customer(str(n)) for n in range(1, 6)])
    away = Laptop(centre).enrol()
    away.record("r1")
    centre.admin.withdraw("customer", ["2", "3"])
    centre.admin.publish("customer", [customer("6")])
    tidy(centre, TODAY)
    tidy(centre, LATER)
    outcome = away.sync()
    assert (outcome.proven, outcome.responses_total, away.replica.resets) == (True, 1, 1)
    assert names(away) == {"1", "4", "5", "6"}


def test_a_laptop_that_has_seen_everything_reads_nothing_anew(aged: LocalCentre) -> None:
    laptop = Laptop(aged).enrol()
    tidy(aged, LATER)
    aged.admin.publish("customer", [customer("7")])
    outcome = laptop.sync()
    assert (outcome.proven, outcome.pulled, laptop.replica.resets) == (True, 1, 0)


def test_a_new_laptop_reads_page_by_page_what_is_left(
    aged: LocalCentre, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its first pages end before what was dropped; they are not too old, for it began after that."""
    tidy(aged, LATER)
    monkeypatch.setattr("sync.client.pull.PAGE_BYTES", 1)
    laptop = Laptop(aged).enrol()
    assert laptop.sync().proven
    assert (names(laptop), laptop.replica.resets) == ({"1", "4", "5"}, 0)


def test_a_reading_that_began_before_something_was_dropped_begins_again(
    aged: LocalCentre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.client.pull.PAGE_BYTES", 1)
    pages = []

    def tidying(method, path, deliver):  # type: ignore[no-untyped-def]
        if path.endswith("/pull"):
            pages.append(path)
            if len(pages) == 3:
                tidy(aged, LATER)
        return deliver()

    aged.link = tidying
    laptop = Laptop(aged).enrol()
    assert laptop.sync().proven
    assert (names(laptop), laptop.replica.resets) == ({"1", "4", "5"}, 1)


def test_a_cursor_says_since_when_it_is_read_only_as_long_as_that_matters() -> None:
    places = {"a": Position(3, b"\x01" * 8, 9), "b": Position(9, b"\x02" * 8, 9), "c": Position(0, bytes(8))}
    found = unseal(seal(Cursor(places), b"s" * 32), b"s" * 32)
    assert found is not None
    assert [found.positions[name].since for name in "abc"] == [9, 0, 0]


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["put", "put", "withdraw", "move", "sync", "sync", "days"]),
        st.integers(0, 5),
        st.integers(0, 1),
    ),
    max_size=30,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(deeds=DEEDS)
def test_whatever_is_dropped_when_every_laptop_ends_with_what_is_there(
    tmp_path_factory: pytest.TempPathFactory, deeds: list[tuple[str, int, int]]
) -> None:
    centre = LocalCentre(tmp_path_factory.mktemp("c") / "centre.sqlite")
    centre.admin.user("li", region="north")
    centre.admin.user("wang", region="south")
    laptops = [Laptop(centre).enrol("li"), Laptop(centre).enrol("wang")]
    regions, truth, day = ("north", "south"), {}, TODAY
    for turn, (deed, n, which) in enumerate(deeds):
        if deed in ("put", "move"):
            centre.admin.publish("customer", [customer(str(n), name=f"名{turn}")], region=regions[which])
            truth[str(n)] = regions[which]
        elif deed == "withdraw":
            centre.admin.withdraw("customer", [str(n)])
            truth.pop(str(n), None)
        elif deed == "days":
            day += timedelta(days=KEPT_DAYS // 2)
            tidy(centre, day)
        else:
            assert laptops[which].sync().proven
        assert_sound(centre)
    for laptop, region in zip(laptops, regions, strict=True):
        assert laptop.sync().proven
        assert names(laptop) == {id for id, at in truth.items() if at == region}
        with centre.store.reading() as session:
            heads = session.exec(select(StreamHead).order_by(col(StreamHead.stream))).all()
        assert all(head.min_seq <= head.head for head in heads)
    centre.close()
