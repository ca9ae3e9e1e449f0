"""Secrets sealed under a passphrase: Argon2id makes a sealing key of it, AES-256-GCM seals each secret.

The database key itself is random, so that the passphrase can change without touching the database.
Parameters: RFC 9106, second recommended choice (64 MiB, 3 passes, 4 lanes); they stand in the file, so that
a later version can raise them.
"""

import os
import secrets
from pathlib import Path
from typing import Any

from csat_tui.keys import Place, files, passphrase
from csat_tui.keys.passphrase import Passphrases

PARAMETERS = {"time": 3, "memory_kib": 64 * 1024, "lanes": 4}
SALT_BYTES = 16
NONCE_BYTES = 12
CHECK = "check"


class SealedVault:
    """Secrets in a sealed file, opened: the sealing key stays in memory, the passphrase does not."""

    place: Place = "passphrase"

    def __init__(self, path: Path, sealing_key: bytes) -> None:
        self._path = path
        self._sealing_key = sealing_key

    def get(self, name: str) -> bytes | None:
        box = files.read_json(self._path)["sealed"].get(name)
        return None if box is None else unseal(self._sealing_key, name, box)

    def put(self, name: str, secret: bytes) -> None:
        content = files.read_json(self._path)
        content["sealed"][name] = seal(self._sealing_key, name, secret)
        files.write_json(self._path, content)

    def moved(self, path: Path) -> "SealedVault":
        """The same vault after its file was given this name."""
        os.replace(self._path, path)
        return SealedVault(path, self._sealing_key)

    def change(self, passphrases: Passphrases) -> None:
        """Seal the same secrets under a new passphrase."""
        names = files.read_json(self._path)["sealed"]
        opened = {name: unseal(self._sealing_key, name, box) for name, box in names.items()}
        self._sealing_key = _write_new(self._path, passphrases, opened)


def create(path: Path, passphrases: Passphrases) -> SealedVault:
    """A new vault under a new passphrase. Raises Trouble ``locked`` or ``weak_passphrase``."""
    return SealedVault(path, _write_new(path, passphrases, {CHECK: b"csat"}))


def unlock(path: Path, passphrases: Passphrases) -> SealedVault:
    """The vault, opened. Raises Trouble ``locked`` or ``bad_passphrase``."""
    content = files.read_json(path)
    key = _sealing_key(passphrases.get(new=False), bytes.fromhex(content["salt"]), content["argon2id"])
    unseal(key, CHECK, content["sealed"][CHECK])
    return SealedVault(path, key)


def seal(key: bytes, name: str, secret: bytes) -> str:
    """Nonce and sealed secret in hexadecimal, bound to the name."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(NONCE_BYTES)
    return (nonce + AESGCM(key).encrypt(nonce, secret, name.encode())).hex()


def unseal(key: bytes, name: str, box: str) -> bytes:
    """The secret. Raises Trouble ``bad_passphrase`` when this key did not seal it."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    raw = bytes.fromhex(box)
    try:
        return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], name.encode())
    except InvalidTag as error:
        raise passphrase.bad() from error


def _write_new(path: Path, passphrases: Passphrases, opened: dict[str, bytes]) -> bytes:
    salt = secrets.token_bytes(SALT_BYTES)
    key = _sealing_key(passphrases.get(new=True), salt, PARAMETERS)
    boxes = {name: seal(key, name, secret) for name, secret in opened.items()}
    files.write_json(path, {"argon2id": PARAMETERS, "salt": salt.hex(), "sealed": boxes})
    return key


def _sealing_key(words: str, salt: bytes, parameters: dict[str, Any]) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(
        words.encode(),
        salt,
        time_cost=parameters["time"],
        memory_cost=parameters["memory_kib"],
        parallelism=parameters["lanes"],
        hash_len=32,
        type=Type.ID,
    )
