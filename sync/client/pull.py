"""Bring down what changed: page by page, each stored together with its cursor."""

from sync.client.conversation import Conversation
from sync.client.errors import CentreFailed
from sync.client.ports import Change, Replica, TransportError
from sync.client.progress import Progress, Report
from sync.protocol import messages
from sync.protocol.wire import PAGE_BYTES

SMALLEST_PAGE = 4 * 1024
RESETS = 2


def pull(talk: Conversation, replica: Replica, report: Report, *, anew: bool = False) -> int:
    """Read the feed to its end; how many changes were stored. ``anew``: everything, into shadow tables.

    A cursor that is not of the centre's feed is answered with a reset; what is here stays in use until
    everything has been read again.
    """
    cursor = None if anew else replica.cursor()
    resets, pulled, room = 0, 0, PAGE_BYTES
    if anew:
        replica.begin_reset()
        resets = 1
    while True:
        try:
            page = talk.once("GET", "pull", messages.Page, cursor=cursor, max_bytes=room)
        except TransportError as error:
            room = max(room // 2, SMALLEST_PAGE)
            talk.patience.link_failed(error)
            continue
        room = min(room * 2, PAGE_BYTES)
        if page.reset:
            resets += 1
            if resets > RESETS:
                raise CentreFailed("reset")
            replica.begin_reset()
        elif page.changes or page.cursor != cursor:
            replica.apply([_change(row) for row in page.changes], page.cursor)
            pulled += len(page.changes)
        cursor = page.cursor
        report(Progress("pull", pulled, None, talk.meter.up + talk.meter.down))
        if not page.more:
            break
    if resets:
        replica.finish_reset()
    return pulled


def _change(row: messages.ChangeRow) -> Change:
    return Change(row.stream, row.seq, row.entity, row.id, row.version, row.op, row.body)
