"""Requests and answers: what is sent, what counts as an answer of the centre, and what its refusals mean.

An answer counts only with our media type and our nonce; anything else came from a portal, a proxy or a cache,
and neither credentials nor records are touched because of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar
from urllib.parse import urlencode

from pydantic import ValidationError

from schemas.language import current
from sync.client.clock import Clock
from sync.client.errors import BadCode, CentreFailed, NotTheCentre, Revoked, Stopped, TooOld, UnknownDevice
from sync.client.passes import NoPasses, Pass, Passes
from sync.client.patience import Patience
from sync.client.ports import Answered, Transport, TransportError
from sync.client.signer import Signer
from sync.protocol import messages
from sync.protocol.encoding import WORTH_COMPRESSING, Damaged, TooLarge, compress, inflate
from sync.protocol.signing import to_text, token_message
from sync.protocol.wire import MAX_INFLATED_BYTES, MEDIA_TYPE, NONCE, PROTOCOL, ROOT, same_media_type

A = TypeVar("A", bound=messages.Answer)
WAITS = (429, 500, 503, 507)


class Refused(Exception):
    """The centre refused a request in its own words."""

    def __init__(self, status: int, fault: messages.Fault, retry_after: int) -> None:
        super().__init__(fault.code)
        self.status = status
        self.fault = fault
        self.retry_after = retry_after


@dataclass(frozen=True)
class Parcel:
    """A request body as it goes over the wire."""

    body: bytes
    encoding: str | None


Request = messages.Message | Parcel | None


@dataclass
class Meter:
    """Bytes of bodies over the wire, in both directions."""

    up: int = 0
    down: int = 0


class Conversation:
    """One run's exchange with a centre. Every request may be repeated, so any of them is tried again."""

    def __init__(
        self,
        transport: Transport,
        signer: Signer,
        clock: Clock,
        random: Random,
        stop: Callable[[], bool],
        passes: Passes | None = None,
    ) -> None:
        self._transport = transport
        self.signer = signer
        self.clock = clock
        self.random = random
        self._stop = stop
        self.meter = Meter()
        self.patience = Patience(clock, random, self.check_stop)
        self._passes = passes or NoPasses()
        self._token: str | None = None
        self._device: str | None = None
        self.told: messages.Token | None = None
        """What the centre said with the newest token of this run; None while an earlier run's serves."""
        self.challenge = ""

    def check_stop(self) -> None:
        if self._stop():
            raise Stopped

    def hello(self) -> tuple[messages.Hello, int]:
        """The centre's greeting, and how many ms its clock is ahead of this laptop's."""
        before = self.clock.now()
        hello = self.ask("GET", "hello", messages.Hello)
        offset = _offset_ms(before, self.clock.now(), hello.server_time)
        if not hello.protocol_min <= PROTOCOL <= hello.protocol_max:
            raise TooOld
        self.challenge = hello.challenge
        return hello, offset

    def identify(self, device: str) -> messages.Token:
        """Prove the device key; later requests carry the token."""
        signature = to_text(self.signer.sign(token_message(device, self.challenge)))
        request = messages.Assertion(device=device, challenge=self.challenge, signature=signature)
        token = self.ask("POST", "token", messages.Token, request)
        self._token, self._device, self.told = token.token, device, token
        until = self.clock.now() + timedelta(seconds=token.expires_in)
        self._passes.keep(Pass(device, token.token, until))
        return token

    def resume(self, device: str) -> bool:
        """Go on with the access token of an earlier run, if one is here that still serves."""
        kept = self._passes.kept()
        if kept is None or not kept.serves(device, self.clock.now()):
            return False
        self._token, self._device = kept.token, device
        return True

    def ask(
        self,
        method: str,
        name: str,
        answer: type[A],
        request: Request = None,
        **query: object,
    ) -> A:
        """One answer, however often it has to be asked for. Raises a SyncError, or Refused."""
        while True:
            try:
                return self.once(method, name, answer, request, **query)
            except TransportError as error:
                self.patience.link_failed(error)

    def once(
        self,
        method: str,
        name: str,
        answer: type[A],
        request: Request = None,
        **query: object,
    ) -> A:
        """One answer, without a second try after a broken link. Raises TransportError as well."""
        renewed = False
        while True:
            try:
                found = self._exchange(method, name, answer, request, query)
            except Refused as refused:
                if refused.fault.code == "unauthorised" and not renewed:
                    renewed = self._renew()
                else:
                    self._handle(refused)
            else:
                self.patience.succeeded()
                return found

    def _renew(self) -> bool:
        """A new token for the one that has expired."""
        self._token = None
        if self._device is not None:
            self.hello()
            self.identify(self._device)
        return True

    def _handle(self, refused: Refused) -> None:
        """Return when the request may be sent once more."""
        code = refused.fault.code
        if refused.status in WAITS:
            self.patience.asked_to_wait(code, refused.retry_after)
        elif code == "unknown_device":
            raise UnknownDevice
        elif code in ("bad_code", "bad_signature"):
            raise BadCode
        elif code == "revoked":
            raise Revoked
        elif refused.status == 426:
            raise TooOld
        elif refused.status in (409, 413):
            raise refused
        else:
            raise CentreFailed(code)

    def _exchange(
        self,
        method: str,
        name: str,
        answer: type[A],
        request: Request,
        query: dict[str, object],
    ) -> A:
        self.check_stop()
        nonce = f"{self.random.getrandbits(128):032x}"
        headers = {
            "accept": MEDIA_TYPE,
            "accept-encoding": "gzip",
            "accept-language": current(),
            NONCE: nonce,
        }
        if self._token is not None:
            headers["authorization"] = f"Bearer {self._token}"
        body = _load(request, headers)
        given = {key: value for key, value in query.items() if value is not None}
        path = f"{ROOT}/{name}" + (f"?{urlencode(given)}" if given else "")
        answered = self._transport.send(method, path, headers, body)
        self.meter.up += len(body or b"")
        self.meter.down += len(answered.body)
        content = _content(answered, nonce)
        if answered.status == 200:
            return _read(answer, content)
        fault = _read(messages.Refusal, content).error
        after = answered.headers.get("retry-after", "")
        raise Refused(answered.status, fault, int(after) if after.isdigit() else 0)


def _load(request: Request, headers: dict[str, str]) -> bytes | None:
    if request is None:
        return None
    parcel = request if isinstance(request, Parcel) else pack(request)
    headers["content-type"] = MEDIA_TYPE
    if parcel.encoding is not None:
        headers["content-encoding"] = parcel.encoding
    return parcel.body


def pack(request: messages.Message) -> Parcel:
    """A request made ready to be sent, also more than once."""
    body = request.model_dump_json(exclude_none=True).encode()
    return Parcel(compress(body), "gzip") if len(body) > WORTH_COMPRESSING else Parcel(body, None)


def _content(answered: Answered, nonce: str) -> bytes:
    ours = same_media_type(answered.headers.get("content-type", ""))
    if not ours or answered.headers.get(NONCE) != nonce:
        raise NotTheCentre
    if answered.headers.get("content-encoding", "") != "gzip":
        return answered.body
    try:
        return inflate(answered.body, MAX_INFLATED_BYTES)
    except Damaged as error:
        raise TransportError("cut") from error
    except TooLarge as error:
        raise NotTheCentre from error


def _read(model: type[A], content: bytes) -> A:
    try:
        return model.model_validate_json(content)
    except ValidationError as error:
        raise NotTheCentre from error


def _offset_ms(before: datetime, after: datetime, server_time: str) -> int:
    try:
        there = datetime.fromisoformat(server_time)
    except ValueError as error:
        raise NotTheCentre from error
    middle = before + (after - before) / 2
    return round((there - middle).total_seconds() * 1000)
