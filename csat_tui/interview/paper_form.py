"""A paper form being keyed: an interview nobody speaks, in the order of the print, one key for each closed item.

The same events, the same journal: every key is kept before the next field is drawn. Beside the answers it counts the
keys and tells work from pauses, because operators are measured by both (J2).
"""

from collections.abc import Callable, Mapping, Sequence

from csat_tui.interview import events, paper_keys
from csat_tui.interview.interview import Interview, monotonic_ms
from csat_tui.interview.journal import Event, Journal
from csat_tui.interview.pages import Form
from csat_tui.interview.paper_keys import Between
from csat_tui.interview.place import END, Place, Step
from csat_tui.keyboard import sign_of
from schemas.forms.answers import Answer, Missing
from schemas.language import texts
from schemas.paper.comparison import same

_ = texts("csat_tui")

PAUSE_MS = 60_000
"""A silence of the keys as long as this is a pause, not work."""
HEAD = (Step.UNIT, Step.FORM_DATE)
"""What stands above the items; its answers are in the header of the draft."""


class PaperForm(Interview):
    """``between``: what a tick between two options is; ``head``: what is to be keyed before the items; ``first``:
    the first keying of this form where this is a second one that stops at each difference, else None."""

    def __init__(
        self,
        form: Form,
        journal: Journal,
        past: Sequence[Event] = (),
        pending: str = "",
        clock: Callable[[], int] = monotonic_ms,
        *,
        between: Between = "lower",
        head: Sequence[Step] = (),
        first: Mapping[str, Answer] | None = None,
    ) -> None:
        self.between: Between = between
        self.head = tuple(head)
        self._first = first
        self._tried: tuple[str, Answer] | None = None
        self._strokes = self._work = self._rest = 0
        self._last_key = clock()
        super().__init__(form, journal, past, pending, clock)

    @property
    def strokes(self) -> int:
        """Keys until now, half-typed ones of before a restart among them."""
        return self.state.strokes + self._strokes

    @property
    def active_ms(self) -> int:
        return self.state.active_ms + self._work

    @property
    def pause_ms(self) -> int:
        """Silence while the form was open."""
        return self.state.pause_ms + self._rest

    @property
    def open_fields(self) -> list[str]:
        """Items that hold nothing yet, not even that they are blank."""
        held = self.state.answers.keys() | self.state.awaited
        return [code for code in self.form.asked(self.state.answers) if code not in held]

    @property
    def untouched(self) -> bool:
        """Whether nothing is keyed that could be taken back."""
        return not self.state.done and not self.state.awaited

    def count(self, keys: int = 1) -> None:
        """So many keys were pressed."""
        now = self._clock()
        gap, self._last_key = max(0, now - self._last_key), now
        if gap < PAUSE_MS:
            self._work += gap
        else:
            self._rest += gap
        self._strokes += keys

    def open(self) -> None:
        self._last_key = self._clock()
        super().open()

    def press(self, character: str) -> None:
        self.refusal = None
        sign = sign_of(character)
        if sign is None:
            self._refuse("digits_only", _("Only digits and the signs shown below are understood here."))
        elif self.ask.kind == "text" and sign == paper_keys.SEVERAL and not self.typed:
            self._await()
        elif self.ask.kind != "end":
            self._follow(paper_keys.press(self.ask, self.typed, sign, self.between))
            if self.refusal is None:
                self.refusal = paper_keys.fault(self.ask, self.typed)

    def enter(self) -> None:
        step = self.place.step
        if step is Step.VALUE and self.ask.kind != "end":
            self.refusal = None
            self._follow(paper_keys.enter(self.ask, self.typed))
        elif step not in HEAD:
            super().enter()

    def after_head(self) -> Place:
        """Where a field above the items leads."""
        later = self.head[self.head.index(self.place.step) + 1 :] if self.place.step in self.head else ()
        first = self.form.order[0].code if self.form.order else END
        return Place(first, later[0]) if later else Place(first)

    def headed(self) -> Event:
        """The event that leads on from a field above the items, for whoever keeps what it said."""
        return {**events.headed(self.after_head()), **self._worked()}

    def back(self) -> None:
        codes = self.form.asked(self.state.answers)
        if self.place.step is Step.VALUE and codes and self.place.question == codes[0] and self.head:
            self._go(Place(codes[0], self.head[-1]))
        elif self.place.step in self.head and self.place.step is not self.head[0]:
            self._go(Place(self.place.question, self.head[self.head.index(self.place.step) - 1]))
        elif self.place.step not in HEAD:
            super().back()

    def forward(self) -> None:
        if self.place.step in HEAD:
            self._go(self.after_head())
        else:
            super().forward()

    def settle_blanks(self) -> None:
        """Note every field that nothing was keyed in as blank: what is not on the paper is not there."""
        for code in self.open_fields:
            self._append(events.answered(code, Answer(missing=Missing.BLANK), Place(END)))

    def same_as_before(self, answer: Answer) -> None:
        """Answer the present item as the form before."""
        self.refusal = None
        self._answer(answer)

    def set_answer(self, code: str, answer: Answer) -> None:
        """Put an answer that was decided elsewhere in the place of the one held."""
        self._append(events.answered(code, answer, Place(END)))

    def explained(self, reason: str) -> None:
        """Keep why the stored form is corrected."""
        self._append(events.explained(reason, self.place))

    def _answer(self, answer: Answer) -> None:
        if self._differs(answer):
            self._tried = (self.place.question, answer)
            if self.typed:
                self._type("")
            self._refuse("differs", _("This is not what was keyed first. Look again and key it once more."))
        else:
            super()._answer(answer)

    def _differs(self, answer: Answer) -> bool:
        """Whether the dependent second keying stops here; the same keyed twice running stands."""
        code = self.place.question
        if self._first is None or same(answer, self._first.get(code)):
            return False
        return self._tried is None or self._tried[0] != code or not same(self._tried[1], answer)

    def _await(self) -> None:
        if self.form.question(self.place.question).by == "respondent":
            self._append(
                events.awaited(self.place.question, self._onward(self.state.answers, self.place.question))
            )

    def _onward(self, answers: Mapping[str, Answer], code: str) -> Place:
        return Place(self.form.neighbour(code, answers, +1))

    def _start(self) -> Place:
        first = Place(self.form.start)
        return Place(first.question, self.head[0]) if self.head else first

    def _worked(self) -> dict[str, int]:
        done = {"ms": self._work, "pause_ms": self._rest, "strokes": self._strokes}
        self._work = self._rest = self._strokes = 0
        return done
