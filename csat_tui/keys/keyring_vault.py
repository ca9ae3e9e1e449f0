"""Secrets in the OS keyring: Credential Manager, Keychain, Secret Service."""

import secrets
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager

from csat_tui.home import Home
from csat_tui.keys import Place
from csat_tui.keys.missing import no_key
from csat_tui.trouble import Trouble
from schemas.language import texts

_ = texts("csat_tui")

SERVICE = "csat"


class KeyringVault:
    """Secrets under service ``csat``, account ``<home id>/<name>``."""

    place: Place = "keyring"

    def __init__(self, home_id: str) -> None:
        self._home_id = home_id

    def get(self, name: str) -> bytes | None:
        import keyring

        with _in_words():
            kept = keyring.get_password(SERVICE, self._account(name))
        return None if kept is None else b64decode(kept)

    def put(self, name: str, secret: bytes) -> None:
        import keyring

        with _in_words():
            keyring.set_password(SERVICE, self._account(name), b64encode(secret).decode())

    def remove(self, name: str) -> None:
        import keyring

        with _in_words():
            keyring.delete_password(SERVICE, self._account(name))

    def _account(self, name: str) -> str:
        return f"{self._home_id}/{name}"


@contextmanager
def _in_words() -> Iterator[None]:
    import keyring.errors

    try:
        yield
    except keyring.errors.NoKeyringError as error:
        raise no_key() from error
    except (keyring.errors.KeyringError, RuntimeError, OSError) as error:
        raise Trouble(
            "keyring_failed",
            _("The keyring of this computer did not answer as it should."),
            _("The database was not changed."),
            _("Unlock the keyring and try again."),
        ) from error


def usable(home: Home) -> bool:
    """Whether the keyring keeps what is put into it. A keyring that has this home's key is not tried."""
    vault = KeyringVault(home.id)
    trial = secrets.token_bytes(8)
    try:
        if vault.get("database") is not None:
            return True
        vault.put("trial", trial)
        kept = vault.get("trial") == trial
        vault.remove("trial")
    except Trouble:
        return False
    return kept
