"""Which device this laptop is: enrolment with a code, and a new identity when its log has forked."""

from collections.abc import Callable
from random import Random, SystemRandom

from sync.client.clock import Clock
from sync.client.conversation import Conversation
from sync.client.ports import DeviceLog, Enrolment, Replica, Transport
from sync.client.pull import pull
from sync.client.signer import Signer
from sync.protocol import messages
from sync.protocol.signing import device_message, enrol_message, to_text


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
    enrolment = _enrolment(url, granted, before.incarnation + 1 if before else 1, hello.bundle_key)
    if before is None:
        log.enrolled(enrolment)
    elif before.device != granted.device:
        log.renumber(enrolment)
    log.note_clock(offset, granted.server_time)
    talk.identify(granted.device)
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
    renewed = _enrolment(enrolment.url, granted, enrolment.incarnation + 1, enrolment.bundle_key)
    log.renumber(renewed)
    return log.enrolment() or renewed  # the log counts incarnations, a restored one included


def _enrolment(url: str, granted: messages.Enrolled, incarnation: int, bundle_key: str | None) -> Enrolment:
    return Enrolment(
        url, granted.device, incarnation, granted.user, granted.organisation, granted.ca, bundle_key
    )
