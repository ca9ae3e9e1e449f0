"""Amended questionnaires on this laptop: which version counts, by the rule both ends share.

The log is the order of arrival, and what the centre has said of an amendment is believed: one that it refused
counts here no longer, and one that it took after all does.
"""

import json
from hashlib import sha256

from sqlmodel import Session, col, select

from csat_tui.store import packs, rollup
from csat_tui.store.tables import LogRow, ResponseRow
from schemas.figures.rollup import Cell, CellKey, contributions
from schemas.figures.strata import counted_points
from schemas.packs.model import Pack
from schemas.records.amending import OVERRULED, Chain, Version, chain_of
from schemas.records.facts import facts_of_response
from schemas.records.response import ResponseAmend, ResponseFinal, read_response


def version_of(response: ResponseFinal, body: bytes) -> Version:
    """A questionnaire as the rule sees it."""
    digest = sha256(body).hexdigest()
    if isinstance(response, ResponseAmend):
        return Version(
            response.id,
            response.original,
            response.pack_hash,
            digest,
            response.amends,
            response.amends_sha256,
        )
    return Version(response.id, response.id, response.pack_hash, digest)


def chain(session: Session, original: str) -> Chain:
    """The versions of a questionnaire as they stand here, without those the centre refused for good."""
    query = (
        select(LogRow.body, LogRow.code)
        .join(ResponseRow, col(ResponseRow.log_seq) == col(LogRow.seq))
        .where(ResponseRow.original == original)
        .order_by(col(LogRow.seq))
    )
    bodies = [body for body, code in session.exec(query) if code not in OVERRULED]
    return chain_of(version_of(read_response(json.loads(body)), body) for body in bodies)


def settle(session: Session, original: str, pack: Pack) -> None:
    """Let the version count that the rule says, as part of a writing transaction: what another added to the roll-up
    is taken out and its own put in. ``pack``: the one all versions were filled with."""
    session.flush()
    found = chain(session, original)
    for row in session.exec(select(ResponseRow).where(ResponseRow.original == original)).all():
        counts = found.head is not None and row.id == found.head.id and row.void is None
        if row.counted != counts:
            change = rollup.add if counts else rollup.take_out
            change(session, _contributions(session, row, pack))
        row.counted, row.superseded_by = counts, found.successor.get(row.id)
        session.add(row)
    session.flush()


def settle_entries(session: Session, entries: list[int]) -> None:
    """The same for every questionnaire of which the centre has judged one of these log entries."""
    query = select(ResponseRow.original, LogRow.body).join(
        LogRow, col(LogRow.seq) == col(ResponseRow.log_seq)
    )
    query = query.where(col(ResponseRow.log_seq).in_(entries), col(ResponseRow.amends).is_not(None))
    for original, body in session.exec(query.distinct()).all():
        pack = packs.in_session(session, json.loads(body)["pack_hash"])
        if pack is not None:
            settle(session, original, pack)


def _contributions(session: Session, row: ResponseRow, pack: Pack) -> dict[CellKey, Cell]:
    body = session.exec(select(LogRow.body).where(LogRow.seq == row.log_seq)).one()
    response = read_response(json.loads(body))
    return contributions(facts_of_response(response), counted_points(pack, response.answers))
