"""A program on a pseudo-terminal of 80 by 24, without a controlling terminal of its own. POSIX only."""

import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fcntl import ioctl
from pathlib import Path

from tests.support.warm import Running

ROOT = Path(__file__).resolve().parent.parent.parent


Start = Callable[[int, Mapping[str, str]], Running]
"""Starts a program with this descriptor for all its streams, and this environment."""


def cold(command: Sequence[str]) -> Start:
    """An ordinary process."""

    def start(terminal: int, environment: Mapping[str, str]) -> "subprocess.Popen[bytes]":
        streams = {"stdin": terminal, "stdout": terminal, "stderr": terminal}
        return subprocess.Popen(command, **streams, env=dict(environment), start_new_session=True)

    return start


class OnTerminal:
    """The running program: ``process``, what it writes, and its end."""

    def __init__(self, start: Start, environment: Mapping[str, str] | None = None) -> None:
        self._terminal, theirs = pty.openpty()
        ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        around = os.environ | {"TERM": "xterm-256color", "PYTHONPATH": str(ROOT)} | dict(environment or {})
        self.process = start(theirs, around)
        os.close(theirs)
        self.written = b""

    def read_until(self, sign: str) -> None:
        """Read what the program writes until the sign is there; EOFError when it ends before."""
        while sign.encode() not in self.written:
            self._read()

    def read_to_end(self) -> str:
        """All that the program wrote."""
        try:
            while True:
                self._read()
        except EOFError:
            return self.written.decode(errors="replace")

    def type(self, text: str) -> None:
        os.write(self._terminal, text.encode())

    def take_away(self) -> None:
        """Close the terminal under the program."""
        if self._terminal >= 0:
            os.close(self._terminal)
            self._terminal = -1

    def end(self) -> None:
        """Kill it if it still runs."""
        self.take_away()
        self.process.kill()
        self.process.wait()

    def _read(self) -> None:
        try:
            found = os.read(self._terminal, 65536)
        except OSError:  # Linux says EIO when the other side has closed
            found = b""
        if not found:
            raise EOFError(self.written.decode(errors="replace"))
        self.written += found


@contextmanager
def on_terminal(script: str) -> Iterator[OnTerminal]:
    """Run a Python script on a terminal; it is killed at the end of the block if it still runs."""
    program = OnTerminal(cold([sys.executable, "-c", script]))
    try:
        yield program
    finally:
        program.end()
