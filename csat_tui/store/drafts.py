"""Forms being filled: an append-only journal per draft, every step on disk before the call returns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, delete, select

from csat_tui.store.clean import cleaned
from csat_tui.store.database import Store
from csat_tui.store.tables import DraftEventRow, DraftRow
from schemas.text import clean

KEEP_DISCARDED = timedelta(days=30)


def now_local() -> datetime:
    """The laptop's clock, with its offset."""
    return datetime.now().astimezone()


@dataclass(frozen=True)
class Draft:
    """An open draft as it is listed. ``header`` is what the form was begun with; ``done`` of ``total``
    questions are dealt with (None when nobody said)."""

    id: str
    header: dict[str, Any]
    started_at: str
    changed_at: str
    pending: str
    done: int | None
    total: int | None


class Drafts:
    """The journal behind the interview. Every method returns after its commit."""

    def __init__(
        self, store: Store, now: Callable[[], datetime] = now_local, whose: str | None = None
    ) -> None:
        """``whose``: the one person whose drafts are listed; None lists everybody's."""
        self._store = store
        self._now = now
        self._whose = whose

    def create(self, draft_id: str, header: dict[str, Any], event: dict[str, Any] | None = None) -> None:
        """Begin a draft, with its first event if it has one already. ValueError when there is one of this id."""
        at = self._at()
        with self._store.write() as session:
            if session.get(DraftRow, draft_id) is not None:
                raise ValueError(f"draft {draft_id} exists already")
            row = DraftRow(id=draft_id, header=cleaned(header), started_at=at, changed_at=at)
            session.add(row)
            if event is not None:
                session.flush()
                session.add(DraftEventRow(draft=draft_id, seq=1, event=cleaned(event), at=at))

    def append(self, draft_id: str, event: dict[str, Any], progress: tuple[int, int] | None = None) -> int:
        """Add one event and give its number, from 1. The half-typed text is done with.

        ``progress``: questions dealt with, and all. KeyError when there is no open draft of this id.
        """
        at = self._at()
        with self._store.write() as session:
            draft = _open_draft(session, draft_id)
            seq = _last_seq(session, draft_id) + 1
            session.add(DraftEventRow(draft=draft_id, seq=seq, event=cleaned(event), at=at))
            draft.changed_at, draft.pending = at, ""
            if progress is not None:
                draft.done, draft.total = progress
        return seq

    def events(self, draft_id: str) -> list[dict[str, Any]]:
        """All events in order; empty for a draft without any or unknown."""
        query = select(DraftEventRow).where(DraftEventRow.draft == draft_id).order_by(col(DraftEventRow.seq))
        with self._store.read() as session:
            return [row.event for row in session.exec(query)]

    def header(self, draft_id: str) -> dict[str, Any]:
        """What the draft was begun with. KeyError when there is no open draft of this id."""
        with self._store.read() as session:
            return _open_draft(session, draft_id).header

    def change_header(
        self, draft_id: str, header: dict[str, Any], event: dict[str, Any], *, taken: bool = False
    ) -> None:
        """Put another header in the place of a draft's, with the event that says so. ``taken``: it says what was
        half typed, which is done with. KeyError when there is no open draft of this id."""
        at = self._at()
        with self._store.write() as session:
            draft = _open_draft(session, draft_id)
            draft.header, draft.changed_at = cleaned(header), at
            draft.pending = "" if taken else draft.pending
            seq = _last_seq(session, draft_id) + 1
            session.add(DraftEventRow(draft=draft_id, seq=seq, event=cleaned(event), at=at))

    def pending(self, draft_id: str, text: str) -> None:
        """Keep the half-typed text of the present field, in place of the one before."""
        with self._store.write() as session:
            _open_draft(session, draft_id).pending = clean(text)

    def pending_text(self, draft_id: str) -> str:
        """The half-typed text kept last, empty when none."""
        with self._store.read() as session:
            return _open_draft(session, draft_id).pending

    def open_drafts(self, *, everybody: bool = False) -> list[Draft]:
        """The open drafts, the one changed last first; those of everybody where somebody else's count too."""
        with self._store.read() as session:
            found = list_open(session)
        return found if everybody else [draft for draft in found if self.mine(draft)]

    def mine(self, draft: Draft) -> bool:
        """Whether it is of the person whose drafts these are."""
        return self._whose in (None, owner(draft.header))

    def discard(self, draft_id: str) -> None:
        """Mark a draft as thrown away. It can be taken back for 30 days."""
        with self._store.write() as session:
            draft = _open_draft(session, draft_id)
            draft.status, draft.discarded_at = "discarded", self._at()

    def restore(self, draft_id: str) -> None:
        """Take a discarded draft back. KeyError when there is none of this id."""
        with self._store.write() as session:
            draft = _any_draft(session, draft_id)
            draft.status, draft.discarded_at = "open", None

    def clear_discarded(self) -> int:
        """Remove for good what was discarded more than 30 days ago; how many drafts."""
        limit = self._now() - KEEP_DISCARDED
        with self._store.write() as session:
            rows = session.exec(select(DraftRow).where(DraftRow.status == "discarded")).all()
            old = [row.id for row in rows if datetime.fromisoformat(row.discarded_at or "") < limit]
            for draft_id in old:
                remove(session, draft_id)
        return len(old)

    def _at(self) -> str:
        return self._now().isoformat(timespec="milliseconds")


def owner(header: Mapping[str, Any]) -> str | None:
    """Who fills the form: who corrects it, else who began it."""
    corrected = (header.get("amending") or {}).get("amended_by")
    return corrected or header.get("interviewer")


def list_open(session: Session) -> list[Draft]:
    """All open drafts, the one changed last first."""
    query = select(DraftRow).where(DraftRow.status == "open").order_by(col(DraftRow.changed_at).desc())
    return [_listed(row) for row in session.exec(query)]


def remove(session: Session, draft_id: str) -> None:
    """Take a draft and its events out, as part of a transaction."""
    session.exec(delete(DraftEventRow).where(col(DraftEventRow.draft) == draft_id))
    session.exec(delete(DraftRow).where(col(DraftRow.id) == draft_id))


def _listed(row: DraftRow) -> Draft:
    return Draft(
        id=row.id,
        header=row.header,
        started_at=row.started_at,
        changed_at=row.changed_at,
        pending=row.pending,
        done=row.done,
        total=row.total,
    )


def _any_draft(session: Session, draft_id: str) -> DraftRow:
    row = session.get(DraftRow, draft_id)
    if row is None:
        raise KeyError(draft_id)
    return row


def _open_draft(session: Session, draft_id: str) -> DraftRow:
    row = _any_draft(session, draft_id)
    if row.status != "open":
        raise KeyError(draft_id)
    return row


def _last_seq(session: Session, draft_id: str) -> int:
    last = session.exec(select(func.max(DraftEventRow.seq)).where(DraftEventRow.draft == draft_id)).one()
    return last or 0
