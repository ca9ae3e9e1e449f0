"""What a screen may ask of the app around it; the app knows its screens, they know only this."""

from collections.abc import Callable, Mapping
from datetime import datetime
from threading import Event
from typing import Any, Protocol

from csat_tui.held_keys import HeldKeys
from csat_tui.services import Services, Status
from csat_tui.trouble import Trouble


class Shell(Protocol):
    """``opening``: the home is being opened; ``leaving`` is set once the app is going away."""

    services: Services | None
    status: Status | None
    opening: bool
    leaving: Event
    now: Callable[[], datetime]
    settings: Mapping[str, str]
    no_color: bool
    held: HeldKeys

    @property
    def turn(self) -> int: ...

    @property
    def guarded(self) -> bool: ...

    @property
    def known_here(self) -> bool: ...

    def clock(self) -> datetime | None: ...
    def open_home(self, passphrase: str | None) -> None: ...
    def trouble_of(self, error: Exception) -> Trouble: ...
    def release_keys(self) -> None: ...
    def push_screen(self, screen: Any, callback: Any = None) -> Any: ...
    def set(self, name: str, value: str) -> None: ...
    def why_not(self, action: str) -> str | None: ...
    def do_self_test(self) -> None: ...
    def do_quit(self) -> None: ...
