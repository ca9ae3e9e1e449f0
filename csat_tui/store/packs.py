"""The approved packs of this laptop, as typed data."""

import json
from collections.abc import Mapping

from sqlalchemy import func
from sqlmodel import Session, col, select

from csat_tui.store.clean import cleaned
from csat_tui.store.database import Store
from csat_tui.store.tables import PackRow
from schemas.packs.model import Pack
from schemas.packs.resolve import Content, content_hash, read
from schemas.records.reference import ApprovedPack

_typed: dict[str, Pack] = {}


class PackAlteredError(ValueError):
    """The content of a pack does not give the hash that was approved."""


def approved(store: Store) -> list[ApprovedPack]:
    """All approved packs, by name, the newest approval of a name first."""
    with store.read() as session:
        rows = session.exec(select(PackRow)).all()
    records = [ApprovedPack.model_validate(row.body) for row in rows]
    records.sort(key=lambda record: record.approved_at, reverse=True)
    return sorted(records, key=lambda record: record.pack)


def find(store: Store, pack: str, version: str | None = None) -> tuple[Pack, str] | None:
    """A pack and its hash: this version, or the one approved last; None when it is not here.

    Raises PackAlteredError.
    """
    records = [record for record in approved(store) if record.pack == pack]
    chosen = next((record for record in records if version in (None, record.version)), None)
    return None if chosen is None else (typed(chosen.content, chosen.hash), chosen.hash)


def called(store: Store, name: str) -> str:
    """The name of the pack that a person calls by its programme (P01), where only one here is of it; else the name as
    it was given."""
    wanted = name.casefold()
    of_it = {
        one.pack for one in approved(store) if str(one.content.get("programme", "")).casefold() == wanted
    }
    return of_it.pop() if len(of_it) == 1 else name


def any_approved(store: Store) -> bool:
    """Whether there is a questionnaire on this laptop."""
    with store.read() as session:
        return session.exec(select(PackRow.id).limit(1)).first() is not None


def titles(session: Session, pack: str, version: str) -> Mapping[str, str] | None:
    """The titles of an approved pack by language, without reading the rest of it; None when it is not here."""
    query = select(func.json_extract(PackRow.body, "$.content.title")).where(
        PackRow.pack == pack, PackRow.pack_version == version
    )
    found = session.exec(query.limit(1)).first()
    return None if found is None else json.loads(found)


def by_hash(store: Store, hash: str) -> Pack | None:
    """The pack a response pins; None when it is not here. Raises PackAlteredError."""
    with store.read() as session:
        return in_session(session, hash)


def in_session(session: Session, hash: str) -> Pack | None:
    """The same as part of a transaction."""
    content = _content(session, hash)
    return None if content is None else typed(content, hash)


def typed(content: Content, hash: str) -> Pack:
    """Content as a Pack, parsed once per hash. Its texts are harmless; the stored content stays exact."""
    if hash not in _typed:
        if content_hash(content) != hash:
            raise PackAlteredError(f"the content is not the one approved as {hash}")
        _typed[hash] = read(cleaned(content))
    return _typed[hash]


def _content(session: Session, hash: str) -> Content | None:
    row = session.exec(select(PackRow).where(col(PackRow.hash) == hash).limit(1)).first()
    return None if row is None else row.body["content"]
