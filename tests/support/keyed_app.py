"""The real app in a process of its own, driven by keys, its screen read as a person would read it."""

import os
import select
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pyte

from tests.support import warm
from tests.support.terminal import OnTerminal, Start, cold

ENTER, ESC, UP, DOWN, F1, F2, F3, F4, F5, F6, F8, F9 = (
    "\r", "\x1b", "\x1b[A", "\x1b[B", "\x1bOP", "\x1bOQ", "\x1bOR", "\x1bOS", "\x1b[15~", "\x1b[17~",
    "\x1b[19~", "\x1b[20~",
)  # fmt: skip
CTRL_B, CTRL_D, CTRL_G, CTRL_P = "\x02", "\x04", "\x07", "\x10"
CTRL_Q, CTRL_S, CTRL_Z = "\x11", "\x13", "\x1a"
PATIENCE = 30.0
"""Seconds after which something that should appear never will."""


class KeyedApp(OnTerminal):
    """``csat`` on a home. ``written`` is every byte it ever sent to the terminal.

    ``start``: how; otherwise forked from one that is loaded."""

    def __init__(
        self,
        home: Path,
        language: str,
        environment: Mapping[str, str] | None = None,
        *,
        start: Start | None = None,
    ) -> None:
        around = {"CSAT_LANGUAGE": language, **(environment or {})}
        super().__init__(start or loaded(home), around)
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)
        self._shown = 0

    @property
    def rows(self) -> list[str]:
        """The screen as of what has been read."""
        self._stream.feed(self.written[self._shown :])
        self._shown = len(self.written)
        return rows_of(self._screen)

    def see(self, *signs: str) -> list[str]:
        """Wait until all of these stand on the screen together; its rows."""
        return self._until(lambda rows: all(any(sign in row for row in rows) for sign in signs), signs)

    def see_one(self, *signs: str) -> str:
        """Wait until one of these stands on the screen; which."""
        rows = self._until(lambda rows: any(sign in row for sign in signs for row in rows), signs)
        return next(sign for sign in signs if any(sign in row for row in rows))

    def see_no(self, sign: str) -> list[str]:
        """Wait until this is no longer on the screen; its rows."""
        return self._until(lambda rows: all(sign not in row for row in rows), ("no", sign))

    def keys(self, *words: str) -> None:
        """Press keys one after the other, without waiting for the screen."""
        for word in words:
            self.type(word)
            if word == ESC:  # else it and the next key are read as one sequence
                self._drain(0.15)

    def accept_notice(self) -> None:
        """The first start of a person on a laptop that is not for practice."""
        self.see_one("confidentiality notice", "保密须知")
        self.type("\x19")  # Ctrl+Y

    def kill(self) -> None:
        """As a power cut would: nothing of it runs any more."""
        self.process.kill()
        self.process.wait()

    def quit(self) -> int:
        """Leave by the key; the exit code."""
        self.type(CTRL_Q)
        self.read_to_end()
        return self.process.wait(PATIENCE)

    def _until(self, is_so: "object", signs: object) -> list[str]:
        assert callable(is_so)
        end = time.monotonic() + PATIENCE
        while not is_so(self.rows):
            if time.monotonic() > end:
                raise TimeoutError(f"not seen: {signs}\n" + "\n".join(self.rows))
            self._drain(0.5)
        return self.rows

    def _drain(self, seconds: float) -> None:
        """Read what comes; returns at the first silence this long, or the first piece."""
        ready, _, _ = select.select([self._terminal], [], [], seconds)
        if ready:
            self._read()


def rows_of(screen: pyte.Screen) -> list[str]:
    """The rows of a terminal. Its own ``display`` fails where the first half of a wide character has been painted
    over and the second not yet: so what was written may stand at the moment it is read."""
    lines = (screen.buffer[y] for y in range(screen.lines))
    return ["".join(line[x].data for x in range(screen.columns)).rstrip() for line in lines]


def loaded(home: Path) -> Start:
    """``csat`` on this home, forked from a process that has loaded all of it."""
    words = ["--home", str(home)]
    return lambda terminal, environment: warm.start(words, environment, terminal, terminal, terminal)


def fresh(home: Path) -> Start:
    """``csat`` on this home as a person starts it."""
    return cold([sys.executable, "-m", "csat_tui", "--home", str(home)])


@contextmanager
def app(
    home: Path, language: str, environment: Mapping[str, str] | None = None, *, start: Start | None = None
) -> Iterator[KeyedApp]:
    """The app on this home; killed at the end of the block if it still runs."""
    program = KeyedApp(home, language, environment, start=start)
    try:
        yield program
    finally:
        program.end()


def without_settings() -> dict[str, str]:
    """The environment without what would point csat elsewhere."""
    return {name: value for name, value in os.environ.items() if not name.startswith("CSAT_")}
