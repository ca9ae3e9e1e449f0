"""The interview: one question at a time, drawn from the engine, every key handed to it.

The screen itself is the only receiver of keys: nothing on it takes the focus, so keys typed ahead of the
paint are answered in their order. Each key is committed by the engine before the next page is drawn, on the
screen's own thread: an answer that is not yet safe must not look given.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.message import Message

from csat_tui.actions import on_screen
from csat_tui.interview.interview import Interview
from csat_tui.interview.keying import SIGNS
from csat_tui.interview.place import END, Place, Step
from csat_tui.interview.summary import Finished, finish, summary
from csat_tui.interview.twin import Twin
from csat_tui.keyboard import sign_of
from csat_tui.screens.base import CsatScreen
from csat_tui.screens.finish_lines import (
    BESIDE,
    EXTERNAL,
    EXTERNAL_KEY,
    FILL_METHODS,
    FLAGS,
    REASON_KEY,
    draw_finish,
    obstacle_words,
)
from csat_tui.screens.interview_lines import Shown, draw
from csat_tui.screens.turned_lines import draw_turned, to_be_shown
from csat_tui.screens.twin_lines import draw_twins
from csat_tui.widgets.line_edit import LineEdit
from csat_tui.widgets.page import Drawn, Page
from schemas.language import texts

_ = texts("csat_tui")


@dataclass(frozen=True)
class Session:
    """An interview to hold: ``customer`` as read in the title. ``finalise`` makes it final in one
    transaction, in a worker thread, and gives how many records now wait to be sent. ``twins``: questionnaires
    of the same customer and period that are on file; ``move``: puts the form under the customer of this id."""

    interview: Interview
    customer: str
    finalise: Callable[[Finished], int]
    twins: Callable[[], Sequence[Twin]] = tuple
    move: Callable[[str], "Session"] | None = None


class InterviewScreen(CsatScreen):
    """Dismissed with a sentence for the screen before: what became of the form."""

    where = "interview"
    AUTO_FOCUS = ""
    CSS_PATH = "interview.tcss"

    @dataclass
    class Stored(Message):
        """The form is final; this many records wait to be sent."""

        to_send: int

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.interview = session.interview
        self.edit = LineEdit()
        self.asking = False
        self.turned = False
        self._twins: Sequence[Twin] | None = None
        self._storing = False
        self._scroll = 0
        self._trouble = ""
        self._saved = ""
        self._commits = -1
        self._keys = {key: action.id for action in on_screen(self.where) for key in action.keys}

    def compose(self) -> ComposeResult:
        yield Page(self._draw)

    def on_mount(self) -> None:
        self._safely(self.interview.open)

    def title_text(self) -> str:
        return _("Interview")

    def about(self) -> str:
        return _(
            "Digits choose or are typed, Enter accepts. / not applicable (or the level, then the reason), "
            "* refused, - blank, + illegible; they work in every form an input method gives them. "
            "Everything is saved at once."
        )

    def say(self, note: Callable[[], str] | None) -> None:
        self._trouble = note() if note else ""
        self._show()

    def action_do(self, action: str) -> None:
        """An action chosen in the palette."""
        self._trouble = self.why_not(action) or ""
        self._safely(lambda: None if self._trouble else self._act(action))

    def redraw(self) -> None:
        self.query_one(Page).redraw()

    def on_key(self, event: events.Key) -> None:
        """Every key of the interview, in the order typed."""
        event.stop()
        if self._storing:
            return
        asked, self.asking, self._trouble = self.asking, False, ""
        if asked and event.key == "enter":
            self._store()
        elif asked:
            self._show()
        else:
            self._safely(lambda: self._key(event))

    def on_click(self, event: events.Click) -> None:
        """A click on a key in the last two rows does what the key does."""
        from csat_tui.widgets.key_bar import action_at

        page = self.query_one(Page)
        y = event.screen_y - page.region.y
        action = action_at(page.text_at(y), event.screen_x, on_screen(self.where))
        if action is not None and y >= page.size.height - 2 and not self._storing:
            self.action_do(action.id)

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        self.asking = False
        if self.interview.ask.kind == "text":
            self._safely(lambda: self._write(self.edit.insert(event.text)))
        elif self.interview.ask.kind != "end":
            self._safely(lambda: self.interview.paste(event.text))

    def _key(self, event: events.Key) -> None:
        kind = self.interview.ask.kind
        edited = self.edit.key(event.key) if kind == "text" else None
        if edited is not None:
            self._write(edited)
        elif kind == "text" and event.is_printable and event.character:
            self._character(kind, event.character)
        elif action := self._keys.get(event.key):
            self._act(action)
        elif event.key in ("pagedown", "pageup"):
            self._scroll = max(0, self._scroll + (1 if event.key == "pagedown" else -1))
        elif event.key == "backspace":
            self.interview.erase()
        elif event.is_printable and event.character:
            self._character(kind, event.character)

    def _character(self, kind: str, character: str) -> None:
        if kind == "end":
            self._note_down(sign_of(character) or "")
        elif kind == "text" and not self._is_sign(character):
            self._write(self.edit.insert(character))
        else:
            self.interview.press(character)

    def _is_sign(self, character: str) -> bool:
        return not self.edit.text and self.interview.place.step is Step.VALUE and sign_of(character) in SIGNS

    def _write(self, edit: LineEdit) -> None:
        self.interview.write(edit.text)
        if self.interview.refusal is None:
            kept = self.interview.typed
            self.edit = LineEdit(kept, min(edit.cursor, len(kept)))

    def _act(self, action: str) -> None:
        form = self.interview
        simple = {
            "accept": form.enter,
            "before": form.back,
            "after": form.forward,
            "jump": form.jump,
            "undo": form.undo,
            "remark": form.remark,
            "next_must": form.next_must,
        }
        run = simple.get(action) or getattr(self, f"do_{action}", None) or getattr(self.csat, f"do_{action}")
        run()

    def do_finish(self) -> None:
        """To the summary; from there, ask whether to submit."""
        if self.interview.place.question != END or self.interview.place.step is not Step.VALUE:
            if self.interview.settle():
                self.interview.go_to(END)
        elif (found := summary(self.interview)).obstacle == "reason_needed":
            self.interview.explain()
        elif words := obstacle_words(found):
            self._trouble = words
        elif not self.interview.state.repeat_reason and self._look_for_twins():
            self.interview.justify()
        else:
            self.asking = True

    def _look_for_twins(self) -> Sequence[Twin]:
        self._twins = self.session.twins()
        return self._twins

    def _known_twins(self) -> Sequence[Twin]:
        """Those found when they were last looked for: a page is drawn at every key."""
        return self._look_for_twins() if self._twins is None else self._twins

    def do_turn(self) -> None:
        """The screen for the customer's eyes, or back."""
        self.turned = not self.turned

    def do_ticket(self) -> None:
        self.interview.beside(Step.TICKET_KIND)

    def do_promise(self) -> None:
        self.interview.beside(Step.PROMISE_WHAT)

    def do_person(self) -> None:
        self.interview.beside(Step.PERSON_NAME)

    def do_outcome(self) -> None:
        self.interview.beside(Step.RESULT)

    def do_readback(self) -> None:
        """What was understood, on a page of its own."""
        from csat_tui.screens.readback import ReadbackScreen

        self.app.push_screen(ReadbackScreen(self.interview))

    def do_other_customer(self) -> None:
        """Put the form under another customer."""
        from csat_tui.screens.find import FindScreen

        if self.session.move is None:
            self._trouble = _("A correction stays with its customer.")
        else:
            self.app.push_screen(FindScreen(_whose), self._moved)

    def _moved(self, id: str | None) -> None:
        if id is not None and self.session.move is not None:
            self._safely(lambda: self._move(id))

    def _move(self, id: str) -> None:
        assert self.session.move is not None
        self.session = self.session.move(id)
        self.interview = self.session.interview
        self._trouble = _(
            "The form is about {customer} now; its answers were kept.", customer=self.session.customer
        )

    def do_leave(self) -> None:
        """Put the form away as a draft."""
        self.interview.leave()
        self.dismiss(lambda: _("The draft is saved and opens again exactly where it was left."))

    def _put_off(self) -> None:
        self.interview.leave()
        self.dismiss(lambda: _("Another time, then: the draft waits on this laptop."))

    def do_all_questions(self) -> None:
        """The list of all questions."""
        from csat_tui.screens.questions import QuestionsScreen

        self.app.push_screen(QuestionsScreen(self.interview), self._went)

    def _went(self, code: str | None) -> None:
        if code is not None:
            self._safely(lambda: self.interview.go_to(code))

    def _note_down(self, sign: str) -> None:
        flags = self.interview.state.flags
        if sign in BESIDE:
            self.interview.beside(BESIDE[sign])
        elif sign in FILL_METHODS:
            self.interview.filled_by(FILL_METHODS[sign])
        elif sign in FLAGS:
            self.interview.flag(FLAGS[sign], not flags.get(FLAGS[sign]))
        elif sign == REASON_KEY and self.interview.form.amending:
            self.interview.explain()
        elif sign == EXTERNAL_KEY:
            at = EXTERNAL.index(flags.get("external"))
            self.interview.flag("external", EXTERNAL[(at + 1) % len(EXTERNAL)])

    def _store(self) -> None:
        finished = finish(self.interview)
        self._storing = True

        def work() -> None:
            try:
                message: Message = self.Stored(self.session.finalise(finished))
            except Exception as error:
                message = self.Failed(self.csat.trouble_of(error))
            self.post_message(message)

        self.run_worker(work, thread=True, exit_on_error=False)

    def on_interview_screen_stored(self, message: Stored) -> None:
        self.dismiss(lambda: _("Saved. {n} to send.", n=message.to_send))

    def on_csat_screen_failed(self, message: CsatScreen.Failed) -> None:
        self._storing = False
        super().on_csat_screen_failed(message)

    def _safely(self, change: Callable[[], None]) -> None:
        """Make a change and draw what it led to; where it could not be committed the form is as before."""
        place, answers = self.interview.place, self.interview.state.answers
        try:
            change()
            if self.interview.wants_away or (
                self.interview.put_off and self.interview.state.answers != answers
            ):
                self._put_off()
            elif self._ended(place):
                self.asking = obstacle_words(summary(self.interview)) is None
        except Exception as error:
            self._trouble = str(self.csat.trouble_of(error))
        if self.interview.place != place or self.edit.text != self.interview.typed:
            self.edit = LineEdit.at_end(self.interview.typed)
        if self.interview.place != place:
            self._scroll = 0
        self._show()

    def _ended(self, before: Place) -> bool:
        """Whether the last key told how the contact ended."""
        return before.step is Step.RESULT and self.interview.place == Place(END)

    def _show(self) -> None:
        if self.interview.commits != self._commits:
            self._commits = self.interview.commits
            self._saved = f"{self.csat.now():%H:%M}"
        self.query_one(Page).show()

    def _draw(self, width: int, height: int) -> Drawn:
        status = self.csat.status
        shown = Shown(
            self.interview,
            self.session.customer,
            self._saved,
            self.edit,
            self._scroll,
            self._trouble,
            practice=status is not None and status.practice,
        )
        if self.turned and not self.asking and to_be_shown(self.interview):
            return draw_turned(self.interview, width, height)
        if self.interview.place.step is Step.REPEAT:
            return draw_twins(shown, self._known_twins(), width, height)
        if self.interview.ask.kind == "end":
            return draw_finish(shown, self.asking, width, height)
        return draw(shown, width, height)


def _whose() -> str:
    return _("Whose form is it? It keeps its answers.")
