"""Several processes that answer at one socket, and one that looks after them.

Each holds the end of a pipe whose other end only the looking-after process has. When that is gone, however it
went, the pipe ends, and so do they.
"""

import multiprocessing
import signal
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from threading import Event

from sync.centre.faults import CentreError
from sync.centre.server import GRACE_SECONDS, Serving, work

LOOK_SECONDS = 0.2
"""How often it is looked whether the end has come, or one of them has."""

START_AGAIN_SECONDS = 1.0
"""The pause before one that died is begun again, so that a fault does not become a storm."""

_processes = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class _Worker:
    process: BaseProcess
    line: Connection


def several(
    serving: Serving, listener: socket.socket, count: int, on_ready: Callable[[], None], end: Event
) -> None:
    """Serve with so many processes until ``end`` is set; one that dies is begun again.

    CentreError ``no_worker`` when one ends before it answers.
    """
    workers: list[_Worker] = []
    try:
        workers += [_begin(serving, listener) for _ in range(count)]
        for worker in workers:
            _wait_until_it_answers(worker)
        on_ready()
        while not end.is_set():
            wait([worker.process.sentinel for worker in workers], LOOK_SECONDS)
            for place, worker in enumerate(workers):
                if not worker.process.is_alive() and not end.wait(START_AGAIN_SECONDS):
                    worker.line.close()
                    workers[place] = _begin(serving, listener)
    finally:
        _end(workers)


def _begin(serving: Serving, listener: socket.socket) -> _Worker:
    line, other = _processes.Pipe()
    process = _processes.Process(target=_serve, args=(serving, listener, other), name="csat-worker")
    process.start()
    other.close()
    return _Worker(process, line)


def _wait_until_it_answers(worker: _Worker) -> None:
    try:
        worker.line.recv()
    except EOFError:
        raise CentreError("no_worker") from None


def _end(workers: list[_Worker]) -> None:
    for worker in workers:
        worker.line.close()
    for worker in workers:
        worker.process.join(GRACE_SECONDS + 5)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()


def _serve(serving: Serving, listener: socket.socket, line: Connection) -> None:
    """One of the processes, from its beginning to its end."""
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl+C goes to all; the first process passes it on in order
    end = Event()
    threading.Thread(target=_end_with, args=(line, end), daemon=True).start()
    with listener:
        work(serving, listener, lambda: line.send("answers"), end)


def _end_with(line: Connection, end: Event) -> None:
    try:
        line.recv()
    except (EOFError, OSError):
        end.set()
