"""The audit log and the recovery key are the same on both stores, and go with a backup."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from sync.centre.backup import back_up
from sync.centre.store import engine_of
from sync.protocol.recovery import new_private, public_of
from tests.support.sync_centre import NOON, PACK, Laptop, LocalCentre

NOW = NOON.isoformat()


@pytest.fixture
def centre(storage: str, tmp_path: Path) -> Iterator[LocalCentre]:
    centre = LocalCentre(tmp_path / "centre.sqlite", url=storage)
    yield centre
    centre.close()


def told(centre: LocalCentre) -> list[tuple[str, str]]:
    return [(row.what, row.about) for row in centre.admin.audit()]


def test_what_was_done_is_told_and_the_chain_is_whole(centre: LocalCentre) -> None:
    centre.admin.approve(PACK)
    laptop = Laptop(centre).enrol("李敏")
    assert laptop.log.held is not None
    centre.admin.revoke(laptop.log.held.device)
    assert [what for what, _about in told(centre)] == [
        "pack_approved",
        "user_made",
        "code_made",
        "device_enrolled",
        "device_revoked",
    ]
    assert centre.admin.check_audit().broken_at is None


def test_two_processes_that_write_at_once_make_one_chain(centre: LocalCentre, tmp_path: Path) -> None:
    second = LocalCentre(tmp_path / "centre.sqlite", url=centre.url)
    try:
        with ThreadPoolExecutor(4) as crowd:
            for n in range(24):
                crowd.submit((centre if n % 2 else second).admin.user, f"u{n}")
    finally:
        second.close()
    checked = centre.admin.check_audit()
    assert (checked.entries, checked.broken_at) == (24, None)
    assert {about for _what, about in told(centre)} == {f"u{n}" for n in range(24)}


def test_a_changed_entry_is_found(centre: LocalCentre) -> None:
    for name in ("li", "wang", "zhao"):
        centre.admin.user(name)
    with engine_of(centre.store).begin() as connection:
        connection.execute(text("UPDATE audit SET who = 'nobody' WHERE seq = 2"))
    assert centre.admin.check_audit().broken_at == 2


def test_audit_log_and_recovery_key_go_with_a_backup(centre: LocalCentre, tmp_path: Path) -> None:
    key = centre.admin.introduce_recovery_key(public_of(new_private()))
    centre.admin.user("li")
    before = centre.admin.check_audit()
    file = tmp_path / "backup.sqlite"
    assert back_up(centre.store, centre.url, file, NOW).faults == ()
    copied = LocalCentre(file, url=f"sqlite:///{file}")
    try:
        assert copied.admin.check_audit() == before
        assert copied.admin.recovery_key() == key
    finally:
        copied.close()
