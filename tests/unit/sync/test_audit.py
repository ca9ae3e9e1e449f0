"""The audit log tells who did what, and shows when somebody has changed it."""

import pytest
from sqlalchemy import text

from sync.centre.audit import detail_of
from sync.centre.store import engine_of
from sync.client.errors import BadCode, Revoked, UnknownDevice
from sync.client.identity import enrol
from sync.client.signer import DeviceKey
from tests.support.sync_centre import PACK, Laptop, LocalCentre


def told(centre: LocalCentre) -> list[tuple[str, str, str]]:
    return [(row.who, row.what, row.about) for row in centre.admin.audit()]


def refusals(centre: LocalCentre) -> list[tuple[str, str, int]]:
    centre.store.submit(lambda session: None).result()  # the writer does things in order
    rows = [row for row in centre.admin.audit() if row.what == "refused"]
    return [(row.who, row.about, detail_of(row)["times"]) for row in rows]


def wrong_code(centre: LocalCentre) -> None:
    laptop = Laptop(centre)
    with pytest.raises(BadCode):
        enrol("http://c", "GUESS", laptop.log, laptop.replica, laptop, laptop.key, laptop.clock)


def test_a_laptops_life_is_told_in_order(centre: LocalCentre) -> None:
    laptop = Laptop(centre).enrol("li")
    assert laptop.log.held is not None
    device = laptop.log.held.device
    laptop.record("r1")
    centre.admin.revoke(device)
    with pytest.raises(Revoked):
        laptop.sync()
    centre.admin.release(device, 1)
    assert told(centre) == [
        ("admin", "pack_approved", f"{PACK}@1.0.0"),
        ("admin", "user_made", "li"),
        ("admin", "code_made", "li"),
        ("li", "device_enrolled", device),
        ("admin", "device_revoked", device),
        ("admin", "quarantine_released", "r1"),
    ]
    assert centre.admin.check_audit().broken_at is None


def test_what_changes_nothing_is_not_told_again(centre: LocalCentre) -> None:
    centre.admin.user("li")
    before = told(centre)
    centre.admin.user("li")
    centre.admin.approve(PACK)
    assert told(centre) == before


def test_a_command_that_fails_leaves_no_entry(centre: LocalCentre) -> None:
    before = told(centre)
    with pytest.raises(Exception, match="nothing"):
        centre.admin.revoke("nothing")
    assert told(centre) == before


def test_who_guesses_codes_leaves_a_trace_but_does_not_fill_the_log(centre: LocalCentre) -> None:
    at = [0.0]
    centre.desk.refusals._monotonic = lambda: at[0]
    for _ in range(5):
        wrong_code(centre)
    at[0] = 61.0
    wrong_code(centre)
    assert refusals(centre) == [("-", "bad_code", 1), ("-", "bad_code", 5)]


def test_a_key_that_is_not_the_devices_is_told_with_its_name(centre: LocalCentre) -> None:
    laptop = Laptop(centre).enrol("li")
    assert laptop.log.held is not None
    laptop.key = DeviceKey.new()
    with pytest.raises(UnknownDevice):
        laptop.sync()
    assert refusals(centre) == [(laptop.log.held.device, "unknown_device", 1)]


@pytest.mark.parametrize(
    ("change", "broken_at"),
    [
        ("UPDATE audit SET who = 'nobody' WHERE seq = 2", 2),
        ("UPDATE audit SET detail = '{}' WHERE seq = 1", 1),
        ("DELETE FROM audit WHERE seq = 2", 2),
        ("DELETE FROM audit WHERE seq = 3", 3),
        ("UPDATE audit SET seq = 9 WHERE seq = 2", 2),
    ],
)
def test_a_changed_entry_is_found(centre: LocalCentre, change: str, broken_at: int) -> None:
    centre.admin.code("li")
    assert centre.admin.check_audit().entries == 3
    with engine_of(centre.store).begin() as connection:
        connection.execute(text(change))
    assert centre.admin.check_audit().broken_at == broken_at


def test_the_head_is_what_shows_that_the_log_was_written_anew(centre: LocalCentre) -> None:
    before = centre.admin.check_audit().chain
    centre.admin.user("li")
    after = centre.admin.check_audit().chain
    assert before != after
    assert after == centre.admin.audit()[-1].chain.hex()
