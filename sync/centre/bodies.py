"""Read a request body: bounded while it streams in, inflated with a hard end, waited for with a limit."""

import asyncio
from collections.abc import AsyncIterator, Callable

from fastapi import Request
from starlette.requests import ClientDisconnect

from sync.centre.faults import Refused
from sync.protocol.encoding import Damaged, Inflater, TooLarge, shape
from sync.protocol.wire import MAX_JSON_DEPTH, MAX_VALUES, same_media_type

Hold = Callable[[int], None]
"""Told of every piece that is kept, by its size; may refuse."""


def _any_size(size: int) -> None:
    pass


async def read_body(
    request: Request, wire: int, inflated: int, patience: float, hold: Hold = _any_size
) -> bytes:
    """The inflated body. ``patience``: seconds without a byte after which the request is given up.

    Refused 413, 415, 408, or 400 ``damaged``; the declared length is believed only when it is too large.
    """
    if not same_media_type(request.headers.get("content-type", "")):
        raise Refused(415, "media_type")
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and len(declared) < 20 and int(declared) > wire:
        raise Refused(413, "too_large", limit=wire)
    match request.headers.get("content-encoding", "identity").strip().lower():
        case "gzip":
            pieces = _inflated(request, wire, inflated, patience)
        case "identity" | "":
            pieces = _pieces(request, min(wire, inflated), patience)
        case _:
            raise Refused(415, "media_type")
    body = []
    async for piece in pieces:
        hold(len(piece))
        body.append(piece)
    return b"".join(body)


def check_shape(body: bytes) -> None:
    """Refused 400 ``too_deep`` or 413 ``too_many_items`` before anything parses it: parsed, a text can take
    many times its own size."""
    found = shape(body, MAX_JSON_DEPTH)
    if found.depth > MAX_JSON_DEPTH:
        raise Refused(400, "too_deep")
    if found.values > MAX_VALUES:
        raise Refused(413, "too_many_items", limit=MAX_VALUES)


async def _inflated(request: Request, wire: int, limit: int, patience: float) -> AsyncIterator[bytes]:
    inflater = Inflater(limit)
    try:
        async for piece in _pieces(request, wire, patience):
            yield inflater.feed(piece)
        inflater.finish()
    except TooLarge as error:
        raise Refused(413, "too_large", limit=error.limit) from error
    except Damaged as error:
        raise Refused(400, "damaged") from error


async def _pieces(request: Request, limit: int, patience: float) -> AsyncIterator[bytes]:
    size = 0
    stream = request.stream().__aiter__()
    while True:
        try:
            piece = await asyncio.wait_for(anext(stream), patience)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise Refused(408, "stalled") from None
        except ClientDisconnect:
            raise Refused(400, "damaged") from None
        size += len(piece)
        if size > limit:
            raise Refused(413, "too_large", limit=limit)
        yield piece
