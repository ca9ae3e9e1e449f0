"""What happens at each address of the protocol."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from logging import getLogger
from typing import TypeVar

from fastapi import Request
from pydantic import ValidationError
from sqlmodel import Session

from schemas.records.envelope import MAX_BODY_BYTES
from sync.centre import challenge, recovery, scans
from sync.centre.accept import accept, examine
from sync.centre.answers import Now, stamp
from sync.centre.audit import STRANGER, note
from sync.centre.blocks import blocks, parting
from sync.centre.bodies import check_shape, read_body
from sync.centre.enrolment import Granted, device_of, enrol, grant, succeed
from sync.centre.faults import Refused
from sync.centre.gate import Buckets, Gate, Place
from sync.centre.pages import page, place_of
from sync.centre.refusals import Refusals
from sync.centre.store import Job, Store
from sync.centre.tables import Device, Person
from sync.centre.verdicts import Rules
from sync.centre.verify import verify
from sync.protocol import bundle, messages, wire
from sync.protocol.signing import to_text

log = getLogger(__name__)
T = TypeVar("T")
M = TypeVar("M", bound=messages.Message)
Own = TypeVar(
    "Own",
    messages.VerifyRequest,
    messages.SealedRequest,
    messages.BlocksRequest,
    messages.PartingRequest,
    messages.ScansRequest,
)

SCAN_SECONDS = 300.0
"""The longest that a piece of a scan may take to arrive."""

SMALL_SECONDS = 30.0
"""The longest that a small request may take to arrive, however steadily it drips."""


@dataclass
class Desk:
    """The open store and what it needs to answer. ``ca``: PEM, and ``pins``: SPKI pins, given to laptops when
    they enrol."""

    store: Store
    rules: Rules
    now: Now
    ca: str | None = None
    pins: tuple[str, ...] = ()
    small_patience: float = 4.0
    large_patience: float = wire.STALL_SECONDS
    gate: Gate = field(default_factory=Gate)
    devices: Buckets = field(default_factory=lambda: Buckets(time.monotonic))
    strangers: Buckets = field(default_factory=lambda: Buckets(time.monotonic, burst=120, per_second=4))
    refusals: Refusals = field(default_factory=lambda: Refusals(time.monotonic))
    threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(4, "centre-reader"))

    async def hello(self, request: Request) -> messages.Answer:
        centre = self.store.centre
        return messages.Hello(
            protocol_min=wire.PROTOCOL,
            protocol_max=wire.PROTOCOL,
            encodings=["gzip"],
            limits=messages.Limits(
                wire_bytes=wire.MAX_WIRE_BYTES,
                inflated_bytes=wire.MAX_INFLATED_BYTES,
                items=wire.MAX_ITEMS,
                item_bytes=MAX_BODY_BYTES,
                json_depth=wire.MAX_JSON_DEPTH,
            ),
            organisation=centre.organisation,
            epoch=centre.epoch,
            bundle_key=to_text(bundle.public_key(centre.secret)),
            challenge=challenge.make(centre.secret, self.now()),
        )

    async def enrol(self, request: Request) -> messages.Answer:
        asked = await self._small(request, messages.EnrolRequest)
        device = await self._write(lambda session: enrol(session, asked, self.now()))
        log.info("device enrolled")
        return self._enrolled(device)

    async def device(self, request: Request) -> messages.Answer:
        asked = await self._small(request, messages.DeviceRequest)
        self._check_challenge(asked)
        device = await self._write(lambda session: succeed(session, asked, self.now()))
        log.info("device has a successor")
        return self._enrolled(device)

    async def token(self, request: Request) -> messages.Answer:
        asked = await self._small(request, messages.Assertion)
        self._check_challenge(asked)
        granted = await self._write(
            lambda session: grant(session, asked.device, asked.challenge, asked.signature, self.now())
        )
        return await self._think(lambda: self._token(granted))

    def _token(self, granted: Granted) -> messages.Token:
        with self.store.reading() as session:
            key = recovery.in_force(session)
            sealed = recovery.held_digest(session, granted.device.id)
            person = session.get(Person, granted.device.person)
        return messages.Token(
            token=granted.token,
            expires_in=900,
            n=granted.device.n,
            chain=granted.device.chain.hex(),
            revoked=granted.device.revoked_at is not None,
            recovery=None if key is None else to_text(key.public),
            sealed=sealed,
            backed_up_through=granted.device.backed_up_through,
            role=person.role if person else None,
        )

    async def recovery(self, request: Request) -> messages.Answer:
        device, asked = await self._own(request, messages.SealedRequest)
        await self._write(lambda session: recovery.keep(session, device, asked.sealed, stamp(self.now())))
        return messages.SealedKept()

    async def push(self, request: Request) -> messages.Answer:
        device = await self._sender(request)
        with self.gate.place(device.id) as place:
            asked = await self._pushed(request, place)
            _check_device(asked.device, device)
            items = await self._think(lambda: examine(asked))
            asked = asked.model_copy(update={"items": []})  # its texts are the bytes of the items now
            answer = await self._write(
                lambda session: accept(session, device.id, asked, items, self.rules, stamp(self.now()))
            )
        log.info("push: %d items, now %d", len(items), answer.n)
        return answer

    async def _pushed(self, request: Request, place: Place) -> messages.PushRequest:
        """What a push says; its bytes are let go."""
        body = await read_body(
            request, wire.MAX_WIRE_BYTES, wire.MAX_INFLATED_BYTES, self.large_patience, place.hold
        )
        return await self._think(lambda: _parse(messages.PushRequest, body))

    async def pull(self, request: Request) -> messages.Answer:
        device = _not_revoked(await self._sender(request))
        asked = request.query_params.get("max_bytes", "")
        number = int(asked) if asked.isdecimal() and len(asked) < 20 else wire.PAGE_BYTES
        room = min(number, wire.MAX_WIRE_BYTES)
        sealed = request.query_params.get("cursor") or None
        return await self._think(lambda: self._page(device, sealed, room))

    async def verify(self, request: Request) -> messages.Answer:
        device, asked = await self._own(request, messages.VerifyRequest)

        def job(session: Session) -> messages.Verified:
            place = place_of(session, self.store.centre.secret, device, asked.cursor)
            return verify(session, device.id, asked, place, stamp(self.now()))

        return await self._write(job)

    async def blocks(self, request: Request) -> messages.Answer:
        device, asked = await self._own(request, messages.BlocksRequest)

        def look() -> messages.Blocks:
            with self.store.reading() as session:
                place = place_of(session, self.store.centre.secret, device, asked.cursor)
                return blocks(session, asked, place, wire.PAGE_BYTES, stamp(self.now()))

        return await self._think(look)

    async def parting(self, request: Request) -> messages.Answer:
        device, asked = await self._own(request, messages.PartingRequest)

        def look() -> messages.Parting:
            with self.store.reading() as session:
                return parting(session, device.id, asked, stamp(self.now()))

        return await self._think(look)

    async def scan(self, request: Request) -> messages.Answer:
        device = _not_revoked(await self._sender(request))
        with self.gate.place(device.id):
            body = await self._scan_body(request)
            asked = await self._think(lambda: _parse(messages.ScanRequest, body))
        _check_device(asked.device, device)
        piece = scans.checked(asked)
        held = await self._write(
            lambda session: scans.take(session, device.id, asked, piece, stamp(self.now()))
        )
        if held is None:
            raise Refused(422, "bad_scan", who=device.id)
        return messages.ScanHeld(held=held)

    async def scans(self, request: Request) -> messages.Answer:
        _device, asked = await self._own(request, messages.ScansRequest)

        def look() -> messages.ScansMissing:
            with self.store.reading() as session:
                return messages.ScansMissing(missing=scans.missing(session, asked.ids))

        return await self._think(look)

    def _page(self, device: Device, sealed: str | None, room: int) -> messages.Page:
        with self.store.reading() as session:
            return page(session, self.store.centre.secret, device, sealed, room)

    def _check_challenge(self, asked: messages.Assertion) -> None:
        if not challenge.fresh(asked.challenge, self.store.centre.secret, self.now()):
            raise Refused(401, "bad_challenge")

    def _enrolled(self, device: Device) -> messages.Enrolled:
        organisation = self.store.centre.organisation
        return messages.Enrolled(
            device=device.id,
            user=device.person,
            organisation=organisation,
            ca=self.ca,
            pins=list(self.pins),
        )

    async def _sender(self, request: Request) -> Device:
        """The device that speaks, known before a byte of the body is read."""
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or not token:
            raise Refused(401, "unauthorised")

        def look() -> Device:
            with self.store.reading() as session:
                device = device_of(session, token, self.now())
                session.expunge(device)
                return device

        try:
            device = await self._think(look)
        except Refused:
            self.strangers.take(_address(request))
            raise
        self.devices.take(device.id)
        return device

    async def _own(self, request: Request, model: type[Own]) -> tuple[Device, Own]:
        """A small request that a device makes about itself."""
        device = _not_revoked(await self._sender(request))
        body = await self._small_body(request)
        asked = _parse(model, body)
        _check_device(asked.device, device)
        return device, asked

    async def _small(self, request: Request, model: type[M]) -> M:
        self.strangers.take(_address(request))
        return _parse(model, await self._small_body(request))

    async def _scan_body(self, request: Request) -> bytes:
        limit = wire.MAX_SCAN_REQUEST
        try:
            async with asyncio.timeout(SCAN_SECONDS):
                return await read_body(request, limit, limit, self.large_patience)
        except TimeoutError:
            raise Refused(408, "stalled") from None

    async def _small_body(self, request: Request) -> bytes:
        try:
            async with asyncio.timeout(SMALL_SECONDS):
                return await read_body(
                    request, wire.MAX_SMALL_BYTES, wire.MAX_SMALL_BYTES, self.small_patience
                )
        except TimeoutError:
            raise Refused(408, "stalled") from None

    def refused(self, refused: Refused) -> None:
        """Called for every refused request: what concerns credentials goes into the audit log."""
        times = self.refusals.due(refused.code, refused.who)
        if times:
            at, who = stamp(self.now()), refused.who or STRANGER
            self.store.submit(lambda session: note(session, at, who, "refused", refused.code, times=times))

    async def _think(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.threads, work)

    async def _write(self, job: Job[T]) -> T:
        return await asyncio.wrap_future(self.store.submit(job))


def _parse(model: type[M], body: bytes) -> M:
    check_shape(body)
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        [first, *_] = error.errors(include_url=False, include_input=False)
        if first["type"] == "too_long":
            raise Refused(413, "too_many_items", limit=first["ctx"]["max_length"]) from None
        raise Refused(422, "bad_request") from None


def _not_revoked(device: Device) -> Device:
    if device.revoked_at is not None:
        raise Refused(403, "revoked", who=device.id)
    return device


def _check_device(named: str, device: Device) -> None:
    if named != device.id:
        raise Refused(403, "wrong_device", who=device.id)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
