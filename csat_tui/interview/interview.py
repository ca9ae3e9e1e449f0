"""A form being filled: the one object that a screen or a script gives keys to and draws from."""

import time
from collections.abc import Callable, Mapping, Sequence

from csat_tui.interview import asides, details, events, keying, written
from csat_tui.interview.ask import Ask, ask_at
from csat_tui.interview.entry import MAX_TEXT, Refusal, against_constraint
from csat_tui.interview.journal import Event, Journal
from csat_tui.interview.pages import Form
from csat_tui.interview.place import END, Place, Step
from csat_tui.interview.state import State, fold, refold
from csat_tui.keyboard import sign_of
from schemas.forms.answers import Answer
from schemas.language import texts
from schemas.text import clean, narrow

_ = texts("csat_tui")

_PUTS_AWAY = ("reschedule", "not_the_person")


def monotonic_ms() -> int:
    """Milliseconds of a clock that never jumps."""
    return time.monotonic_ns() // 1_000_000


class Interview:
    """Every change is committed by the journal before the method returns; a journal that raises leaves the
    interview as it was. ``past`` and ``pending`` are what the journal kept of it, empty for a new form.

    ``typed``: the half-typed text here. ``refusal``: why the last key did nothing, until the next one.
    ``wants_away``: the contact goes on another time, the form is to be put away. ``commits``: how often something
    was kept since the start of this object.
    """

    def __init__(
        self,
        form: Form,
        journal: Journal,
        past: Sequence[Event] = (),
        pending: str = "",
        clock: Callable[[], int] = monotonic_ms,
    ) -> None:
        self.form = form
        self.refusal: Refusal | None = None
        self._journal = journal
        self._clock = clock
        self._mark = clock()
        self.commits = 0
        self.wants_away = False
        self.state = refold(self._start(), past)
        self.typed = pending or self._begin_with()

    @property
    def place(self) -> Place:
        """Where one stands."""
        return self.state.place

    @property
    def ask(self) -> Ask:
        """What is asked here."""
        return ask_at(self.form, self.place)

    @property
    def outcome(self) -> str | None:
        """What ended the interview early: refused, reschedule, not_the_person."""
        return self.form.ending(self.state.answers)

    @property
    def put_off(self) -> bool:
        """Whether the interview goes on another time: the draft stays and cannot be finished now."""
        return self.outcome in _PUTS_AWAY

    @property
    def active_ms(self) -> int:
        """Time worked on the form until now."""
        return self.state.active_ms + (self._clock() - self._mark if self.state.opened else 0)

    def open(self) -> None:
        """Begin or go on; time runs."""
        self._mark = self._clock()
        self._append(events.resumed(self._half_typed()))

    def leave(self) -> None:
        """Put the form away with everything half typed; time stands still."""
        self._append(events.left(self._half_typed()))

    def press(self, character: str) -> None:
        """A typed character, in any of its forms; not for free text."""
        self.refusal = None
        sign = sign_of(character)
        if sign == "=" and self.place.step in (Step.VALUE, Step.TICKS, Step.ABOUT):
            self.tick()
        elif sign is None:
            self._refuse("digits_only", _("Only digits and the signs shown below are understood here."))
        elif self.ask.kind != "end":
            self._follow(keying.press(self.ask, self.typed, sign))

    def missing(self, sign: str) -> None:
        """A sign for a missing answer typed into an empty text field."""
        self.press(sign)

    def write(self, text: str) -> None:
        """The free text as it stands now, half typed."""
        self.refusal = None
        safe = clean(text)
        if len(safe) > MAX_TEXT:
            self._refuse("too_long", _("No more fits here: {most} characters.", most=MAX_TEXT))
        elif safe != self.typed:
            self._type(safe)

    def paste(self, text: str) -> None:
        """Something pasted where a number or a choice is asked."""
        self.refusal = None
        pasted = narrow(text)
        if self.ask.kind == "number" and len(pasted) <= keying.MAX_TYPED:
            self._type(pasted)
        elif self.ask.kind == "single" and self.ask.choice(pasted):
            self._follow(keying.enter(self.ask, pasted))
        else:
            self._refuse("not_here", _("What was pasted does not fit here."))

    def erase(self) -> None:
        """Take back the last half-typed digit."""
        self.refusal = None
        if self.typed:
            self._type("" if self.ask.kind == "multi" else self.typed[:-1])

    def enter(self) -> None:
        """Accept what is typed and go on."""
        self.refusal = None
        if self.place.step in written.STEPS:
            self._take(written.entered(self.form, self.ask, self.state, self.typed))
        elif self.place.step is Step.JUMP:
            self._jump_to(self.typed)
        elif self.ask.kind != "end":
            self._follow(keying.enter(self.ask, self.typed))

    def settle(self) -> bool:
        """Accept what is half typed, before going elsewhere for good; whether nothing half typed is left."""
        self.refusal = None
        if self.typed.strip() and self.place.step is not Step.JUMP:
            self.enter()
        return self.refusal is None

    def forward(self) -> None:
        """To the next page without answering."""
        self._page(self.form.neighbour(self.place.question, self.state.answers, +1))

    def back(self) -> None:
        """To the page before; from a level, reason, remark or tick back to its question."""
        if self.place.step is not Step.VALUE:
            self._go(self._under())
        else:
            self._page(self.form.neighbour(self.place.question, self.state.answers, -1))

    def next_must(self) -> None:
        """To the next unanswered question that must be asked, or the end."""
        self._page(self.form.next_must(self.place.question, self.state.answers))

    def go_to(self, code: str) -> None:
        """To this question, from a list."""
        self._page(code)

    def jump(self) -> None:
        """Ask for the number of a question to go to."""
        self._go(Place(self.place.question, Step.JUMP))

    def remark(self) -> None:
        """Write down the customer's own words here, or store them and return."""
        self._go(self._under() if self.place.step is Step.REMARK else Place(self.place.question, Step.REMARK))

    def beside(self, first: Step) -> None:
        """Write down something beside the questions: a promise, a ticket, who answers, how it ended."""
        here = self.place.step in asides.STEPS or self.place.step is Step.RESULT
        self._go(self._under() if here else Place(self.place.question, first))

    def justify(self) -> None:
        """Write down why this customer is asked again in one period."""
        self._go(Place(END, Step.REPEAT))

    def explain(self) -> None:
        """Write down why the finished form is corrected."""
        self._go(Place(END, Step.AMENDMENT))

    def tick(self) -> None:
        """Tick the parts of this item, or store the ticks and return."""
        code, step = self.place.question, self.place.step
        question = self.form.question(code) if code != END else None
        if question and question.checks and step is Step.VALUE:
            self._go(Place(code, Step.TICKS))
        elif question and question.object and step in (Step.VALUE, Step.TICKS):
            self._go(Place(code, Step.ABOUT))
        elif step in (Step.TICKS, Step.ABOUT):
            self._go(self._under())
        else:
            self._refuse("no_such_key", _("This key does nothing here."))

    def undo(self) -> None:
        """Take back the last answer, remark or ticks, and stand there again."""
        self.refusal = None
        if self.state.done:
            self._append(events.undone())
        else:
            self._refuse("nothing_to_undo", _("There is nothing to take back."))

    def filled_by(self, method: str) -> None:
        """Note who wrote the answers down: ``self``, ``interviewer`` or ``proxy``."""
        self._append(events.filled_by(method))

    def flag(self, name: str, value: bool | str | None) -> None:
        """Note something about the whole contact for ``scoring.contact``; None takes it away."""
        self._append(events.flagged(name, value))

    def _follow(self, outcome: keying.Outcome | keying.PassOn) -> None:
        match outcome:
            case Refusal():
                self.refusal = outcome
            case keying.Typing(text):
                self._type(text)
            case keying.GoTo(place):
                self._go(place)
            case keying.PassOn():
                self._pass_on()
            case Answer() if self.place.step in written.STEPS:
                self._choose(outcome.option or "")
            case Answer():
                self._answer(outcome)

    def _answer(self, answer: Answer) -> None:
        code = self.place.question
        refusal = against_constraint(self.form.question(code), answer, self.form.known(self.state.answers))
        if refusal:
            self.refusal = refusal
            return
        answers = {**self.state.answers, code: answer}
        ending = self.form.ending(answers)
        onward = Place(END) if ending else self._onward(answers, code)
        self._append(events.answered(code, answer, Place(code) if ending in _PUTS_AWAY else onward))

    def _start(self) -> Place:
        """Where a new form begins."""
        return Place(self.form.start)

    def _onward(self, answers: Mapping[str, Answer], code: str) -> Place:
        """Where an accepted answer leads."""
        return details.following(self.form, answers, Place(code))

    def _worked(self) -> dict[str, int]:
        """What the next event says of the work since the one before."""
        return {"ms": max(0, self._clock() - self._mark) if self.state.opened else 0}

    def _choose(self, code: str) -> None:
        """A choice beside the questions."""
        if self.place.step is Step.RESULT:
            self._end(code)
        else:
            self._append(written.chosen(self.ask, code))

    def _end(self, result: str) -> None:
        notice = self.form.notice
        said = notice and notice.code not in self.state.answers and self.form.saying(notice, result)
        if notice and said:
            self._append(events.moved(Place(notice.code), None))
            self._answer(said)
        elif result in _PUTS_AWAY:
            self._append(events.moved(self._under(), None))
            self.wants_away = True
        else:
            self._append(events.ended(result, Place(END)))

    def _pass_on(self) -> None:
        code = self.place.question
        if code in self.form.must and code not in self.state.answers:
            self._refuse("must_ask", _("This must be asked: an answer, or why there is none. Down skips it."))
        else:
            self.forward()

    def _jump_to(self, typed: str) -> None:
        asked = self.form.asked(self.state.answers)
        if not typed:
            self._go(self._under())
        elif typed.isdecimal() and 1 <= int(typed) <= len(asked):
            self._page(asked[int(typed) - 1])
        else:
            self._refuse("no_such_question", _("There are questions 1 to {last}.", last=len(asked)))

    def _page(self, code: str) -> None:
        wanted = self._permitted(code)
        if wanted == code or wanted != self.place.question:
            self._go(Place(wanted))
        elif self.state.answers.get(wanted):
            self._refuse("ended", _("The interview ended here. Choose again to go on."))
        else:
            self._refuse("consent_needed", _("The notice comes first: choose one."))

    def _permitted(self, code: str) -> str:
        if not self.form.consented(self.state.answers):
            return self.form.start
        ended = self.form.ended_at(self.state.answers)
        return ended if ended and code != END else code

    def _go(self, place: Place) -> None:
        """Leave this place; what is written of a remark or ticked is stored, never dropped."""
        self.refusal = None
        if self.place.step in written.STEPS:
            self._append(written.kept(self.ask, self.state, self.typed, place))
        elif place != self.place:
            self._append(events.moved(place, None if self.place.step is Step.JUMP else self._half_typed()))

    def _take(self, news: Event | Refusal) -> None:
        if isinstance(news, Refusal):
            self.refusal = news
        else:
            self._append(news)

    def _under(self) -> Place:
        return Place(self.place.question)

    def _half_typed(self) -> str | None:
        return self.typed if self.typed != self._prefilled() else None

    def _begin_with(self) -> str:
        typed = self.state.typed
        return self._prefilled() if typed is None else typed

    def _prefilled(self) -> str:
        """What the field starts with where there is an answer, remark or tick already."""
        code, ask = self.place.question, self.ask
        if self.place.step in written.STEPS:
            return written.held(ask, self.state) or written.proposed(self.form, ask, self.state)
        answer = self.state.answers.get(code)
        if answer is None or self.place.step is not Step.VALUE:
            return ""
        if ask.kind == "text":
            return answer.text or answer.value or ""
        return keying.ticks_text(ask, answer.options or ()) if ask.kind == "multi" else ""

    def _type(self, text: str) -> None:
        if not text and self._begin_with():
            # Pending text that is empty says nothing; that something was erased must be an event.
            self._append(events.moved(self.place, ""))
            return
        self._journal.pending(text)
        self.commits += 1
        self.typed = text

    def _refuse(self, code: str, message: str) -> None:
        self.refusal = Refusal(self.place.question, code, message)

    def _progress(self, state: State) -> list[int]:
        asked = self.form.asked(state.answers)
        return [sum(code in state.answers for code in asked), len(asked)]

    def _append(self, event: Event) -> None:
        timed = {**event, **self._worked()}
        after = fold(self.state, timed)
        self._journal.append({**timed, "progress": self._progress(after)})
        self.commits += 1
        self.state = after
        self._mark, self.refusal = self._clock(), None
        self.typed = self._begin_with()
