"""The centre as a FastAPI app: addresses, answers, and the description in openapi.json.

Bodies are read by ``bodies``, not by FastAPI, so that a stranger is refused before a byte of them is read and
the received bytes stay what they are.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from sync.centre.answers import Handler, answering, nowhere
from sync.centre.desk import Desk
from sync.centre.linger import Linger
from sync.protocol import messages
from sync.protocol.wire import MEDIA_TYPE, ROOT

BEARER = {"token": {"type": "http", "scheme": "bearer"}}


def centre_app(desk: Desk) -> ASGIApp:
    """The whole app, as a server runs it."""
    return Linger(api(desk))


def api(desk: Desk) -> FastAPI:
    """The routes. The writer runs from start to end of the app."""

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        desk.store.start()
        yield
        desk.threads.shutdown()
        desk.store.close()

    app = FastAPI(title="csat centre", version="1", lifespan=life, docs_url=None, redoc_url=None)
    _route(app, desk, "GET", "hello", desk.hello, messages.Hello)
    _route(app, desk, "POST", "enrol", desk.enrol, messages.Enrolled, messages.EnrolRequest)
    _route(app, desk, "POST", "token", desk.token, messages.Token, messages.Assertion)
    _route(app, desk, "POST", "device", desk.device, messages.Enrolled, messages.DeviceRequest)
    _route(app, desk, "POST", "push", desk.push, messages.Pushed, messages.PushRequest, bearer=True)
    _route(app, desk, "GET", "pull", desk.pull, messages.Page, bearer=True)
    _route(app, desk, "POST", "verify", desk.verify, messages.Verified, messages.VerifyRequest, bearer=True)
    _route(app, desk, "POST", "blocks", desk.blocks, messages.Blocks, messages.BlocksRequest, bearer=True)
    _route(app, desk, "POST", "parting", desk.parting, messages.Parting, messages.PartingRequest, bearer=True)
    _route(
        app, desk, "POST", "recovery", desk.recovery, messages.SealedKept, messages.SealedRequest, bearer=True
    )
    _route(app, desk, "POST", "scan", desk.scan, messages.ScanHeld, messages.ScanRequest, bearer=True)
    _route(app, desk, "POST", "scans", desk.scans, messages.ScansMissing, messages.ScansRequest, bearer=True)
    app.openapi = lambda: _described(app)  # type: ignore[method-assign]

    @app.exception_handler(HTTPException)
    async def no_route(request: Request, error: HTTPException) -> Response:
        return nowhere(request, error, desk.now())

    return app


def _route(
    app: FastAPI,
    desk: Desk,
    method: str,
    name: str,
    handler: Handler,
    answer: type[messages.Answer],
    asked: type[messages.Message] | None = None,
    *,
    bearer: bool = False,
) -> None:
    extra: dict[str, Any] = {"security": [{"token": []}]} if bearer else {}
    if asked is not None:
        extra["requestBody"] = {"required": True, "content": _content(asked)}
    if name == "pull":
        extra["parameters"] = [
            {"name": "cursor", "in": "query", "schema": {"type": "string"}},
            {"name": "max_bytes", "in": "query", "schema": {"type": "integer"}},
        ]
    extra["responses"] = {
        "200": {"description": "done", "content": _content(answer)},
        "default": {"description": "refused", "content": _content(messages.Refusal)},
    }
    app.add_api_route(
        f"{ROOT}/{name}",
        answering(handler, desk.now, desk.refused),
        methods=[method],
        name=name,
        openapi_extra=extra,
        response_model=None,
        response_class=Response,  # no media type but the declared one
    )


def _content(model: type[messages.Message]) -> dict[str, Any]:
    return {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}}}


def _described(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(title=app.title, version=app.version, routes=app.routes)
    models: list[type[BaseModel]] = [
        messages.Hello,
        messages.Enrolled,
        messages.Token,
        messages.Pushed,
        messages.Page,
    ]
    models += [messages.Verified, messages.Refusal, messages.EnrolRequest, messages.Assertion]
    models += [messages.DeviceRequest, messages.PushRequest, messages.VerifyRequest]
    models += [messages.Blocks, messages.BlocksRequest, messages.Parting, messages.PartingRequest]
    models += [messages.SealedRequest, messages.SealedKept]
    models += [messages.ScanRequest, messages.ScanHeld, messages.ScansRequest, messages.ScansMissing]
    _, found = models_json_schema(
        [(model, "validation") for model in models], ref_template="#/components/schemas/{model}"
    )
    document["components"] = {"schemas": found["$defs"], "securitySchemes": BEARER}
    return document
