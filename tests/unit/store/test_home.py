"""The home folder: found, made once, and refused in words."""

import json
import os
from pathlib import Path

import pytest

from csat_tui.home import cloud_caution, find, locate, open_home
from csat_tui.trouble import Trouble


def test_the_option_wins_over_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSAT_HOME", str(tmp_path / "environment"))
    assert locate(tmp_path / "option") == tmp_path / "option"
    assert locate() == tmp_path / "environment"


def test_without_either_it_is_the_users_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CSAT_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert locate().name == "csat"


def test_a_home_keeps_its_id_and_the_kind_it_was_made_with(tmp_path: Path) -> None:
    made = open_home(tmp_path / "h", kind="practice")
    assert open_home(tmp_path / "h", kind="laptop") == made
    assert made.kind == "practice"


def test_two_homes_never_share_an_id(tmp_path: Path) -> None:
    assert open_home(tmp_path / "a").id != open_home(tmp_path / "b").id


def test_no_folder_is_no_home(tmp_path: Path) -> None:
    assert find(tmp_path / "nothing") is None
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize("content", ["", "[]", '{"id": "x"}', json.dumps({"id": "x", "kind": "else"})])
def test_a_damaged_marker_is_told_and_left_alone(tmp_path: Path, content: str) -> None:
    (tmp_path / "home.json").write_text(content)
    with pytest.raises(Trouble) as told:
        open_home(tmp_path)
    assert told.value.code == "home_damaged"
    assert (tmp_path / "home.json").read_text() == content


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Trouble) as told:
        open_home(tmp_path / "file")
    assert told.value.code == "home_unreachable"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a user whom rights bind")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(Trouble) as told:
        open_home(tmp_path / "home")
    assert told.value.code == "read_only"


@pytest.mark.parametrize("number", [13, 1, 30])
def test_a_refusal_of_the_system_is_put_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    home = open_home(tmp_path / "h")

    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "write_bytes", refuse)
    with pytest.raises(Trouble) as told:
        open_home(home.path)
    assert told.value.code == "read_only"
    assert str(home.path) in told.value.message


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Trouble) as told:
        open_home(tmp_path / "h")
    assert told.value.code == "disk_full"


@pytest.mark.parametrize(
    "folder",
    [
        "C:/Users/li/OneDrive - 华星/csat",
        "/home/li/Dropbox/csat",
        "/Users/li/Library/Mobile Documents/com~apple/csat",
        "/home/li/坚果云/csat",
        "/home/li/我的坚果云/csat",
        "/Users/li/iCloud Drive/csat",
    ],
)
def test_a_folder_that_is_copied_to_the_cloud_gives_a_caution(folder: str) -> None:
    assert cloud_caution(Path(folder)) is not None


def test_an_ordinary_folder_gives_none() -> None:
    assert cloud_caution(Path("/home/li/.local/share/csat")) is None
