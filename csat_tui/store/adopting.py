"""Corrections made elsewhere of questionnaires that are on this laptop, as they come down from the centre.

A laptop that was restored, or copied, may hold a questionnaire and not the correction that counts. It takes it into
its own log, byte for byte: so it is read, listed, counted and proven like everything else, and sending it again is a
duplicate to the centre.
"""

import json
from collections.abc import Collection, Mapping
from typing import Any

from sqlmodel import Session, select

from csat_tui.store import amending, packs, responses
from csat_tui.store.among import among
from csat_tui.store.clean import cleaned
from csat_tui.store.tables import LogRow, ResponseRow
from schemas.records.response import ResponseAmend


def adopt(session: Session, published: Collection[Mapping[str, Any]]) -> None:
    """Take in the versions that are missing here of questionnaires that are here, as part of a transaction.

    ``published``: bodies of the feed entity ``schemas.records.amending.VERSIONS``."""
    for one in published:
        original = session.get(ResponseRow, str(one["original"]))
        if original is not None:
            _adopt(session, original.id, list(map(str, one["bodies"])))


def _adopt(session: Session, original: str, bodies: list[str]) -> None:
    arrived = {str(content["id"]): (content, body) for body in bodies if (content := json.loads(body))}
    known = set(session.exec(select(LogRow.id).where(among(LogRow.id, list(arrived)))))
    new = [arrived[id] for id in arrived if id not in known]
    pack = packs.in_session(session, new[0][0]["pack_hash"]) if new else None
    if pack is None:
        return
    for content, body in new:
        responses.filed(session, ResponseAmend.model_validate(cleaned(content)), body.encode())
    amending.settle(session, original, pack)
