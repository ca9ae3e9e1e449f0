"""Who sits at the app: signing in, locking, another person taking over.

Whatever is open lies unseen under the sign-in screen. The same person finds it as it was; for another one it is taken
off first, which loses nothing: every key is on disk, and a draft opens again where it was left.
"""

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from textual import events

from csat_tui.idle import minutes_of
from csat_tui.screens.base import CsatScreen
from csat_tui.services import Services
from csat_tui.services.people import Person
from schemas.language import texts

if TYPE_CHECKING:
    from csat_tui.seated_app import SeatedApp

_ = texts("csat_tui")

UNLOCKED = ("sign_in", "help")
"""Screens that may come while it is locked."""
REST_SECONDS = 120.0
"""Without a key for so long nothing moves on the screen any more, the clock included."""


class Seat:
    """``turn`` goes up when another person sits down: what was asked before is not answered any more. ``clock`` gives
    seconds, by which idle time is measured."""

    def __init__(self, app: "SeatedApp") -> None:
        self._app = app
        self.people: Sequence[Person] = ()
        self.person: Person | None = None
        self.locked = False
        self.turn = 0
        self.clock: Callable[[], float] = time.time
        self._touched = self.clock()
        self._held: list[tuple[Any, Any]] = []

    @property
    def guarded(self) -> bool:
        """Whether anybody here has a PIN: only then there is something to lock."""
        return any(person.has_pin for person in self.people)

    def opened(self, people: Sequence[Person], wanted: str) -> None:
        """The home is open: let somebody sign in, or the only person begin."""
        self.people = people
        if self.guarded:
            self._ask_who(wanted)
        elif people:
            self.person = people[0]
            self._notice_or(self._app.home_screen.load)
        else:
            self._app.home_screen.load()

    def touch(self, event: events.Event) -> None:
        """Somebody is here: a key, the mouse, a paste."""
        if isinstance(event, events.InputEvent | events.Paste):
            self._touched = self.clock()

    @property
    def resting(self) -> bool:
        """Whether nobody has touched anything for a while."""
        return self.clock() - self._touched >= REST_SECONDS

    def lock_when_idle(self) -> None:
        """Lock after the minutes that the settings say. The clock goes on while the laptop sleeps; one that was set
        back counts from now."""
        idle = self.clock() - self._touched
        if idle < 0:
            self._touched = self.clock()
        elif idle >= 60 * minutes_of(self._app.settings) and self.person is not None:
            self.lock()

    def why_not_lock(self) -> str | None:
        """Why there is nothing to lock."""
        return None if self.guarded else _("Nobody here has a PIN: csat people pin NAME gives one.")

    def lock(self) -> None:
        """Cover everything until somebody gives their PIN."""
        if self.guarded and not self.locked:
            self._ask_who(self.person.id if self.person else "")

    def holds_back(self, screen: Any, callback: Any) -> bool:
        """Whether a screen that was asked for has to wait, because it is locked."""
        if not self.locked or getattr(screen, "where", None) in UNLOCKED:
            return False
        self._held.append((screen, callback))
        return True

    def _ask_who(self, marked: str) -> None:
        from csat_tui.screens.sign_in import SignInScreen

        self.locked = True
        self._app.held.drop()
        words = _locked_words if self.person else _start_words
        self._app.push_screen(
            SignInScreen(_sign_in, self._seated, marked=marked, words=words, why_not_now=self._why_not_now)
        )

    def _why_not_now(self, person: str) -> str | None:
        busy = any(isinstance(one, CsatScreen) and one.busy for one in self._app.screen_stack)
        if busy and self.person is not None and person != self.person.id:
            return _("Something of {who} is still on its way; a moment.", who=self.person.name)
        return None

    def _seated(self, person: Person) -> None:
        same = self.person is not None and person.id == self.person.id
        held, self._held, self.locked = self._held, [], False
        self._touched = self.clock()
        if same:
            self._app.pop_screen()
            for screen, callback in held:
                self._app.push_screen(screen, callback)
            return
        self.turn, self.person = self.turn + 1, person
        self._app.clear_work()  # Today, now on top, reads itself anew
        self._notice_or(lambda: None)

    def _notice_or(self, go_on: Callable[[], None]) -> None:
        """The notice for who has not accepted it yet; after it Today comes up and reads itself."""
        if self.person is None or self.person.noticed:
            go_on()
            return
        from csat_tui.screens.notice import NoticeScreen

        self._app.push_screen(NoticeScreen(self._app.pop_screen))


def _sign_in(services: Services, person: str, pin: str) -> Person:
    return services.people().sign_in(person, pin)


def _start_words() -> str:
    return _("Who works now?")


def _locked_words() -> str:
    return _("Locked. Everything is saved; your PIN brings you back to where you were.")
