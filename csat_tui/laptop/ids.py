"""Ids made on the laptop: UUIDv7, unique without a server; their time part is never used for anything."""

from uuid6 import uuid7


def new_id() -> str:
    """A fresh record id."""
    return str(uuid7())
