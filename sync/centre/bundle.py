"""Take in a file from a laptop without a network: the same acceptance as over the wire, and a file in answer."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from sync.centre.accept import accept, examine
from sync.centre.answers import stamp
from sync.centre.audit import note
from sync.centre.faults import CentreError, Refused
from sync.centre.pages import page, place_of
from sync.centre.store import Store
from sync.centre.tables import Device
from sync.centre.verdicts import Rules
from sync.centre.verify import verify
from sync.protocol import bundle as files
from sync.protocol import messages
from sync.protocol.bundle import BadBundle
from sync.protocol.encoding import Shape, shape
from sync.protocol.signing import from_text
from sync.protocol.wire import MAX_JSON_DEPTH, PAGE_BYTES

MAX_VALUES = 1_000_000
"""Values of any kind in one bundle, those of its items' bodies not among them: some 200,000 items."""


def take_in(store: Store, rules: Rules, now: Callable[[], datetime], data: bytes, by: str) -> bytes:
    """Store what a bundle carries, in one transaction, and give the answer for its laptop.

    The same bundle twice stores nothing twice. ``by``: who brought it, for the audit log. CentreError
    ``not_a_bundle``, ``too_large``, ``damaged``, ``no_device``, ``bad_signature``, ``fork``, ``revoked``.
    """
    try:
        bundle = files.read_up(data)

        def job(session: Session) -> tuple[messages.BundleUp, messages.BundleDown]:
            device = _sender(session, bundle)
            asked = _content(bundle, store.centre.secret)
            told = _done(session, store.centre.secret, rules, device, asked, stamp(now()))
            items = sum(len(pushed.results) for pushed in told.pushed)
            note(session, stamp(now()), by, "bundle_taken", device.id, bundle=bundle.id, items=items)
            return asked, told

        asked, told = store.do(job)
        key = from_text(asked.answer_key)
        return files.answer(told.model_dump_json(exclude_none=True).encode(), bundle.device, bundle.id, key)
    except BadBundle as error:
        raise CentreError(error.code) from error
    except Refused as refused:
        raise CentreError(refused.code) from refused


def _sender(session: Session, bundle: files.Bundle) -> Device:
    device = session.get(Device, bundle.device)
    if device is None:
        raise CentreError("no_device", id=bundle.device)
    if not bundle.signed_by(device.public_key):
        raise CentreError("bad_signature")
    return device


def _content(bundle: files.Bundle, secret: bytes) -> messages.BundleUp:
    plain = files.open_up(bundle, secret)
    if not _sound(shape(plain, MAX_JSON_DEPTH)):
        raise BadBundle("damaged")
    try:
        asked = messages.BundleUp.model_validate_json(plain)
        from_text(asked.answer_key)
    except ValueError as error:
        raise BadBundle("damaged") from error
    if {asked.verify.device, *(push.device for push in asked.pushes)} != {bundle.device}:
        raise BadBundle("damaged")
    return asked


def _sound(found: Shape) -> bool:
    return found.depth <= MAX_JSON_DEPTH and found.values <= MAX_VALUES


def _done(
    session: Session, secret: bytes, rules: Rules, device: Device, asked: messages.BundleUp, now: str
) -> messages.BundleDown:
    pushed = [accept(session, device.id, push, examine(push), rules, now) for push in asked.pushes]
    if device.revoked_at is not None:  # handed in for review; nothing goes out to it
        verified = messages.Verified(
            ok=False, log=False, collections=[], n=device.n, chain=device.chain.hex(), server_time=now
        )
        return _down(device, pushed, asked, [], verified)
    place = place_of(session, secret, device, asked.verify.cursor)
    verified = verify(session, device.id, asked.verify, place, now)
    pages = _pages(session, secret, device, asked.verify.cursor)
    return _down(device, pushed, asked, pages, verified)


def _down(
    device: Device,
    pushed: list[messages.Pushed],
    asked: messages.BundleUp,
    pages: list[messages.Page],
    verified: messages.Verified,
) -> messages.BundleDown:
    return messages.BundleDown(
        device=device.id,
        mark=device.mark,
        pushed=pushed,
        stands=asked.verify.cursor,
        pages=pages,
        verified=verified,
    )


def _pages(session: Session, secret: bytes, device: Device, cursor: str | None) -> list[messages.Page]:
    """What a laptop would fetch from here on, page after page."""
    pages = [page(session, secret, device, cursor, PAGE_BYTES)]
    while pages[-1].more:
        pages.append(page(session, secret, device, pages[-1].cursor, PAGE_BYTES))
    return pages
