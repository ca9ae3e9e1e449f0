"""A process that dies: at a chosen statement, commit, storage call or request, counted from now."""

from collections.abc import Callable
from typing import Any


class Crash(BaseException):
    """The process is gone. Not an Exception: no code under test may live on after it."""


class CrashPoint:
    """Counts down what a process does, and ends it; ``calls`` counts on whether it is armed or not."""

    def __init__(self) -> None:
        self.left: int | None = None
        self.calls = 0

    def arm(self, after: int | None) -> None:
        """Die after so many more; None: live on."""
        self.left = after

    def tick(self, *_: object) -> None:
        self.calls += 1
        if self.left is None:
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
            self._point.tick()
            result = method(*words, **named)
            self._point.tick()
            return result

        return call
