"""What all screens share: title, keys, the line that explains, and how they ask the laptop for data.

The threading rule: services are called in worker threads only; a worker never touches a widget, it posts a
message; message handlers on the screen own all state.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen

from csat_tui.actions import Action, bindings, on_screen
from csat_tui.services import Services
from csat_tui.trouble import Trouble
from csat_tui.widgets.block import Block
from csat_tui.widgets.cells import wrap
from csat_tui.widgets.key_bar import KeyBar
from csat_tui.widgets.line import Line, Span, line
from csat_tui.widgets.reader import Reader
from csat_tui.widgets.title_bar import TitleBar
from schemas.language import texts

if TYPE_CHECKING:
    from csat_tui.screens.shell import Shell

_ = texts("csat_tui")

Value = TypeVar("Value")

WIDE = 120
"""Cells from which on a screen shows beside its list what the marked row holds."""
SEEN_SECONDS = 30.0
"""How long a telephone number stays readable when no key is pressed."""


class CsatScreen(Screen[Any]):
    """``where`` names the screen in the registry of actions; an action ``x`` runs the method ``do_x`` of the
    screen or else of the app."""

    where: ClassVar[str] = ""
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-narrow"), (WIDE, "-wide")]

    @dataclass
    class Failed(Message):
        """Something that was asked of the laptop could not be done."""

        trouble: Trouble

    class Told(Message):
        """Something the laptop was told to do is done."""

    def __init_subclass__(cls, **options: Any) -> None:
        if "where" in cls.__dict__ and "BINDINGS" not in cls.__dict__:
            cls.BINDINGS = [*bindings(cls.where)]
        super().__init_subclass__(**options)

    def __init__(self) -> None:
        super().__init__()
        self._note: Callable[[], str] | None = None
        self._good_news = False

    @property
    def csat(self) -> "Shell":
        """The app, as far as a screen may know it."""
        return cast("Shell", self.app)

    def compose(self) -> ComposeResult:
        yield TitleBar(self.title_text, lambda: self.csat.status, lambda: self.csat.clock())
        yield from self.body()
        yield Block(self._note_lines, id="note")
        yield KeyBar(self.actions, self.why_not)

    def body(self) -> ComposeResult:
        """The widgets between title and keys."""
        yield from ()

    def title_text(self) -> str:
        """What the title row calls this screen."""
        return "csat"

    def about(self) -> str:
        """What F1 says of this screen."""
        return ""

    def reason(self, action: str) -> str | None:
        """Why this action does nothing now, or None when it does something."""
        return None

    def why_not(self, action: str) -> str | None:
        """Why this action does nothing now, on this screen or anywhere."""
        return self.reason(action) or self.csat.why_not(action)

    @property
    def busy(self) -> bool:
        """Whether leaving has to wait for something that is on its way."""
        return False

    def offers(self, action: str) -> bool:
        """Whether the action means anything here at present; if not, its keys are free for another."""
        return True

    def actions(self) -> list[Action]:
        """What can be done here, in the order of the key bar."""
        return [action for action in on_screen(self.where) if self.offers(action.id)]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.offers(str(parameters[0])) if action == "do" else super().check_action(action, parameters)

    def run_chosen(self, action: str | None) -> None:
        """Run what was chosen in the palette, if anything was."""
        if action is not None:
            self.action_do(action)

    def action_do(self, action: str) -> None:
        """Run an action of the registry, or say why not."""
        if reason := self.why_not(action):
            self.say(lambda: reason)
        else:
            self.say(None)
            run = getattr(self, f"do_{action}", None) or getattr(self.csat, f"do_{action}")
            run()

    def do_back(self) -> None:
        self.dismiss()

    def do_jump_mode(self) -> None:
        """Show a number at every place of this screen; typing it goes there."""
        from csat_tui.screens.jump import JumpScreen, targets

        if found := targets(self):
            self.csat.push_screen(JumpScreen(found), lambda go: go and go())
        else:
            self.say(lambda: _("There is nothing to go to on this screen."))

    def on_row_list_chosen(self) -> None:
        self.run_enter()

    def on_picker_chosen(self) -> None:
        self.run_enter()

    def on_key_bar_pressed(self, message: KeyBar.Pressed) -> None:
        self.action_do(message.action)

    def run_enter(self) -> None:
        """What Enter does on the marked row."""
        action = next((action for action in self.actions() if "enter" in action.keys), None)
        if action is not None:
            self.action_do(action.id)

    def say(self, note: Callable[[], str] | None) -> None:
        """Explain something above the keys until the next action; None clears it."""
        self._note, self._good_news = note, False
        self.query_one("#note", Block).redraw()

    def announce(self, news: Callable[[], str]) -> None:
        """Say above the keys that something went well."""
        self._note, self._good_news = news, True
        self.query_one("#note", Block).redraw()

    def notices(self) -> list[str]:
        """What stands above the keys as long as it is so."""
        return []

    def ask(self, question: Callable[[Services], Value], answer: Callable[[Value], Message]) -> None:
        """Put a question to the laptop in a thread; the answer, or ``Failed``, comes as a message."""
        services = self.csat.services
        if services is None:
            return

        turn = self.csat.turn

        def work() -> None:
            try:
                message = answer(question(services))
            except Exception as error:
                message = self.Failed(self.csat.trouble_of(error))
            if turn == self.csat.turn:  # else it was asked by somebody who has got up since
                self.post_message(message)

        self.run_worker(work, thread=True, exit_on_error=False)

    def ask_for_screen(
        self, question: Callable[[Services], Value], answer: Callable[[Value], Message]
    ) -> None:
        """The same, where a screen comes of the answer: what is typed until then is meant for that screen."""
        if self.csat.services is not None:
            self.csat.held.begin()
        self.ask(question, answer)

    def ask_in_turn(self, question: Callable[[Services], Value], answer: Callable[[Value], Message]) -> None:
        """The same, where the next key is meant for what comes of it; who handles the answer calls ``go_on``."""
        self.ask_for_screen(question, answer)

    def go_on(self) -> None:
        """The keys that waited for an answer find the screen as it is now."""
        self.csat.release_keys()

    def tell(self, order: Callable[[Services], None]) -> None:
        """Let the laptop do something in a thread; only a failure is reported."""
        self.ask(order, lambda _done: self.Told())

    def on_csat_screen_failed(self, message: Failed) -> None:
        trouble = message.trouble
        self.csat.held.drop()
        self.say(lambda: str(trouble))

    def read_again(self) -> None:
        """Read what is shown anew, where the screen can: words of the data follow the language."""
        refresh = getattr(self, "do_refresh", None)
        if refresh is not None:
            refresh()

    def redraw(self) -> None:
        """Paint everything again: the data behind it, or the language, has changed."""
        for widget in self.query("*"):
            if isinstance(widget, Block | Reader):
                widget.redraw()
            else:
                widget.refresh()

    def _note_lines(self, width: int) -> list[Line]:
        said = [self._note()] if self._note else self.notices()
        mark, tone = (" * ", "good") if self._note and self._good_news else (" ! ", "warn")
        rows = [row for text in said for row in wrap(text, width - 6)]
        return [line(Span((mark if n == 0 else "   ") + row, tone)) for n, row in enumerate(rows)]
