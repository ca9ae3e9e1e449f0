"""One request to an ASGI app, without a network."""

from typing import Any

from sync.client.ports import Answered


async def call(app: Any, method: str, path: str, headers: dict[str, str], body: bytes) -> Answered:
    """The answer to a request whose body is sent in one piece."""
    start: dict[str, Any] = {}
    content = bytearray()
    pending = [body]
    plain, _, query = path.partition("?")
    sent = {**headers, "content-length": str(len(body))} if body else headers

    async def receive() -> dict[str, Any]:
        if pending:
            return {"type": "http.request", "body": pending.pop(), "more_body": False}
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        else:
            content.extend(message.get("body", b""))

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": plain,
        "raw_path": plain.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in sent.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    await app(scope, receive, send)
    found = {name.decode().lower(): value.decode() for name, value in start["headers"]}
    return Answered(start["status"], found, bytes(content))
