"""How the centre answers: its own media type, the nonce repeated, the time, gzip when it pays."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from logging import getLogger

from fastapi import Request, Response
from starlette.exceptions import HTTPException

from schemas.language import speaking
from sync.centre.faults import Refused, sentence
from sync.protocol.encoding import WORTH_COMPRESSING, compress
from sync.protocol.messages import Answer, Fault, Refusal
from sync.protocol.wire import MEDIA_TYPE, NONCE

log = getLogger(__name__)

Handler = Callable[[Request], Awaitable[Answer]]
Now = Callable[[], datetime]


def stamp(moment: datetime) -> str:
    """ISO 8601 in UTC to the millisecond: sorts as text."""
    return moment.isoformat(timespec="milliseconds")


def answering(
    handler: Handler, now: Now, on_refused: Callable[[Refused], None]
) -> Callable[[Request], Awaitable[Response]]:
    """The handler with every outcome made into an answer of ours; the unexpected shows and logs no data."""

    async def answer(request: Request) -> Response:
        try:
            return reply(request, await handler(request), now())
        except Refused as refused:
            on_refused(refused)
            return refusal(request, refused, now())
        except Exception as error:
            log.error("a request failed: %s %s", request.url.path, type(error).__name__)
            return refusal(request, Refused(500, "failed", retry_after=5), now())

    return answer


def reply(request: Request, answer: Answer, now: datetime, status: int = 200) -> Response:
    """An answer in the form every client checks."""
    content = (
        answer.model_copy(update={"server_time": stamp(now)}).model_dump_json(exclude_none=True).encode()
    )
    headers = {"cache-control": "no-store"}
    nonce = request.headers.get(NONCE, "")
    if nonce.isascii() and nonce.isprintable() and len(nonce) <= 128:
        headers[NONCE] = nonce
    if len(content) > WORTH_COMPRESSING and "gzip" in request.headers.get("accept-encoding", ""):
        content = compress(content)
        headers["content-encoding"] = "gzip"
    return Response(content, status, headers, media_type=MEDIA_TYPE)


def refusal(request: Request, refused: Refused, now: datetime) -> Response:
    """The answer to a request that is refused whole, in the client's language."""
    with speaking(request.headers.get("accept-language", "")):
        words = sentence(refused.code)
    fault = Fault(
        code=refused.code,
        message=words,
        limit=refused.limit,
        n=refused.n,
        chain=None if refused.chain is None else refused.chain.hex(),
    )
    response = reply(request, Refusal(error=fault), now, refused.status)
    if refused.retry_after is not None:
        response.headers["retry-after"] = str(refused.retry_after)
    if refused.status == 401:
        response.headers["www-authenticate"] = "Bearer"
    return response


def nowhere(request: Request, error: HTTPException, now: datetime) -> Response:
    """The answer where no route fits."""
    code = {404: "not_found", 405: "method"}.get(error.status_code, "bad_request")
    return refusal(request, Refused(error.status_code, code), now)
