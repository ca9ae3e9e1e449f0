"""Let a refused client read its answer.

A server that closes a connection while the request is still coming in makes the network throw the answer
away. Here the whole answer is sent first, then the rest of the request is read and dropped for a short while,
and only then the connection ends.
"""

import asyncio
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LINGER_SECONDS = 4.0
LINGER_BYTES = 64 * 1024 * 1024


class Linger:
    """ASGI wrapper around the whole app."""

    def __init__(self, app: ASGIApp, seconds: float = LINGER_SECONDS) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(receive, send, self._seconds, whole=not _has_body(scope))
        await self._app(scope, exchange.receive, exchange.send)


class _Exchange:
    def __init__(self, receive: Receive, send: Send, seconds: float, whole: bool) -> None:
        self._receive = receive
        self._send = send
        self._seconds = seconds
        self._whole = whole

    async def receive(self) -> Message:
        message = await self._receive()
        self._whole = message["type"] != "http.request" or not message.get("more_body", False)
        return message

    async def send(self, message: Message) -> None:
        if self._whole or message["type"] not in ("http.response.start", "http.response.body"):
            await self._send(message)
        elif message["type"] == "http.response.start":
            await self._send({**message, "headers": [*message.get("headers", []), (b"connection", b"close")]})
        elif message.get("more_body", False):
            await self._send(message)
        else:
            await self._send({**message, "more_body": True})
            await self._drop_rest()
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _drop_rest(self) -> None:
        dropped = 0
        try:
            async with asyncio.timeout(self._seconds):
                while not self._whole and dropped < LINGER_BYTES:
                    message: Any = await self.receive()
                    dropped += len(message.get("body", b""))
        except TimeoutError:
            return


def _has_body(scope: Scope) -> bool:
    headers = dict(scope["headers"])
    return b"transfer-encoding" in headers or headers.get(b"content-length", b"0") != b"0"
