"""The device key. Where the private key is kept is the laptop's business; here it only signs."""

from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class Signer(Protocol):
    """An Ed25519 key: 32 bytes of public key, signatures of 64 bytes."""

    def public_key(self) -> bytes: ...
    def sign(self, message: bytes) -> bytes: ...


class DeviceKey:
    """A key held in memory, made of the 32 private bytes that the laptop keeps in its keyring."""

    def __init__(self, private: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(private)

    @classmethod
    def new(cls) -> "DeviceKey":
        return cls(Ed25519PrivateKey.generate().private_bytes_raw())

    def private_bytes(self) -> bytes:
        return self._key.private_bytes_raw()

    def public_key(self) -> bytes:
        return self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message)
