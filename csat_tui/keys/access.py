"""The access token of the last sync, sealed under the device key in a file of the home: it opens nothing without
that key, and is worth nothing after its 15 minutes."""

import json
import os
import secrets
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from csat_tui.home import Home
from sync.client.passes import Pass

NONCE_BYTES = 12


class SealedPasses:
    """``sync.client.passes.Passes`` of a home. ``device_key``: the 32 private bytes. A file that cannot be read or
    written costs two requests, never a sync."""

    def __init__(self, home: Home, device_key: bytes) -> None:
        self._file: Path = home.path / "access"
        self._home = home.id.encode()
        derived = HKDF(SHA256(), 32, salt=None, info=b"csat-access:1").derive(device_key)
        self._cipher = AESGCM(derived)

    def kept(self) -> Pass | None:
        try:
            sealed = self._file.read_bytes()
            text = self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], self._home)
            content = json.loads(text)
            return Pass(content["device"], content["token"], datetime.fromisoformat(content["until"]))
        except (OSError, InvalidTag, ValueError, KeyError, TypeError):
            return None

    def keep(self, one: Pass) -> None:
        content = {"device": one.device, "token": one.token, "until": one.until.isoformat()}
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = nonce + self._cipher.encrypt(nonce, json.dumps(content).encode(), self._home)
        draft = self._file.with_name(f"access.{os.getpid()}")
        try:
            draft.touch(mode=0o600)
            draft.write_bytes(sealed)
            os.replace(draft, self._file)
        except OSError:
            draft.unlink(missing_ok=True)
