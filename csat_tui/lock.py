"""A lock between programs on one home, freed by the system when a program ends however it ends."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from csat_tui.trouble import Trouble
from schemas.language import texts

_ = texts("csat_tui")

POLL_S = 0.05


@contextmanager
def alone(path: Path, wait_s: float = 10.0) -> Iterator[None]:
    """Hold the lock file inside the block. Raises Trouble ``busy`` when another holds it for so long."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _wait(descriptor, wait_s)
        yield
    finally:
        os.close(descriptor)


def _wait(descriptor: int, wait_s: float) -> None:
    until = time.monotonic() + wait_s
    while not _taken(descriptor):
        if time.monotonic() >= until:
            raise Trouble(
                "busy",
                _("Another csat program is working on the same home folder."),
                _("Nothing was changed."),
                _("Wait a moment and try again, or close the other program."),
            )
        time.sleep(POLL_S)


def _taken(descriptor: int) -> bool:
    """Try once to take the lock of an open file."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
