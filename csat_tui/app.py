"""The laptop's app: language, status, screens and the home that opens behind the first frame.

Only Textual and the first screen are imported here. What reads the database, the key ring or the network
comes with ``open_home``, which runs in a thread after the first frame; other screens come when first shown.
"""

import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import on
from textual.binding import Binding, BindingType
from textual.filter import LineFilter, NoColor
from textual.message import Message
from textual.screen import Screen

from csat_tui import crash, settings, terminal
from csat_tui.look import CONTRAST, THEMES, look_of
from csat_tui.screens.base import CsatScreen
from csat_tui.screens.today import TodayScreen
from csat_tui.seated_app import SeatedApp
from csat_tui.self_test import SETTING, found_in
from csat_tui.services import (
    NotSetUp,
    OpenHome,
    PassphraseNeeded,
    Services,
    Status,
)
from csat_tui.services.people import Person
from csat_tui.trouble import Trouble
from csat_tui.widgets.ambiguous import use_ambiguous_width
from csat_tui.widgets.text_input import TextInput
from csat_tui.widgets.title_bar import TitleBar
from schemas.language import LANGUAGES, current, texts, use

if TYPE_CHECKING:
    from csat_tui.coach import Coach

_ = texts("csat_tui")

WATCH_SECONDS = 5.0
TICK_SECONDS = 10.0
HANGUP = 129
"""Exit code of a process whose terminal hung up (128 + SIGHUP)."""


class CsatApp(SeatedApp):
    """``run`` returns the word of farewell, or None after a crash. ``now`` gives local time; ``settings_file`` is
    where the choices of whoever works here are kept, None: nowhere."""

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    TITLE = "csat"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit_csat", show=False, priority=True),
        Binding("ctrl+c", "how_to_quit", show=False, system=True),
    ]

    @dataclass
    class Opened(Message):
        """The home is open."""

        services: Services
        people: Sequence[Person]
        wanted: str

    @dataclass
    class NotOpened(Message):
        """The home could not be opened."""

        error: Exception

    def __init__(
        self,
        open_home: OpenHome,
        *,
        log: Path,
        now: Callable[[], datetime] = datetime.now,
        watch_seconds: float = WATCH_SECONDS,
        settings_file: Path | None = None,
    ) -> None:
        super().__init__()
        self.settings_file = settings_file
        self.settings = settings.read(settings_file) if settings_file else {}
        self.register_theme(CONTRAST)
        self._wear_look()
        self.services: Services | None = None
        self.status: Status | None = None
        self.now = now
        self._open_home = open_home
        self._log_file = log
        self._watch_seconds = watch_seconds
        self._shown_minute: str | None = None
        self.opening = True
        self.leaving = threading.Event()
        self.coach: Coach | None = None

    def get_default_screen(self) -> Screen[Any]:
        return TodayScreen()

    def on_mount(self) -> None:
        self.cursor_blink = False
        if terminal.is_present():
            self.set_interval(self._watch_seconds, self._end_without_terminal)
        self.set_interval(TICK_SECONDS, self._tick)

    def on_ready(self) -> None:
        self.open_home(None)

    def open_home(self, passphrase: str | None) -> None:
        """Open the laptop's data in a thread; ``Opened`` or ``NotOpened`` comes as a message."""
        self.opening = True

        def work() -> None:
            try:
                services = self._open_home(passphrase)
                people = services.people()
                self.post_message(self.Opened(services, people.everybody(), people.wanted()))
            except Exception as error:
                self.post_message(self.NotOpened(error))

        self.run_worker(work, thread=True, exit_on_error=False)

    def trouble_of(self, error: Exception) -> Trouble:
        """What to tell the user of an error; an unforeseen one is noted in the log."""
        if isinstance(error, Trouble):
            return error
        crash.note(self._log_file, error)
        return Trouble(
            "unexpected",
            _("This did not work because of a fault in the program."),
            _("Everything saved is safe."),
            _("Try again; the place of the fault is noted in {log}", log=self._log_file),
        )

    @on(Opened)
    def _opened(self, message: Opened) -> None:
        self.opening = False
        self.services = message.services
        self.seat.opened(message.people, message.wanted)

    @on(NotOpened)
    def _not_opened(self, message: NotOpened) -> None:
        self.opening = False
        match message.error:
            case PassphraseNeeded() as needed:
                self._ask_passphrase(wrong=needed.wrong)
            case Trouble(code="locked" | "bad_passphrase" as code):
                self._ask_passphrase(wrong=code == "bad_passphrase")
            case NotSetUp():
                from csat_tui.screens.welcome import WelcomeScreen

                self.push_screen(WelcomeScreen())
            case error:
                self.home_screen.post_message(CsatScreen.Failed(self.trouble_of(error)))

    def _ask_passphrase(self, *, wrong: bool) -> None:
        from csat_tui.screens.unlock import UnlockScreen

        self.push_screen(UnlockScreen(wrong=wrong), self._unlock)

    def _unlock(self, passphrase: str | None) -> None:
        if passphrase is not None:
            self.open_home(passphrase)

    def do_sync(self) -> None:
        from csat_tui.screens.sync import SyncScreen

        self.push_screen(SyncScreen())

    def do_find(self) -> None:
        from csat_tui.screens.customer import CustomerScreen
        from csat_tui.screens.find import FindScreen

        self.push_screen(FindScreen(card=CustomerScreen))

    def do_help(self) -> None:
        from csat_tui.screens.help import HelpScreen

        if isinstance(self.screen, CsatScreen):
            self.push_screen(HelpScreen(self.screen))

    def do_palette(self) -> None:
        from csat_tui.screens.palette import PaletteScreen

        screen = self.screen
        if isinstance(screen, CsatScreen):
            self.push_screen(PaletteScreen(screen), screen.run_chosen)

    def do_settings(self) -> None:
        from csat_tui.screens.settings import SettingsScreen

        self.push_screen(SettingsScreen())

    def do_self_test(self) -> None:
        from csat_tui.screens.self_test import SelfTestScreen

        self.push_screen(SelfTestScreen())

    def why_not(self, action: str) -> str | None:
        """Why an action of the whole program does nothing now."""
        if action == "lock":
            return self.seat.why_not_lock()
        in_practice = self.status is not None and self.status.practice
        if action == "tutorial" and not in_practice:
            return _("The tutorial runs in the practice company: Ctrl+P, then lx, opens it.")
        if action == "practice" and in_practice:
            return _("This is the practice company.")
        return None

    def do_tutorial(self) -> None:
        """Begin it on Today, or end it."""
        from csat_tui.coach import Coach

        if self.coach is not None:
            self.coach.end()
        elif self.screen is self.home_screen:
            self.coach = Coach(self)
            self.coach.begin()
        elif isinstance(self.screen, CsatScreen):
            self.screen.say(lambda: _("The tutorial begins on Today."))

    def do_practice(self) -> None:
        """The practice company in this terminal, as a program of its own; the real one waits meanwhile."""
        from csat_tui.practice.beside import run_beside

        with self.suspend():
            run_beside(self.settings_file.parent if self.settings_file else None)
        self._redraw_all()

    def do_language(self) -> None:
        self.speak(next(language for language in LANGUAGES if language != current()))

    def speak(self, language: str) -> None:
        """Change the language of everything at once and remember it."""
        use(language)
        self._keep("language", language)
        self._redraw_all()
        for screen in self.screen_stack:
            if isinstance(screen, CsatScreen) and self.services is not None:
                screen.read_again()

    def set(self, name: str, value: str) -> None:
        """Change a setting at once, on every screen, and remember it. ``language`` is one of them."""
        if name == "language":
            self.speak(value)
            return
        self._keep(name, value)
        self._wear_look()
        self.refresh_css(animate=False)
        self._redraw_all()

    def _keep(self, name: str, value: str) -> None:
        """Where there is no home yet the choice lasts as long as the program runs."""
        self.settings = {**self.settings, name: value}
        if (file := self.settings_file) is None or not file.parent.exists():
            return

        def work() -> None:
            try:
                settings.remember(file, name, value)
            except OSError as error:
                crash.note(self._log_file, error)

        self.run_worker(work, thread=True, exit_on_error=False)

    @property
    def known_here(self) -> bool:
        """Whether this terminal was tested, or there is nowhere to keep that it was."""
        return self.settings_file is None or found_in(self.settings.get(SETTING)) is not None

    def _wear_look(self) -> None:
        look = look_of(self.settings)
        use_ambiguous_width(look.cells)
        self.theme = THEMES[look.theme]

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Without colours no colour at all is sent: Textual would send shades of grey."""
        if self.no_color or look_of(self.settings).colours == "off":
            return [NoColor()]
        return super().get_line_filters()

    def _redraw_all(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, CsatScreen):
                screen.redraw()

    def do_quit(self) -> None:
        self.leaving.set()
        if isinstance(self.screen, CsatScreen) and self.screen.busy:
            self.screen.say(lambda: _("csat closes as soon as what is on its way has arrived."))
        else:
            self.exit(self.farewell())

    def action_quit_csat(self) -> None:
        self.do_quit()

    def action_how_to_quit(self) -> None:
        if isinstance(self.screen, CsatScreen):
            self.screen.say(lambda: _("Ctrl+Q closes csat."))

    def farewell(self) -> str:
        """The last word: what is still to be sent, and that it is safe."""
        if self.status is None or not (self.status.to_send or self.status.drafts):
            return _("csat closed. Everything is saved.")
        return _(
            "csat closed. To send: {n}, drafts: {drafts}. All of it is safe on this laptop; Ctrl+S sends "
            "what is finished.",
            n=self.status.to_send,
            drafts=self.status.drafts,
        )

    def clock(self) -> datetime | None:
        """The time for the title; None while nobody is there to read it."""
        return None if self.seat.resting else self.now()

    def _tick(self) -> None:
        # Once a minute the clock in the title is painted, and never under an input method's window. Where nobody is,
        # it is taken away: an idle screen writes nothing, and a clock that stands still would tell a wrong time.
        self.seat.lock_when_idle()
        time = self.clock()
        minute = f"{time:%H:%M}" if time else ""
        if minute != self._shown_minute and not isinstance(self.focused, TextInput):
            self._shown_minute = minute
            for bar in self.screen.query(TitleBar):
                bar.refresh()

    def _end_without_terminal(self) -> None:
        # Without its terminal Textual goes on for ever at full load. Nothing unsaved can be lost by leaving.
        if not terminal.is_present():
            os._exit(HANGUP)

    def _fatal_error(self) -> None:
        """Instead of Textual's traceback, which shows local variables and with them customer data."""
        if self._exception is not None:
            crash.note(self._log_file, self._exception)
        self._exit_renderables.append(Text("\n".join(crash.farewell(self._log_file))))
        self._close_messages_no_wait()
