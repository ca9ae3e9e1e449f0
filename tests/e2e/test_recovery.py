"""Who loses the keyring or the passphrase loses no work: the recovery key opens the laptop again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.company import Centre, Done, csat, recorded_line, serving, with_passphrase

KEY_WORDS = "the safe in the basement"
NEW_WORDS = "other words and two horses"


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    with serving(tmp_path / "centre") as centre:
        yield centre


@pytest.fixture
def words(tmp_path: Path) -> Path:
    file = tmp_path / "recovery.words"
    file.write_text(KEY_WORDS + "\n", encoding="utf-8")
    return file


def make_key(centre: Centre, file: Path, words: Path, *options: str) -> str:
    done = csat(
        centre.home,
        "admin",
        "recovery-key",
        "--out",
        str(file),
        "--recovery-passphrase-file",
        str(words),
        *options,
        "--json",
    )
    assert done.code == 0, done
    return str(done.json["recovery_key"])


def record(home: Path, *ids: str) -> None:
    lines = "".join(recorded_line(id, temp={"name": "客户"}, customer=None) + "\n" for id in ids)
    assert csat(home, "record", "-", stdin=lines).code == 0


def lose_the_passphrase(home: Path) -> None:
    home.with_suffix(".passphrase").write_text("something else altogether\n", encoding="utf-8")
    locked = csat(home, "list", "--json")
    assert (locked.code, locked.json["error"]["code"]) == (3, "bad_passphrase")
    home.with_suffix(".passphrase").write_text(NEW_WORDS + "\n", encoding="utf-8")


def recover(home: Path, key: Path, words: Path, *options: str) -> Done:
    given = ("--recovery-key", str(key), "--recovery-passphrase-file", str(words))
    return csat(home, "recover", *given, *options, "--json")


def audited(centre: Centre, what: str) -> list[dict[str, object]]:
    return [row for row in csat(centre.home, "admin", "audit", "--json").lines if row["what"] == what]


def test_unsent_work_survives_the_loss_of_the_passphrase(centre: Centre, tmp_path: Path, words: Path) -> None:
    key = tmp_path / "recovery.key"
    made = make_key(centre, key, words)
    home = with_passphrase(tmp_path / "laptop")
    assert centre.enrol(home)["recovery_key"] == made
    record(home, "r1", "r2", "r3")
    lose_the_passphrase(home)
    done = recover(home, key, words)
    assert done.code == 0, done
    assert done.json["unsent"] >= 3
    assert done.json["enrol_again"]
    centre.enrol(home)
    synced = csat(home, "sync", "--json")
    assert synced.code == 0, synced
    assert synced.json["responses_total"] == 3
    assert csat(centre.home, "admin", "recovery-key", "--json").json["sealed"] == 2  # both device identities
    assert len(audited(centre, "laptop_recovered")) == 1
    assert list(home.glob("sealed-keys-lost-*.json"))


def test_the_sealed_key_at_the_centre_will_do_when_the_one_in_the_folder_is_gone(
    centre: Centre, tmp_path: Path, words: Path
) -> None:
    key = tmp_path / "recovery.key"
    make_key(centre, key, words)
    home = with_passphrase(tmp_path / "laptop")
    device = centre.enrol(home)["device"]
    record(home, "r1")
    (home / "sealed-recovery.json").unlink()
    lose_the_passphrase(home)
    without = recover(home, key, words)
    assert (without.code, without.json["error"]["code"]) == (3, "no_sealed_key")
    given = csat(centre.home, "admin", "devices", "--sealed", device)
    (tmp_path / "sealed.json").write_text(given.out, encoding="utf-8")
    assert recover(home, key, words, "--sealed", str(tmp_path / "sealed.json")).code == 0
    assert [row["id"] for row in csat(home, "list", "--kind", "response.final", "--json").lines] == ["r1"]
    assert audited(centre, "sealed_key_given")


def test_a_laptop_enrolled_before_there_was_a_key_seals_with_its_next_sync(
    centre: Centre, tmp_path: Path, words: Path
) -> None:
    home = with_passphrase(tmp_path / "laptop")
    assert centre.enrol(home)["recovery_key"] is None
    key = tmp_path / "recovery.key"
    make_key(centre, key, words)
    assert csat(home, "sync", "--json").code == 0
    lose_the_passphrase(home)
    assert recover(home, key, words).code == 0


def test_a_new_recovery_key_is_sealed_to_with_the_next_sync(
    centre: Centre, tmp_path: Path, words: Path
) -> None:
    old, new = tmp_path / "old.key", tmp_path / "new.key"
    first = make_key(centre, old, words)
    home = with_passphrase(tmp_path / "laptop")
    centre.enrol(home)
    second = make_key(centre, new, words, "--replace")
    assert first != second
    assert csat(home, "sync", "--json").code == 0
    shown = csat(centre.home, "admin", "recovery-key", "--json").json
    assert (shown["recovery_key"], shown["sealed"], shown["sealed_to_older"]) == (second, 1, 0)
    lose_the_passphrase(home)
    refused = recover(home, old, words)
    assert (refused.code, refused.json["error"]["code"]) == (3, "wrong_recovery_key")
    assert recover(home, new, words).code == 0


def test_a_second_key_is_made_only_when_it_is_meant(centre: Centre, tmp_path: Path, words: Path) -> None:
    make_key(centre, tmp_path / "a.key", words)
    given = ("--out", str(tmp_path / "b.key"), "--recovery-passphrase-file", str(words))
    assert csat(centre.home, "admin", "recovery-key", *given).code == 2
    given = ("--replace", "--out", str(tmp_path / "a.key"), "--recovery-passphrase-file", str(words))
    taken = csat(centre.home, "admin", "recovery-key", *given, "--json")
    assert (taken.code, taken.json["error"]["code"]) == (1, "file_exists")


def test_neither_the_centre_nor_the_folder_holds_what_opens_a_laptop(
    centre: Centre, tmp_path: Path, words: Path
) -> None:
    from csat_tui.keys.passphrase import Passphrases
    from csat_tui.keys.recovery import load

    key = tmp_path / "recovery.key"
    make_key(centre, key, words)
    home = with_passphrase(tmp_path / "laptop")
    centre.enrol(home)
    private = load(key, Passphrases(file=words))
    for folder in (centre.home, home):
        for file in folder.rglob("*"):
            if file.is_file():
                content = file.read_bytes()
                assert private not in content
                assert private.hex().encode() not in content
