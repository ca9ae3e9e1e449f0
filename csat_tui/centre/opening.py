"""Open the centre of a home for one command, beside a serving one or not."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager

from csat_tui.home import locate
from csat_tui.trouble import Trouble
from schemas.language import texts
from sync.centre.admin import Administration
from sync.centre.faults import CentreError
from sync.centre.rollup import count_responses
from sync.centre.server import now, open_store, rules
from sync.centre.store import Store

_ = texts("csat_tui")


@contextmanager
def centre_store(database: str | None = None) -> Iterator[Store]:
    """The database of this home's centre."""
    store = open_store(locate(), database)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def administration(database: str | None = None) -> Iterator[Administration]:
    """The administrator's commands. A CentreError becomes a Trouble."""
    with centre_store(database) as store:
        try:
            yield Administration(store, now, rules(count_responses), by=_by())
        except CentreError as error:
            raise as_trouble(error) from error


def _by() -> str:
    """Who gives the command, for the audit log: the name they are logged in with."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # nobody of a name, in a container
        return "admin"


def as_trouble(error: CentreError) -> Trouble:
    """The same in the form every command reports."""
    code = "not_found" if error.code.startswith("unknown") or error.code.startswith("no_") else error.code
    return Trouble(code, str(error), _("Nothing was changed."), "")
