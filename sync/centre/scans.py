"""Scans of paper forms at the centre: taken in piece by piece, kept when they fit their digest, read back."""

from collections.abc import Iterator, Sequence

from sqlmodel import Session, col, delete, select

from schemas.paper.scan import MAX_SCAN_BYTES, PIECE_BYTES, digest_of, kind_of, scan_id
from schemas.paper.serial import read_serial
from schemas.text import clean, one_line
from sync.centre.audit import note
from sync.centre.dialect import insert_new
from sync.centre.faults import CentreError, Refused
from sync.centre.tables import ScanPartRow, ScanRow
from sync.protocol.messages import ScanRequest
from sync.protocol.signing import from_text

UNFINISHED = 8
"""Of one device at a time; a further one takes the place of the oldest, which begins anew when its turn comes."""


def checked(asked: ScanRequest) -> bytes:
    """The piece in a request. Refused 413 ``too_large``, 422 ``bad_request``, before anything is stored."""
    if asked.size > MAX_SCAN_BYTES:
        raise Refused(413, "too_large", limit=MAX_SCAN_BYTES)
    serial = read_serial(asked.serial)
    try:
        piece = from_text(asked.data)
    except ValueError:
        raise Refused(422, "bad_request") from None
    if str(serial) != asked.serial or not 0 < len(piece) <= PIECE_BYTES:
        raise Refused(422, "bad_request")
    if asked.start + len(piece) > asked.size:
        raise Refused(422, "bad_request")
    return piece


def take(session: Session, device: str, asked: ScanRequest, piece: bytes, at: str) -> int | None:
    """Keep a piece that begins where what is held ends; how many bytes are held now. None when the file is not what
    was announced: then nothing of it is held any more."""
    row = _begun(session, device, asked, at)
    if row.size != asked.size or row.kind != asked.kind:
        return None
    if row.finished_at is not None or row.held != asked.start:
        return row.held
    session.add(ScanPartRow(scan=row.id, start=row.held, content=piece))
    row.held += len(piece)
    session.flush()
    if row.held == row.size:
        if not fits(session, row):
            forget(session, row)
            return None
        row.finished_at = at
    session.add(row)
    return row.held


def missing(session: Session, ids: Sequence[str]) -> list[str]:
    """Which of these scans are not here whole."""
    whole = select(ScanRow.id).where(col(ScanRow.id).in_(ids), col(ScanRow.finished_at).is_not(None))
    held = set(session.exec(whole))
    return [id for id in ids if id not in held]


def fits(session: Session, row: ScanRow) -> bool:
    """Whether a scan that is here whole is the file it is said to be."""
    beginning = next(parts(session, row.id), b"")
    return kind_of(beginning) == row.kind and digest_of(parts(session, row.id)) == row.sha256


def parts(session: Session, id: str) -> Iterator[bytes]:
    """The pieces of a scan in order, one at a time."""
    starts = session.exec(
        select(ScanPartRow.start).where(ScanPartRow.scan == id).order_by(col(ScanPartRow.start))
    ).all()
    for start in starts:
        yield session.exec(
            select(ScanPartRow.content).where(ScanPartRow.scan == id, ScanPartRow.start == start)
        ).one()


def forget(session: Session, row: ScanRow) -> None:
    """Take away a scan that is not whole or not what it was said to be."""
    session.exec(delete(ScanPartRow).where(col(ScanPartRow.scan) == row.id))
    session.delete(row)
    session.flush()


def listed(session: Session, serial: str | None = None) -> Sequence[ScanRow]:
    """The scans that are here whole, of one form or of all, in the order in which they were attached."""
    query = select(ScanRow).where(col(ScanRow.finished_at).is_not(None))
    if serial is not None:
        query = query.where(ScanRow.serial == serial)
    return session.exec(query.order_by(col(ScanRow.serial), col(ScanRow.at), col(ScanRow.id))).all()


def give(session: Session, serial: str, number: int | None, at: str, by: str) -> tuple[ScanRow, bytes]:
    """A form's scan by its number from 1, the last when none is named; noted in the audit log. CentreError
    ``no_scan``."""
    found = listed(session, serial)
    place = len(found) if number is None else number
    if not 1 <= place <= len(found):
        raise CentreError("no_scan", serial=serial)
    row = found[place - 1]
    note(session, at, by, "scan_given", serial, scan=row.id)
    return row, b"".join(parts(session, row.id))


def broken(session: Session) -> Iterator[str]:
    """Scans whose bytes are not the ones they were taken in with, and pieces of none."""
    for row in session.exec(select(ScanRow).order_by(col(ScanRow.id))).all():
        if row.finished_at is not None:
            sound = row.held == row.size and fits(session, row)
        else:
            sound = sum(map(len, parts(session, row.id))) == row.held
        if not sound:
            yield row.serial
    owned = select(ScanRow.id)
    yield from session.exec(select(ScanPartRow.scan).where(col(ScanPartRow.scan).not_in(owned)).distinct())


def _begun(session: Session, device: str, asked: ScanRequest, at: str) -> ScanRow:
    """The scan that is meant, held to the end of the transaction; begun when it is not here."""
    id = scan_id(asked.serial, asked.sha256)
    row = session.get(ScanRow, id, with_for_update=True)
    if row is not None:
        return row
    _make_room(session, device)
    new = {
        "id": id,
        "serial": asked.serial,
        "sha256": asked.sha256,
        "size": asked.size,
        "kind": asked.kind,
        "name": one_line(clean(asked.name)),
        "at": asked.at,
        "device": device,
        "held": 0,
        "begun_at": at,
        "finished_at": None,
    }
    insert_new(session, ScanRow, [new])
    return session.get_one(ScanRow, id, with_for_update=True, populate_existing=True)


def _make_room(session: Session, device: str) -> None:
    unfinished = select(ScanRow).where(ScanRow.device == device, col(ScanRow.finished_at).is_(None))
    for row in session.exec(unfinished.order_by(col(ScanRow.begun_at).desc()).offset(UNFINISHED - 1)).all():
        forget(session, row)
