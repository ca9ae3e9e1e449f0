"""Half past five: everybody syncs at once, and the disk of the centre may be full."""

import threading

import pytest

from sync.centre.read import items
from sync.centre.store import engine_of
from sync.client.errors import Full
from sync.client.http import HttpTransport
from sync.client.progress import Outcome
from tests.support.sync_centre import Laptop, LocalCentre
from tests.support.sync_http import OnLoopback

LAPTOPS = 8
RECORDS = 25


def test_many_laptops_at_once_are_all_proven(centre: LocalCentre) -> None:
    laptops = [Laptop(centre).enrol(f"user{n}") for n in range(LAPTOPS)]
    outcomes: list[Outcome] = []

    def sync(n: int, laptop: Laptop, url: str) -> None:
        line = HttpTransport(url)
        laptop.send = line.send  # type: ignore[method-assign]
        laptop.record(*(f"r{n}-{k}" for k in range(RECORDS)))
        outcomes.append(laptop.sync())
        line.close()

    with OnLoopback(centre) as server:
        threads = [
            threading.Thread(target=sync, args=(n, laptop, server.url)) for n, laptop in enumerate(laptops)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [outcome.proven for outcome in outcomes] == [True] * LAPTOPS
    assert sum(1 for _ in items(centre.store)) == LAPTOPS * RECORDS


def test_a_full_disk_is_said_and_nothing_is_acknowledged_that_is_not_stored(centre: LocalCentre) -> None:
    laptop = Laptop(centre).enrol()
    limit(centre, 1)
    laptop.record(*(f"r{n}" for n in range(300)))
    with pytest.raises(Full):
        laptop.sync()
    assert laptop.log.acknowledged().n == sum(1 for _ in items(centre.store))
    limit(centre, 1_000_000)
    outcome = laptop.sync()
    assert (outcome.responses_total, outcome.proven) == (300, True)


def limit(centre: LocalCentre, pages: int) -> None:
    """The most pages the database may have; never fewer than it has."""
    with engine_of(centre.store).connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
