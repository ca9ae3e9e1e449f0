"""Which device this laptop is: enrolment with a code, and a new identity when its log has forked."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random, SystemRandom

from sync.client.clock import Clock
from sync.client.conversation import Conversation
from sync.client.ports import DeviceLog, Enrolment, KeySafe, Replica, Transport
from sync.client.pull import pull
from sync.client.recovery import hand_over
from sync.client.signer import Signer
from sync.protocol import messages
from sync.protocol.signing import device_message, enrol_message, to_text


@dataclass(frozen=True)
class Trust:
    """By what the user knows the centre before it has said anything: as in ``Enrolment``."""

    ca: str | None = None
    pins: tuple[str, ...] = ()
    plain: bool = False


NOTHING_GIVEN = Trust()


def enrol(
    url: str,
    code: str,
    log: DeviceLog,
    replica: Replica,
    transport: Transport,
    signer: Signer,
    clock: Clock,
    *,
    random: Random | None = None,
    stop: Callable[[], bool] = lambda: False,
    trust: Trust = NOTHING_GIVEN,
    safe: KeySafe | None = None,
) -> tuple[Enrolment, int]:
    """Register this laptop with a one-time code and pull what it needs to start: the enrolment, and how many
    changes came down.

    A laptop that was enrolled before becomes a new device and keeps every record. Raises a SyncError.
    """
    talk = Conversation(transport, signer, clock, random or SystemRandom(), stop)
    hello, offset = talk.hello()
    key = to_text(signer.public_key())
    signature = to_text(signer.sign(enrol_message(code, key)))
    request = messages.EnrolRequest(code=code, key=key, signature=signature)
    granted = talk.ask("POST", "enrol", messages.Enrolled, request)
    before = log.enrolment()
    enrolment = Enrolment(
        url=url,
        device=granted.device,
        incarnation=before.incarnation + 1 if before else 1,
        user=granted.user,
        organisation=granted.organisation,
        ca=granted.ca or trust.ca,
        pins=tuple(granted.pins) or trust.pins,
        plain=trust.plain,
        bundle_key=hello.bundle_key,
        mark=granted.mark,
    )
    if before is None:
        log.enrolled(enrolment)
    elif before.device != granted.device:
        log.renumber(enrolment)
    else:
        log.enrolled(replace(enrolment, incarnation=before.incarnation))
    log.note_clock(offset, granted.server_time)
    token = talk.identify(granted.device)
    log.note_role(token.role)
    hand_over(talk, token, granted.device, safe)
    return log.enrolment() or enrolment, pull(talk, replica, lambda progress: None)


def new_incarnation(talk: Conversation, log: DeviceLog, enrolment: Enrolment) -> Enrolment:
    """Take a new identity under the same key and number the whole log anew, to be sent from its beginning."""
    if not talk.challenge:  # the run went on with a token of an earlier one
        talk.hello()
    request_id = f"{talk.random.getrandbits(128):032x}"
    message = device_message(enrolment.device, talk.challenge, request_id)
    request = messages.DeviceRequest(
        device=enrolment.device,
        challenge=talk.challenge,
        request=request_id,
        signature=to_text(talk.signer.sign(message)),
    )
    granted = talk.ask("POST", "device", messages.Enrolled, request)
    renewed = replace(
        enrolment, device=granted.device, incarnation=enrolment.incarnation + 1, mark=granted.mark
    )
    log.renumber(renewed)
    return log.enrolment() or renewed  # the log counts incarnations, a restored one included
