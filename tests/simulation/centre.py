"""The real centre on a file, called in this thread; it can die at any statement, be backed up and restored."""

import asyncio
import shutil
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine

from sync.centre.admin import Administration
from sync.centre.desk import Desk
from sync.centre.gate import Buckets
from sync.centre.rollup import count_responses
from sync.centre.store import Job, Store, _Waiting, engine_of
from sync.centre.verdicts import Rules
from sync.centre.web import centre_app
from sync.client.ports import Answered
from tests.simulation.clock import Clock
from tests.simulation.crash import CrashPoint
from tests.simulation.engines import watch
from tests.support.asgi import call

T = TypeVar("T")
Request = tuple[str, str, dict[str, str], bytes | None]
PLENTY = 10**9
"""Requests a second: how many are too many is tested elsewhere."""


class AtOnce(Executor):
    """Runs in the thread that asks, so that a seed decides everything."""

    def submit(self, work: Callable[..., T], /, *words: Any, **named: Any) -> "Future[T]":
        done: Future[T] = Future()
        try:
            done.set_result(work(*words, **named))
        except Exception as error:
            done.set_exception(error)
        return done


class StoreInThisThread(Store):
    """The real store; its writer does each job when it is handed in, or those of some requests in one commit.
    ``crowd``: requests under way that may still hand in a job of a common commit."""

    crowd = 0

    def start(self) -> None:
        self._gathered: list[_Waiting] = []

    def submit(self, job: Job[T]) -> "Future[T]":
        answer: Future[T] = Future()
        waiting = _Waiting(job, answer)  # type: ignore[arg-type]
        if self.crowd:
            self._gathered.append(waiting)
            self.commit_when_all_are_here()
        else:
            self._commit([waiting])
        return answer

    def commit_when_all_are_here(self) -> None:
        if self._gathered and len(self._gathered) >= self.crowd:
            group, self._gathered = self._gathered, []
            self._commit(group)


class Standing:
    """The desk of the process that lives now: the routes to it are made once, not at each restart."""

    def __init__(self, centre: "SimulatedCentre") -> None:
        self._centre = centre

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return lambda *words: getattr(self._centre.desk, name)(*words)


class SimulatedCentre:
    """A centre process on ``file``. ``point``: where it dies next."""

    def __init__(self, file: Path, clock: Clock, loop: asyncio.AbstractEventLoop) -> None:
        self.file = file
        self.clock = clock
        self.point = CrashPoint()
        self._loop = loop
        self.open()
        self.app = centre_app(Standing(self))  # type: ignore[arg-type]

    def open(self) -> None:
        self.store = StoreInThisThread(f"sqlite:///{self.file}", now=self.clock.now().isoformat())
        watch(self.engine, self.point)
        rules = Rules(on_responses=count_responses)
        plenty = Buckets(self.clock.monotonic, PLENTY, PLENTY)
        self.desk = Desk(
            self.store,
            rules,
            self.clock.now,
            devices=plenty,
            strangers=plenty,
            threads=AtOnce(),  # type: ignore[arg-type]
        )
        self.admin = Administration(self.store, self.clock.now, rules)

    def close(self) -> None:
        self.store.close()

    @property
    def engine(self) -> Engine:
        """The writing connection."""
        return engine_of(self.store)

    def restart(self) -> None:
        """After a crash: what was not committed is gone, and so is all that was only in memory."""
        self.point.arm(None)
        self.close()
        self.open()

    def deliver(self, method: str, path: str, headers: dict[str, str], body: bytes | None) -> Answered:
        """One request to its answer. Raises Crash."""
        return self._loop.run_until_complete(call(self.app, method, path, headers, body or b""))

    def deliver_together(self, requests: list[Request]) -> list[Answered]:
        """Some requests at once, their jobs in one commit. Raises Crash."""
        return self._loop.run_until_complete(self._crowd(requests))

    async def _crowd(self, requests: list[Request]) -> list[Answered]:
        store, tasks = self.store, [asyncio.ensure_future(self._one_of_many(one)) for one in requests]
        store.crowd, store._gathered = len(requests), []
        try:
            return await asyncio.gather(*tasks)
        finally:
            store.crowd = 0
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _one_of_many(self, request: Request) -> Answered:
        method, path, headers, body = request
        try:
            return await call(self.app, method, path, headers, body or b"")
        finally:
            self.store.crowd -= 1
            self.store.commit_when_all_are_here()

    def back_up(self, target: Path) -> None:
        copy_database(self.engine, self.file, target)

    def restore(self, source: Path) -> None:
        self.point.arm(None)
        self.close()
        put_back(source, self.file)
        self.open()


def copy_database(engine: Engine, source: Path, target: Path) -> None:
    """What is committed, brought into one file first."""
    raw = engine.raw_connection()
    raw.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()  # type: ignore[union-attr]
    raw.close()
    shutil.copy(source, target)


def put_back(source: Path, target: Path) -> None:
    """A closed database is replaced by a copy of another."""
    for old in target.parent.glob(f"{target.name}*"):
        old.unlink()
    shutil.copy(source, target)
