"""The tutorial in the app: puts its sentence above every screen and looks now and then at what was done."""

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.timer import Timer

from csat_tui.practice.tour import session
from csat_tui.screens.base import CsatScreen
from csat_tui.screens.interview import InterviewScreen, Session
from csat_tui.screens.sync import SyncScreen
from csat_tui.tutorial import Seen, Tutorial
from csat_tui.widgets.block import Block
from csat_tui.widgets.cells import wrap
from csat_tui.widgets.line import Line, lines
from schemas.language import texts

if TYPE_CHECKING:
    from csat_tui.app import CsatApp

_ = texts("csat_tui")

LOOKS_SECONDS = 0.25


class Coach:
    """Lives from ``begin`` to ``end``; without it the tutorial costs nothing."""

    def __init__(self, app: "CsatApp") -> None:
        self.app = app
        self.tutorial = Tutorial()
        self.submitted = False
        self.session: Session | None = None
        self._timer: Timer | None = None

    def begin(self) -> None:
        self._timer = self.app.set_interval(LOOKS_SECONDS, self.look)
        self.look()

    def end(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self.app.coach = None
        for screen in self.app.screen_stack:
            screen.query("#coach").remove()

    def look(self) -> None:
        """Go on if what was asked is done, and say what comes next."""
        screen = self.app.screen
        if not isinstance(screen, CsatScreen) or not self.app.home_screen.query("#due"):
            return  # at the very end its parts go one after the other
        went_on = self.tutorial.look(self._seen(screen))
        if self.tutorial.step is None:
            self.end()
            screen.announce(
                lambda: _("That was it. All screens have F1; Ctrl+P, then sz, opens the settings.")
            )
            return
        if self.tutorial.step.inside and screen.where == "today":
            self._open_interview()
        elif not screen.query("#coach"):
            screen.mount(Block(self._lines, id="coach"), before=0)
        elif went_on:
            screen.query_one("#coach", Block).redraw()

    def _open_interview(self) -> None:
        if self.session is None:
            self.session = session(self.app.status, self._note_submitted)
        self.app.push_screen(InterviewScreen(self.session))

    def _note_submitted(self) -> None:
        self.submitted = True

    def _seen(self, screen: CsatScreen) -> Seen:
        due = self.app.home_screen.due
        seen = Seen(screen.where, due.cursor, due.count)
        if isinstance(screen, SyncScreen):
            return replace(seen, proven=screen.end is not None and screen.end.proven)
        if self.session is None:
            return seen
        state = self.session.interview.state
        return replace(seen, answers=state.answers, remarks=state.remarks, submitted=self.submitted)

    def _lines(self, width: int) -> list[Line]:
        return lines((f" {row}" for row in wrap(self.tutorial.words, width - 2)), "strong")
