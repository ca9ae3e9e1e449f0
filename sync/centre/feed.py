"""The change feed: what is published, in which order, and the pages a replica reads.

A change gets its number from the head row of its stream, taken by the last statement of the transaction, so
that a reader never sees a number whose predecessors are still uncommitted.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, insert, update
from sqlmodel import Session, col, select

from sync.centre.dialect import insert_new
from sync.centre.tables import ChangeRow, ReferenceRow, StreamHead
from sync.protocol.chain import HASH64_MODULUS, hash64
from sync.protocol.cursor import DIGEST_BYTES, FEED_START, Cursor, Position, next_digest
from sync.protocol.messages import ChangeRow as WireChange

ROW_OVERHEAD = 160
"""Bytes a change takes on the wire beside its body, about."""


@dataclass(frozen=True)
class Published:
    """One change to publish. ``before``: the version of this row that the stream held until now, or None;
    ``body``: what the row holds now, empty unless it is a put."""

    entity: str
    id: str
    version: int
    op: str
    before: int | None = None
    body: str = ""


@dataclass(frozen=True)
class Slice:
    """A page of the feed: changes in order, the cursor after them, and whether more wait."""

    changes: Sequence[WireChange]
    cursor: Cursor
    more: bool


def append(session: Session, stream: str, changes: Sequence[Published]) -> None:
    """Publish changes at the end of a stream: the last thing a transaction does."""
    if not changes:
        return
    head = _head_for_update(session, stream)
    seq, digest = head.head, head.digest
    totals = _totals(session, stream, {change.entity for change in changes}, seq)
    rows: list[dict[str, Any]] = []
    for change in changes:
        seq += 1
        digest = next_digest(digest, seq, change.id, change.version, change.body.encode())
        count, total = totals[change.entity] = _after(totals[change.entity], change)
        rows.append(
            {
                "stream": stream,
                "seq": seq,
                "entity": change.entity,
                "id": change.id,
                "version": change.version,
                "op": change.op,
                "digest": digest,
                "total_count": count,
                "total_sum": f"{total:016x}",
            }
        )
    session.connection().execute(insert(ChangeRow), rows)
    session.exec(update(StreamHead).where(col(StreamHead.stream) == stream).values(head=seq, digest=digest))


def wait_for_stream(session: Session, stream: str) -> None:
    """Wait for whoever is publishing to a stream, and hold off the next until this transaction ends."""
    _begin_stream(session, stream)
    session.exec(
        select(StreamHead.head).where(col(StreamHead.stream) == stream).with_for_update(read=True)
    ).all()


def holds(session: Session, stream: str, at: Position) -> bool:
    """Whether this position lies in the stream as it is: not too old, not ahead, same digest.

    Whoever has read nothing of it misses nothing, and neither does who began to read after the last tombstones
    were dropped.
    """
    if at.seq == 0:
        return True
    head = session.get(StreamHead, stream)
    row = session.get(ChangeRow, (stream, at.seq))
    if head is None or row is None or not row.digest.startswith(at.digest):
        return False
    return at.seq >= head.min_seq or at.since == head.min_seq


def read(session: Session, cursor: Cursor, max_bytes: int) -> Slice:
    """The changes after a cursor, of all its streams, up to about ``max_bytes`` but at least one."""
    positions = dict(cursor.positions)
    changes: list[WireChange] = []
    room = max_bytes
    for stream, at in positions.items():
        since = at.since if at.seq else _dropped(session, stream)
        with closing(_rows_after(session, stream, at.seq)) as rows:
            for row, body in rows:
                size = ROW_OVERHEAD + len(body or "")
                if changes and size > room:
                    return Slice(changes, Cursor(positions), more=True)
                if row.op != "put" or body is not None:  # a put without a body was replaced by a later change
                    changes.append(_wire(row, body))
                    room -= size
                positions[stream] = Position(row.seq, row.digest[:DIGEST_BYTES], since)
    return Slice(changes, Cursor(positions), more=False)


def totals_at(session: Session, cursor: Cursor) -> dict[str, tuple[int, int]]:
    """Entity -> (rows, sum of hash64 modulo 2**64) of everything visible at this cursor."""
    found: dict[str, tuple[int, int]] = {}
    entities = session.exec(select(ChangeRow.entity).distinct()).all()
    for stream, at in cursor.positions.items():
        for entity, (count, total) in _totals(session, stream, set(entities), at.seq).items():
            if count:
                held = found.get(entity, (0, 0))
                found[entity] = (held[0] + count, (held[1] + total) % HASH64_MODULUS)
    return found


def _dropped(session: Session, stream: str) -> int:
    head = session.get(StreamHead, stream)
    return head.min_seq if head is not None else 0


def _head_for_update(session: Session, stream: str) -> StreamHead:
    query = select(StreamHead).where(col(StreamHead.stream) == stream).with_for_update()
    found = session.exec(query).first()
    if found is None:
        _begin_stream(session, stream)
        found = session.exec(query).one()
    session.expunge(found)
    return found


def _begin_stream(session: Session, stream: str) -> None:
    """Have a head row to lock; another process may be making the same, then this waits for it."""
    insert_new(session, StreamHead, [{"stream": stream, "head": 0, "digest": FEED_START, "min_seq": 0}])


def _totals(session: Session, stream: str, entities: set[str], seq: int) -> dict[str, tuple[int, int]]:
    totals: dict[str, tuple[int, int]] = {}
    for entity in entities:
        last = session.exec(
            select(ChangeRow.total_count, ChangeRow.total_sum)
            .where(
                col(ChangeRow.stream) == stream, col(ChangeRow.entity) == entity, col(ChangeRow.seq) <= seq
            )
            .order_by(col(ChangeRow.seq).desc())
            .limit(1)
        ).first()
        totals[entity] = (last[0], int(last[1], 16)) if last else (0, 0)
    return totals


def _after(total: tuple[int, int], change: Published) -> tuple[int, int]:
    count, sum64 = total
    if change.before is not None:
        count, sum64 = count - 1, sum64 - hash64(change.id, change.before)
    if change.op == "put":
        count, sum64 = count + 1, sum64 + hash64(change.id, change.version)
    return count, sum64 % HASH64_MODULUS


def _rows_after(session: Session, stream: str, seq: int) -> Any:
    present = and_(
        col(ReferenceRow.entity) == col(ChangeRow.entity),
        col(ReferenceRow.id) == col(ChangeRow.id),
        col(ReferenceRow.version) == col(ChangeRow.version),
        col(ReferenceRow.stream) == col(ChangeRow.stream),
        col(ChangeRow.op) == "put",
    )
    return session.exec(
        select(ChangeRow, ReferenceRow.body)
        .join(ReferenceRow, present, isouter=True)
        .where(col(ChangeRow.stream) == stream, col(ChangeRow.seq) > seq)
        .order_by(col(ChangeRow.seq))
        .execution_options(yield_per=500)
    )


def _wire(row: ChangeRow, body: str | None) -> WireChange:
    content: Mapping[str, Any] | None = json.loads(body) if body is not None else None
    return WireChange.model_construct(
        stream=row.stream,
        seq=row.seq,
        entity=row.entity,
        id=row.id,
        version=row.version,
        op=row.op,
        body=content,
    )
