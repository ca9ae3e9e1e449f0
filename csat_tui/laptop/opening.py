"""Open the laptop of a home: keys, database, and who works on it."""

import os
from dataclasses import dataclass, field
from datetime import datetime

from csat_tui.home import Home, locate, open_home
from csat_tui.keys.passphrase import Passphrases
from csat_tui.keys.vault import Vault, database_key, open_vault
from csat_tui.store import meta
from csat_tui.store.database import Store, open_store
from csat_tui.store.devicelog import LaptopLog
from csat_tui.store.drafts import Drafts
from csat_tui.store.replica import LaptopReplica
from csat_tui.trouble import Trouble
from schemas.language import texts

_ = texts("csat_tui")

UNFINISHED = "tasks_to_make"
"""Under this name stands the import whose events are on file, and whose tasks are yet to be made."""
CENTRE_MARKER = "centre.json"
"""The file ``sync.centre.home`` keeps; named here so that a laptop need not import the centre."""


@dataclass
class Seat:
    """Who sits at the laptop now. ``person`` None: nobody signed in, and what is done is the enrolled user's, as on
    the command line; ``shared``: several people work on it; ``sees_all``: their role looks after the others."""

    person: str | None = None
    name: str | None = None
    shared: bool = False
    sees_all: bool = False


@dataclass(frozen=True)
class Laptop:
    """A laptop whose database is open."""

    home: Home
    vault: Vault
    store: Store
    seat: Seat = field(default_factory=Seat)

    @property
    def log(self) -> LaptopLog:
        return LaptopLog(self.store)

    @property
    def replica(self) -> LaptopReplica:
        return LaptopReplica(self.store)

    @property
    def drafts(self) -> Drafts:
        """The drafts of whoever sits here."""
        return Drafts(self.store, whose=self.user if self.seat.shared else None)

    @property
    def user(self) -> str | None:
        """Who works on it: the signed-in person, else who is enrolled."""
        return self.seat.person or self.enrolled

    @property
    def enrolled(self) -> str | None:
        """For whom it was enrolled."""
        enrolment = self.log.enrolment()
        return enrolment.user if enrolment else None

    @property
    def called(self) -> str:
        """The name of whoever works on it, as it is read out; empty before enrolment."""
        return self.seat.name or self.user or ""

    @property
    def only(self) -> str | None:
        """The one person whose questionnaires and figures are shown; None: everybody's."""
        return self.user if self.seat.shared and not self.seat.sees_all else None

    @property
    def clock_offset_ms(self) -> int | None:
        """Server minus laptop clock as last measured; None when never."""
        return self.log.clock_offset_ms()

    def close(self) -> None:
        self.store.close()


def now() -> datetime:
    """The laptop's clock with its offset."""
    return datetime.now().astimezone()


def open_laptop(
    option: str | os.PathLike[str] | None = None, passphrases: Passphrases | None = None
) -> Laptop:
    """The laptop in this home, made when there is none. Raises Trouble."""
    path = locate(option)
    if (path / CENTRE_MARKER).exists():
        raise Trouble(
            "not_a_laptop",
            _("The folder {folder} is the home of a centre, not of a laptop.", folder=path),
            _("Nothing was changed."),
            _("Choose the laptop's folder with --home."),
        )
    home = open_home(path)
    vault = open_vault(home, passphrases)
    laptop = Laptop(home, vault, open_store(home, database_key(vault, home)))
    _finish_import(laptop)
    return laptop


def _finish_import(laptop: Laptop) -> None:
    """Make the tasks of an import whose program ended before it could."""
    with laptop.store.read() as session:
        batch = meta.get(session, UNFINISHED)
    if batch is not None:
        from csat_tui.laptop.importing import make_tasks  # needed after a crash only

        make_tasks(laptop, batch)
