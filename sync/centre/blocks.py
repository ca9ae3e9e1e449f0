"""What a laptop needs to mend a collection that differs, and to see where two logs part: blocks, not everything."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from sync.centre.tables import ChangeRow, ItemRow, ReferenceRow
from sync.protocol.blocks import SAME, block_of, block_sums, differing
from sync.protocol.cursor import Cursor
from sync.protocol.messages import Block, BlockRow, Blocks, BlocksRequest, Parting, PartingRequest

PART = 500
ROW_OVERHEAD = 90
"""Bytes a row takes on the wire beside its body, about."""


def blocks(session: Session, asked: BlocksRequest, cursor: Cursor | None, room: int, now: str) -> Blocks:
    """The blocks after ``asked.after`` that differ from those of the feed at this cursor, up to about ``room``
    bytes of them but at least one. Without a place in the feed there is nothing to compare with."""
    if cursor is None:
        return Blocks(differing=0, blocks=[], more=False, server_time=now)
    versions = versions_at(session, cursor, asked.entity)
    places = differing(block_sums(versions.items()), asked.sums)
    wanted = [place for place in places if place > asked.after]
    members = _members(versions, wanted)
    found: list[Block] = []
    for place in wanted:
        block = _block(session, cursor, asked.entity, place, versions, members[place])
        room -= sum(ROW_OVERHEAD + len(row.body or "") for row in block.rows)
        if found and room < 0:
            return Blocks(differing=len(places), blocks=found, more=True, server_time=now)
        found.append(block)
    return Blocks(differing=len(places), blocks=found, more=False, server_time=now)


def versions_at(session: Session, cursor: Cursor, entity: str) -> dict[str, int]:
    """Id -> version of every row of an entity that is visible at this cursor."""
    found: dict[str, int] = {}
    for stream, at in sorted(cursor.positions.items()):
        here: dict[str, int] = {}
        rows = (
            select(ChangeRow.id, ChangeRow.version, ChangeRow.op)
            .where(col(ChangeRow.stream) == stream, col(ChangeRow.entity) == entity)
            .where(col(ChangeRow.seq) <= at.seq)
            .order_by(col(ChangeRow.seq))
        )
        for id, version, op in session.exec(rows.execution_options(yield_per=PART)):
            if op == "put":
                here[id] = version
            else:
                here.pop(id, None)
        found |= here
    return found


def parting(session: Session, device: str, asked: PartingRequest, now: str) -> Parting:
    """The last of the places asked about at which this device's log is the same here; 0 when none is."""
    places = sorted(asked.chains)
    held: dict[int, bytes] = {}
    for start in range(0, len(places), PART):
        rows = select(ItemRow.seq, ItemRow.chain).where(col(ItemRow.device) == device)
        held.update(session.exec(rows.where(col(ItemRow.seq).in_(places[start : start + PART]))).all())
    same = [n for n in places if n in held and held[n][:SAME].hex() == asked.chains[n]]
    return Parting(same=max(same, default=0), server_time=now)


def _members(versions: Mapping[str, int], wanted: Sequence[int]) -> Mapping[int, list[str]]:
    members: dict[int, list[str]] = defaultdict(list)
    among = set(wanted)
    for id in sorted(versions):
        if (place := block_of(id)) in among:
            members[place].append(id)
    return members


def _block(
    session: Session,
    cursor: Cursor,
    entity: str,
    place: int,
    versions: Mapping[str, int],
    ids: Sequence[str],
) -> Block:
    """All rows of a block. A row that has changed since has no body: its new one comes with the feed."""
    bodies: dict[tuple[str, int], str] = {}
    for start in range(0, len(ids), PART):
        rows = select(ReferenceRow.id, ReferenceRow.version, ReferenceRow.body).where(
            col(ReferenceRow.entity) == entity,
            col(ReferenceRow.id).in_(ids[start : start + PART]),
            col(ReferenceRow.stream).in_(cursor.positions),
            col(ReferenceRow.deleted).is_(False),
        )
        bodies.update(((id, version), body) for id, version, body in session.exec(rows))
    listed = [BlockRow(id=id, version=versions[id], body=bodies.get((id, versions[id]))) for id in ids]
    return Block(block=place, rows=listed)
