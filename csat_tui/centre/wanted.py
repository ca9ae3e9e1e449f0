"""Whether a command that works on both ends is meant for a centre. Imports nothing of the centre."""

from csat_tui.home import locate


def for_centre(database: str | None) -> bool:
    """A database is named, or a centre was ever run from this home."""
    if database is not None:
        return True
    from sync.centre.home import is_centre

    return is_centre(locate())
