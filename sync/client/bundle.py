"""The sync of a laptop without a network: what it would push as a file, and the centre's answer taken in."""

from dataclasses import dataclass, replace

from pydantic import ValidationError

from sync.client.errors import BundleRefused, NoBundleKey, NotEnrolled
from sync.client.ports import DeviceLog, Enrolment, EntryResult, Head, Replica
from sync.client.pull import replay
from sync.client.push import request_for, sound_entries
from sync.client.signer import Signer
from sync.client.verify import head_and_collections
from sync.protocol import bundle as files
from sync.protocol import messages
from sync.protocol.batching import Batch
from sync.protocol.signing import answer_key_message, bundle_message, from_text, to_text

MAX_RAW = 16 * 1024 * 1024
"""Bytes of bodies in one file; what is left over goes with the next."""


@dataclass(frozen=True)
class Written:
    """A bundle: its bytes, how many entries are in it, and how many are left for the next."""

    data: bytes
    entries: int
    left: int


@dataclass(frozen=True)
class TakenIn:
    """What an answer brought: entries acknowledged anew, changes, and whether everything was proven."""

    acknowledged: int
    pulled: int
    proven: bool
    n: int


def write_bundle(log: DeviceLog, replica: Replica, signer: Signer) -> Written:
    """Everything the centre has not acknowledged, as a file. NotEnrolled, NoBundleKey, DamagedEntry."""
    enrolment = _enrolment(log)
    if enrolment.bundle_key is None:
        raise NoBundleKey
    id = files.new_id()
    pushes, reached = _pushes(log, enrolment.device)
    content = messages.BundleUp(
        answer_key=to_text(_answer_key(signer, id)),
        pushes=pushes,
        verify=head_and_collections(log, replica, signer, enrolment.device),
    )
    plain = content.model_dump_json(exclude_none=True).encode()
    ephemeral, sealed, digest = files.seal_up(plain, enrolment.device, id, from_text(enrolment.bundle_key))
    signature = signer.sign(bundle_message(enrolment.device, digest))
    data = files.written(files.Bundle(enrolment.device, id, ephemeral, signature, sealed))
    return Written(data, sum(len(push.items) for push in pushes), log.head().n - reached)


def take_answer(
    log: DeviceLog, replica: Replica, signer: Signer, data: bytes, *, accept_removal: bool = False
) -> TakenIn:
    """Believe the centre's answer as if it had come over the network; the same file twice changes nothing.

    BundleRefused ``not_a_bundle``, ``damaged``, ``wrong_device``, ``old_bundle``; MassRemoval.
    """
    enrolment = _enrolment(log)
    try:
        device, id, sealed = files.read_answer(data)
        if device != enrolment.device:
            raise BundleRefused("wrong_device")
        plain = files.open_answer(sealed, device, id, _answer_key(signer, id))
        answer = messages.BundleDown.model_validate_json(plain)
    except files.BadBundle as error:
        raise BundleRefused(error.code) from error
    except ValidationError as error:
        raise BundleRefused("damaged") from error
    if answer.mark not in (None, enrolment.mark):
        log.enrolled(replace(enrolment, mark=answer.mark))
    taken = sum(_acknowledge(log, pushed) for pushed in answer.pushed)
    pulled = _pull(replica, answer, accept_removal=accept_removal)
    if answer.verified.ok:
        log.proven(answer.verified.n, answer.verified.server_time)
    return TakenIn(taken, pulled, answer.verified.ok and answer.verified.n == log.head().n, answer.verified.n)


def _pushes(log: DeviceLog, device: str) -> tuple[list[messages.PushRequest], int]:
    """Requests for everything not acknowledged, within the room of a file, and the number they reach to."""
    base, end, room = log.acknowledged(), log.head().n, MAX_RAW
    pushes: list[messages.PushRequest] = []
    while base.n < end and room > 0:
        entries = sound_entries(log, base, Batch())
        pushes.append(request_for(device, base, entries))
        room -= sum(len(entry.body) for entry in entries)
        base = Head(entries[-1].seq, entries[-1].chain)
    return pushes, base.n


def _acknowledge(log: DeviceLog, pushed: messages.Pushed) -> int:
    """Note what the centre holds now; how many entries that is more than was known."""
    known = log.acknowledged().n
    if log.chain_at(pushed.n) != bytes.fromhex(pushed.chain):
        raise BundleRefused("old_bundle")
    if pushed.n <= known:
        return 0
    results = [
        EntryResult(one.seq, one.was or one.status, one.code) for one in pushed.results if one.seq > known
    ]
    log.acknowledge(Head(pushed.n, bytes.fromhex(pushed.chain)), results)
    return pushed.n - known


def _pull(replica: Replica, answer: messages.BundleDown, *, accept_removal: bool) -> int:
    stands = replica.cursor()
    if answer.pages and stands == answer.pages[-1].cursor:
        return 0  # taken in before
    if stands != answer.stands:
        raise BundleRefused("old_bundle")
    return replay(answer.pages, replica, accept_removal=accept_removal)


def _answer_key(signer: Signer, id: str) -> bytes:
    return files.answer_key(signer.sign(answer_key_message(id)))


def _enrolment(log: DeviceLog) -> Enrolment:
    found = log.enrolment()
    if found is None:
        raise NotEnrolled
    return found
