"""The proof at the end of a sync: the same log, the same collections, signed by the device."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlmodel import Session

from sync.centre.faults import Refused
from sync.centre.feed import totals_at
from sync.centre.tables import Device, Proof
from sync.protocol.cursor import Cursor
from sync.protocol.messages import CollectionDigest, Verified, VerifyRequest
from sync.protocol.signing import from_text, head_message

ALWAYS = frozenset({"customer", "task", "pack"})
"""Entities that every laptop keeps."""


def verify(
    session: Session, device_id: str, request: VerifyRequest, cursor: Cursor | None, now: str
) -> Verified:
    """Compare a laptop's head and collections with what is on the disk here, and keep its signature.

    ``log`` holds when the centre has exactly the first ``n`` entries, with this chain. Refused
    ``bad_signature``.
    """
    device = session.get_one(Device, device_id)
    _check_signature(device, request)
    log = request.n == device.n and request.chain == device.chain.hex()
    differing = _differing(session, request, cursor)
    if log:
        _keep(session, device, request, now)
    return Verified(
        ok=log and not differing,
        log=log,
        collections=differing,
        n=device.n,
        chain=device.chain.hex(),
        backed_up_through=device.backed_up_through,
        server_time=now,
    )


def _differing(session: Session, request: VerifyRequest, cursor: Cursor | None) -> list[str]:
    if cursor is None:
        return sorted(name for name, digest in request.collections.items() if digest.count)
    there = {name: digest for name, digest in request.collections.items() if digest.count}
    # A laptop of before an entity existed neither keeps nor names it.
    compared = request.collections.keys() | ALWAYS
    here = {
        name: CollectionDigest(count=count, sum=f"{total:016x}")
        for name, (count, total) in totals_at(session, cursor, compared).items()
    }
    return sorted(name for name in compared if here.get(name) != there.get(name))


def _check_signature(device: Device, request: VerifyRequest) -> None:
    message = head_message(request.device, request.n, request.chain)
    try:
        Ed25519PublicKey.from_public_bytes(device.public_key).verify(from_text(request.signature), message)
    except (InvalidSignature, ValueError):
        raise Refused(403, "bad_signature") from None


def _keep(session: Session, device: Device, request: VerifyRequest, now: str) -> None:
    if request.n and session.get(Proof, (device.id, request.n)) is None:
        session.add(
            Proof(
                device=device.id,
                n=request.n,
                chain=device.chain,
                signature=from_text(request.signature),
                proven_at=now,
            )
        )
