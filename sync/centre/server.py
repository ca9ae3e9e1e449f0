"""Run a centre: listen, tell the address once it answers, end cleanly when asked to."""

import asyncio
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from types import FrameType

import uvicorn

from sync.centre import housekeeping, memory
from sync.centre.answers import stamp
from sync.centre.connection import Connection
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


@dataclass(frozen=True)
class Serving:
    """What a process needs to serve a centre; handed to each of several.

    ``certificate``: PEM files of certificate and key, for https; ``ca`` (PEM) and ``pins`` (SPKI) are handed to
    laptops that enrol.
    """

    home: Path
    database: str | None = None
    organisation: str = ""
    on_responses: OnResponses | None = None
    certificate: tuple[Path, Path] | None = None
    ca: str | None = None
    pins: tuple[str, ...] = ()


def serve(
    serving: Serving,
    host: str = "127.0.0.1",
    port: int = 8443,
    on_ready: Callable[[str], None] = lambda url: None,
    *,
    workers: int = 1,
    until_stdin_closes: bool = False,
) -> None:
    """Serve until SIGTERM or SIGINT. ``port`` 0 takes a free one; ``on_ready`` gets the address that answers.

    ``until_stdin_closes``: end with the process that holds the other end of standard input as well.
    """
    end = Event()
    if until_stdin_closes:
        threading.Thread(target=_end_with_stdin, args=(end,), daemon=True).start()
    with _listen(host, port) as listener:
        scheme = "https" if serving.certificate else "http"
        shown = f"[{host}]" if ":" in host else host
        url = f"{scheme}://{shown}:{listener.getsockname()[1]}"
        if workers == 1:
            work(serving, listener, lambda: on_ready(url), end)
            return
        from sync.centre.workers import several

        open_store(serving.home, serving.database, organisation=serving.organisation).close()
        with ended_by_signals(end):
            several(serving, listener, workers, lambda: on_ready(url), end)


def work(serving: Serving, listener: socket.socket, on_ready: Callable[[], None], end: Event) -> None:
    """Answer at this socket until ``end`` is set or a signal says so."""
    memory.one_heap()
    store = open_store(serving.home, serving.database, organisation=serving.organisation)
    desk = Desk(store, rules(serving.on_responses), now, ca=serving.ca, pins=serving.pins)
    housekeeping.start(store, now, end)
    certificate = serving.certificate
    config = uvicorn.Config(
        centre_app(desk),
        http=Connection,
        access_log=False,  # addresses of people and cursors have no place in a log
        log_config=None,
        lifespan="on",
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        ssl_certfile=str(certificate[0]) if certificate else None,
        ssl_keyfile=str(certificate[1]) if certificate else None,
    )
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    memory.settle()
    asyncio.run(_Server(config, on_ready, end).serve(sockets=[listener]))


@contextmanager
def ended_by_signals(end: Event) -> Iterator[None]:
    """A signal is an orderly end inside the block, not a death."""

    def ending(number: int, frame: FrameType | None) -> None:
        end.set()

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, ending) for number in ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end_with_stdin(end: Event) -> None:
    while os.read(sys.stdin.fileno(), 4096):  # unbuffered: a buffer would be in use when the program ends
        pass
    end.set()


class _Server(uvicorn.Server):
    """uvicorn that says when it answers, and ends in order when it is told to."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None], end: Event) -> None:
        super().__init__(config)
        self._on_ready = on_ready
        self._end = end

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_ready()

    async def on_tick(self, counter: int) -> bool:
        return await super().on_tick(counter) or self._end.is_set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        with ended_by_signals(self._end):
            yield


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
