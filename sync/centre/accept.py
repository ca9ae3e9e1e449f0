"""Take a push: compare it with what is held of this device's log, store what is new, say what became of all.

The log only grows at its end and the chain runs over the bytes as received, so a request that comes twice,
late or out of turn changes nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, select

from schemas.records.envelope import MAX_BODY_BYTES
from sync.centre import versions
from sync.centre.bulk import insert_many
from sync.centre.faults import Refused
from sync.centre.judge import judge, read_item, take
from sync.centre.tables import Device, ItemRow
from sync.centre.verdicts import Place, Read, Rules, Verdict
from sync.protocol.chain import GENESIS, extend_chain
from sync.protocol.messages import Item, ItemResult, Pushed, PushRequest, Status
from sync.protocol.wire import MAX_ITEMS

LOOKUP = 500
PORTION_BYTES = 384 * 1024
"""Bytes of bodies that are judged and stored together, an ordinary batch in one go: read, a body takes up to fifty
times its bytes of memory."""

ITEM_COLUMNS = (
    "device",
    "seq",
    "id",
    "kind",
    "digest",
    "chain",
    "body",
    "status",
    "code",
    "about",
    "received_at",
)


@dataclass(frozen=True)
class Arrived:
    """An item with its exact bytes and their SHA-256."""

    seq: int
    body: bytes
    digest: bytes


@dataclass(frozen=True)
class Opened(Arrived):
    """The same with what could be read of it."""

    read: Read


@dataclass(frozen=True)
class Held:
    """A record id that is held already: the digest of its bytes, and its quarantine code if it has one."""

    digest: bytes
    code: str | None


@dataclass(frozen=True)
class Fate:
    """What becomes of an item: its status and the verdict on it."""

    status: Status
    verdict: Verdict


def examine(push: PushRequest) -> list[Arrived]:
    """The items of a request that keeps the limits and the order; Refused otherwise. Needs no database."""
    if len(push.items) > MAX_ITEMS:
        raise Refused(413, "too_many_items", limit=MAX_ITEMS)
    if [item.seq for item in push.items] != list(
        range(push.base_seq + 1, push.base_seq + 1 + len(push.items))
    ):
        raise Refused(422, "bad_sequence")
    return [_arrived(item) for item in push.items]


def accept(
    session: Session, device_id: str, push: PushRequest, items: Sequence[Arrived], rules: Rules, now: str
) -> Pushed:
    """Store the items that continue the log; the answer is true once the transaction has committed.

    A request that begins after what is held stores nothing: the answer's ``n`` says from where to send again.
    Refused 409 ``fork`` when the centre holds other bytes under these numbers.
    """
    device = session.exec(select(Device).where(col(Device.id) == device_id).with_for_update()).one()
    results: list[ItemResult] = []
    if push.base_seq <= device.n:
        _same_past(session, device, push, items)
        results = [*_known(session, device, items), *_store(session, device, items, rules, now)]
    device.seen_at = now
    session.add(device)
    session.flush()
    return Pushed(n=device.n, chain=device.chain.hex(), results=results, server_time=now)


def chain_at(session: Session, device: str, seq: int) -> bytes | None:
    """The chain value after an entry of a device's log, if it is held."""
    if seq == 0:
        return GENESIS
    return session.exec(
        select(ItemRow.chain).where(col(ItemRow.device) == device, col(ItemRow.seq) == seq)
    ).first()


def _arrived(item: Item) -> Arrived:
    body = item.body.encode()
    if len(body) > MAX_BODY_BYTES:
        raise Refused(413, "too_large", limit=MAX_BODY_BYTES)
    return Arrived(item.seq, body, sha256(body).digest())


def _same_past(session: Session, device: Device, push: PushRequest, items: Sequence[Arrived]) -> None:
    base = chain_at(session, device.id, push.base_seq)
    if base is None or base.hex() != push.base_chain:
        raise Refused(409, "fork", n=device.n, chain=device.chain)
    past = [item for item in items if item.seq <= device.n]
    if past:
        held = session.exec(
            select(ItemRow.seq, ItemRow.digest).where(
                col(ItemRow.device) == device.id, col(ItemRow.seq).between(past[0].seq, past[-1].seq)
            )
        )
        if dict(held.all()) != {item.seq: item.digest for item in past}:
            raise Refused(409, "fork", n=device.n, chain=device.chain)


def _known(session: Session, device: Device, items: Sequence[Arrived]) -> list[ItemResult]:
    """The results of entries that this device handed in before."""
    past = [item.seq for item in items if item.seq <= device.n]
    if not past:
        return []
    rows = session.exec(
        select(ItemRow.seq, ItemRow.status, ItemRow.code)
        .where(col(ItemRow.device) == device.id, col(ItemRow.seq).between(past[0], past[-1]))
        .order_by(col(ItemRow.seq))
    )
    return [
        ItemResult.model_validate({"seq": seq, "status": "duplicate", "code": code, "was": was})
        for seq, was, code in rows
    ]


def _store(
    session: Session, device: Device, items: Sequence[Arrived], rules: Rules, now: str
) -> list[ItemResult]:
    new = [item for item in items if item.seq > device.n]
    return [
        result
        for portion in _portions(new)
        for result in _portion(session, device, list(map(_opened, portion)), rules, now)
    ]


def _portions(items: Iterable[Arrived]) -> Iterator[list[Arrived]]:
    portion: list[Arrived] = []
    size = 0
    for item in items:
        size += len(item.body)
        if portion and size > PORTION_BYTES:
            yield portion
            portion, size = [], len(item.body)
        portion.append(item)
    if portion:
        yield portion


def _opened(item: Arrived) -> Opened:
    return Opened(item.seq, item.body, item.digest, read_item(item.body, item.digest))


def _portion(
    session: Session, device: Device, new: Sequence[Opened], rules: Rules, now: str
) -> list[ItemResult]:
    decided = _decided(session, new, rules, revoked=device.revoked_at is not None)
    places = [Place(device.id, item.seq, now) for item in new]
    verdicts = [fate.verdict for fate in decided]
    broken = take(session, list(zip(places, verdicts, strict=True)), rules)
    fates = [
        _quarantined(broken[item.seq]) if item.seq in broken else fate
        for item, fate in zip(new, decided, strict=True)
    ]
    rows: list[tuple[Any, ...]] = []
    for item, place, fate in zip(new, places, fates, strict=True):
        device.n, device.chain = item.seq, extend_chain(device.chain, item.seq, item.digest)
        rows.append(_row(item, place, fate, device.chain))
    insert_many(session, ItemRow, ITEM_COLUMNS, rows)
    versions.publish(session, [item.read for item in new])
    return [
        ItemResult(seq=item.seq, status=fate.status, code=fate.verdict.code)
        for item, fate in zip(new, fates, strict=True)
    ]


def _decided(session: Session, items: Sequence[Opened], rules: Rules, *, revoked: bool) -> list[Fate]:
    """What becomes of each item, an id that comes twice in one request included."""
    held = _held(session, [item.read.id for item in items if item.read.id], revoked=revoked)
    decided = []
    for item in items:
        before = held.get(item.read.id)
        if before is None:
            verdict = Verdict("revoked") if revoked else judge(session, item.read, rules)
            fate = Fate("stored" if verdict.code is None else "quarantined", verdict)
        elif before.digest == item.digest:
            fate = Fate("duplicate", Verdict(before.code))
        else:
            fate = Fate("quarantined", Verdict("conflict"))
        if item.read.id and before is None:
            held[item.read.id] = Held(item.digest, fate.verdict.code)
        decided.append(fate)
    return decided


def _quarantined(code: str) -> Fate:
    return Fate("quarantined", Verdict(code))


def _row(item: Opened, place: Place, fate: Fate, chain: bytes) -> tuple[Any, ...]:
    """The values of ``ITEM_COLUMNS``."""
    return (
        place.device,
        item.seq,
        item.read.id,
        item.read.kind,
        item.digest,
        chain,
        None if fate.status == "duplicate" else item.body,
        fate.status,
        fate.verdict.code,
        fate.verdict.about,
        place.received_at,
    )


def _held(session: Session, ids: Iterable[str], *, revoked: bool) -> dict[str, Held]:
    """Record id -> the first that was handed in under it, by any device. What a revoked device handed in
    stands in nobody's way but its own."""
    passed_over = ("conflict",) if revoked else ("conflict", "revoked")
    wanted = list(dict.fromkeys(ids))
    found: dict[str, Held] = {}
    for start in range(0, len(wanted), LOOKUP):
        rows = session.exec(
            select(ItemRow.id, ItemRow.digest, ItemRow.code).where(
                col(ItemRow.id).in_(wanted[start : start + LOOKUP]),
                col(ItemRow.body).is_not(None),
                or_(col(ItemRow.code).is_(None), col(ItemRow.code).not_in(passed_over)),
            )
        )
        found.update({id: Held(digest, code) for id, digest, code in rows})
    return found
