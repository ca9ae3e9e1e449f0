"""Read a request body: bounded while it streams in, inflated with a hard end, waited for with a limit."""

import asyncio
from collections.abc import AsyncIterator

from fastapi import Request
from starlette.requests import ClientDisconnect

from sync.centre.faults import Refused
from sync.protocol.encoding import Damaged, Inflater, TooLarge, depth
from sync.protocol.wire import MAX_JSON_DEPTH, same_media_type


async def read_body(request: Request, wire: int, inflated: int, patience: float) -> bytes:
    """The inflated body. ``patience``: seconds without a byte after which the request is given up.

    Refused 413, 415, 408, or 400 ``damaged``; the declared length is believed only when it is too large.
    """
    if not same_media_type(request.headers.get("content-type", "")):
        raise Refused(415, "media_type")
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > wire:
        raise Refused(413, "too_large", limit=wire)
    match request.headers.get("content-encoding", "identity").strip().lower():
        case "gzip":
            return await _inflated(request, wire, inflated, patience)
        case "identity" | "":
            return b"".join([piece async for piece in _pieces(request, min(wire, inflated), patience)])
        case _:
            raise Refused(415, "media_type")


def check_depth(body: bytes) -> None:
    """Refused 400 ``too_deep`` before anything parses it."""
    if depth(body) > MAX_JSON_DEPTH:
        raise Refused(400, "too_deep")


async def _inflated(request: Request, wire: int, limit: int, patience: float) -> bytes:
    inflater = Inflater(limit)
    out = []
    try:
        async for piece in _pieces(request, wire, patience):
            out.append(inflater.feed(piece))
        inflater.finish()
    except TooLarge as error:
        raise Refused(413, "too_large", limit=error.limit) from error
    except Damaged as error:
        raise Refused(400, "damaged") from error
    return b"".join(out)


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
