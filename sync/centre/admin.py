"""What an administrator does at the centre: users, codes, devices, packs, quarantine.

Each command is one transaction of its own, audit entry included, and works beside a serving centre.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from schemas.packs.resolve import library_content
from schemas.packs.source import library_names
from schemas.records.known import Reference
from schemas.text import one_line
from sync.centre import judge, looks, packs, proposals, quarantine, read, recovery, reference, scans
from sync.centre.answers import stamp
from sync.centre.audit import Checked, check, entries, note
from sync.centre.bundle import take_in
from sync.centre.enrolment import end_tokens, new_code
from sync.centre.faults import CentreError
from sync.centre.refusals import AUDITED
from sync.centre.store import Store
from sync.centre.tables import AuditRow, Device, ItemRow, Person, RecoveryKey
from sync.centre.verdicts import Rules

USER = re.compile(r"[^\s:]{1,64}")
"""A user name: what stands in stream names and on the command line."""


@dataclass(frozen=True)
class Approval:
    """``new`` False: it was approved before. ``released``: how many items no longer wait for it."""

    name: str
    new: bool
    released: int


class Administration:
    """The commands, on an open store. ``by``: who gives them, for the audit log."""

    def __init__(
        self, store: Store, now: Callable[[], datetime], rules: Rules | None = None, by: str = "admin"
    ) -> None:
        self._by = by
        self._store = store
        self._now = now
        self._rules = rules or Rules()

    def user(self, name: str, *, role: str | None = None, region: str | None = None) -> Person:
        """The user of this name, made if there is none; role and region are changed when given. The laptops of one
        whose role changes prove themselves anew, so that their next sync tells them.

        CentreError ``bad_user`` for a name with blanks or colons.
        """
        plain = one_line(name)
        if not USER.fullmatch(plain):
            raise CentreError("bad_user", user=plain)

        def job(session: Session) -> Person:
            person = session.get(Person, plain)
            new = person is None
            person = person or Person(id=plain, created_at=stamp(self._now()))
            before = (person.role, person.region)
            person.role = role or person.role
            person.region = region or person.region
            session.add(person)
            if not new and before[0] != person.role:
                end_tokens(session, person)
            if new or before != (person.role, person.region):
                what = "user_made" if new else "user_changed"
                self._note(session, what, plain, role=person.role, region=person.region)
            return person

        return self._store.do(job)

    def users(self) -> Sequence[Person]:
        with self._store.reading() as session:
            return session.exec(select(Person).order_by(col(Person.id))).all()

    def code(self, user: str, *, role: str | None = None, region: str | None = None) -> str:
        """A one-time enrolment code for a user, valid for 24 hours; the user is made if there is none."""
        person = self.user(user, role=role, region=region)

        def job(session: Session) -> str:
            self._note(session, "code_made", person.id)
            return new_code(session, person, self._now())

        return self._store.do(job)

    def devices(self) -> Sequence[Device]:
        with self._store.reading() as session:
            return session.exec(select(Device).order_by(col(Device.created_at), col(Device.id))).all()

    def revoke(self, device: str) -> None:
        """From now on this device only hands in, into quarantine. CentreError ``no_device``."""

        def job(session: Session) -> None:
            found = session.get(Device, device)
            if found is None:
                raise CentreError("no_device", id=device)
            if found.revoked_at is None:
                found.revoked_at = stamp(self._now())
                self._note(session, "device_revoked", device, user=found.person)

        self._store.do(job)

    def quarantine(self) -> Sequence[ItemRow]:
        with self._store.reading() as session:
            return quarantine.waiting(session)

    def release(self, device: str, seq: int) -> str | None:
        """Judge a quarantined item again: None when it is stored now, else its code. CentreError
        ``unknown_record``."""

        def job(session: Session) -> str | None:
            row = session.get(ItemRow, (device, seq), with_for_update=True)
            if row is None or row.status != "quarantined":
                raise CentreError("unknown_record", id=f"{device} {seq}")
            judge.release(session, row, self._rules)
            self._note(session, "quarantine_released", row.id, device=device, seq=seq, code=row.code)
            return row.code

        return self._store.do(job)

    def looks(self, *, customer: str | None = None, user: str | None = None) -> Iterator[looks.Looked]:
        """Who opened which customer's card or saw the whole telephone number, in the order of arrival."""
        with self._store.reading() as session:
            yield from looks.looked(session, customer=customer, user=user)

    def proposals(self) -> Sequence[Mapping[str, Any]]:
        """The open proposals, as ``schemas.records.reference.Proposal``."""
        with self._store.reading() as session:
            return proposals.waiting(session)

    def decide(self, proposal: str, *, accept: bool, by: str | None = None) -> None:
        """Choose the proposed value, or the one that is held. CentreError ``unknown_record``,
        ``unfit_record``."""

        def job(session: Session) -> None:
            proposals.decide(session, proposal, accept=accept, by=by or self._by, at=stamp(self._now()))
            self._note(session, "proposal_decided", proposal, accepted=accept)

        self._store.do(job)

    def approve(self, pack: str, *, by: str | None = None) -> Approval:
        """Approve a pack of the library, by its name or as ``name@version``, and release what waited for it.

        CentreError ``unknown_pack``, ``pack_changed``.
        """
        name, _, version = pack.partition("@")
        content = library_content(name) if name in library_names() else None
        if content is None or (version and version != content["version"]):
            raise CentreError("unknown_pack", name=pack)
        return self.approve_content(content, by=by)

    def approve_content(self, content: Mapping[str, Any], *, by: str | None = None) -> Approval:
        """The same for resolved content that is not in the library. CentreError ``pack_changed``."""

        def job(session: Session) -> Approval:
            name, new = packs.approve(session, content, by=by or self._by, at=stamp(self._now()))
            released = quarantine.release_for_pack(session, name, self._rules)
            if new or released:
                self._note(session, "pack_approved", name, approved_by=by or self._by, released=released)
            return Approval(name, new, released)

        return self._store.do(job)

    def bundle_in(self, data: bytes) -> bytes:
        """Store what a laptop wrote to a file, and give the file that answers it. CentreError as
        ``sync.centre.bundle.take_in`` says."""
        try:
            return take_in(self._store, self._rules, self._now, data, self._by)
        except CentreError as error:
            code = error.code
            if code in AUDITED:
                self._store.do(lambda session: self._note(session, "refused", code, times=1))
            raise

    def publish(
        self, entity: str, records: Iterable[Reference | Mapping[str, Any]], *, region: str = "main"
    ) -> int:
        """Give customers or tasks to the laptops; how many were new or changed."""
        listed = list(records)

        def job(session: Session) -> int:
            changed = reference.publish(session, entity, listed, region=region)
            if changed:
                self._note(session, "published", entity, records=changed, region=region)
            return changed

        return self._store.do(job)

    def withdraw(self, entity: str, ids: Sequence[str]) -> int:
        """Take records back from the laptops; how many there were."""

        def job(session: Session) -> int:
            gone = reference.withdraw(session, entity, ids)
            if gone:
                self._note(session, "withdrawn", entity, records=gone)
            return gone

        return self._store.do(job)

    def recovery_key(self) -> RecoveryKey | None:
        """The recovery key in force."""
        with self._store.reading() as session:
            return recovery.in_force(session)

    def introduce_recovery_key(self, public: bytes) -> RecoveryKey:
        """Put a recovery key in force instead of the one before; laptops seal to it with their next sync."""
        return self._store.do(
            lambda session: recovery.introduce(session, public, stamp(self._now()), self._by)
        )

    def sealed_devices(self) -> Mapping[str, str]:
        """Which devices have sealed their key here, and the fingerprint of the recovery key that opens it."""
        with self._store.reading() as session:
            return recovery.devices(session)

    def sealed_key(self, device: str) -> str:
        """What a device has sealed. CentreError ``no_sealed_key``."""
        return self._store.do(lambda session: recovery.give(session, device, stamp(self._now()), self._by))

    def scan(self, serial: str, number: int | None = None) -> bytes:
        """A form's scan, by its number from 1 or the last. CentreError ``no_scan``."""
        return self._store.do(
            lambda session: scans.give(session, serial, number, stamp(self._now()), self._by)[1]
        )

    def show(self, id: str) -> bytes:
        """The exact bytes of a record, noted in the audit log. CentreError ``unknown_record``."""
        body = read.body_of(self._store, id)
        self._store.do(lambda session: self._note(session, "record_shown", id))
        return body

    def note_phones(self, customers: Sequence[str]) -> None:
        """Put on record that the telephone numbers of these customers are handed over in full, before they are."""
        about = customers[0] if len(customers) == 1 else ""
        self._store.do(lambda session: self._note(session, "phones_given", about, customers=len(customers)))

    def audit(self, after: int = 0) -> Sequence[AuditRow]:
        """The entries of the audit log after this number."""
        with self._store.reading() as session:
            return list(entries(session, after))

    def check_audit(self) -> Checked:
        """Whether the audit log is as it was written."""
        with self._store.reading() as session:
            return check(session)

    def _note(self, session: Session, what: str, about: str, **detail: Any) -> None:
        note(session, stamp(self._now()), self._by, what, about, **detail)
