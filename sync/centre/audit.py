"""The audit log: who did what, when, about what, each entry chained to the one before.

``chain_n = SHA-256(chain_{n-1} || canonical JSON of {seq, at, who, what, about, detail})`` from 32 zero bytes.
An entry that is changed, left out or put in makes every later value another one; that the end was cut off
shows when the head is compared with one that was kept elsewhere.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlmodel import Session, col, select

from schemas.canonical import canonical_bytes
from schemas.text import one_line
from sync.centre.tables import AuditHead, AuditRow
from sync.protocol.chain import GENESIS

STRANGER = "-"
"""Who, when nobody was recognised."""

LONGEST = 256
PAGE = 1000


@dataclass(frozen=True)
class Checked:
    """What the chain says: entries looked at, the head's chain value in hexadecimal, and the number of the first
    entry that does not fit (None: all fit)."""

    entries: int
    chain: str
    broken_at: int | None


def note(session: Session, at: str, who: str, what: str, about: str = "", **detail: Any) -> None:
    """Add an entry, as part of the transaction that does what it tells."""
    head = session.get_one(AuditHead, 1, with_for_update=True, populate_existing=True)
    row = AuditRow(
        seq=head.seq + 1,
        at=at,
        who=one_line(who)[:LONGEST],
        what=what,
        about=one_line(about)[:LONGEST],
        detail=canonical_bytes(detail).decode(),
        chain=b"",
    )
    row.chain = _next(head.chain, row)
    head.seq, head.chain = row.seq, row.chain
    session.add_all([row, head])
    session.flush()


def entries(session: Session, after: int = 0) -> Iterator[AuditRow]:
    """All entries after this number, in order."""
    query = select(AuditRow).where(AuditRow.seq > after).order_by(col(AuditRow.seq))
    with session.exec(query.execution_options(yield_per=PAGE)) as rows:  # closed also when one stops halfway
        yield from rows


def detail_of(row: AuditRow) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(row.detail)
    return content


def check(session: Session) -> Checked:
    """Whether the entries are those that were written, from the first to the head."""
    head = session.get_one(AuditHead, 1)
    chain, seq = GENESIS, 0
    for row in entries(session):
        seq += 1
        chain = _next(chain, row)
        if row.seq != seq or row.chain != chain:
            return Checked(seq, head.chain.hex(), seq)
    fits = (head.seq, head.chain) == (seq, chain)
    return Checked(seq, head.chain.hex(), None if fits else min(head.seq, seq) + 1)


def _next(chain: bytes, row: AuditRow) -> bytes:
    content = {name: getattr(row, name) for name in ("seq", "at", "who", "what", "about", "detail")}
    return sha256(chain + canonical_bytes(content)).digest()
