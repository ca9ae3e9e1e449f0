"""The append-only log of all this laptop has recorded, and how far the centre has it.

The numbers never change: the log starts at 1 with what was recorded first, so a new incarnation counts the
same bodies in the same order and its chain has the same values. What starts anew is what is acknowledged.
"""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, func, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from csat_tui.store import meta
from csat_tui.store.bulk import insert_many
from csat_tui.store.database import Store
from csat_tui.store.tables import ClockRow, LogRow, ProofRow
from schemas.records.amending import OVERRULED
from schemas.records.looks import CUSTOMER_LOOK
from sync.client.ports import Enrolment, EntryResult, Head, LogEntry
from sync.protocol.chain import GENESIS, next_chain

_NOTE_RESULT = (
    update(LogRow)
    .where(col(LogRow.seq) == bindparam("at"))
    .values(result=bindparam("told"), code=bindparam("why"), acknowledged_at=bindparam("when"))
)

_LAST = select_columns(col(LogRow.seq), col(LogRow.chain)).order_by(col(LogRow.seq).desc()).limit(1)
_CHAIN = select_columns(col(LogRow.chain)).where(col(LogRow.seq) == bindparam("seq"))
"""Asked many times in a sync: put together once."""

_UNSENT: Any = {
    "result": None,
    "code": case((col(LogRow.code).in_(sorted(OVERRULED)), col(LogRow.code)), else_=None),
    "acknowledged_at": None,
}
"""What an entry is before it is sent. A correction that the centre overruled stays so until it says otherwise."""

ENROLMENT = "enrolment"
ACKNOWLEDGED = "acknowledged"
BACKED_UP = "backed_up_through"
ROLE = "enrolled_role"


def append(session: Session, kind: str, id: str, body: bytes) -> int:
    """Add an entry as part of a writing transaction, and give its number."""
    return append_many(session, [(kind, id, body)])


def append_many(session: Session, entries: Sequence[tuple[str, str, bytes]]) -> int:
    """Add entries (kind, id, body) in order, as part of a writing transaction; the number of the first."""
    last = head(session)
    first, chain = last.n + 1, last.chain
    rows: list[tuple[Any, ...]] = []
    for seq, (kind, id, body) in enumerate(entries, first):
        chain = next_chain(chain, seq, body)
        rows.append((seq, kind, id, body, chain))
    insert_many(session, LogRow, ("seq", "kind", "id", "body", "chain"), rows)
    return first


def head(session: Session) -> Head:
    """The end of the log."""
    last = session.connection().execute(_LAST).first()
    return Head(0, GENESIS) if last is None else Head(last[0], last[1])


def acknowledged(session: Session) -> Head:
    """The part of the log that the centre has said it holds."""
    kept = meta.get(session, ACKNOWLEDGED)
    return Head(0, GENESIS) if kept is None else Head(kept["n"], bytes.fromhex(kept["chain"]))


def _enrolment(session: Session) -> Enrolment | None:
    """Which centre this laptop belongs to, and as which device."""
    kept = meta.get(session, ENROLMENT)
    return None if kept is None else Enrolment(**{**kept, "pins": tuple(kept.get("pins", ()))})


class LaptopLog:
    """``sync.client.ports.DeviceLog`` on the laptop database."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def enrolment(self) -> Enrolment | None:
        with self._store.read() as session:
            return _enrolment(session)

    def enrolled(self, enrolment: Enrolment) -> None:
        """Note the enrolment. Another device identity than before has nothing acknowledged yet."""
        with self._store.write() as session:
            old = _enrolment(session)
            if old is None or old.device != enrolment.device:
                _begin_incarnation(session, old, enrolment)
            else:
                meta.put(session, ENROLMENT, asdict(replace(enrolment, incarnation=old.incarnation)))

    def renumber(self, enrolment: Enrolment) -> None:
        """Become a new device, whose incarnation is higher than the present one; everything is sent again."""
        with self._store.write() as session:
            _begin_incarnation(session, _enrolment(session), enrolment)

    def head(self) -> Head:
        with self._store.read() as session:
            return head(session)

    def acknowledged(self) -> Head:
        with self._store.read() as session:
            return acknowledged(session)

    def chain_at(self, seq: int) -> bytes | None:
        """The chain value after this entry; None when there is no such entry."""
        with self._store.read() as session:
            return _chain_at(session, seq)

    def entries(self, after: int, max_items: int, max_bytes: int) -> Sequence[LogEntry]:
        """Entries in order, within both limits but at least one when there is one."""
        columns = select_columns(
            *(col(getattr(LogRow, name)) for name in ("seq", "kind", "id", "body", "chain"))
        )
        query = columns.where(col(LogRow.seq) > after).order_by(col(LogRow.seq)).limit(max_items)
        chosen: list[LogEntry] = []
        size = 0
        with self._store.read() as session:
            for row in session.connection().execute(query.execution_options(yield_per=100)):
                size += len(row.body)
                if chosen and size > max_bytes:
                    break
                chosen.append(LogEntry(*row))
        return chosen

    def acknowledge(self, head: Head, results: Sequence[EntryResult]) -> None:
        """Note what the centre holds and what became of each entry, in one transaction.

        Amendments count from now on as the centre decided. ValueError when this head is not a place in our log:
        then it is not ours to believe.
        """
        from csat_tui.store import amending  # reads whole responses: not needed at an ordinary start

        at = datetime.now().astimezone().isoformat(timespec="seconds")
        with self._store.write() as session:
            if _chain_at(session, head.n) != head.chain:
                raise ValueError(f"the acknowledged chain at {head.n} is not that of this log")
            meta.put(session, ACKNOWLEDGED, {"n": head.n, "chain": head.chain.hex()})
            told = [{"at": one.seq, "told": one.status, "why": one.code, "when": at} for one in results]
            if told:
                session.connection().execute(_NOTE_RESULT, told)
            amending.settle_entries(session, [result.seq for result in results])

    def set_aside(self) -> Sequence[int]:
        return [one.seq for one in quarantined(self._store)]

    def rewind(self, seq: int) -> None:
        """Send again from ``seq`` on; until then what was done there is shown here as not sent yet."""
        from csat_tui.store import operations  # reads this module

        n = max(seq - 1, 0)
        with self._store.write() as session:
            chain = _chain_at(session, n)
            if chain is None:
                raise ValueError(f"there is no entry {n} to go back to")
            meta.put(session, ACKNOWLEDGED, {"n": n, "chain": chain.hex()})
            session.exec(update(LogRow).where(col(LogRow.seq) > n).values(**_UNSENT))
            operations.lay_over(session)  # what came down from a restored centre lacks it

    def proven(self, n: int, at: str) -> None:
        with self._store.write() as session:
            known = _enrolment(session)
            session.add(ProofRow(incarnation=known.incarnation if known else 0, n=n, at=at))

    def count(self, kind: str, up_to: int) -> int:
        with self._store.read() as session:
            return count(session, kind, up_to)

    def note_clock(self, offset_ms: int, at: str) -> None:
        with self._store.write() as session:
            session.merge(ClockRow(id=1, offset_ms=offset_ms, measured_at=at))

    def note_backup(self, n: int) -> None:
        with self._store.write() as session:
            meta.put(session, BACKED_UP, n)

    def backed_up_through(self) -> int | None:
        """How far this log stands in a verified backup of the centre; None when it never told."""
        with self._store.read() as session:
            kept = meta.get(session, BACKED_UP)
            return None if kept is None else int(kept)

    def note_role(self, role: str | None) -> None:
        with self._store.write() as session:
            if meta.get(session, ROLE) != role:
                meta.put(session, ROLE, role)

    def role(self) -> str | None:
        """What the centre says the enrolled user is; None when it never told."""
        with self._store.read() as session:
            kept = meta.get(session, ROLE)
            return None if kept is None else str(kept)

    def clock_offset_ms(self) -> int | None:
        """Server minus laptop clock as last measured; None when never."""
        with self._store.read() as session:
            clock = session.get(ClockRow, 1)
            return None if clock is None else clock.offset_ms

    def to_send(self) -> int:
        """What was recorded here and the centre has not acknowledged."""
        with self._store.read() as session:
            return to_send(session)


def count(session: Session, kind: str, up_to: int) -> int:
    """Entries of a kind among the first ``up_to``."""
    query = select(func.count()).select_from(LogRow).where(LogRow.kind == kind, LogRow.seq <= up_to)
    return session.exec(query).one()


def to_send(session: Session) -> int:
    """Entries the centre has not acknowledged. Looks go along, but nobody waits for them: they are no work."""
    waiting = (col(LogRow.seq) > acknowledged(session).n, LogRow.kind != CUSTOMER_LOOK)
    return session.exec(select(func.count()).select_from(LogRow).where(*waiting)).one()


def quarantined(store: Store) -> list[EntryResult]:
    """The entries that the centre keeps but cannot count yet, and why."""
    query = select(LogRow).where(LogRow.result == "quarantined").order_by(col(LogRow.seq))
    with store.read() as session:
        return [EntryResult(row.seq, row.result or "", row.code) for row in session.exec(query)]


def last_proof(session: Session) -> ProofRow | None:
    """The latest proof of the present incarnation."""
    known = _enrolment(session)
    query = select(ProofRow).where(ProofRow.incarnation == (known.incarnation if known else 0))
    return session.exec(query.order_by(col(ProofRow.id).desc()).limit(1)).first()


def proof_of(session: Session, seq: int) -> ProofRow | None:
    """The first proof of the present incarnation that covers this entry."""
    known = _enrolment(session)
    query = select(ProofRow).where(
        ProofRow.incarnation == (known.incarnation if known else 0), col(ProofRow.n) >= seq
    )
    return session.exec(query.order_by(col(ProofRow.id)).limit(1)).first()


def _begin_incarnation(session: Session, old: Enrolment | None, new: Enrolment) -> None:
    """Nothing is acknowledged any more; the incarnation is higher than any before."""
    incarnation = max(new.incarnation, old.incarnation + 1 if old else 1)
    meta.put(session, ACKNOWLEDGED, None)
    meta.put(session, BACKED_UP, None)
    meta.put(session, ENROLMENT, asdict(replace(new, incarnation=incarnation)))
    session.exec(update(LogRow).values(**_UNSENT))


def fits(session: Session, seq: int, body: bytes) -> bool:
    """Whether these bytes are what entry ``seq`` was chained with: what is damaged on the disk is not."""
    before, chain = _chain_at(session, seq - 1), _chain_at(session, seq)
    return before is not None and chain == next_chain(before, seq, body)


def _chain_at(session: Session, seq: int) -> bytes | None:
    if seq == 0:
        return GENESIS
    chain: bytes | None = session.connection().execute(_CHAIN, {"seq": seq}).scalar()
    return chain
