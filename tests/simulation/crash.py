"""A process that dies: at a chosen statement, commit, storage call or request, counted from now."""

from collections.abc import Callable
from typing import Any


class Crash(BaseException):
    """The process is gone. Not an Exception: no code under test may live on after it."""


class CrashPoint:
    """Counts down what a process does, and ends it; ``calls`` counts on whether it is armed or not."""

    def __init__(self) -> None:
        self.left: int | None = None
        self.within = ""
        self.calls = 0

    def arm(self, after: int | None, within: str = "") -> None:
        """Die after so many more, counted from now or from when the call ``within`` begins; None: live on."""
        self.left, self.within = after, within

    def enter(self, name: str) -> None:
        """A call of a port begins."""
        if name == self.within:
            self.within = ""

    def tick(self, *_: object) -> None:
        self.calls += 1
        if self.left is None or self.within:
            return
        self.left -= 1
        if self.left < 0:
            self.left = None
            raise Crash


class Watched:
    """A port whose every call is a place to die at, just before it and just after it."""

    def __init__(self, port: object, point: CrashPoint) -> None:
        self._port = port
        self._point = point

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._port, name)

        def call(*words: Any, **named: Any) -> Any:
            self._point.enter(name)
            self._point.tick()
            result = method(*words, **named)
            self._point.tick()
            return result

        return call
