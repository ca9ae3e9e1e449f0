"""What is asked at a place of a form, and with which keys it is answered."""

from dataclasses import dataclass
from typing import Literal

from csat_tui.interview.pages import Form
from csat_tui.interview.place import END, Place, Step
from schemas.packs.model import Option, Question, Scale, Tick

Kind = Literal["number", "single", "multi", "text", "end"]


@dataclass(frozen=True)
class Ask:
    """``scale_id``/``scale``: what an answer is stored on; ``choices``: typed digits -> option."""

    place: Place
    kind: Kind
    question: Question | None = None
    scale_id: str = ""
    scale: Scale | None = None
    choices: tuple[tuple[str, Option], ...] = ()

    @property
    def at_once(self) -> bool:
        """Whether one digit chooses and goes on."""
        return self.kind == "single" and all(len(keys) == 1 for keys, _ in self.choices)

    def choice(self, keys: str) -> Option | None:
        """The option chosen with these digits."""
        return next((option for typed, option in self.choices if typed == keys), None)


def ask_at(form: Form, place: Place) -> Ask:
    """What is asked at this place."""
    if place.question == END and place.step is not Step.JUMP:
        return Ask(place, "text") if place.step is Step.REMARK else Ask(place, "end")
    if place.step is Step.JUMP:
        return Ask(place, "number", scale=Scale(type="number"))
    question = form.question(place.question)
    if place.step is Step.REMARK:
        return Ask(place, "text", question)
    if place.step is Step.TICKS:
        return Ask(place, "multi", question, choices=keyed(checks_of(question)))
    return _on_scale(form, place, question, scale_for(question, place.step))


def scale_for(question: Question, step: Step) -> str:
    """The id of the scale on which a step of a question is answered."""
    names = {Step.LEVEL: question.fallback, Step.REASON: question.unrated}
    return names.get(step) or question.scale


def _on_scale(form: Form, place: Place, question: Question, scale_id: str) -> Ask:
    scale = form.pack.scales[scale_id]
    kind: Kind = "text" if scale.type == "date" or scale.type == "time" else scale.type
    return Ask(place, kind, question, scale_id, scale, keyed(scale.options))


def checks_of(question: Question) -> tuple[Tick, ...]:
    """The parts of an item that may be ticked (key ``checks``)."""
    return question.checks


def keyed(options: tuple[Option, ...]) -> tuple[tuple[str, Option], ...]:
    """The digits that choose each option: its own code where all are single digits, else its number."""
    own = all(len(option.code) == 1 and option.code in "0123456789" for option in options)
    return tuple((option.code if own else str(n), option) for n, option in enumerate(options, 1))
