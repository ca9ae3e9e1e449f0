"""A laptop ready for work: its home, its keys and its database, opened together."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from csat_tui.home import Home, Kind, open_home
from csat_tui.keys.passphrase import Passphrases
from csat_tui.keys.vault import Vault, database_key, open_vault
from csat_tui.store.database import Store, open_store
from csat_tui.store.driver import encrypting


@dataclass(frozen=True)
class Laptop:
    """``vault`` keeps the device key too; ``store`` is closed by whoever opened it."""

    home: Home
    vault: Vault
    store: Store


def open_laptop(
    option: str | os.PathLike[str] | None = None,
    passphrases: Passphrases | None = None,
    kind: Kind = "laptop",
) -> Laptop:
    """Find or make the home, unlock its keys, open its database. Raises Trouble; see the three modules."""
    home = open_home(option, kind)
    vault = open_vault(home, passphrases)
    key = database_key(vault, home) if encrypting(home.database) else None
    return Laptop(home, vault, open_store(home, key))


@contextmanager
def laptop(
    option: str | os.PathLike[str] | None = None,
    passphrases: Passphrases | None = None,
    kind: Kind = "laptop",
) -> Iterator[Laptop]:
    """The same, closed at the end of the block: one command of the command line."""
    opened = open_laptop(option, passphrases, kind)
    try:
        yield opened
    finally:
        opened.store.close()
