"""Mend a collection that differs from the centre's, a block at a time, without reading the feed anew."""

import json
from collections.abc import Iterable, Iterator, Mapping

from sync.client.brake import brake
from sync.client.conversation import Conversation
from sync.client.errors import CentreFailed
from sync.client.ports import Change, DeviceLog, Replica
from sync.protocol import messages
from sync.protocol.blocks import SAME, between, block_of, block_sums

MANY = 64
"""Of 256 blocks, more than so many differing: then everything is read anew into shadow tables."""

POINTS = 256
"""Places of a log that are compared at once."""


def mend(
    talk: Conversation,
    replica: Replica,
    device: str,
    entities: Iterable[str],
    *,
    accept_removal: bool = False,
) -> bool:
    """Mend these collections as the feed has them at the replica's cursor; whether that could be done.

    Raises MassRemoval, with nothing of the collection removed, unless it was accepted.
    """
    cursor = replica.cursor()
    if cursor is None:
        return False
    try:
        return all(
            _mend(talk, replica, device, cursor, entity, accept_removal=accept_removal) for entity in entities
        )
    except CentreFailed as failed:
        if failed.fault != "not_found":  # a centre that does not know the address yet
            raise
        return False


def first_differing(talk: Conversation, log: DeviceLog, device: str, n: int) -> int | None:
    """The number of the first entry that is not the same here and at the centre, which holds ``n``; None when the
    centre cannot tell, or all are the same. An entry that only one of the two has is not the same."""
    own = log.head().n
    same, differs = 0, min(n, own) + 1
    try:
        while places := between(same, differs, POINTS):
            chains = {place: (log.chain_at(place) or b"")[:SAME].hex() for place in places}
            request = messages.PartingRequest(device=device, chains=chains)
            same = max(same, talk.ask("POST", "parting", messages.Parting, request).same)
            differs = min((place for place in places if place > same), default=differs)
    except CentreFailed as failed:
        if failed.fault != "not_found":
            raise
        return None
    return differs if differs <= max(n, own) else None


def _mend(
    talk: Conversation, replica: Replica, device: str, cursor: str, entity: str, *, accept_removal: bool
) -> bool:
    held = replica.versions(entity)
    changes: list[Change] = []
    for answer in _answers(talk, device, cursor, entity, block_sums(held.items())):
        if not 0 < answer.differing <= MANY:
            return False
        for block in answer.blocks:
            changes += _changes(entity, block, held)
    if not accept_removal:
        brake({entity: replica.lost(entity, [one.id for one in changes if one.op == "delete"])})
    replica.apply(changes, cursor)
    return True


def _answers(
    talk: Conversation, device: str, cursor: str, entity: str, sums: list[str]
) -> Iterator[messages.Blocks]:
    after = -1
    while True:
        request = messages.BlocksRequest(device=device, cursor=cursor, entity=entity, sums=sums, after=after)
        answer = talk.ask("POST", "blocks", messages.Blocks, request)
        yield answer
        if not answer.more or not answer.blocks:
            return
        after = answer.blocks[-1].block


def _changes(entity: str, block: messages.Block, held: Mapping[str, int]) -> Iterator[Change]:
    """What makes the rows here those of the block; a row without a body comes with the feed."""
    there = {row.id: row for row in block.rows}
    for id, row in there.items():
        if row.body is not None and held.get(id) != row.version:
            yield Change("", 0, entity, id, row.version, "put", json.loads(row.body))
    for id in sorted(id for id in held if id not in there and block_of(id) == block.block):
        yield Change("", 0, entity, id, held[id], "delete", None)
