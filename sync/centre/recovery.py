"""The recovery key at the centre: its public half, and the keys that laptops have sealed to it."""

from sqlmodel import Session, col, select

from sync.centre.audit import note
from sync.centre.faults import CentreError, Refused
from sync.centre.tables import Device, RecoveryKey, SealedKeyRow
from sync.protocol.recovery import NotSealedForThis, digest, fingerprint, read_sealed


def in_force(session: Session) -> RecoveryKey | None:
    """The key that laptops are to seal to; None before there is one."""
    query = select(RecoveryKey).where(col(RecoveryKey.retired_at).is_(None))
    return session.exec(query.order_by(col(RecoveryKey.created_at).desc())).first()


def introduce(session: Session, public: bytes, at: str, by: str) -> RecoveryKey:
    """Put a new key in force; the one before is retired, and what was sealed to it stays until the laptops have
    sealed anew."""
    before = in_force(session)
    if before is not None:
        before.retired_at = at
        session.add(before)
    key = RecoveryKey(id=fingerprint(public), public=public, created_at=at)
    session.add(key)
    session.flush()
    note(session, at, by, "recovery_key_made", key.id, instead_of=before.id if before else None)
    return key


def keep(session: Session, device: Device, text: str, at: str) -> None:
    """Keep what a device has sealed; the same text again changes nothing. Refused 422 ``bad_sealed``."""
    key = in_force(session)
    try:
        sealed = read_sealed(text)
    except NotSealedForThis:
        raise Refused(422, "bad_sealed") from None
    if key is None or sealed.recovery_key != key.id:
        raise Refused(422, "bad_sealed")
    row = session.get(SealedKeyRow, device.id)
    if row is not None and row.digest == digest(text):
        return
    what = "laptop_recovered" if sealed.recovered_at else "key_sealed"
    row = row or SealedKeyRow(device=device.id, recovery_key="", sealed="", digest="", received_at=at)
    row.recovery_key, row.sealed, row.digest, row.received_at = key.id, text, digest(text), at
    session.add(row)
    detail = {"user": device.person, "recovery_key": key.id, "recovered_at": sealed.recovered_at}
    note(session, at, device.id, what, sealed.home, **detail)


def held_digest(session: Session, device: str) -> str | None:
    """The digest of what this device has sealed."""
    row = session.get(SealedKeyRow, device)
    return None if row is None else row.digest


def devices(session: Session) -> dict[str, str]:
    """Device -> fingerprint of the recovery key that opens what it has sealed."""
    rows = session.exec(select(SealedKeyRow.device, SealedKeyRow.recovery_key)).all()
    return dict(rows)


def give(session: Session, device: str, at: str, by: str) -> str:
    """What this device has sealed, for the holders of the recovery key. CentreError ``no_sealed_key``."""
    row = session.get(SealedKeyRow, device)
    if row is None:
        raise CentreError("no_sealed_key", id=device)
    note(session, at, by, "sealed_key_given", device, recovery_key=row.recovery_key)
    return row.sealed
