"""What the app does for its seat (``csat_tui.seat``): it knows of keys, and its stack of screens."""

from collections.abc import Mapping
from typing import Any

from textual.app import App
from textual.events import Event
from textual.message import Message

from csat_tui.held_keys import HeldKeys
from csat_tui.screens.today import TodayScreen
from csat_tui.seat import Seat
from csat_tui.services import Status


class SeatedApp(App[str]):
    """The part of the app that is about who sits at it."""

    class ScreenThere(Message):
        """What keys are held for is there: a screen has been drawn, or an answer taken in."""

    status: Status | None
    settings: Mapping[str, str]

    def __init__(self) -> None:
        super().__init__()
        self.held = HeldKeys()
        self.seat = Seat(self)

    @property
    def home_screen(self) -> TodayScreen:
        """Today, at the bottom of the stack."""
        return next(screen for screen in self.screen_stack if isinstance(screen, TodayScreen))

    async def on_event(self, event: Event) -> None:
        self.seat.touch(event)
        if not self.held.keeps(event):
            await super().on_event(event)

    async def on_seated_app_screen_there(self) -> None:
        for event in self.held.take():
            await self.on_event(event)

    def release_keys(self) -> None:
        """Let held keys go their way, behind what is already under way."""
        if self.held.waiting:
            self.post_message(self.ScreenThere())

    def push_screen(self, screen: Any, callback: Any = None, **options: Any) -> Any:  # type: ignore[override]
        """Show a screen; one that comes while csat is locked waits until the same person is back. What is typed before
        it is drawn is meant for it."""
        if self.seat.holds_back(screen, callback):
            return None
        self.held.begin()
        screen.call_after_refresh(self.post_message, self.ScreenThere())
        return super().push_screen(screen, callback, **options)

    def pop_screen(self) -> Any:
        """Take the top screen off; keys that waited for it go to the one below."""
        self.release_keys()
        return super().pop_screen()

    def clear_work(self) -> None:
        """Take every screen off but Today, and what Today shows: somebody else sits down."""
        self.status = None
        self.home_screen.forget()
        while self.screen is not self.home_screen:
            self.pop_screen()

    @property
    def turn(self) -> int:
        """How often the person at the laptop changed."""
        return self.seat.turn

    @property
    def guarded(self) -> bool:
        """Whether people sign in here."""
        return self.seat.guarded

    def do_lock(self) -> None:
        self.seat.lock()
