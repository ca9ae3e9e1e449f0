"""Send what the centre does not have: the log in order, in batches that follow the link."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from schemas.records.response import RESPONSE_FINAL
from sync.client.ahead import Ahead, Load
from sync.client.conversation import Conversation, Refused, pack
from sync.client.errors import CentreFailed, DamagedEntry
from sync.client.ports import DeviceLog, EntryResult, Head, LogEntry, TransportError
from sync.client.progress import Progress, Report
from sync.protocol import messages
from sync.protocol.batching import Batch
from sync.protocol.chain import next_chain
from sync.protocol.wire import MAX_ITEMS


class Diverged(Exception):
    """The centre's log of this device is not the beginning of the one here; its ``n`` and ``chain``."""

    def __init__(self, n: int, chain: bytes) -> None:
        super().__init__(n)
        self.n = n
        self.chain = chain


@dataclass
class Tally:
    """What this run has newly stored. ``sent``: entries whose answer never came, which may be stored."""

    pushed: int = 0
    responses: int = 0
    duplicates: int = 0
    quarantined: int = 0
    sent: set[int] = field(default_factory=set)

    def add(self, entries: Iterable[LogEntry], results: Iterable[messages.ItemResult]) -> None:
        kinds = {entry.seq: entry.kind for entry in entries}
        for result in results:
            status = result.was if result.was is not None and result.seq in self.sent else result.status
            self.pushed += status != "duplicate"
            self.responses += status != "duplicate" and kinds.get(result.seq) == RESPONSE_FINAL
            self.duplicates += status == "duplicate"
            self.quarantined += status == "quarantined"
            self.sent.discard(result.seq)


def push(talk: Conversation, log: DeviceLog, device: str, tally: Tally, report: Report) -> None:
    """Send until the centre has acknowledged the whole log. Raises Diverged, or a SyncError."""
    batch = Batch()
    first = log.acknowledged().n
    with Ahead(lambda base, batch: _load(log, device, base, batch)) as ahead:
        while (base := log.acknowledged()).n < (head := log.head()).n:
            report(Progress("push", base.n - first, head.n - first, talk.meter.up + talk.meter.down))
            load = ahead.load(base, batch)
            raw, wire = load.raw, len(load.parcel.body)
            if load.end.n < head.n:
                ahead.begin(load.end, batch.arrived(raw, wire))
            try:
                answer = talk.once("POST", "push", messages.Pushed, load.parcel)
            except TransportError as error:
                tally.sent.update(entry.seq for entry in load.entries)
                batch = batch.broke(raw, wire)
                talk.patience.link_failed(error)
                continue
            except Refused as refused:
                _too_large_or_raise(batch, refused)
                batch = batch.broke(raw, wire)
                continue
            _acknowledge(log, base, load.entries, answer, tally)
            batch = batch.arrived(raw, wire)
    report(Progress("push", head.n - first, head.n - first, talk.meter.up + talk.meter.down))


def _load(log: DeviceLog, device: str, base: Head, batch: Batch) -> Load:
    entries = sound_entries(log, base, batch)
    return Load(entries, pack(request_for(device, base, entries)))


def sound_entries(log: DeviceLog, base: Head, batch: Batch) -> Sequence[LogEntry]:
    """The next entries, up to one whose bytes do not fit its chain value even when read again."""
    for _attempt in range(2):
        entries = log.entries(base.n, MAX_ITEMS, batch.raw_bytes)
        sound = _fitting(base, entries)
        if len(sound) == len(entries) > 0:
            return sound
    if not sound:
        raise DamagedEntry(base.n + 1)
    return sound


def _fitting(base: Head, entries: Sequence[LogEntry]) -> Sequence[LogEntry]:
    chain = base.chain
    for place, entry in enumerate(entries):
        chain = next_chain(chain, entry.seq, entry.body)
        if entry.seq != base.n + place + 1 or entry.chain != chain:
            return entries[:place]
    return entries


def request_for(device: str, base: Head, entries: Sequence[LogEntry]) -> messages.PushRequest:
    items = [messages.Item(seq=entry.seq, body=entry.body.decode()) for entry in entries]
    return messages.PushRequest(device=device, base_seq=base.n, base_chain=base.chain.hex(), items=items)


def _too_large_or_raise(batch: Batch, refused: Refused) -> None:
    fault = refused.fault
    if refused.status == 409 and fault.n is not None and fault.chain is not None:
        raise Diverged(fault.n, bytes.fromhex(fault.chain))
    if refused.status != 413 or batch.smallest:
        raise CentreFailed(fault.code)


def _acknowledge(
    log: DeviceLog, base: Head, entries: Sequence[LogEntry], answer: messages.Pushed, tally: Tally
) -> None:
    chain = bytes.fromhex(answer.chain)
    if not base.n < answer.n <= base.n + len(entries) or log.chain_at(answer.n) != chain:
        raise Diverged(answer.n, chain)
    taken = [result for result in answer.results if result.seq <= answer.n]
    tally.add(entries, taken)
    results = [EntryResult(result.seq, result.was or result.status, result.code) for result in taken]
    log.acknowledge(Head(answer.n, chain), results)
