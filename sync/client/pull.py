"""Bring down what changed: page by page, each stored together with its cursor."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sync.client.brake import brake, taken_away
from sync.client.conversation import Conversation
from sync.client.errors import CentreFailed
from sync.client.ports import Change, Removal, Replica, TransportError
from sync.client.progress import Progress, Report
from sync.protocol import messages
from sync.protocol.wire import PAGE_BYTES

SMALLEST_PAGE = 4 * 1024
RESETS = 2

Source = Callable[[str | None], tuple[messages.Page, int]]
"""The page after a cursor, and the bytes carried so far."""


def pull(
    talk: Conversation, replica: Replica, report: Report, *, anew: bool = False, accept_removal: bool = False
) -> int:
    """Read the feed to its end; how many changes were stored. ``anew``: everything, into shadow tables.

    A cursor that is not of the centre's feed is answered with a reset; what is here stays in use until
    everything has been read again. Raises MassRemoval, with nothing removed, unless it was accepted.
    """
    return _Reading(_pages_of(talk), replica, report, accept_removal).to_the_end(anew)


def replay(pages: Sequence[messages.Page], replica: Replica, *, accept_removal: bool = False) -> int:
    """Take in pages that came as a file, as if they had been asked for one after the other."""
    left = list(pages)
    reading = _Reading(lambda _cursor: (left.pop(0), 0), replica, lambda _told: None, accept_removal)
    return reading.to_the_end(anew=False) if left else 0


def _pages_of(talk: Conversation) -> Source:
    """Ask the centre for a page, a smaller one after every break of the link."""
    room = PAGE_BYTES

    def page(cursor: str | None) -> tuple[messages.Page, int]:
        nonlocal room
        while True:
            try:
                found = talk.once("GET", "pull", messages.Page, cursor=cursor, max_bytes=room)
            except TransportError as error:
                room = max(room // 2, SMALLEST_PAGE)
                talk.patience.link_failed(error)
            else:
                room = min(room * 2, PAGE_BYTES)
                return found, talk.meter.up + talk.meter.down

    return page


@dataclass
class _Reading:
    """``waiting``: pages from the first that takes something away; they are stored once all have been seen, so
    that a mass that vanishes in small steps is noticed before the first of them."""

    source: Source
    replica: Replica
    report: Report
    accept_removal: bool
    resets: int = 0
    pulled: int = 0
    waiting: list[tuple[Sequence[Change], str]] = field(default_factory=list)

    def to_the_end(self, anew: bool) -> int:
        cursor = None if anew else self.replica.cursor()
        if anew:
            self._reset()
        while True:
            page, carried = self.source(cursor)
            if page.reset:
                self._reset()
            elif page.changes or page.cursor != cursor:
                self._take([_change(row) for row in page.changes], page.cursor)
            cursor = page.cursor
            self.report(Progress("pull", self.pulled, None, carried))
            if not page.more:
                break
        self._end()
        return self.pulled

    def _reset(self) -> None:
        self.resets += 1
        if self.resets > RESETS:
            raise CentreFailed("reset")
        self.waiting.clear()
        self.replica.begin_reset()

    def _take(self, changes: Sequence[Change], cursor: str) -> None:
        removes = any(change.op != "put" for change in changes)
        if self.resets or not (self.waiting or removes):
            self.replica.apply(changes, cursor)
        else:
            self.waiting.append((changes, cursor))
        self.pulled += len(changes)

    def _end(self) -> None:
        if not self.accept_removal:
            brake(self._removals())
        for changes, cursor in self.waiting:
            self.replica.apply(changes, cursor)
        if self.resets:
            self.replica.finish_reset()

    def _removals(self) -> dict[str, Removal]:
        if self.resets:
            return self.replica.lost_by_reset()
        gone = taken_away(change for changes, _cursor in self.waiting for change in changes)
        return {entity: self.replica.lost(entity, ids) for entity, ids in gone.items()}


def _change(row: messages.ChangeRow) -> Change:
    return Change(row.stream, row.seq, row.entity, row.id, row.version, row.op, row.body)
