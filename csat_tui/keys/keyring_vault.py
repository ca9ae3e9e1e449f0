"""Secrets in the OS keyring: Credential Manager, Keychain, Secret Service."""

import secrets
from base64 import b64decode, b64encode

from csat_tui.home import Home

SERVICE = "csat"


class KeyringVault:
    """Secrets under service ``csat``, account ``<home id>/<name>``."""

    place = "keyring"

    def __init__(self, home_id: str) -> None:
        self._home_id = home_id

    def get(self, name: str) -> bytes | None:
        import keyring

        kept = keyring.get_password(SERVICE, self._account(name))
        return None if kept is None else b64decode(kept)

    def put(self, name: str, secret: bytes) -> None:
        import keyring

        keyring.set_password(SERVICE, self._account(name), b64encode(secret).decode())

    def remove(self, name: str) -> None:
        import keyring

        keyring.delete_password(SERVICE, self._account(name))

    def _account(self, name: str) -> str:
        return f"{self._home_id}/{name}"


def usable(home: Home) -> bool:
    """Whether the keyring keeps what is put into it. A keyring that has this home's key is not tried."""
    import keyring.errors

    vault = KeyringVault(home.id)
    trial = secrets.token_bytes(8)
    try:
        if vault.get("database") is not None:
            return True
        vault.put("trial", trial)
        kept = vault.get("trial") == trial
        vault.remove("trial")
    except (keyring.errors.KeyringError, RuntimeError, OSError):
        return False
    return kept
