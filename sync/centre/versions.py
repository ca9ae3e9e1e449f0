"""Where amendments that arrive take their place among the versions held, by the rule both ends share.

What stands is published to everybody who handed in a version of it, or a copy: a laptop that was restored or copied
then counts what the centre counts.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from sqlalchemy import and_, update
from sqlmodel import Session, col, select

from schemas.records.amending import VERSIONS, Chain, Version, chain_of
from schemas.records.response import RESPONSES, ResponseAmend, read_response
from sync.centre.dialect import in_turn
from sync.centre.reference import Record, put, task_stream
from sync.centre.tables import Device, ItemRow, Response
from sync.centre.verdicts import Read, Taken

PART = 500
MAX_ORIGINAL = 128

TURNS = 64
"""Places at which versions wait for each other; as many locks as one transaction may take for it at most."""


@dataclass(frozen=True)
class Placed:
    """What becomes of responses that arrive together. ``codes``: id -> why one changes nothing, or waits;
    ``replaced``: id of an amendment -> the version whose place it takes; ``superseded``: id -> the amendment in its
    place, of those that arrived and those that were held."""

    codes: Mapping[str, str] = field(default_factory=dict)
    replaced: Mapping[str, Taken] = field(default_factory=dict)
    superseded: Mapping[str, str] = field(default_factory=dict)


def wait_for_others(session: Session, arrived: Iterable[Taken]) -> None:
    """Have an amendment and other versions of its questionnaire arrive one after the other, in whichever processes:
    two that store at the same moment would not see each other, and the amendment would wait for what is here.
    Final responses do not wait for one another."""
    places: dict[int, bool] = {}
    for one in arrived:
        turn = sha256(one.facts.original.encode()).digest()[0] % TURNS
        places[turn] = places.get(turn, False) or one.facts.amends is not None
    in_turn(session, places)


def place(session: Session, arrived: Sequence[Taken], beside: Mapping[str, Taken]) -> Placed:
    """The place of each, in the order of arrival; nothing is stored. ``beside``: all that came in the same
    transaction, of which the bytes are not stored yet."""
    originals = {one.facts.original for one in arrived if one.facts.amends}
    if not originals:
        return Placed()
    held = _held(session, originals, beside)
    codes: dict[str, str] = {}
    replaced: dict[str, Taken] = {}
    superseded: dict[str, str] = {}
    for original in originals:
        before = chain_of(_version(one) for one in held.values() if one.facts.original == original)
        after = _grown(before, (one for one in arrived if one.facts.original == original))
        codes.update(after.refused)
        codes.update({one.id: "unknown_amended" for one in after.waiting})
        superseded |= after.successor
        known = held | {one.facts.id: one for one in arrived}
        news = (one for id, one in after.versions.items() if id not in before.versions and one.amends)
        replaced |= {one.id: known[one.amends] for one in news if one.amends}
    return Placed(codes, replaced, superseded)


def note_superseded(session: Session, superseded: Mapping[str, str]) -> None:
    """The versions in whose place another stands count no longer."""
    for id, by in superseded.items():
        session.exec(update(Response).where(col(Response.id) == id).values(counted=False, superseded_by=by))


def publish(session: Session, arrived: Sequence[Read]) -> None:
    """Tell of the amendments of every questionnaire of which a version, or a copy of one, has just been stored."""
    wanted = sorted({_original(one) for one in arrived if one.kind in RESPONSES})
    for start in range(0, len(wanted), PART):
        query = select(Response.original).where(
            col(Response.original).in_(wanted[start : start + PART]), col(Response.amends).is_not(None)
        )
        for original in sorted(set(session.exec(query))):
            put(session, list(_published(session, original)))


def _original(one: Read) -> str:
    return str(one.content.get("original") or one.id)[:MAX_ORIGINAL]


def _published(session: Session, original: str) -> Iterator[Record]:
    here = and_(col(ItemRow.device) == col(Response.device), col(ItemRow.seq) == col(Response.device_seq))
    query = select(Response.id, Response.superseded_by, ItemRow.body).join(ItemRow, here)
    held = {id: (by, body) for id, by, body in session.exec(query.where(Response.original == original))}
    bodies, id = [], held[original][0]
    while id is not None:
        id, body = held[id]
        bodies.append((body or b"").decode())
    handed_in = select(ItemRow.device).where(col(ItemRow.id).in_(list(held)))
    people = session.exec(select(Device.person).where(col(Device.id).in_(handed_in)).distinct())
    for person in sorted(people):
        id = f"{original}:{person}"
        content = {"id": id, "original": original, "bodies": bodies}
        yield Record(VERSIONS, id, task_stream(person), content)


def waiting_for(session: Session, arrived: Sequence[str]) -> list[ItemRow]:
    """The amendments in quarantine that amend one of these, or one another of them, in the order of arrival."""
    if not arrived:
        return []
    query = select(ItemRow).where(
        col(ItemRow.status) == "quarantined", col(ItemRow.code) == "unknown_amended"
    )
    rows = session.exec(query.order_by(col(ItemRow.received_at), col(ItemRow.device), col(ItemRow.seq))).all()
    amended = {row.id: str(json.loads(row.body or b"{}").get("amends")) for row in rows}
    known, before = set(arrived), 0
    while len(known) > before:
        before = len(known)
        known |= {id for id, of in amended.items() if of in known}
    return [row for row in rows if row.id in known and amended[row.id] in known]


def _grown(chain: Chain, arrived: Iterable[Taken]) -> Chain:
    for one in arrived:
        chain = chain.with_version(_version(one))
    return chain


def _held(session: Session, originals: Iterable[str], beside: Mapping[str, Taken]) -> dict[str, Taken]:
    """The stored versions of these questionnaires. All versions of one are filled with one pack."""
    wanted = sorted(originals)
    packs = {one.response.pack_hash: one.pack for one in beside.values()}
    found: dict[str, Taken] = {}
    here = and_(col(ItemRow.device) == col(Response.device), col(ItemRow.seq) == col(Response.device_seq))
    for start in range(0, len(wanted), PART):
        query = (
            select(Response.id, ItemRow.body, ItemRow.digest)
            .join(ItemRow, here, isouter=True)
            .where(col(Response.original).in_(wanted[start : start + PART]))
            .order_by(col(Response.id))
            .with_for_update(of=Response)  # two amendments of one version: the second sees the first
        )
        for id, body, digest in session.exec(query):
            if id in beside:
                found[id] = beside[id]
                continue
            response = read_response(json.loads(body or b"{}"))
            pack = packs.get(response.pack_hash) or next(iter(packs.values()))  # the rule refuses another one
            found[id] = Taken.of(response, pack, digest)
    return found


def _version(one: Taken) -> Version:
    response = one.response
    amends = response if isinstance(response, ResponseAmend) else None
    return Version(
        response.id,
        one.facts.original,
        response.pack_hash,
        one.digest.hex(),
        amends.amends if amends else None,
        amends.amends_sha256 if amends else None,
    )
