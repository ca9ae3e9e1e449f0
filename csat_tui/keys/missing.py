"""What is said when a database is here and its key is not."""

from csat_tui.trouble import Trouble
from schemas.language import texts

_ = texts("csat_tui")


def no_key() -> Trouble:
    """The database is here, its key is not."""
    return Trouble(
        "no_key",
        _("The key of this database is not on this computer or not in this user's keyring."),
        _("The database was not changed. What the centre has acknowledged is safe there."),
        _("Log in as the user who made it, or have it opened with the recovery key: csat recover"),
    )
