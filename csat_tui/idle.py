"""After how many idle minutes the screen locks, as kept in the settings of a home."""

from collections.abc import Mapping

LOCK_SETTING = "lock_minutes"
MINUTES = ("10", "2", "5", "30", "60")
"""After how many idle minutes the screen locks; the first unless the settings say otherwise."""


def minutes_of(settings: Mapping[str, str]) -> int:
    """What the settings of a home say; the default for a word that is none of the choices."""
    kept = settings.get(LOCK_SETTING, "")
    return int(kept if kept in MINUTES else MINUTES[0])
