"""The page of the feed that a device asks for: where it stands, or that it has to begin anew."""

from sqlmodel import Session

from sync.centre.feed import holds, read
from sync.centre.reference import streams_of
from sync.centre.tables import Device, Person
from sync.protocol import cursor as cursors
from sync.protocol import messages


def page(session: Session, secret: bytes, device: Device, sealed: str | None, room: int) -> messages.Page:
    """The changes after a sealed cursor, about ``room`` bytes of them; a reset when it is not of this feed."""
    place = place_of(session, secret, device, sealed)
    if place is None:
        begin = cursors.start(_streams(session, device))
        return messages.Page(changes=[], cursor=cursors.seal(begin, secret), more=True, reset=True)
    found = read(session, place, room)
    sealed_now = cursors.seal(found.cursor, secret)
    return messages.Page(changes=list(found.changes), cursor=sealed_now, more=found.more, reset=False)


def place_of(session: Session, secret: bytes, device: Device, sealed: str | None) -> cursors.Cursor | None:
    """The place a client names; None when it is not one in the feed this device now reads."""
    begin = cursors.start(_streams(session, device))
    if sealed is None:
        return begin
    place = cursors.unseal(sealed, secret)
    if place is None or place.scope != begin.scope:
        return None
    return place if holds(session, place.positions) else None


def _streams(session: Session, device: Device) -> tuple[str, ...]:
    person = session.get_one(Person, device.person)
    return streams_of(person.id, person.region)
