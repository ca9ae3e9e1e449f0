"""Where a replica stands in the feed, as a text the laptop keeps without reading it.

It names the position and the feed's digest there for each stream. The digest finds a restored or divergent
centre; the seal finds a cursor made elsewhere. It is encrypted as well, because it travels in an address and
streams have the names of people.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sync.protocol.signing import from_text, to_text

VERSION = 1
DIGEST_BYTES = 8
NONCE_BYTES = 12
FEED_START = bytes(32)
"""The feed digest before the first change."""


@dataclass(frozen=True)
class Position:
    """A place in one stream: the last change read and the first 8 bytes of the feed digest there."""

    seq: int
    digest: bytes


@dataclass(frozen=True)
class Cursor:
    """``scope``: the streams it was made for, in order."""

    positions: Mapping[str, Position]

    @property
    def scope(self) -> tuple[str, ...]:
        return tuple(sorted(self.positions))


def next_digest(digest: bytes, seq: int, id: str, version: int, content: bytes) -> bytes:
    """The feed digest after a change; 32 bytes. ``content``: the body, empty for a tombstone: a restored centre
    gives the same versions to other bodies."""
    return sha256(digest + f"{seq}:{version}:{id}:".encode() + sha256(content).digest()).digest()


def start(streams: tuple[str, ...]) -> Cursor:
    """The cursor before everything."""
    return Cursor({stream: Position(0, FEED_START[:DIGEST_BYTES]) for stream in streams})


def seal(cursor: Cursor, secret: bytes) -> str:
    """The cursor as opaque text."""
    places = {name: [at.seq, at.digest.hex()] for name, at in sorted(cursor.positions.items())}
    content = json.dumps({"v": VERSION, "s": places}, separators=(",", ":"), ensure_ascii=False).encode()
    nonce = _derived(secret, b"csat-cursor-nonce:" + content)[:NONCE_BYTES]
    return to_text(nonce + _cipher(secret).encrypt(nonce, content, None))


def unseal(text: str, secret: bytes) -> Cursor | None:
    """The cursor in a text, or None when this centre did not make it."""
    try:
        data = from_text(text)
    except ValueError:
        return None
    try:
        content = _cipher(secret).decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], None)
    except (InvalidTag, ValueError):
        return None
    read = json.loads(content)
    if read["v"] != VERSION:
        return None
    return Cursor({name: Position(seq, bytes.fromhex(digest)) for name, (seq, digest) in read["s"].items()})


def _cipher(secret: bytes) -> AESGCM:
    return AESGCM(_derived(secret, b"csat-cursor-key"))


def _derived(secret: bytes, about: bytes) -> bytes:
    """32 bytes. The nonce is made of the content, so that it repeats only where the content does."""
    return hmac.digest(secret, about, "sha256")
