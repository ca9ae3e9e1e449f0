"""Lists of finished questionnaires as they are read: pages from both ends, words counted, two asked for at once."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from sqlalchemy import update
from sqlmodel import col

from csat_tui.laptop import find_page, record_lists
from csat_tui.laptop.opening import Laptop
from csat_tui.services.records import Wanted
from csat_tui.store import driver, response_list
from csat_tui.store.response_list import Selection
from csat_tui.store.responses import finalise
from csat_tui.store.tables import ResponseRow
from tests.support.import_files import practice_laptop
from tests.support.store_samples import PACK, customer_change, pack_change, response

ALL = Wanted(None)
READINGS: dict[str, Callable[[Laptop], object]] = {
    "the first page": lambda laptop: record_lists.listing(laptop, ALL, 50).rows,
    "a page": lambda laptop: record_lists.rows(laptop, ALL, 0, 50, 3),
    "how many": lambda laptop: record_lists.count(laptop, ALL),
    "the place of a day": lambda laptop: record_lists.after(laptop, ALL, date(2020, 1, 1)),
    "customers": lambda laptop: find_page.find(laptop, "建国").rows,
}


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laptop]:
    """Four questionnaires of one customer, the last of which no longer counts; who finds no connection free is told
    so at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(driver, "POOL_WAIT_S", 0.05)
        opened = practice_laptop(tmp_path_factory.mktemp("laptop"))
    opened.replica.apply([pack_change(), customer_change("c1", name="王建国")], "x")
    for n in range(4):
        finalise(opened.store, response(f"r{n}", customer="c1", remarks={"": f"等太久，第{n}次"}), PACK)
    with opened.store.write() as session:
        session.exec(update(ResponseRow).where(col(ResponseRow.id) == "r3").values(counted=False))
    yield opened
    opened.store.close()


@pytest.mark.parametrize("what", READINGS)
def test_reading_needs_one_connection_so_that_two_at_once_never_wait_for_each_other(
    laptop: Laptop, what: str
) -> None:
    with laptop.store.read() as another:
        another.connection()
        assert READINGS[what](laptop)


def test_a_page_is_the_same_from_either_end(laptop: Laptop) -> None:
    with laptop.store.read() as session:
        from_start = response_list.page(session, Selection(), 1, 2)
        from_end = response_list.page_from_end(session, Selection(), 0, 2)
    assert [row.id for row in from_start] == [row.id for row in from_end] == ["r1", "r0"]


@pytest.mark.parametrize(
    ("words", "expected"), [("太久", 3), ("第1次", 1), ("太久 第2次", 1), ("第3次", 0), ("没有", 0)]
)
def test_words_are_counted_as_the_list_shows_them(laptop: Laptop, words: str, expected: int) -> None:
    wanted = Selection(words=words)
    with laptop.store.read() as session:
        shown = response_list.page(session, wanted, 0, 50)
        assert response_list.count(session, wanted) == len(shown) == expected


def test_words_are_counted_in_every_version_where_that_is_asked_for(laptop: Laptop) -> None:
    with laptop.store.read() as session:
        assert response_list.count(session, Selection(words="太久", versions=True)) == 4


def test_a_page_found_from_a_mark_is_the_page(laptop: Laptop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response_list, "LONG", 0)
    monkeypatch.setattr(response_list, "PARTS", 3)
    with laptop.store.read() as session:
        count = response_list.count(session, Selection())
        marks = response_list.marks(session, Selection(), count)
        assert [number for number, _place in marks] == [1, 2]
        for offset in range(count):
            whole = [row.id for row in response_list.page(session, Selection(), offset, 2)]
            near = response_list.page_near(session, Selection(), marks, offset, 2)
            assert (near is None) == (offset == 0)
            assert near is None or [row.id for row in near] == whole


def test_a_short_list_found_by_words_is_counted_as_it_is_read(laptop: Laptop) -> None:
    with laptop.store.read() as session:
        rows, whole = response_list.begin(session, Selection(words="等太久"), 2)
        count = response_list.count(session, Selection(words="等太久"))
        assert ([row.id for row in rows], whole) == (
            [row.id for row in response_list.page(session, Selection(words="等太久"), 0, 2)],
            count,
        )
        assert response_list.begin(session, Selection(words="等太久"), 0)[1] is None
