"""Refused credentials, for the audit log: each kind once a minute, with how often it came in between.

A stranger who guesses must leave a trace, but must not fill the disk with it.
"""

from collections.abc import Callable

AUDITED = frozenset(
    {"bad_code", "bad_signature", "unauthorised", "unknown_device", "wrong_device", "revoked"}
)
QUIET_SECONDS = 60.0


class Refusals:
    """What was refused lately, by code and device."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._held: dict[tuple[str, str], tuple[float, int]] = {}

    def due(self, code: str, who: str) -> int:
        """How many refusals an entry written now stands for; 0 when it is too early for one."""
        if code not in AUDITED:
            return 0
        now = self._monotonic()
        since, held = self._held.get((code, who), (None, 0))
        if since is not None and now - since < QUIET_SECONDS:
            self._held[code, who] = (since, held + 1)
            return 0
        self._held[code, who] = (now, 0)
        return held + 1
