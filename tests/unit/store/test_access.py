"""The access token in its file: readable with the device key alone, and never a reason for a sync to fail."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from csat_tui.home import Home, open_home
from csat_tui.keys.access import SealedPasses
from csat_tui.keys.device import keep_signing_key, new_signing_key
from csat_tui.keys.vault import open_vault
from csat_tui.laptop import syncing
from csat_tui.laptop.opening import Laptop
from csat_tui.lock import alone
from csat_tui.store.database import open_store
from csat_tui.store.devicelog import LaptopLog
from csat_tui.trouble import Trouble
from sync.client.passes import Pass
from sync.client.ports import Enrolment
from tests.support.store_samples import key_of

ONE = Pass("d1", "secret-token", datetime(2025, 3, 14, 18, 15, tzinfo=UTC))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return open_home(tmp_path / "home", kind="practice")


def test_it_comes_back_with_the_same_key(home: Home) -> None:
    SealedPasses(home, bytes(32)).keep(ONE)
    assert SealedPasses(home, bytes(32)).kept() == ONE


def test_it_stands_nowhere_in_clear(home: Home) -> None:
    SealedPasses(home, bytes(32)).keep(ONE)
    assert not any(b"secret-token" in file.read_bytes() for file in home.path.rglob("*") if file.is_file())


def test_another_key_or_a_damaged_file_is_no_pass(home: Home) -> None:
    SealedPasses(home, bytes(32)).keep(ONE)
    assert SealedPasses(home, b"\1" * 32).kept() is None
    (home.path / "access").write_bytes(b"short")
    assert SealedPasses(home, bytes(32)).kept() is None


def test_a_second_sync_on_the_same_home_says_that_one_is_running(home: Home) -> None:
    vault = open_vault(home)
    laptop = Laptop(home, vault, open_store(home, key_of(home)))
    keep_signing_key(vault, new_signing_key())
    LaptopLog(laptop.store).enrolled(Enrolment("http://127.0.0.1:9", "d1", 1, "li", "org"))
    with alone(home.sync_lock), pytest.raises(Trouble) as caught:
        syncing.sync(laptop)
    assert caught.value.code == "busy"
    laptop.close()
