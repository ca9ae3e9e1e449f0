"""Backup, loss, restore, and the evening after: everything is there again, each once."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from csat_tui.home import open_home
from csat_tui.laptop.opening import open_laptop
from sync.centre.home import remember
from sync.centre.rollup import count_responses
from sync.centre.server import rules
from sync.centre.store import Store
from tests.support.company import PACK, Centre, customers, recorded_line, visits, with_passphrase
from tests.support.company import csat_here as csat
from tests.support.sync_centre import Laptop, LocalCentre


@contextmanager
def serving(home: Path, database: str) -> Iterator[Centre]:
    centre = Centre(home, database=database)
    try:
        yield centre
    finally:
        centre.stop()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "centre"


def equipped(centre: Centre, laptop: Path) -> None:
    centre.approve()
    centre.publish(customers(["王建国"]), visits(customers(["王建国"])))
    open_home(laptop, kind="practice")
    centre.enrol(laptop)


def record(laptop: Path, *ids: str) -> None:
    done = csat(laptop, "record", "-", stdin="".join(recorded_line(id) + "\n" for id in ids))
    assert done.code == 0, done


def synced(laptop: Path) -> dict[str, Any]:
    done = csat(laptop, "sync", "--json")
    assert done.code == 0, done
    result: dict[str, Any] = done.json
    return result


def states(home: Path) -> dict[str, str]:
    return {one["check"]: one["state"] for one in csat(home, "doctor", "--json").json["findings"]}


def test_a_restored_centre_gets_everything_again(home: Path, storage: str, tmp_path: Path) -> None:
    laptop, other = tmp_path / "laptop", tmp_path / "copy of the backup"
    with serving(home, storage) as centre:
        equipped(centre, laptop)
        record(laptop, "r1", "r2")
        synced(laptop)
        assert csat(home, "backup", "--to", str(other), "--json").json["verified"] is True
        assert states(home)["backup"] == "ok"
        record(laptop, "r3", "r4")
        assert synced(laptop)["responses_total"] == 4
        assert "2 of them are in a backup" in csat(laptop, "doctor").out
        assert (
            csat(home, "restore", str(other), "--replace", "--json").json["error"]["code"] == "still_serving"
        )
        port = centre.port
    refused = csat(home, "restore", str(other), "--json")
    assert (refused.code, refused.json["error"]["code"]) == (1, "living_database")
    restored = csat(home, "restore", str(other), "--replace", "--json")
    assert (restored.code, restored.json["entries"]) == (0, 2)
    assert Path(restored.json["kept"]).exists()
    assert states(home)["backup"] == "ok"  # the file that was restored
    assert len(csat(home, "list", "--json").lines) == 2
    centre = Centre(home, port=port)
    try:
        outcome = synced(laptop)
        assert (outcome["pushed"], outcome["responses_total"], outcome["incarnation"]) == (2, 4, 1)
    finally:
        centre.stop()
    assert sorted(row["id"] for row in csat(home, "list", "--json").lines) == ["r1", "r2", "r3", "r4"]
    assert "wrong" not in states(home).values()


@pytest.fixture
def filled(home: Path, storage: str) -> Iterator[tuple[LocalCentre, Laptop]]:
    """A centre on the home that holds three questionnaires of a laptop, on each store in turn."""
    centre = LocalCentre(home, rules=rules(count_responses), url=storage)
    remember(home, storage)
    centre.admin.approve(PACK)
    laptop = Laptop(centre).enrol()
    laptop.record("r1", "r2", "r3")
    laptop.sync()
    yield centre, laptop
    centre.close()


def test_a_backup_of_one_store_becomes_a_centre_on_the_other(
    home: Path, filled: tuple[LocalCentre, Laptop], storage: str, postgres: Any, tmp_path: Path
) -> None:
    _centre, laptop = filled
    other, moved = tmp_path / "a.backup", tmp_path / "moved"
    assert csat(home, "backup", "--to", str(other)).code == 0
    target = postgres.new_database() if storage.startswith("sqlite") else f"sqlite:///{tmp_path}/new.sqlite"
    assert csat(moved, "restore", str(other), "--database", target).code == 0
    assert csat(moved, "list", "--json").lines == csat(home, "list", "--json").lines
    assert csat(moved, "show", "r2", "--json").out == csat(home, "show", "r2", "--json").out
    laptop.centre = LocalCentre(moved, rules=rules(count_responses), url=target)
    laptop.record("r4")
    outcome = laptop.sync()
    laptop.centre.close()
    assert (outcome.proven, outcome.pushed, outcome.responses_total) == (True, 1, 4)


def test_a_backup_with_something_changed_in_it_is_not_restored(
    home: Path, filled: tuple[LocalCentre, Laptop], tmp_path: Path
) -> None:
    other, target = tmp_path / "a.backup", tmp_path / "n.sqlite"
    assert csat(home, "backup", "--to", str(other)).code == 0
    tamper(f"sqlite:///{other}", "UPDATE item SET body = x'7b7d' WHERE id = 'r1'")
    done = csat(tmp_path / "new", "restore", str(other), "--database", f"sqlite:///{target}", "--json")
    assert (done.code, done.json["verified"]) == (1, False)
    assert any(fault.startswith("logs: ") for fault in done.json["faults"])
    assert not target.exists()


def test_a_backup_that_was_cut_short_is_called_damaged(
    home: Path, filled: tuple[LocalCentre, Laptop], tmp_path: Path
) -> None:
    other, target = tmp_path / "a.backup", tmp_path / "n.sqlite"
    assert csat(home, "backup", "--to", str(other)).code == 0
    with other.open("r+b") as opened:
        opened.truncate(other.stat().st_size // 2)
    done = csat(tmp_path / "new", "restore", str(other), "--database", f"sqlite:///{target}", "--json")
    assert (done.code, done.json["error"]["code"]) == (1, "damaged_backup")
    assert not target.exists()


def test_a_centre_with_something_changed_in_it_makes_no_backup_that_counts(
    home: Path, filled: tuple[LocalCentre, Laptop], storage: str, tmp_path: Path
) -> None:
    other = tmp_path / "a.backup"
    tamper(
        storage,
        "UPDATE item SET seq = 9 WHERE id = 'r3'",
        "UPDATE change SET version = 7 WHERE seq = 1",
        "UPDATE cell SET records = records + 1",
    )
    done = csat(home, "backup", "--to", str(other), "--json")
    assert (done.code, done.json["verified"], other.exists()) == (1, False, False)
    report = csat(home, "doctor", "--json")
    found = {one["check"]: one["state"] for one in report.json["findings"]}
    assert report.code == 1
    assert (found["logs"], found["feed"], found["backup"]) == ("wrong", "wrong", "caution")


@pytest.mark.parametrize("storage", ["sqlite"], indirect=True)
@pytest.mark.parametrize("place", [5, 110], ids=["header", "schema"])
def test_the_doctor_of_a_centre_names_a_file_that_cannot_be_opened(
    home: Path, filled: tuple[LocalCentre, Laptop], tmp_path: Path, place: int
) -> None:
    filled[0].shut()
    file = tmp_path / "centre.sqlite"
    content = bytearray(file.read_bytes())
    content[place] ^= 0x55
    file.write_bytes(content)
    report = csat(home, "doctor", "--json")
    found = {one["check"]: one["state"] for one in report.json["findings"]}
    assert (report.code, found["database"]) == (1, "wrong")


def test_the_figures_of_a_centre_are_mended(
    home: Path, filled: tuple[LocalCentre, Laptop], storage: str
) -> None:
    tamper(storage, "UPDATE cell SET records = records + 1")
    assert states(home)["rollup"] == "mended"
    assert states(home)["rollup"] == "ok"


def tamper(url: str, *statements: str) -> None:
    """Change a centre's data behind its back."""
    store = Store(url, now="2025-03-14T04:00:00.000+00:00")
    with store.writing() as session:
        for statement in statements:
            assert session.connection().execute(text(statement)).rowcount, statement
    store.close()


def test_a_restored_laptop_becomes_a_new_device(home: Path, tmp_path: Path) -> None:
    laptop = with_passphrase(tmp_path / "laptop")
    with serving(home, f"sqlite:///{tmp_path}/c.sqlite") as centre:
        centre.approve()
        centre.publish(customers(["王建国"]), [])
        centre.enrol(laptop)
        record(laptop, "r1")
        backup = csat(laptop, "backup", "--json").json["file"]
        assert b"\xe7\x8e\x8b\xe5\xbb\xba\xe5\x9b\xbd" not in Path(backup).read_bytes(), "a name in clear"
        record(laptop, "r2")
        synced(laptop)
        saved = shutil.copy(backup, tmp_path / "saved.backup")
        assert csat(laptop, "restore", str(saved), "--json").json["error"]["code"] == "living_home"
        done = csat(laptop, "restore", str(saved), "--replace", "--json")
        assert (done.code, done.json["entries"]) == (0, 1), done
        assert Path(done.json["kept"]).is_dir()
        record(laptop, "r3")
        outcome = synced(laptop)
        assert (outcome["incarnation"], outcome["responses_total"], outcome["duplicates"]) == (2, 2, 1)
        assert sorted(row["id"] for row in csat(home, "list", "--json").lines) == ["r1", "r2", "r3"]


def test_a_laptop_backup_opens_with_its_passphrase_only(tmp_path: Path) -> None:
    laptop, other = with_passphrase(tmp_path / "laptop"), tmp_path / "other"
    open_home(laptop)
    assert csat(laptop, "doctor").code == 0
    backup = csat(laptop, "backup", "--json").json["file"]
    other.with_suffix(".passphrase").write_text("some other words\n", encoding="utf-8")
    done = csat(other, "restore", backup, "--json")
    assert (done.code, done.json["error"]["code"]) == (3, "bad_passphrase")
    assert not other.exists()
    assert [path.name for path in tmp_path.iterdir() if "restoring" in path.name] == []


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    laptop = with_passphrase(tmp_path / "laptop")
    open_home(laptop)
    assert csat(laptop, "doctor").code == 0
    backup = Path(csat(laptop, "backup", "--json").json["file"])
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 1
    damaged = tmp_path / "damaged.backup"
    damaged.write_bytes(content)
    for broken in (damaged, tmp_path / "laptop.passphrase"):
        done = csat(tmp_path / "new", "restore", str(broken), "--json")
        assert (done.code, done.json["error"]["code"]) == (1, "no_backup"), done


def test_the_doctor_mends_a_laptop(tmp_path: Path) -> None:
    laptop = with_passphrase(tmp_path / "laptop")
    assert (csat(laptop, "doctor", "--json").code, laptop.exists()) == (3, False)
    with serving(tmp_path / "centre", f"sqlite:///{tmp_path}/c.sqlite") as centre:
        centre.approve()
        centre.publish(customers(["王建国", "李四"]), [])
        centre.enrol(laptop)
        record(laptop, "r1")
    os.environ["CSAT_PASSPHRASE_FILE"] = str(laptop.with_suffix(".passphrase"))
    try:
        opened = open_laptop(laptop)
    finally:
        del os.environ["CSAT_PASSPHRASE_FILE"]
    with opened.store.write() as session:
        session.connection().execute(text("UPDATE cell SET records = 9"))
        session.connection().execute(text("UPDATE search_place SET words = 'nobody'"))
    opened.close()
    if os.name == "posix":
        (laptop / "csat.db").chmod(0o644)
    first, again = states(laptop), states(laptop)
    assert {first[check] for check in ("rollup", "search", "permissions")} == {"mended"}
    assert set(again.values()) == {"ok"}
