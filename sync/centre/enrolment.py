"""Who may speak: users, one-time codes, device identities and their access tokens.

Codes and tokens are known here by their SHA-256 only. Nothing rotates, so a lost answer locks nobody out: the
same code with the same key, or the same request id, gives the same device again.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import bindparam, delete
from sqlmodel import Session, col, select
from uuid6 import uuid7

from schemas.paper.serial import free_mark
from sync.centre.audit import note
from sync.centre.faults import Refused
from sync.centre.tables import AccessToken, Device, EnrolmentCode, Person
from sync.protocol.chain import GENESIS
from sync.protocol.messages import DeviceRequest, EnrolRequest
from sync.protocol.signing import device_message, enrol_message, from_text, token_message

CODE_LIFE = timedelta(hours=24)
TOKEN_LIFE = timedelta(minutes=15)
CODE_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Signs of a code: nothing that looks like something else."""

CODE_GROUPS, CODE_GROUP = 4, 4

_HOLDER = (
    select(AccessToken.expires_at, Device)
    .join(Device, col(Device.id) == col(AccessToken.device), isouter=True)
    .where(col(AccessToken.digest) == bindparam("token_digest"))
)
"""Asked at every request: put together once."""


@dataclass(frozen=True)
class Granted:
    """A new access token in clear, and its device."""

    token: str
    device: Device


def new_code(session: Session, person: Person, now: datetime) -> str:
    """A one-time code for this person, valid for 24 hours."""
    groups = ("".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_GROUP)) for _ in range(CODE_GROUPS))
    code = "-".join(groups)
    session.add(
        EnrolmentCode(digest=_digest(_plain(code)), person=person.id, expires_at=_stamp(now + CODE_LIFE))
    )
    return code


def enrol(session: Session, request: EnrolRequest, now: datetime) -> Device:
    """The device for this code and key. Refused ``bad_code``, ``bad_signature``."""
    key = _key(request.key)
    _check(key, request.signature, enrol_message(request.code, request.key))
    code = session.get(EnrolmentCode, _digest(_plain(request.code)), with_for_update=True)
    if code is None:
        raise Refused(403, "bad_code")
    if code.device is not None:
        device = session.get(Device, code.device)
        if device is None or device.public_key != key or device.revoked_at is not None:
            raise Refused(403, "bad_code", who=code.person)
        return device
    if code.expires_at < _stamp(now):
        raise Refused(403, "bad_code", who=code.person)
    device = _new_device(session, code.person, key, now)
    code.used_at, code.device = _stamp(now), device.id
    session.add(code)
    note(session, _stamp(now), code.person, "device_enrolled", device.id)
    return device


def succeed(session: Session, request: DeviceRequest, now: datetime) -> Device:
    """A new identity for a laptop whose log has forked, under the same key. Refused ``revoked`` and as
    ``authenticate``."""
    old = authenticate(
        session,
        request.device,
        request.signature,
        device_message(request.device, request.challenge, request.request),
    )
    if old.revoked_at is not None:
        raise Refused(403, "revoked", who=old.id)
    known = session.exec(select(Device).where(col(Device.request) == request.request)).first()
    if known is not None:
        if known.successor_of != old.id:
            raise Refused(403, "wrong_device", who=old.id)
        return known
    device = _new_device(
        session, old.person, old.public_key, now, successor_of=old.id, request=request.request
    )
    note(session, _stamp(now), old.person, "device_succeeded", device.id, successor_of=old.id)
    return device


def grant(session: Session, device_id: str, challenge: str, signature: str, now: datetime) -> Granted:
    """An access token for a device that has proven its key."""
    device = authenticate(session, device_id, signature, token_message(device_id, challenge))
    token = secrets.token_urlsafe(32)
    session.exec(delete(AccessToken).where(col(AccessToken.expires_at) < _stamp(now)))
    session.add(AccessToken(digest=_digest(token), device=device.id, expires_at=_stamp(now + TOKEN_LIFE)))
    session.flush()
    return Granted(token, device)


def end_tokens(session: Session, person: Person) -> None:
    """The laptops of this person prove their keys at the next request."""
    theirs = select(Device.id).where(col(Device.person) == person.id)
    session.exec(delete(AccessToken).where(col(AccessToken.device).in_(theirs)))


def authenticate(session: Session, device_id: str, signature: str, message: bytes) -> Device:
    """The device whose key signed this. Refused ``unknown_device``."""
    device = session.get(Device, device_id)
    if device is None:
        raise Refused(401, "unknown_device")
    try:
        _check(device.public_key, signature, message)
    except Refused:
        raise Refused(401, "unknown_device", who=device.id) from None
    return device


def device_of(session: Session, token: str, now: datetime) -> Device:
    """The device that holds this token. Refused ``unauthorised``."""
    held = session.exec(_HOLDER, params={"token_digest": _digest(token)}).first()
    if held is None or held[0] < _stamp(now):
        raise Refused(401, "unauthorised")
    device: Device | None = held[1]
    if device is None:
        raise Refused(401, "unknown_device")
    return device


def _new_device(
    session: Session,
    person: str,
    key: bytes,
    now: datetime,
    *,
    successor_of: str | None = None,
    request: str | None = None,
) -> Device:
    id = str(uuid7())
    first = select(Device).order_by(col(Device.id)).limit(1)
    session.exec(
        first.with_for_update()
    ).first()  # one enrolment after the other: each sees the marks before it
    device = Device(
        id=id,
        mark=free_mark(id, set(session.exec(select(Device.mark)))),
        person=person,
        public_key=key,
        chain=GENESIS,
        successor_of=successor_of,
        request=request,
        created_at=_stamp(now),
    )
    session.add(device)
    session.flush()
    return device


def _key(text: str) -> bytes:
    try:
        return Ed25519PublicKey.from_public_bytes(from_text(text)).public_bytes_raw()
    except ValueError:
        raise Refused(422, "bad_request") from None


def _check(key: bytes, signature: str, message: bytes) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(from_text(signature), message)
    except (InvalidSignature, ValueError):
        raise Refused(403, "bad_signature") from None


def _plain(code: str) -> str:
    """A code as it is compared: people leave out hyphens and write small letters."""
    return "".join(sign for sign in code.upper() if sign.isalnum())


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
