"""A real laptop database and a real centre: sent, proven, and mended when one of them was put back."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from sqlmodel import col, delete, update

from csat_tui.home import Home
from csat_tui.store import customers, packs
from csat_tui.store.database import Store, open_store
from csat_tui.store.devicelog import LaptopLog
from csat_tui.store.replica import LaptopReplica
from csat_tui.store.responses import finalise
from csat_tui.store.tables import CustomerRow
from csat_tui.store.today import today
from sync.client.identity import enrol
from sync.client.progress import Outcome
from sync.client.run import run_sync
from sync.client.signer import DeviceKey
from tests.support.store_samples import PACK, key_of, practice_home, response
from tests.support.sync_centre import LocalCentre, customer

SIGNER = DeviceKey(bytes(range(32)))


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[LocalCentre]:
    centre = LocalCentre(tmp_path / "centre.sqlite")
    centre.admin.approve("dlr-cs-sales")
    centre.admin.publish("customer", [customer("1"), customer("2")])
    yield centre
    centre.close()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return practice_home(tmp_path)


@pytest.fixture
def store(home: Home, centre: LocalCentre) -> Iterator[Store]:
    store = open_store(home, key_of(home))
    code = centre.admin.code("li")
    enrol("http://centre", code, LaptopLog(store), LaptopReplica(store), centre, SIGNER, centre.clock)
    yield store
    store.close()


def sync(store: Store, centre: LocalCentre) -> Outcome:
    log, replica = LaptopLog(store), LaptopReplica(store)
    return run_sync(log, replica, centre, SIGNER, centre.clock, random=Random(1))


def record(store: Store, *ids: str) -> None:
    for id in ids:
        finalise(store, response(id), PACK)


def test_enrolment_brings_customers_and_packs(store: Store) -> None:
    assert customers.by_id(store, "1") is not None
    assert packs.find(store, PACK.pack) is not None


def test_a_day_is_sent_and_proven_and_today_says_so(store: Store, centre: LocalCentre) -> None:
    record(store, "r1", "r2", "r3")
    outcome = sync(store, centre)
    assert outcome.proven
    assert (outcome.pushed, outcome.responses_total, outcome.n) == (3, 3, 3)
    proven = today(store).proven
    assert proven is not None
    assert (proven.n, proven.total, today(store).to_send) == (3, 3, 0)


def test_a_laptop_put_back_from_a_copy_becomes_a_new_device_and_loses_nothing(
    store: Store, centre: LocalCentre, home: Home, tmp_path: Path
) -> None:
    record(store, "r1", "r2")
    sync(store, centre)
    store.close()
    shutil.copy(home.database, tmp_path / "yesterday.db")

    store = open_store(home, key_of(home))
    record(store, "lost-here")
    sync(store, centre)
    store.close()
    for file in home.path.glob("csat.db*"):
        file.unlink()
    shutil.copy(tmp_path / "yesterday.db", home.database)

    store = open_store(home, key_of(home))
    record(store, "r4", "r5")
    outcome = sync(store, centre)
    assert outcome.proven
    assert (outcome.incarnation, outcome.n) == (2, 4)
    assert outcome.duplicates == 2
    assert sync(store, centre).proven
    store.close()


def test_a_centre_put_back_from_a_copy_gets_again_what_it_lost(
    store: Store, centre: LocalCentre, tmp_path: Path
) -> None:
    record(store, "r1")
    sync(store, centre)
    centre.shut()
    shutil.copy(centre.file, tmp_path / "night.sqlite")
    centre.open()
    record(store, "r2", "r3")
    sync(store, centre)
    centre.shut()
    for file in centre.file.parent.glob(centre.file.name + "*"):
        file.unlink()
    shutil.copy(tmp_path / "night.sqlite", centre.file)
    centre.open()
    outcome = sync(store, centre)
    assert outcome.proven
    assert (outcome.responses_total, outcome.pushed, outcome.incarnation) == (3, 2, 1)


def test_a_changed_row_and_a_lost_one_are_mended_without_reading_the_feed_anew(
    store: Store, centre: LocalCentre
) -> None:
    with store.write() as session:
        session.exec(update(CustomerRow).where(col(CustomerRow.id) == "1").values(version=9))
        session.exec(delete(CustomerRow).where(col(CustomerRow.id) == "2"))
    centre.requests.clear()
    outcome = sync(store, centre)
    assert (outcome.proven, outcome.pulled) == (True, 0)
    assert [path.rpartition("/")[2] for _method, path, _status in centre.requests].count("blocks") == 1
    assert LaptopReplica(store).versions("customer") == {"1": 1, "2": 1}
    found = customers.by_id(store, "2")
    assert found is not None
