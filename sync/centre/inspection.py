"""Everything that can be counted again, counted again: the chain over each log, the digests of the feed, what
the feed publishes, and the roll-up. Reads only, and works on a living database and on a backup alike."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import and_, func
from sqlmodel import Session, col, select

from sync.centre.dialect import is_away
from sync.centre.recount import differing
from sync.centre.scans import broken as broken_scans
from sync.centre.tables import ChangeRow, Device, ItemRow, ReferenceRow, Response, StreamHead
from sync.protocol.chain import GENESIS, HASH64_MODULUS, extend_chain, hash64
from sync.protocol.cursor import FEED_START, next_digest

PART = 1000


@dataclass(frozen=True)
class Fault:
    """Something that does not fit. ``check`` is one of ``CHECKS``, ``at`` names the place, never its content."""

    check: str
    at: str


def faults(session: Session) -> Iterator[Fault]:
    """All that does not fit, in the order of the checks."""
    for name in CHECKS:
        yield from (Fault(name, at) for at in looked_over(session, name))


def looked_over(session: Session, name: str) -> Iterator[str]:
    """The places one check finds. What it cannot read is a place too: a damaged file may hold a text where there
    was a number, and still be a database."""
    try:
        yield from CHECKS[name](session)
    except Exception as error:
        if is_away(error):
            raise
        yield f"? ({type(error).__name__})"


def broken_logs(session: Session) -> Iterator[str]:
    """Places where the log of a device is not the one its chain was made over, and bodies that are gone."""
    devices = {device.id: device for device in session.exec(select(Device))}
    ends = dict.fromkeys(devices, (0, GENESIS))
    rows = select(ItemRow).order_by(col(ItemRow.device), col(ItemRow.seq)).execution_options(yield_per=PART)
    for row in session.exec(rows):
        n, chain = ends.get(row.device, (0, GENESIS))
        chain = extend_chain(chain, row.seq, row.digest)
        ends[row.device] = (row.seq, chain)
        whole = row.body is None or sha256(row.body).digest() == row.digest
        if row.seq != n + 1 or chain != row.chain or not whole:
            yield f"{row.device} {row.seq}"
            ends[row.device] = (row.seq, row.chain)  # told once, not for everything behind it
    for id, end in ends.items():
        if id not in devices or end != (devices[id].n, devices[id].chain):
            yield id


def lost_bodies(session: Session) -> Iterator[str]:
    """Entries handed in again whose first bytes are not here, and responses whose entry is not."""
    first = select(ItemRow.id).where(col(ItemRow.body).is_not(None))
    again = select(ItemRow).where(col(ItemRow.body).is_(None), col(ItemRow.id).not_in(first))
    yield from (f"{row.device} {row.seq}" for row in session.exec(again))
    entry = (col(ItemRow.device) == Response.device) & (col(ItemRow.seq) == Response.device_seq)
    yield from session.exec(
        select(Response.id).join(ItemRow, entry, isouter=True).where(col(ItemRow.id).is_(None))
    )


def broken_feed(session: Session) -> Iterator[str]:
    """Places of a stream that do not follow from what is before them, and streams without their end.

    A digest is made anew where what was published is still held. Where a later version has replaced it, that
    version has to be there: the versions of a record only rise, and the last is the one that is held.
    """
    heads = {head.stream: head for head in session.exec(select(StreamHead))}
    ends = dict.fromkeys(heads, (0, FEED_START))
    records: dict[tuple[str, str, str], _Last] = {}
    for row, body in session.exec(_changes().execution_options(yield_per=PART)):
        seq, digest = ends.get(row.stream, (0, FEED_START))
        head = heads.get(row.stream)
        dropped = head is not None and row.seq > seq + 1 and row.seq <= head.min_seq + 1
        before = records.get((row.stream, row.entity, row.id))
        follows = dropped or (row.seq == seq + 1 and _follows(row, digest, body))
        if not (follows and _rises(row, before)):
            yield f"{row.stream} {row.seq}"
        ends[row.stream] = (row.seq, row.digest)
        records[row.stream, row.entity, row.id] = _Last(
            row.seq, row.version, row.op == "put" and body is None
        )
    for (stream, _entity, _id), last in records.items():
        if last.replaced:
            yield f"{stream} {last.seq}"
    for stream, end in ends.items():
        if stream not in heads or end != (heads[stream].head, heads[stream].digest):
            yield stream


@dataclass(frozen=True)
class _Last:
    """The latest change of a record in a stream. ``replaced``: what it published is not held any more."""

    seq: int
    version: int
    replaced: bool


def _changes() -> Any:
    """Every change in order, with its body where no later one has replaced it."""
    present = and_(
        col(ReferenceRow.entity) == col(ChangeRow.entity),
        col(ReferenceRow.id) == col(ChangeRow.id),
        col(ReferenceRow.version) == col(ChangeRow.version),
        col(ReferenceRow.stream) == col(ChangeRow.stream),
        col(ChangeRow.op) == "put",
    )
    joined = select(ChangeRow, ReferenceRow.body).join(ReferenceRow, present, isouter=True)
    return joined.order_by(col(ChangeRow.stream), col(ChangeRow.seq))


def _follows(row: ChangeRow, digest: bytes, body: str | None) -> bool:
    """Whether a change has the digest that follows from the one before it. Where its body was replaced since, that
    cannot be counted again; the earliest centres digested no bodies."""
    if row.op == "put" and body is None:
        return True
    without = sha256(digest + f"{row.seq}:{row.version}:{row.id}".encode()).digest()
    told = next_digest(digest, row.seq, row.id, row.version, (body or "").encode())
    return row.digest in (told, without)


def _rises(row: ChangeRow, before: _Last | None) -> bool:
    """Whether a change is a later version than the one before it of the same record; a record that leaves the
    stream leaves in the version it has."""
    if before is None:
        return True
    return row.version > before.version or (row.op == "out_of_scope" and row.version == before.version)


def unpublished(session: Session) -> Iterator[str]:
    """Streams whose last totals are not those of the records that are published in them."""
    held: dict[tuple[str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    rows = select(ReferenceRow.stream, ReferenceRow.entity, ReferenceRow.id, ReferenceRow.version)
    present = rows.where(col(ReferenceRow.deleted).is_(False)).execution_options(yield_per=PART)
    for stream, entity, id, version in session.exec(present):
        count, total = held[stream, entity]
        held[stream, entity] = (count + 1, (total + hash64(id, version)) % HASH64_MODULUS)
    last = select(func.max(ChangeRow.seq)).group_by(ChangeRow.stream, ChangeRow.entity)
    ends = last.add_columns(col(ChangeRow.stream), col(ChangeRow.entity)).subquery()
    told = select(ChangeRow).join(
        ends, (ends.c.stream == col(ChangeRow.stream)) & (ends.c[0] == col(ChangeRow.seq))
    )
    totals = {
        (row.stream, row.entity): (row.total_count, int(row.total_sum, 16)) for row in session.exec(told)
    }
    for name in sorted(held.keys() | totals.keys()):
        if held.get(name, (0, 0)) != totals.get(name, (0, 0)):
            yield " ".join(name)


def miscounted(session: Session) -> Iterator[str]:
    """Cells of the roll-up that the responses do not give."""
    yield from (f"{key.pack} {key.day}" for key in differing(session))


CHECKS: dict[str, Callable[[Session], Iterator[str]]] = {
    "logs": broken_logs,
    "bodies": lost_bodies,
    "feed": broken_feed,
    "published": unpublished,
    "rollup": miscounted,
    "scans": broken_scans,
}
"""What each check is called, and what it finds."""
