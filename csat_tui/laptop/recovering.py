"""Open a home whose keyring entry or passphrase is lost, with the organisation's recovery key."""

import os
import shutil
from datetime import datetime
from pathlib import Path

from csat_tui.home import Home, find, locate
from csat_tui.keys import keyring_vault, recovery, sealed
from csat_tui.keys.keyfile import FileVault
from csat_tui.keys.passphrase import Passphrases
from csat_tui.keys.vault import DATABASE_KEY, DEVICE_KEY, Vault
from csat_tui.laptop.opening import Laptop
from csat_tui.lock import alone
from csat_tui.store.database import open_store
from csat_tui.trouble import Trouble
from schemas.language import texts
from sync.protocol.recovery import NotSealedForThis, SealedKey, read_sealed, unseal

_ = texts("csat_tui")


def recover(
    key_file: Path, key_words: Passphrases, new_words: Passphrases, sealed_file: Path | None = None
) -> Laptop:
    """The laptop of the home, open, its database key in the keyring or under a new passphrase.

    Nothing is changed before the database has opened. Raises Trouble ``no_home``, ``no_sealed_key``,
    ``wrong_recovery_key`` and as ``recovery.load``.
    """
    home = _home()
    box = _box(home, sealed_file)
    try:
        key = unseal(box, recovery.load(key_file, key_words))
    except NotSealedForThis as error:
        raise _wrong(box) from error
    store = open_store(home, key)
    try:
        with alone(home.lock):
            vault = _kept_anew(home, new_words, key)
        recovery.mark_recovered(home, box, datetime.now().astimezone().isoformat(timespec="seconds"))
    except BaseException:
        store.close()
        raise
    return Laptop(home, vault, store)


def has_device_key(laptop: Laptop) -> bool:
    """Whether it can go on syncing; else it needs a code to enrol again."""
    return laptop.vault.get(DEVICE_KEY) is not None


def _home() -> Home:
    home = find(locate())
    if home is None or not home.database.exists():
        raise Trouble(
            "no_home",
            _("There is no laptop's database in {folder}.", folder=locate()),
            _("Nothing was changed."),
            _("Give the laptop's folder with --home."),
        )
    return home


def _box(home: Home, file: Path | None) -> SealedKey:
    try:
        box = read_sealed(file.read_text(encoding="utf-8")) if file else recovery.kept_beside(home)
    except (OSError, UnicodeDecodeError, NotSealedForThis):
        box = None
    if box is None:
        raise Trouble(
            "no_sealed_key",
            _("There is no sealed key for this folder here."),
            _("Nothing was changed."),
            _("Get it from the centre (csat admin devices --sealed DEVICE) and give the file with --sealed."),
        )
    if box.home != home.id:
        raise Trouble(
            "wrong_sealed_key",
            _("The sealed key belongs to another folder."),
            _("Nothing was changed."),
            _("Get the one of this laptop from the centre: csat admin devices --sealed DEVICE"),
        )
    return box


def _kept_anew(home: Home, words: Passphrases, key: bytes) -> Vault:
    """The vault that holds the key from now on. One that nobody can open is put aside, not thrown away."""
    vault: Vault
    if home.kind == "practice":
        vault = FileVault(home.key_file)
        vault.put(DATABASE_KEY, key)
        return vault
    aside = home.path / f"sealed-keys-lost-{datetime.now().strftime('%Y%m%dT%H%M%S%f')}.json"
    if not words.given_by_file and keyring_vault.usable(home):
        vault = keyring_vault.KeyringVault(home.id)
        vault.put(DATABASE_KEY, key)
        if home.sealed_keys.exists():
            os.replace(home.sealed_keys, aside)
        return vault
    draft = home.sealed_keys.with_suffix(".new")
    made = sealed.create(draft, words)
    made.put(DATABASE_KEY, key)
    if home.sealed_keys.exists():
        shutil.copy2(home.sealed_keys, aside)
    return made.moved(home.sealed_keys)


def _wrong(box: SealedKey) -> Trouble:
    return Trouble(
        "wrong_recovery_key",
        _("This recovery key does not open the sealed key, which was made for {key}.", key=box.recovery_key),
        _("Nothing was changed."),
        _("Give the file of the recovery key with that fingerprint, also when it is a retired one."),
    )
