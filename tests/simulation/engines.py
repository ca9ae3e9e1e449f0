"""Database engines that live as long as the test process, so that a statement is compiled once, not once a
schedule. What they are connected to ends with each close, as it does with a process."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import Any
from unittest.mock import patch
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, event

from csat_tui.store import driver
from sync.centre import sqlite
from tests.simulation.crash import CrashPoint

_POINTS: WeakKeyDictionary[Engine, CrashPoint] = WeakKeyDictionary()


def watch(engine: Engine, point: CrashPoint) -> None:
    """Every statement and every commit of this engine is a place to die at, until another point is set."""
    _POINTS[engine] = point


def without_fsync(engine: Engine) -> Engine:
    """What a killed process wrote is there without it; power cuts have their own test."""

    def on_connect(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA synchronous=OFF")

    def tick(*_: object) -> None:
        if engine in _POINTS:
            _POINTS[engine].tick()

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "before_cursor_execute", tick)
    event.listen(engine, "commit", tick)
    return engine


_laptop = cache(lambda *words, **named: without_fsync(driver_engine(*words, **named)))
_writer = cache(lambda url: without_fsync(writer_engine(url)))
_reader = cache(lambda url: without_fsync(reader_engine(url)))
driver_engine, writer_engine, reader_engine = driver.engine, sqlite.writer_engine, sqlite.reader_engine


@contextmanager
def kept() -> Iterator[None]:
    """Stores opened in the block share their engines with those opened before on the same file."""
    with ExitStack() as stack:
        stack.enter_context(patch("csat_tui.store.driver.engine", _laptop))
        stack.enter_context(patch("sync.centre.sqlite.writer_engine", _writer))
        stack.enter_context(patch("sync.centre.sqlite.reader_engine", _reader))
        yield
