"""Where a home's two secrets are: the database key and the device's signing key, never in the database.

In the OS keyring; else sealed under a passphrase beside the database; a practice home keeps them open in a
file, because what is in it is made up.
"""

import secrets
from typing import Protocol

from csat_tui.home import Home
from csat_tui.keys import Place
from csat_tui.keys.missing import no_key
from csat_tui.keys.passphrase import Passphrases
from csat_tui.lock import alone

DATABASE_KEY = "database"
DEVICE_KEY = "device"
KEY_BYTES = 32


class Vault(Protocol):
    """A place for secrets by name."""

    place: Place

    def get(self, name: str) -> bytes | None:
        """The secret, or None when none was ever put here."""

    def put(self, name: str, secret: bytes) -> None:
        """Keep a secret; it is durable when this returns."""


def open_vault(home: Home, passphrases: Passphrases | None = None) -> Vault:
    """The vault of a home, unlocked. A new home gets one: the keyring where there is one and no passphrase
    file was given, else a passphrase.

    Raises Trouble ``locked`` (nobody to ask), ``bad_passphrase`` or ``weak_passphrase``.
    """
    passphrases = passphrases or Passphrases()
    with alone(home.lock):
        vault = _open_without_asking(home) or _made(home, passphrases)
    return vault if vault is not None else _unlocked(home, passphrases)


def _open_without_asking(home: Home) -> Vault | None:
    """The vault of a home that needs no passphrase; None when it is sealed or not made yet."""
    from csat_tui.keys.keyfile import FileVault
    from csat_tui.keys.keyring_vault import KeyringVault

    if home.kind == "practice":
        return FileVault(home.key_file)
    if home.sealed_keys.exists() or not _has_database(home):
        return None
    return KeyringVault(home.id)


def _made(home: Home, passphrases: Passphrases) -> Vault | None:
    """A vault for a home without one; None when it has a sealed one."""
    from csat_tui.keys import keyring_vault, sealed

    if home.sealed_keys.exists():
        return None
    if not passphrases.given_by_file and keyring_vault.usable(home):
        return keyring_vault.KeyringVault(home.id)
    return sealed.create(home.sealed_keys, passphrases)


def _unlocked(home: Home, passphrases: Passphrases) -> Vault:
    """The sealed vault of a home. Asks outside the lock: a person may take their time."""
    from csat_tui.keys import sealed

    return sealed.unlock(home.sealed_keys, passphrases)


def database_key(vault: Vault, home: Home) -> bytes:
    """The 32 bytes that open the database; made up at random for a home without one.

    Raises Trouble ``no_key`` when there is a database but its key is not here.
    """
    key = vault.get(DATABASE_KEY)
    if key is not None:
        return key
    with alone(home.lock):
        return vault.get(DATABASE_KEY) or _new_key(vault, home)


def _new_key(vault: Vault, home: Home) -> bytes:
    if _has_database(home):
        raise no_key()
    key = secrets.token_bytes(KEY_BYTES)
    vault.put(DATABASE_KEY, key)
    if vault.get(DATABASE_KEY) != key:
        raise no_key()
    return key


def _has_database(home: Home) -> bool:
    return home.database.exists() and home.database.stat().st_size > 0
