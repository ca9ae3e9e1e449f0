"""What a laptop exports: the questionnaires recorded here, and the records it holds."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlmodel import Session, col, select

from csat_tui.exporting.held import Held
from csat_tui.laptop.ids import new_id
from csat_tui.laptop.opening import Laptop, now
from csat_tui.store import devicelog, looks, packs
from csat_tui.store.rows import TABLES
from csat_tui.store.tables import CustomerRow, LogRow, ResponseRow
from schemas.packs.model import Pack
from schemas.records.looks import CustomerLook


def responses(laptop: Laptop) -> Iterator[Held]:
    """Every version in the order of the log, read bit by bit in one snapshot."""
    query = (
        select(ResponseRow, LogRow.body, LogRow.result, CustomerRow.body)
        .join(LogRow, col(LogRow.seq) == col(ResponseRow.log_seq))
        .join(CustomerRow, col(CustomerRow.id) == col(ResponseRow.customer), isouter=True)
        .order_by(col(ResponseRow.log_seq))
        .execution_options(yield_per=500)
    )
    with laptop.store.read() as session:
        proof = devicelog.last_proof(session)
        pack_of = cache(lambda hash: _pack(session, hash))
        for row, body, result, customer in session.exec(query):
            content = json.loads(body)
            yield Held(
                body=content,
                status=_status(row.log_seq, result, proof.n if proof else 0),
                counted=row.counted,
                superseded_by=row.superseded_by,
                customer=customer,
                pack=pack_of(content["pack_hash"]),
            )


def records(laptop: Laptop, kind: str) -> Iterator[dict[str, Any]]:
    """All records of a kind, in the order of their ids."""
    table: Any = TABLES[kind]
    query = select(table.id, table.body).order_by(col(table.id)).execution_options(yield_per=500)
    with laptop.store.read() as session:
        for id, body in session.exec(query):
            yield {"id": id, **body}


def note_phones(laptop: Laptop, customers: list[str]) -> None:
    """Put on record that the telephone numbers of these customers are handed over in full, before they are."""
    at = now().isoformat(timespec="milliseconds")
    seen = [CustomerLook(id=new_id(), at=at, user=laptop.user, customer=id, what="phone") for id in customers]
    looks.note_all(laptop.store, seen)


def _status(seq: int, result: str | None, proven: int) -> str:
    if result == "quarantined":
        return "quarantined"
    return "proven" if seq <= proven else "sent" if result else "final"


def _pack(session: Session, hash: str) -> Pack | None:
    try:
        return packs.in_session(session, hash)
    except packs.PackAlteredError:
        return None
