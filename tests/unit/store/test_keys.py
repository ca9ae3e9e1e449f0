"""The keys of a home: keyring, passphrase or practice file; never in the database."""

import os
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.errors import KeyringLocked, PasswordDeleteError

from csat_tui.home import Home, open_home
from csat_tui.keys import sealed
from csat_tui.keys.device import keep_signing_key, new_signing_key, signing_key
from csat_tui.keys.passphrase import Passphrases
from csat_tui.keys.vault import database_key, open_vault
from csat_tui.trouble import Trouble

CHEAP = {"time": 1, "memory_kib": 64, "lanes": 1}


class MemoryKeyring(KeyringBackend):
    """A keyring for one test."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return open_home(tmp_path / "home")


@pytest.fixture(autouse=True)
def _cheap_sealing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed, "PARAMETERS", CHEAP)
    monkeypatch.delenv("CSAT_PASSPHRASE_FILE", raising=False)


@pytest.fixture
def no_keyring() -> Iterator[None]:
    yield from _with_keyring(fail.Keyring())


@pytest.fixture
def memory_keyring() -> Iterator[MemoryKeyring]:
    backend = MemoryKeyring()
    for _ in _with_keyring(backend):
        yield backend


def _with_keyring(backend: KeyringBackend) -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(backend)
    yield
    keyring.set_keyring(before)


def told(words: str) -> Passphrases:
    return Passphrases(ask=lambda _new: words)


class TestAKeyring:
    def test_keeps_the_key_under_the_id_of_the_home(self, home: Home, memory_keyring: MemoryKeyring) -> None:
        key = database_key(open_vault(home), home)
        assert len(key) == 32
        assert set(memory_keyring.kept) == {("csat", f"{home.id}/database")}
        assert database_key(open_vault(home), home) == key

    def test_that_lost_the_key_of_a_database_does_not_get_a_new_one(
        self, home: Home, memory_keyring: MemoryKeyring
    ) -> None:
        database_key(open_vault(home), home)
        home.database.write_bytes(b"something")
        memory_keyring.kept.clear()
        with pytest.raises(Trouble) as error:
            database_key(open_vault(home), home)
        assert error.value.code == "no_key"
        assert memory_keyring.kept == {}

    def test_still_opens_when_a_passphrase_file_is_named_later(
        self, home: Home, memory_keyring: MemoryKeyring, tmp_path: Path
    ) -> None:
        key = database_key(open_vault(home), home)
        home.database.write_bytes(b"something")
        later = Passphrases(file=tmp_path / "words")
        assert database_key(open_vault(home, later), home) == key

    def test_that_does_not_keep_what_it_is_given_is_not_used(
        self, home: Home, memory_keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(memory_keyring, "set_password", lambda *_: None)
        assert open_vault(home, told("long enough")).place == "passphrase"

    def test_that_is_not_there_any_more_has_no_key_for_a_database(self, home: Home, no_keyring: None) -> None:
        home.database.write_bytes(b"something")
        with pytest.raises(Trouble) as error:
            database_key(open_vault(home), home)
        assert error.value.code == "no_key"

    def test_that_is_locked_is_told_and_nothing_new_is_made(
        self, home: Home, memory_keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        database_key(open_vault(home), home)
        home.database.write_bytes(b"something")
        kept = dict(memory_keyring.kept)

        def locked(*_: str) -> None:
            raise KeyringLocked

        with monkeypatch.context() as patch:
            patch.setattr(memory_keyring, "get_password", locked)
            with pytest.raises(Trouble) as error:
                database_key(open_vault(home, told("long enough")), home)
        assert error.value.code == "keyring_failed"
        assert memory_keyring.kept == kept
        assert not home.sealed_keys.exists()


@pytest.mark.usefixtures("no_keyring")
class TestAPassphrase:
    def test_opens_the_same_key_again(self, home: Home) -> None:
        key = database_key(open_vault(home, told("correct horse")), home)
        assert database_key(open_vault(home, told("correct horse")), home) == key

    def test_that_is_wrong_is_refused_and_changes_nothing(self, home: Home) -> None:
        database_key(open_vault(home, told("correct horse")), home)
        before = home.sealed_keys.read_bytes()
        with pytest.raises(Trouble) as error:
            open_vault(home, told("correct house"))
        assert error.value.code == "bad_passphrase"
        assert home.sealed_keys.read_bytes() == before

    def test_that_is_short_is_refused_for_a_new_home(self, home: Home) -> None:
        with pytest.raises(Trouble) as error:
            open_vault(home, told("short"))
        assert error.value.code == "weak_passphrase"
        assert not home.sealed_keys.exists()

    def test_is_read_from_a_file(self, home: Home, tmp_path: Path) -> None:
        file = tmp_path / "words"
        file.write_text("满意度 口令 很长\n", encoding="utf-8")
        key = database_key(open_vault(home, Passphrases(file=file)), home)
        assert database_key(open_vault(home, told("满意度 口令 很长")), home) == key

    def test_is_read_from_the_file_in_the_environment(
        self, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "words").write_text("correct horse\r\n")
        monkeypatch.setenv("CSAT_PASSPHRASE_FILE", str(tmp_path / "words"))
        database_key(open_vault(home), home)
        assert open_vault(home, told("x")).place == "passphrase"

    def test_file_that_is_not_there_is_told(self, home: Home, tmp_path: Path) -> None:
        with pytest.raises(Trouble) as error:
            open_vault(home, Passphrases(file=tmp_path / "none"))
        assert error.value.code == "no_passphrase_file"

    def test_of_a_recovery_key_that_nobody_can_be_asked_for_names_its_own_option(self) -> None:
        with pytest.raises(Trouble) as error:
            Passphrases(environment=False).get(new=True)
        assert error.value.code == "locked"
        assert "--recovery-passphrase-file" in error.value.next

    def test_that_nobody_can_be_asked_for_leaves_it_locked(self, home: Home) -> None:
        with pytest.raises(Trouble) as error:
            open_vault(home)
        assert error.value.code == "locked"

    def test_can_change_without_another_database_key(self, home: Home) -> None:
        vault = open_vault(home, told("correct horse"))
        assert isinstance(vault, sealed.SealedVault)
        key = database_key(vault, home)
        vault.change(told("battery staple"))
        assert database_key(open_vault(home, told("battery staple")), home) == key
        assert database_key(vault, home) == key
        with pytest.raises(Trouble):
            open_vault(home, told("correct horse"))

    def test_seals_the_device_key_too(self, home: Home) -> None:
        vault = open_vault(home, told("correct horse"))
        key = new_signing_key()
        keep_signing_key(vault, key)
        again = signing_key(open_vault(home, told("correct horse")))
        assert again is not None
        assert again.private_bytes_raw() == key.private_bytes_raw()
        assert key.private_bytes_raw().hex() not in home.sealed_keys.read_text()


class TestAPracticeHome:
    def test_keeps_its_keys_in_a_file_and_says_so(self, tmp_path: Path) -> None:
        home = open_home(tmp_path / "h", kind="practice")
        vault = open_vault(home)
        assert vault.place == "file"
        assert database_key(vault, home).hex() in home.key_file.read_text()
        assert "practice home" in home.key_file.read_text()

    @pytest.mark.skipif(os.name != "posix", reason="rights of another kind")
    def test_lets_only_its_owner_read_them(self, tmp_path: Path) -> None:
        home = open_home(tmp_path / "h", kind="practice")
        database_key(open_vault(home), home)
        assert home.key_file.stat().st_mode & 0o777 == 0o600

    def test_has_no_device_key_before_enrolment(self, tmp_path: Path) -> None:
        home = open_home(tmp_path / "h", kind="practice")
        assert signing_key(open_vault(home)) is None
