"""Run a centre: listen, tell the address once it answers, end cleanly when asked to."""

import asyncio
import logging
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import uvicorn

from sync.centre.answers import stamp
from sync.centre.desk import Desk
from sync.centre.home import database_url, remember
from sync.centre.rescore import rescore
from sync.centre.store import Store
from sync.centre.verdicts import OnResponses, Rules
from sync.centre.web import centre_app

GRACE_SECONDS = 10
ENDING = [signal.SIGINT, signal.SIGTERM]


def now() -> datetime:
    """The centre's clock."""
    return datetime.now(UTC)


def rules(on_responses: OnResponses | None = None) -> Rules:
    """What a centre does with responses: score them again, and tell the roll-up."""
    return Rules(rescore=rescore, on_responses=on_responses)


def open_store(home: Path, database: str | None = None, *, organisation: str = "") -> Store:
    """The database of this folder's centre, at its present version, remembered now that it could be opened;
    close it when done. Raises CentreError."""
    url = database_url(home, database)
    home.mkdir(parents=True, exist_ok=True)
    store = Store(url, now=stamp(now()), organisation=organisation)
    remember(home, url)
    return store


def serve(
    home: Path,
    database: str | None = None,
    host: str = "127.0.0.1",
    port: int = 8443,
    on_ready: Callable[[str], None] = lambda url: None,
    *,
    organisation: str = "",
    on_responses: OnResponses | None = None,
    certificate: tuple[Path, Path] | None = None,
    ca: str | None = None,
    until_stdin_closes: bool = False,
) -> None:
    """Serve until SIGTERM or SIGINT. ``port`` 0 takes a free one; ``on_ready`` gets the address that answers.

    ``certificate``: PEM files of certificate and key, for https; ``ca``: PEM handed to laptops that enrol;
    ``until_stdin_closes``: end with the process that holds the other end of standard input as well.
    """
    listener = _listen(host, port)
    store = open_store(home, database, organisation=organisation)
    desk = Desk(store, rules(on_responses), now, ca=ca)
    scheme = "https" if certificate else "http"
    shown = f"[{host}]" if ":" in host else host
    server = _Server(
        uvicorn.Config(
            centre_app(desk),
            access_log=False,  # addresses of people and cursors have no place in a log
            log_config=None,
            lifespan="on",
            server_header=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
            ssl_certfile=str(certificate[0]) if certificate else None,
            ssl_keyfile=str(certificate[1]) if certificate else None,
        ),
        lambda: on_ready(f"{scheme}://{shown}:{listener.getsockname()[1]}"),
    )
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    if until_stdin_closes:
        threading.Thread(target=server.end_with_stdin, daemon=True).start()
    with listener:
        asyncio.run(server.serve(sockets=[listener]))


class _Server(uvicorn.Server):
    """uvicorn that says when it answers, and for which a signal is an orderly end, not a death."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self._end) for number in ENDING}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def end_with_stdin(self) -> None:
        while sys.stdin.buffer.read(4096):
            pass
        self.should_exit = True

    def _end(self, number: int, frame: FrameType | None) -> None:
        self.should_exit = True


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    if sys.platform != "win32":  # on Windows it would let two centres share a port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener
