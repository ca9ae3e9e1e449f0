"""The recovery key of an organisation, and what laptops seal to it.

A laptop's database key is sealed with HPKE (RFC 9180, base mode: X25519, HKDF-SHA256, AES-256-GCM) to the
public half that the centre gives out. The private half is with people, not at the centre, so neither the
centre's database nor the laptop's folder is enough to open anything.
"""

import json
from dataclasses import asdict, dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from sync.protocol.signing import from_text, to_text

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
PURPOSE = "csat-recovery:1"
MAX_SEALED = 4096
"""Characters of a sealed key as text."""


class NotSealedForThis(ValueError):
    """The text is no sealed key, or it was sealed to another recovery key."""


@dataclass(frozen=True)
class SealedKey:
    """A sealed database key. ``home``: which home's; ``recovery_key``: fingerprint of the key that opens it;
    ``box``: base64url; ``recovered_at``: when the home was last opened with it (ISO 8601), None for never."""

    home: str
    recovery_key: str
    box: str
    recovered_at: str | None = None

    def text(self) -> str:
        """As it is kept in a file and at the centre."""
        return json.dumps({"purpose": PURPOSE, **asdict(self)}, sort_keys=True)


def fingerprint(public: bytes) -> str:
    """How people compare a recovery key: four groups of four hexadecimal digits of its SHA-256."""
    digits = sha256(public).hexdigest()[:16]
    return "-".join(digits[at : at + 4] for at in range(0, 16, 4))


def digest(text: str) -> str:
    """By which laptop and centre compare sealed keys: SHA-256 in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def new_private() -> bytes:
    """A new recovery key; 32 bytes."""
    return X25519PrivateKey.generate().private_bytes_raw()


def public_of(private: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal(secret: bytes, home: str, public: bytes) -> SealedKey:
    """Seal a home's database key; ValueError when ``public`` is no X25519 key."""
    key = fingerprint(public)
    sealed = SUITE.encrypt(secret, X25519PublicKey.from_public_bytes(public), info=_about(home, key))
    return SealedKey(home, key, to_text(sealed))


def unseal(sealed: SealedKey, private: bytes) -> bytes:
    """The database key. NotSealedForThis."""
    about = _about(sealed.home, sealed.recovery_key)
    try:
        key = X25519PrivateKey.from_private_bytes(private)
        return SUITE.decrypt(from_text(sealed.box), key, info=about)
    except (InvalidTag, ValueError) as error:
        raise NotSealedForThis from error


def read_sealed(text: str) -> SealedKey:
    """The sealed key in a text. NotSealedForThis."""
    try:
        content = json.loads(text) if len(text) <= MAX_SEALED else None
    except (ValueError, RecursionError) as error:
        raise NotSealedForThis from error
    if not isinstance(content, dict) or content.get("purpose") != PURPOSE:
        raise NotSealedForThis
    names = ("home", "recovery_key", "box", "recovered_at")
    parts = {name: part for name in names if isinstance(part := content.get(name), str)}
    try:
        return SealedKey(**parts)
    except TypeError as error:
        raise NotSealedForThis from error


def _about(home: str, key: str) -> bytes:
    return f"{PURPOSE}\n{home}\n{key}".encode()
