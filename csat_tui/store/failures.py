"""What the database driver says, in words for a person, without statements, values or paths of data."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, TimeoutError

from csat_tui.home import disk_full
from csat_tui.store import driver
from csat_tui.trouble import Trouble
from schemas.language import texts

_ = texts("csat_tui")


@contextmanager
def in_words() -> Iterator[None]:
    """Turn a driver's error inside the block into Trouble; anything unknown to us passes unchanged."""
    known: tuple[type[Exception], ...] = (DBAPIError, *driver.errors())
    try:
        yield
    except TimeoutError as error:
        raise busy() from error
    except known as error:
        trouble = trouble_of(str(error.orig if isinstance(error, DBAPIError) else error))
        if trouble is None:
            raise
        raise trouble from error


def trouble_of(said: str) -> Trouble | None:
    """The Trouble behind the text of a SQLite error; None when it is not about the file or the disk."""
    text = said.lower()
    if "disk is full" in text:
        return disk_full()
    if "is locked" in text or "is busy" in text:
        return busy()
    if "not a database" in text:
        return wrong_key()
    if "disk image is malformed" in text:
        return damaged()
    if "readonly database" in text:
        return read_only()
    if "disk i/o" in text or "unable to open" in text:
        return disk_failed()
    return None


def busy() -> Trouble:
    return Trouble(
        "busy",
        _("Another csat program is writing to the same database and has not finished."),
        _("Everything saved before is safe."),
        _("Wait a moment and try again, or close the other program."),
    )


def wrong_key() -> Trouble:
    return Trouble(
        "wrong_key",
        _("The key does not open this database."),
        _("The database was not changed."),
        _("Use the home folder and the keyring or passphrase that this database was made with."),
    )


def damaged() -> Trouble:
    return Trouble(
        "damaged",
        _("The database file is damaged."),
        _("What the centre has acknowledged is safe there; the backups folder may hold an earlier copy."),
        _(
            "Make a copy of the home folder first; csat restore FILE --replace then brings a backup back, or ask your "
            "administrator."
        ),
    )


def read_only() -> Trouble:
    return Trouble(
        "read_only",
        _("The database file cannot be written to."),
        _("Everything saved before is safe."),
        _("Allow writing to the home folder and the files in it."),
    )


def disk_failed() -> Trouble:
    return Trouble(
        "disk_failed",
        _("The disk reported an error; the last entry could not be saved."),
        _("Everything saved before is safe as far as the disk can tell."),
        _("Check the disk and the connection to it, make a backup, then enter the last one again."),
    )


def not_encrypted_here() -> Trouble:
    return Trouble(
        "not_encrypted_here",
        _("This computer has no SQLCipher, so the database cannot be encrypted."),
        _("Nothing was written."),
        _("Use Python 3.11 to 3.14, or accept an unencrypted database with CSAT_PLAIN_DATABASE=1."),
    )


def plain_file() -> Trouble:
    return Trouble(
        "plain_file",
        _("The database in this home folder is not encrypted."),
        _("It was not opened."),
        _("Open it all the same with CSAT_PLAIN_DATABASE=1, or choose another home folder."),
    )


def newer_file() -> Trouble:
    return Trouble(
        "newer_file",
        _("The database was written by a newer version of csat."),
        _("It was not changed."),
        _("Install that version of csat or a later one."),
    )
