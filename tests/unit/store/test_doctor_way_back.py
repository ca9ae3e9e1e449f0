"""A database that cannot be opened: the doctor names the newest backup and the command that brings it back."""

import os
import shlex
import zipfile
from pathlib import Path

import pytest

from csat_tui.home import Home, open_home
from csat_tui.keys.passphrase import Passphrases
from csat_tui.laptop.doctor import look_over
from csat_tui.laptop.opening import open_laptop
from csat_tui.laptop.saving import bring_back_laptop, newest_backup, save_laptop
from schemas.language import use

ASKED = Passphrases(ask=lambda new: "correct horse 1")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home with two backups whose database is damaged then."""
    use("en")
    monkeypatch.setenv("CSAT_HOME", str(tmp_path / "my home"))
    home = open_home(tmp_path / "my home")
    laptop = open_laptop(home.path, ASKED)
    for age, name in enumerate(("z-newest", "a-older")):
        save_laptop(laptop, home.backups / f"{name}.backup", ASKED)
        os.utime(home.backups / f"{name}.backup", (1_800_000_000 - age, 1_800_000_000 - age))
    laptop.close()
    home.database.write_bytes(b"no database" * 1000)
    return home


def found(check: str) -> tuple[str, str]:
    return next((one.state, one.words) for one in look_over(ASKED) if one.check == check)


def test_the_command_it_names_brings_the_newest_back(home: Home) -> None:
    assert found("database")[0] == "wrong"
    state, words = found("backup")
    _csat, command, file, replace, option, folder = shlex.split(words.partition(": ")[2])
    assert (state, command, replace, option, folder) == (
        "ok",
        "restore",
        "--replace",
        "--home",
        str(home.path),
    )
    assert Path(file).name == "z-newest.backup"
    bring_back_laptop(Path(file), Path(folder), ASKED, replace=True)
    assert found("database") == ("ok", "The database file is whole.")


def test_without_one_it_says_so(home: Home) -> None:
    for file in home.backups.iterdir():
        file.write_bytes(b"not a backup")
    assert found("backup") == ("caution", f"No backup that could take its place is in {home.backups}.")


def test_where_the_keys_are_lost_only_one_that_brings_its_own_counts(home: Home) -> None:
    with zipfile.ZipFile(home.backups / "a-day.backup", "w") as archive:
        archive.writestr("home.json", "{}")
        archive.writestr("csat.db", "")
    assert newest_backup(home.backups) == home.backups / "z-newest.backup"
    os.utime(home.backups / "a-day.backup", (1_900_000_000, 1_900_000_000))
    assert newest_backup(home.backups) == home.backups / "a-day.backup"
    assert newest_backup(home.backups, keys_too=True) == home.backups / "z-newest.backup"
