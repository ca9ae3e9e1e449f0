"""Approved packs at the centre: approval names the hash of the content, and releases what waited for it."""

import json
from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, select

from schemas.packs.model import Pack
from schemas.packs.resolve import content_hash, read
from schemas.records.reference import ApprovedPack
from sync.centre.faults import CentreError
from sync.centre.feed import wait_for_stream
from sync.centre.reference import PACKS, publish
from sync.centre.tables import ReferenceRow


class ApprovedPacks:
    """Looks up approved packs; the parsed form is kept by hash, which never changes its meaning."""

    def __init__(self) -> None:
        self._parsed: dict[str, Pack] = {}
        self._hashes: dict[tuple[str, int], str] = {}

    def hash_of(self, session: Session, name: str) -> str | None:
        """The approved hash of ``pack@version``, or None when it is not approved."""
        row = session.info.get(name)
        if row is None or row not in session:
            row = session.get(ReferenceRow, ("pack", name))
        if row is None or row.deleted:
            return None
        session.info[name] = row  # held, so that the next look-up in this transaction asks no database
        known = (name, row.version)
        if known not in self._hashes:
            self._hashes[known] = str(json.loads(row.body)["hash"])
        return self._hashes[known]

    def settled_hash_of(self, session: Session, name: str) -> str | None:
        """The same after an approval that may be under way at this moment: what waits for the pack is either
        seen by the approval, or sees it. The share of the stream's head is kept to the end of the
        transaction."""
        wait_for_stream(session, PACKS)
        return self.hash_of(session, name)

    def parsed(self, session: Session, name: str, hash: str) -> Pack:
        """The pack with this hash, which is approved."""
        if hash not in self._parsed:
            row = session.get_one(ReferenceRow, ("pack", name))
            self._parsed[hash] = read(json.loads(row.body)["content"])
        return self._parsed[hash]


def newest(session: Session, name: str) -> tuple[Pack, str] | None:
    """The pack approved last under this name (or exactly ``pack@version``), and its hash."""
    query = select(ReferenceRow).where(ReferenceRow.entity == "pack", col(ReferenceRow.deleted).is_(False))
    records = [ApprovedPack.model_validate_json(row.body) for row in session.exec(query)]
    fitting = [record for record in records if name in (record.id, record.pack)]
    if not fitting:
        return None
    last = max(fitting, key=lambda record: record.approved_at)
    return read(last.content), last.hash


def approve(session: Session, content: Mapping[str, Any], *, by: str, at: str) -> tuple[str, bool]:
    """Approve resolved pack content: its name ``pack@version`` and whether that was new.

    Raises CentreError ``pack_changed`` when the same version is approved with another hash.
    """
    pack = read(dict(content))
    hash = content_hash(dict(content))
    row = session.get(ReferenceRow, ("pack", pack.name))
    if row is not None and not row.deleted:
        if json.loads(row.body)["hash"] != hash:
            raise CentreError("pack_changed", name=pack.name)
        return pack.name, False
    approved = ApprovedPack(
        id=pack.name,
        pack=pack.pack,
        version=pack.version,
        hash=hash,
        content=dict(content),
        approved_by=by,
        approved_at=at,
    )
    publish(session, "pack", [approved])
    return pack.name, True
