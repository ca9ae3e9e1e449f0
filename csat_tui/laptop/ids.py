"""Ids made on the laptop: UUIDv7, unique without a server; their time part is never used for anything."""

from os import urandom
from time import time_ns

_VARIANT = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}
_last = 0


def new_id() -> str:
    """A fresh record id (RFC 9562, version 7), written by hand: an import makes one for every row of a file. Later
    ones sort after earlier ones of this process, as each takes the next millisecond at least."""
    global _last
    _last = max(time_ns() // 1_000_000, _last + 1)
    moment, chance = f"{_last:012x}", urandom(10).hex()
    head = f"{moment[:8]}-{moment[8:]}-7{chance[:3]}"
    return f"{head}-{_VARIANT[chance[3]]}{chance[4:7]}-{chance[7:19]}"
