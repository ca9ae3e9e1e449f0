"""One sync: send, bring down, prove. It ends with a proof, or says what stands in its way."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from random import Random, SystemRandom
from typing import Literal

from schemas.records.response import RESPONSE_FINAL
from sync.client.clock import Clock
from sync.client.conversation import Conversation, Refused
from sync.client.errors import NotEnrolled, Revoked, SyncError
from sync.client.identity import new_incarnation
from sync.client.mend import first_differing, mend
from sync.client.passes import Passes
from sync.client.ports import (
    DeviceLog,
    Enrolment,
    Head,
    KeySafe,
    Replica,
    Scans,
    Transport,
    TransportError,
)
from sync.client.progress import Outcome, Report
from sync.client.pull import pull
from sync.client.push import Diverged, Tally, push
from sync.client.recovery import hand_over
from sync.client.scans import ask_again, send_scans
from sync.client.signer import Signer
from sync.client.verify import verify
from sync.client.waiting import ask_about
from sync.protocol import messages
from sync.protocol.chain import GENESIS

ROUNDS = 4
"""How often a run repairs what differs and begins again before it gives up the proof."""


def run_sync(
    log: DeviceLog,
    replica: Replica,
    transport: Transport,
    signer: Signer,
    clock: Clock,
    progress: Report = lambda progress: None,
    *,
    stop: Callable[[], bool] = lambda: False,
    random: Random | None = None,
    passes: Passes | None = None,
    safe: KeySafe | None = None,
    scans: Scans | None = None,
    accept_removal: bool = False,
) -> Outcome:
    """Send everything, pull everything, and ask for the proof; ``proven`` False when the ends still differ.

    ``passes`` keeps the access token for the next run; ``safe`` seals the database key to the organisation's
    recovery key; ``scans`` of paper forms go last, and never spoil a proof; ``accept_removal``: let most of a collection vanish; ``stop`` is asked before every request.
    Whatever was acknowledged before an error stays acknowledged.
    Raises a SyncError.
    """
    enrolment = log.enrolment()
    if enrolment is None:
        raise NotEnrolled
    talk = Conversation(transport, signer, clock, random or SystemRandom(), stop, passes)
    return _Run(talk, log, replica, progress, enrolment, safe, scans, accept_removal).outcome()


@dataclass
class _Run:
    talk: Conversation
    log: DeviceLog
    replica: Replica
    report: Report
    enrolment: Enrolment
    safe: KeySafe | None
    scans: Scans | None
    accept_removal: bool
    tally: Tally = field(default_factory=Tally)
    pulled: int = 0
    mended: bool = False
    parted: int | None = None

    def outcome(self) -> Outcome:
        began = self.talk.clock.monotonic()
        aside = self.log.set_aside()
        resumed = self.talk.resume(self.enrolment.device)
        if not resumed:  # else what differs comes out at push or proof
            self._begin()
        proof = self._rounds()
        if resumed and self.talk.told is not None:
            self.log.note_role(self.talk.told.role)
        proven = proof is not None
        waited = self.scans.count() if self.scans else 0
        if proven:
            self._ask_about(aside)
            self._send_scans(ask=not resumed)
        waiting = self.scans.count() if self.scans else 0
        # What was recorded while this run was under way is not part of its proof.
        head = self.log.head() if proof is None else Head(proof.n, bytes.fromhex(proof.chain))
        return Outcome(
            pushed=self.tally.pushed,
            responses=self.tally.responses,
            responses_total=self.log.count(RESPONSE_FINAL, head.n) if proven else 0,
            duplicates=self.tally.duplicates,
            quarantined=self.tally.quarantined,
            pulled=self.pulled,
            proven=proven,
            incarnation=self.enrolment.incarnation,
            n=head.n,
            chain=head.chain.hex(),
            seconds=round(self.talk.clock.monotonic() - began, 3),
            bytes_up=self.talk.meter.up,
            bytes_down=self.talk.meter.down,
            parted_at=self.parted,
            scans=max(waited - waiting, 0),
            scans_waiting=waiting,
        )

    def _begin(self) -> None:
        """Say who we are, and see at once whether the centre's log is the beginning of ours."""
        hello, offset = self.talk.hello()
        self.log.note_clock(offset, hello.server_time)
        self._note("bundle_key", hello.bundle_key)
        token = self.talk.identify(self.enrolment.device)
        self._note("mark", token.mark)
        if token.revoked:
            self._hand_in()
            raise Revoked
        self.log.note_role(token.role)
        hand_over(self.talk, token, self.enrolment.device, self.safe)
        self._reconcile(token.n, bytes.fromhex(token.chain))

    def _note(self, name: Literal["bundle_key", "mark"], told: str | None) -> None:
        """Learn what is needed on the day there is no network: where file bundles go, what serials bear."""
        if told not in (None, getattr(self.enrolment, name)):
            self.enrolment = replace(self.enrolment, **{name: told})  # type: ignore[arg-type]
            self.log.enrolled(self.enrolment)

    def _hand_in(self) -> None:
        """A revoked laptop may still send what it has; the centre keeps it for review."""
        with suppress(Diverged):
            push(self.talk, self.log, self.enrolment.device, self.tally, self.report)

    def _rounds(self) -> messages.Verified | None:
        anew = False
        for _round in range(ROUNDS):
            try:
                push(self.talk, self.log, self.enrolment.device, self.tally, self.report)
            except Diverged as other:
                self._reconcile(other.n, other.chain)
                continue
            self.pulled += pull(self.talk, self.replica, self.report, anew=anew, accept_removal=self.accept_removal)
            proof = verify(self.talk, self.log, self.replica, self.enrolment.device, self.report)
            if proof.ok:
                return proof
            anew = bool(proof.collections) and not self._mend(proof.collections)
            if not proof.log:
                self._reconcile(proof.n, bytes.fromhex(proof.chain))
        return None

    def _ask_about(self, aside: Sequence[int]) -> None:
        """Of what was set aside in earlier runs. What stops this leaves it shown so until the next one."""
        with suppress(SyncError, Refused, TransportError):
            ask_about(self.talk, self.log, self.enrolment.device, aside)

    def _send_scans(self, *, ask: bool) -> None:
        """What stops this stops the scans only: records are sent and proven by now, and the rest waits."""
        if self.scans is None:
            return
        with suppress(SyncError, Diverged):
            if ask:
                ask_again(self.talk, self.scans, self.enrolment.device)
            send_scans(self.talk, self.scans, self.enrolment.device, self._records_first, self.report)

    def _records_first(self) -> None:
        if self.log.acknowledged().n < self.log.head().n:
            push(self.talk, self.log, self.enrolment.device, self.tally, lambda _progress: None)

    def _mend(self, entities: Sequence[str]) -> bool:
        """Mend by blocks what differs, once a run; what differs then still is read anew."""
        if self.mended:
            return False
        self.mended = True
        return mend(
            self.talk, self.replica, self.enrolment.device, entities, accept_removal=self.accept_removal
        )

    def _reconcile(self, n: int, chain: bytes) -> None:
        """Go back to what the centre holds when that is our past; become a new device when it is not."""
        own = self.log.chain_at(n) if n else GENESIS
        if own != chain:
            self.parted = first_differing(self.talk, self.log, self.enrolment.device, n)
            self.tally.sent.clear()
            self.enrolment = new_incarnation(self.talk, self.log, self.enrolment)
            token = self.talk.identify(self.enrolment.device)
            hand_over(self.talk, token, self.enrolment.device, self.safe)
        elif n < self.log.acknowledged().n:
            self.log.rewind(n + 1)
