"""``csat`` in a process of its own that starts warm: forked from one that has loaded the program already.

What runs is the same, with its own environment, streams, exit code and end by a signal; only the second that loading
costs is paid once. How a process starts cold is proven by the end-to-end day, the shell's own tests and bench/start.py.
POSIX only; elsewhere it is an ordinary start.
"""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.reduction import DupFd
from typing import IO, Any, Protocol

CAN_FORK = "forkserver" in get_all_start_methods()
LOADED = ["tests.support.warm_modules"]


class Running(Protocol):
    """What tests need of a process."""

    @property
    def pid(self) -> int: ...

    @property
    def returncode(self) -> int | None: ...

    def wait(self, timeout: float | None = None) -> int: ...

    def kill(self) -> None: ...

    def send_signal(self, number: int) -> None: ...


def start(
    words: Sequence[str], environment: Mapping[str, str], stdin: int, stdout: int, stderr: int
) -> Running:
    """Start ``csat`` with these words; the descriptors stay the caller's, to be closed by it."""
    if CAN_FORK:
        return Forked(words, environment, (stdin, stdout, stderr))
    command = [sys.executable, "-m", "csat_tui", *words]
    return subprocess.Popen(command, env=dict(environment), stdin=stdin, stdout=stdout, stderr=stderr)


class Forked:
    """A process of the fork server that looks like one of ``subprocess``."""

    def __init__(self, words: Sequence[str], environment: Mapping[str, str], streams: Sequence[int]) -> None:
        forks = get_context("forkserver")
        forks.set_forkserver_preload(LOADED)
        handed = [Handed(stream) for stream in streams]
        self._process = forks.Process(
            target=_csat, args=(list(words), dict(environment), handed), daemon=False
        )
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        code = self._process.exitcode
        if code is None:
            raise subprocess.TimeoutExpired("csat", timeout or 0)
        return code

    def kill(self) -> None:
        self._process.kill()

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)


class Handed:
    """A descriptor that goes along to the new process."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def __reduce__(self) -> tuple[Any, ...]:
        return _taken, (DupFd(self._descriptor),)


def _taken(handed: Any) -> int:
    descriptor: int = handed.detach()
    return descriptor


def _csat(words: Sequence[str], environment: Mapping[str, str], streams: Sequence[int]) -> None:
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    if os.isatty(0):
        os.setsid()  # what happens to the terminal of the tests is not for this process
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["csat", *words]
    sys.stdin = sys.__stdin__ = _text(0)  # type: ignore[misc]
    sys.stdout = sys.__stdout__ = _text(1)  # type: ignore[misc]
    sys.stderr = sys.__stderr__ = _text(2)  # type: ignore[misc]
    from csat_tui.__main__ import main

    sys.exit(main(words))


def _text(descriptor: int) -> IO[str]:
    mode = "r" if descriptor == 0 else "w"
    return open(descriptor, mode, encoding="utf-8", closefd=False)  # lives as long as the process
