"""The centre's database: opened, brought to the present version, read from and written to.

One thread writes. It takes every job that is waiting into one transaction, each in a savepoint of its own,
and gives the results out only after the commit: an answer is always about what is on the disk, and a crowd of
pushes shares one write to it.
"""

import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from sync.centre.dialect import is_disk_full, reader_engine, writer_engine
from sync.centre.faults import Refused
from sync.centre.migrate import migrate
from sync.centre.tables import Centre

T = TypeVar("T")
Job = Callable[[Session], T]

LARGEST_GROUP = 64
"""Jobs that share one commit at most."""


@dataclass(frozen=True)
class _Waiting:
    job: Job[object]
    answer: Future[object]


class Store:
    """The open database of a centre."""

    def __init__(self, url: str, *, now: str, organisation: str = "") -> None:
        self._write = writer_engine(url)
        self._read = reader_engine(url)
        migrate(self._write)
        with self.writing() as session:
            self.centre = _identity(session, now, organisation)
        self._queue: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._writer: Thread | None = None

    def start(self) -> None:
        """Begin to take jobs; a process that only runs commands does not need to."""
        self._writer = Thread(target=self._work, name="centre-writer", daemon=True)
        self._writer.start()

    def close(self) -> None:
        """Finish the jobs that wait, then close the files."""
        if self._writer is not None:
            self._queue.put(None)
            self._writer.join()
            self._writer = None
        self._write.dispose()
        self._read.dispose()

    def submit(self, job: Job[T]) -> "Future[T]":
        """Have the writer do a job; the result comes after the commit it is part of."""
        answer: Future[T] = Future()
        self._queue.put(_Waiting(job, answer))  # type: ignore[arg-type]
        return answer

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A consistent snapshot."""
        with Session(self._read) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction of this process's own: an admin command, beside a serving centre or not."""
        with Session(self._write, expire_on_commit=False) as session, session.begin():
            yield session

    def _work(self) -> None:
        while (first := self._queue.get()) is not None:
            group, last = self._group(first)
            self._commit(group)
            if last:
                return

    def _group(self, first: _Waiting) -> tuple[list[_Waiting], bool]:
        group = [first]
        while len(group) < LARGEST_GROUP and not self._queue.empty():
            job = self._queue.get()
            if job is None:
                return group, True
            group.append(job)
        return group, False

    def _commit(self, group: list[_Waiting]) -> None:
        done: list[tuple[_Waiting, object]] = []
        try:
            with Session(self._write, expire_on_commit=False) as session, session.begin():
                for waiting in group:
                    done.append((waiting, _attempt(session, waiting.job)))
        except Exception as error:
            for waiting in group:
                waiting.answer.set_exception(_as_refusal(error))
            return
        for waiting, result in done:
            if isinstance(result, Exception):
                waiting.answer.set_exception(result)
            else:
                waiting.answer.set_result(result)


def _attempt(session: Session, job: Job[object]) -> object:
    """The result of a job, or its exception when what it did was undone alone."""
    try:
        with session.begin_nested():
            return job(session)
    except OperationalError:
        raise  # disk full, locked: the transaction as a whole is lost
    except Exception as error:
        return error


def _as_refusal(error: Exception) -> Exception:
    if not isinstance(error, OperationalError):
        return error
    if is_disk_full(error):
        return Refused(507, "full", retry_after=300)
    return Refused(503, "busy", retry_after=5)


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
    return store._write
