"""The centre's database: opened, brought to the present version, read from and written to.

A writing thread takes the jobs that are waiting into one transaction, each in a savepoint of its own, and gives
the results out only after the commit: an answer is always about what is on the disk, and a crowd of pushes shares
one write to it. A transaction that the database gave up for the sake of another is begun anew, all its jobs with
it: a job is a function that may run more than once.
"""

import secrets
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from queue import SimpleQueue
from random import uniform
from threading import Thread
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from sync.centre.dialect import as_fault, as_refusal, engines, of_the_database, worth_repeating
from sync.centre.migrate import migrate
from sync.centre.tables import Centre

T = TypeVar("T")
Job = Callable[[Session], T]

ATTEMPTS = 12
"""How often a transaction is begun, when others are in its way."""

PAUSE_SECONDS = 0.02
"""The longest pause before the second attempt; each further one may be as much longer."""


@dataclass(frozen=True)
class _Waiting:
    job: Job[object]
    answer: Future[object]


class Store:
    """The open database of a centre."""

    def __init__(self, url: str, *, now: str, organisation: str = "") -> None:
        """CentreError when the database cannot be opened."""
        self._engines = engines(url)
        try:
            migrate(self._engines.write)
            self.centre = self.do(lambda session: _identity(session, now, organisation))
        except BaseException as error:
            self._engines.close()
            if isinstance(error, DBAPIError):
                raise as_fault(error) from error
            raise
        self._queue: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._writers: list[Thread] = []

    @property
    def engine(self) -> Engine:
        """The writing engine, for what is not said in sessions."""
        return self._engines.write

    def start(self) -> None:
        """Begin to take jobs; a process that only runs commands does not need to."""
        for number in range(self._engines.writers):
            writer = Thread(target=self._work, name=f"centre-writer-{number}", daemon=True)
            writer.start()
            self._writers.append(writer)

    def close(self) -> None:
        """Finish the jobs that wait, then close the connections."""
        for _writer in self._writers:
            self._queue.put(None)
        for writer in self._writers:
            writer.join()
        self._writers.clear()
        self._engines.close()

    def submit(self, job: Job[T]) -> "Future[T]":
        """Have the writer do a job; the result comes after the commit it is part of."""
        answer: Future[T] = Future()
        self._queue.put(_Waiting(job, answer))  # type: ignore[arg-type]
        return answer

    def do(self, job: Job[T]) -> T:
        """One transaction of this process's own: an admin command, beside serving centres or not."""

        def once() -> T:
            with self.writing() as session:
                return job(session)

        return _repeated(once)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A consistent snapshot. Refused 503 when the database does not answer."""
        try:
            with Session(self._engines.read) as session:
                yield session
        except DBAPIError as error:
            raise as_refusal(error) from error

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction, tried once; ``do`` also gets past those that others are in the way of."""
        with Session(self._engines.write, expire_on_commit=False) as session, session.begin():
            yield session

    def _work(self) -> None:
        while (first := self._queue.get()) is not None:
            group, last = self._group(first)
            self._commit(group)
            if last:
                return

    def _group(self, first: _Waiting) -> tuple[list[_Waiting], bool]:
        group = [first]
        while len(group) < self._engines.group and not self._queue.empty():
            job = self._queue.get()
            if job is None:
                return group, True
            group.append(job)
        return group, False

    def _commit(self, group: list[_Waiting]) -> None:
        attempt = _attempt if len(group) > 1 else _alone

        def together() -> list[object]:
            with self.writing() as session:
                return [attempt(session, waiting.job) for waiting in group]

        try:
            results = _repeated(together)
        except Exception as error:
            for waiting in group:
                waiting.answer.set_exception(as_refusal(error))
            return
        for waiting, result in zip(group, results, strict=True):
            if isinstance(result, Exception):
                waiting.answer.set_exception(result)
            else:
                waiting.answer.set_result(result)


def _repeated(work: Callable[[], T]) -> T:
    for attempt in range(1, ATTEMPTS):
        try:
            return work()
        except DBAPIError as error:
            if not worth_repeating(error):
                raise
        time.sleep(uniform(0, PAUSE_SECONDS * attempt))
    return work()


def _attempt(session: Session, job: Job[object]) -> object:
    """The result of a job, or its exception when what it did was undone alone."""
    try:
        with session.begin_nested():
            return job(session)
    except Exception as error:
        if of_the_database(error):
            raise  # the transaction as a whole is lost
        return error


def _alone(session: Session, job: Job[object]) -> object:
    """The result of a job that shares its transaction with no other, and so needs no savepoint."""
    return job(session)


def _identity(session: Session, now: str, organisation: str) -> Centre:
    centre = session.get(Centre, 1)
    if centre is None:
        centre = Centre(
            id=1,
            epoch=secrets.token_hex(8),
            organisation=organisation,
            secret=secrets.token_bytes(32),
            created_at=now,
        )
        session.add(centre)
    return centre


def engine_of(store: Store) -> Engine:
    """The writing engine, for tests of the storage itself."""
    return store.engine
