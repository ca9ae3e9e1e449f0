"""The change feed: what is published, in which order, and the pages a replica reads.

A change gets its number from the head row of its stream, taken by the last statement of the transaction, so
that a reader never sees a number whose predecessors are still uncommitted.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic_core import from_json
from sqlalchemy import TextClause, and_, bindparam, insert, text, tuple_, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from sync.centre.dialect import insert_new
from sync.centre.tables import ChangeRow, ReferenceRow, StreamHead
from sync.protocol.chain import HASH64_MODULUS, hash64
from sync.protocol.cursor import DIGEST_BYTES, FEED_START, Cursor, Position, next_digest
from sync.protocol.messages import ChangeRow as WireChange

FETCHED = 100
"""Changes fetched together: a page holds about 300 records."""

ROW_OVERHEAD = 160
"""Bytes a change takes on the wire beside its body, about."""

_HEADS = select(StreamHead.stream, StreamHead.min_seq).where(
    col(StreamHead.stream).in_(bindparam("streams", expanding=True))
)
_DIGESTS = select(ChangeRow.stream, ChangeRow.digest).where(
    tuple_(col(ChangeRow.stream), col(ChangeRow.seq)).in_(bindparam("places", expanding=True))
)

_PRESENT = and_(
    col(ReferenceRow.entity) == col(ChangeRow.entity),
    col(ReferenceRow.id) == col(ChangeRow.id),
    col(ReferenceRow.version) == col(ChangeRow.version),
    col(ReferenceRow.stream) == col(ChangeRow.stream),
    col(ChangeRow.op) == "put",
)
_COLUMNS = ("stream", "seq", "entity", "id", "version", "op", "digest")
_AFTER = (
    select_columns(*(col(getattr(ChangeRow, name)) for name in _COLUMNS), col(ReferenceRow.body))
    .join(ReferenceRow, _PRESENT, isouter=True)
    .where(col(ChangeRow.stream) == bindparam("stream"), col(ChangeRow.seq) > bindparam("seq"))
    .order_by(col(ChangeRow.seq))
    .execution_options(yield_per=FETCHED)
)
"""Asked at every pull and every proof: put together once."""


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
    entities = {change.entity for change in changes}
    before = _last_totals(session, {stream: seq}, entities)
    totals = dict.fromkeys(entities, (0, 0)) | {entity: (count, total) for entity, count, total in before}
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


def holds(session: Session, positions: Mapping[str, Position]) -> bool:
    """Whether every position lies in its stream as it is: not too old, not ahead, same digest.

    Whoever has read nothing of a stream misses nothing, and neither does who began to read after the last
    tombstones were dropped.
    """
    connection = session.connection()
    heads = {row.stream: row for row in connection.execute(_HEADS, {"streams": list(positions)})}
    begun = {stream: at for stream, at in positions.items() if at.seq}
    places = [(stream, at.seq) for stream, at in begun.items()]
    digests = dict(connection.execute(_DIGESTS, {"places": places}).all()) if places else {}
    return all(
        stream in heads
        and stream in digests
        and digests[stream].startswith(at.digest)
        and (at.seq >= heads[stream].min_seq or at.since == heads[stream].min_seq)
        for stream, at in begun.items()
    )


def read(session: Session, cursor: Cursor, max_bytes: int) -> Slice:
    """The changes after a cursor, of all its streams, up to about ``max_bytes`` but at least one."""
    positions = dict(cursor.positions)
    changes: list[WireChange] = []
    room = max_bytes
    for stream, at in positions.items():
        since = at.since if at.seq else _dropped(session, stream)
        with closing(_rows_after(session, stream, at.seq)) as rows:
            for row in rows:
                size = ROW_OVERHEAD + len(row.body or "")
                if changes and size > room:
                    return Slice(changes, Cursor(positions), more=True)
                if (
                    row.op != "put" or row.body is not None
                ):  # a put without a body was replaced by a later change
                    changes.append(_wire(row))
                    room -= size
                positions[stream] = Position(row.seq, row.digest[:DIGEST_BYTES], since)
    return Slice(changes, Cursor(positions), more=False)


def totals_at(session: Session, cursor: Cursor, entities: Collection[str]) -> dict[str, tuple[int, int]]:
    """Entity -> (rows, sum of hash64 modulo 2**64) of everything visible at this cursor, where there is any."""
    found: dict[str, tuple[int, int]] = {}
    ends = {stream: at.seq for stream, at in cursor.positions.items()}
    for entity, count, total in _last_totals(session, ends, entities):
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


def _last_totals(
    session: Session, ends: Mapping[str, int], entities: Collection[str]
) -> Iterator[tuple[str, int, int]]:
    """(entity, rows, sum of hash64) after the last change of each entity in each stream up to its number."""
    values: dict[str, object] = {}
    for number, (stream, seq) in enumerate(ends.items()):
        values |= {f"stream{number}": stream, f"seq{number}": seq}
    values |= {f"entity{number}": entity for number, entity in enumerate(entities)}
    statement = _totals_statement(len(ends), len(entities))
    for entity, count, total in session.connection().execute(statement, values):
        yield entity, count, int(total, 16)


@cache
def _totals_statement(streams: int, entities: int) -> TextClause:
    """One search in the index of the feed for each pair of the two lists, however long the feed is."""
    ends = ", ".join(f"(:stream{n}, :seq{n})" for n in range(streams))
    kinds = ", ".join(f"(:entity{n})" for n in range(entities))
    return text(
        f"WITH place(stream, seq) AS (VALUES {ends}), kind(entity) AS (VALUES {kinds})"
        " SELECT kind.entity, last.total_count, last.total_sum FROM place CROSS JOIN kind"
        " JOIN change AS last ON last.stream = place.stream AND last.seq = ("
        "SELECT max(seq) FROM change WHERE change.stream = place.stream"
        " AND change.entity = kind.entity AND change.seq <= place.seq)"
    )


def _after(total: tuple[int, int], change: Published) -> tuple[int, int]:
    count, sum64 = total
    if change.before is not None:
        count, sum64 = count - 1, sum64 - hash64(change.id, change.before)
    if change.op == "put":
        count, sum64 = count + 1, sum64 + hash64(change.id, change.version)
    return count, sum64 % HASH64_MODULUS


def _rows_after(session: Session, stream: str, seq: int) -> Any:
    """What ``_wire`` needs of each change, and its digest; some at a time, for a page ends when it is full."""
    return session.connection().execute(_AFTER, {"stream": stream, "seq": seq})


def _wire(row: Any) -> WireChange:
    content: Mapping[str, Any] | None = from_json(row.body) if row.body is not None else None
    return WireChange.model_construct(
        stream=row.stream,
        seq=row.seq,
        entity=row.entity,
        id=row.id,
        version=row.version,
        op=row.op,
        body=content,
    )
