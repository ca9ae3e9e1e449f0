"""Open the centre of a home for one command, beside a serving one or not."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from csat_tui.home import locate
from csat_tui.trouble import Trouble
from schemas.language import texts
from sync.centre.admin import Administration
from sync.centre.dialect import as_refusal
from sync.centre.faults import CentreError, Refused, sentence
from sync.centre.rollup import count_responses
from sync.centre.server import now, open_store, rules
from sync.centre.store import Store

_ = texts("csat_tui")


NOT_FOUND = {"unknown_record", "unknown_pack", "no_device"}
UNREACHABLE = {"database_unreachable", "busy", "full", "failed"}


@contextmanager
def centre_store(database: str | None = None) -> Iterator[Store]:
    """The database of this home's centre. Raises Trouble when it cannot be opened or does not answer."""
    with spoken():
        store = open_store(locate(), database)
        try:
            yield store
        finally:
            store.close()


@contextmanager
def administration(database: str | None = None) -> Iterator[Administration]:
    """The administrator's commands."""
    with centre_store(database) as store:
        yield Administration(store, now, rules(count_responses), by=_by())


@contextmanager
def spoken() -> Iterator[None]:
    """What the centre says no to inside the block, as the Trouble every command reports."""
    try:
        yield
    except CentreError as error:
        raise as_trouble(error) from error
    except Refused as refused:
        raise Trouble(
            refused.code, sentence(refused.code), _("Nothing was changed."), _try_later()
        ) from refused
    except DBAPIError as error:
        refused_as = as_refusal(error)
        if not isinstance(refused_as, Refused):
            raise
        words = sentence(refused_as.code)
        raise Trouble(refused_as.code, words, _("Nothing was changed."), _try_later()) from error


def _by() -> str:
    """Who gives the command, for the audit log: the name they are logged in with."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # nobody of a name, in a container
        return "admin"


def as_trouble(error: CentreError) -> Trouble:
    """The same in the form every command reports."""
    code = "not_found" if error.code in NOT_FOUND else error.code
    advice = _try_later() if error.code in UNREACHABLE else ""
    return Trouble(code, str(error), _("Nothing was changed."), advice)


def _try_later() -> str:
    return _("Check that the database server is running, then try again.")
