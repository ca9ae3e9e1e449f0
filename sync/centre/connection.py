"""HTTP/1.1 as uvicorn reads it, for strangers who send half a request or none that is HTTP.

They get an answer in our form, can read it while they still send, and cannot hold a connection open: the head of
a request has to come within a few seconds.
"""

import asyncio
from datetime import UTC, datetime

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from sync.centre.faults import sentence
from sync.centre.linger import LINGER_SECONDS
from sync.protocol.messages import Fault, Refusal
from sync.protocol.wire import MEDIA_TYPE

HEAD_SECONDS = 4.0


class Connection(H11Protocol):
    """One connection."""

    head_seconds = HEAD_SECONDS
    _late: asyncio.TimerHandle | None = None
    _over: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        if self._over is not None:
            return  # refused: what still comes is dropped
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        for timer in (self._late, self._over):
            if timer is not None:
                timer.cancel()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Called by uvicorn when what came is not HTTP."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            self._refuse(400, "bad_request")
        else:  # an answer is on its way already
            self.transport.close()

    def _watch(self) -> None:
        """The clock runs while a request has begun to come, or the first one has not."""
        if self.conn.their_state is not h11.IDLE:
            if self._late is not None:
                self._late.cancel()
            self._late = None
        elif self._late is None:
            self._late = self.loop.call_later(self.head_seconds, self._too_late)

    def _too_late(self) -> None:
        self._late = None
        if self.conn.their_state is h11.IDLE and self._over is None and not self.transport.is_closing():
            self._refuse(408, "stalled")

    def _refuse(self, status: int, code: str) -> None:
        fault = Fault(code=code, message=sentence(code))
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        content = Refusal(error=fault, server_time=at).model_dump_json(exclude_none=True).encode()
        headers = [
            ("content-type", MEDIA_TYPE),
            ("content-length", str(len(content))),
            ("connection", "close"),
        ]
        events = (
            h11.Response(status_code=status, headers=headers),
            h11.Data(data=content),
            h11.EndOfMessage(),
        )
        for event in events:
            self.transport.write(self.conn.send(event) or b"")
        self.flow.resume_reading()
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._over = self.loop.call_later(LINGER_SECONDS, self.transport.close)
