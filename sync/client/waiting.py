"""Ask again about what the centre keeps aside: what it has let in since is not shown as waiting any more.

No message of its own: an entry that was handed in before is answered with what it is now, whatever it was then.
"""

from collections.abc import Iterator, Sequence

from sync.client.conversation import Conversation, pack
from sync.client.ports import DeviceLog, EntryResult, Head, LogEntry
from sync.client.push import request_for
from sync.protocol import messages
from sync.protocol.wire import MAX_ITEMS

MOST_BYTES = 64 * 1024
"""Of bodies in one run: what waits long is not to cost every sync its time."""


def ask_about(talk: Conversation, log: DeviceLog, device: str, aside: Sequence[int]) -> None:
    """Note of each of these entries, ascending, what it is now. Raises SyncError, Refused, TransportError."""
    left = MOST_BYTES
    for first, last in _runs(aside):
        entries = log.entries(first - 1, min(last - first + 1, MAX_ITEMS), left)
        left -= sum(len(entry.body) for entry in entries)
        if left < 0:
            return
        _note(talk, log, device, entries)


def _note(talk: Conversation, log: DeviceLog, device: str, entries: Sequence[LogEntry]) -> None:
    base = entries[0].seq - 1
    chain = log.chain_at(base)
    if chain is None:
        return
    parcel = pack(request_for(device, Head(base, chain), entries))
    answer = talk.once("POST", "push", messages.Pushed, parcel)
    known = [EntryResult(one.seq, one.was, one.code) for one in answer.results if one.was is not None]
    log.acknowledge(log.acknowledged(), known)


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Ascending numbers as pairs of first and last of those that follow one another."""
    run: list[int] = []
    for number in numbers:
        if run and number != run[-1] + 1:
            yield run[0], run[-1]
            run = []
        run.append(number)
    if run:
        yield run[0], run[-1]
