"""The recovery key of an organisation, as the people who hold it keep it; and what a home seals to it.

The private half is a file sealed under a passphrase like the keys of a home. A home keeps its sealed database key
beside the database; a copy goes to the centre.
"""

from dataclasses import replace
from pathlib import Path

from csat_tui.home import Home, folder_trouble
from csat_tui.keys import files, sealed
from csat_tui.keys.passphrase import Passphrases
from csat_tui.keys.vault import DATABASE_KEY, Vault
from csat_tui.trouble import Trouble
from schemas.language import texts
from sync.protocol import recovery

_ = texts("csat_tui")

PRIVATE = "recovery"


class HomeSafe:
    """``sync.client.ports.KeySafe`` of a home whose vault is open."""

    def __init__(self, home: Home, vault: Vault) -> None:
        self._home = home
        self._vault = vault

    def sealed_to(self, public: bytes) -> str:
        kept = kept_beside(self._home)
        if kept is not None and kept.recovery_key == recovery.fingerprint(public):
            return kept.text()
        key = self._vault.get(DATABASE_KEY)
        if key is None:
            raise ValueError("there is no database key to seal")
        made = recovery.seal(key, self._home.id, public)
        keep_beside(self._home, made)
        return made.text()


def kept_beside(home: Home) -> recovery.SealedKey | None:
    """The sealed key in the home; None when there is none that can be read."""
    try:
        return recovery.read_sealed(home.sealed_recovery.read_text(encoding="utf-8"))
    except (FileNotFoundError, recovery.NotSealedForThis, UnicodeDecodeError):
        return None
    except OSError as error:
        raise folder_trouble(home.path, error) from error


def keep_beside(home: Home, made: recovery.SealedKey) -> None:
    """Keep it in the home; on the disk when this returns."""
    files.write_text(home.sealed_recovery, made.text())


def mark_recovered(home: Home, made: recovery.SealedKey, at: str) -> None:
    """Note that the home was opened with the recovery key, so that the centre hears of it."""
    keep_beside(home, replace(made, recovered_at=at))


def create(path: Path, passphrases: Passphrases) -> bytes:
    """Make a recovery key and keep its private half in a new file; the public half.

    Raises Trouble ``file_exists``, ``locked`` or ``weak_passphrase``.
    """
    if path.exists():
        raise _exists(path)
    private = recovery.new_private()
    sealed.create(path, passphrases).put(PRIVATE, private)
    return recovery.public_of(private)


def load(path: Path, passphrases: Passphrases) -> bytes:
    """The private half. Raises Trouble ``no_recovery_key``, ``locked`` or ``bad_passphrase``."""
    if not path.exists():
        raise _no_recovery_key(path)
    try:
        private = sealed.unlock(path, passphrases).get(PRIVATE)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _no_recovery_key(path) from error
    if private is None:
        raise _no_recovery_key(path)
    return private


def _exists(path: Path) -> Trouble:
    return Trouble(
        "file_exists",
        _("There is a file {file} already.", file=path),
        _("Nothing was changed."),
        _("Name a file that does not exist; never overwrite a recovery key."),
    )


def _no_recovery_key(path: Path) -> Trouble:
    return Trouble(
        "no_recovery_key",
        _("The file {file} is no recovery key.", file=path),
        _("Nothing was changed."),
        _("Give the file that csat admin recovery-key --out has written."),
    )
