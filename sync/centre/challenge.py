"""Challenges that need no table: the time they were made, random bytes, and the centre's seal over both."""

import hmac
import secrets
from datetime import datetime

from sync.protocol.signing import from_text, to_text

LIFE_SECONDS = 600


def make(secret: bytes, now: datetime) -> str:
    """A new challenge."""
    content = int(now.timestamp()).to_bytes(8, "big") + secrets.token_bytes(16)
    return to_text(_seal(secret, content) + content)


def fresh(challenge: str, secret: bytes, now: datetime) -> bool:
    """Whether this centre made it within the last ten minutes."""
    try:
        data = from_text(challenge)
    except ValueError:
        return False
    seal, content = data[:16], data[16:]
    if not hmac.compare_digest(seal, _seal(secret, content)):
        return False
    return 0 <= int(now.timestamp()) - int.from_bytes(content[:8], "big") <= LIFE_SECONDS


def _seal(secret: bytes, content: bytes) -> bytes:
    return hmac.digest(secret, b"csat-challenge:" + content, "sha256")[:16]
