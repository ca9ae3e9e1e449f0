"""Where a form being filled is kept safe: the port that the laptop's store implements."""

from typing import Any, Protocol

Event = dict[str, Any]
"""One thing that happened to a form, JSON types only; see ``events`` for the kinds."""


class Journal(Protocol):
    """The append-only history of one draft.

    Both calls return only after a commit that survives a power cut. ``append`` forgets the pending text in
    the same transaction: what was half typed now belongs to the event or is gone.
    """

    def append(self, event: Event) -> None:
        """Keep an event behind all earlier ones."""

    def pending(self, text: str) -> None:
        """Keep what is typed but not yet accepted, in place of what was kept before."""
