"""Scans of paper forms in the laptop database: in pieces, so that none is ever in the memory twice."""

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from csat_tui.store.database import Store
from csat_tui.store.tables import ScanPartRow, ScanRow
from schemas.paper.scan import Scan, digest_of, pieces
from sync.client.ports import ScanToSend


def keep(store: Store, scan: Scan, content: bytes, by: str | None) -> bool:
    """Keep a file; False when this very file is kept for this form already."""
    with store.write() as session:
        if session.get(ScanRow, scan.id) is not None:
            return False
        session.add(
            ScanRow(
                id=scan.id,
                serial=scan.serial,
                sha256=scan.sha256,
                size=scan.size,
                kind=scan.kind,
                name=scan.name,
                at=scan.at,
                by=by,
            )
        )
        session.flush()
        session.add_all(
            ScanPartRow(scan=scan.id, start=start, content=part) for start, part in pieces(content)
        )
    return True


def listed(store: Store, serial: str | None = None) -> Sequence[ScanRow]:
    """The scans of a form, or all, in the order in which they were attached."""
    query = select(ScanRow).order_by(col(ScanRow.serial), col(ScanRow.at), col(ScanRow.id))
    if serial is not None:
        query = query.where(ScanRow.serial == serial)
    with store.read() as session:
        return session.exec(query).all()


def content(store: Store, id: str) -> bytes:
    """The bytes of a scan."""
    with store.read() as session:
        return b"".join(_parts(session, id))


def broken(store: Store) -> list[str]:
    """Serials of the forms whose scan is not the file that was attached."""
    with store.read() as session:
        rows = session.exec(select(ScanRow).order_by(col(ScanRow.serial))).all()
        return [row.serial for row in rows if digest_of(_parts(session, row.id)) != row.sha256]


class LaptopScans:
    """``sync.client.ports.Scans``."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def waiting(self) -> Sequence[ScanToSend]:
        query = select(ScanRow).where(col(ScanRow.sent_at).is_(None), col(ScanRow.refused).is_(None))
        with self._store.read() as session:
            return [_to_send(row) for row in session.exec(query.order_by(col(ScanRow.at), col(ScanRow.id)))]

    def count(self) -> int:
        with self._store.read() as session:
            unsent = select(func.count()).select_from(ScanRow).where(col(ScanRow.sent_at).is_(None))
            return session.exec(unsent).one()

    def piece(self, id: str, start: int, size: int) -> bytes:
        query = select(ScanPartRow).where(ScanPartRow.scan == id, col(ScanPartRow.start) <= start)
        with self._store.read() as session:
            row = session.exec(query.order_by(col(ScanPartRow.start).desc()).limit(1)).one()
        return row.content[start - row.start :][:size]

    def note(self, id: str, held: int) -> None:
        with self._store.write() as session:
            row = session.get_one(ScanRow, id)
            row.held = held
            row.sent_at = _now() if held == row.size else None
            session.add(row)

    def refused(self, id: str, code: str) -> None:
        with self._store.write() as session:
            session.exec(update(ScanRow).where(col(ScanRow.id) == id).values(refused=code, held=0))

    def sent(self, most: int) -> Sequence[str]:
        query = select(ScanRow.id).where(col(ScanRow.sent_at).is_not(None))
        with self._store.read() as session:
            return session.exec(query.order_by(col(ScanRow.sent_at).desc()).limit(most)).all()

    def lost(self, ids: Collection[str]) -> None:
        with self._store.write() as session:
            for id in ids:
                session.exec(update(ScanRow).where(col(ScanRow.id) == id).values(sent_at=None, held=0))


def _to_send(row: ScanRow) -> ScanToSend:
    return ScanToSend(
        row.serial,
        row.sha256,
        row.size,
        row.kind,  # type: ignore[arg-type]
        row.name,
        row.at,
        row.held,
    )


def _parts(session: Session, id: str) -> Iterator[bytes]:
    query = select(ScanPartRow.content).where(ScanPartRow.scan == id).order_by(col(ScanPartRow.start))
    yield from session.exec(query.execution_options(yield_per=16))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
