"""The device's Ed25519 signing key. A copied database does not carry it, so a clone is noticed at once."""

from typing import TYPE_CHECKING

from csat_tui.keys.vault import DEVICE_KEY, Vault

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def signing_key(vault: Vault) -> "Ed25519PrivateKey | None":
    """The key of the device this laptop is enrolled as; None before it is enrolled, or in a copied folder."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    kept = vault.get(DEVICE_KEY)
    return None if kept is None else Ed25519PrivateKey.from_private_bytes(kept)


def new_signing_key() -> "Ed25519PrivateKey":
    """A fresh key, not kept yet."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.generate()


def keep_signing_key(vault: Vault, key: "Ed25519PrivateKey") -> None:
    """Keep the key in the place of the one before; durable when this returns."""
    vault.put(DEVICE_KEY, key.private_bytes_raw())
