"""What is asked at a place of a form, and with which keys it is answered."""

from dataclasses import dataclass
from typing import Literal

from csat_tui.interview.pages import Form
from csat_tui.interview.place import END, Place, Step
from schemas.packs.choices import Choice, keyed
from schemas.packs.model import Question, Scale
from schemas.packs.parts import ScaleType

Kind = Literal["number", "single", "multi", "text", "end"]


_KINDS: dict[ScaleType, Kind] = {
    "number": "number",
    "single": "single",
    "multi": "multi",
    "text": "text",
    "date": "text",
    "time": "text",
}


@dataclass(frozen=True)
class Ask:
    """``scale_id``/``scale``: what an answer is stored on; ``choices``: typed digits -> option."""

    place: Place
    kind: Kind
    question: Question | None = None
    scale_id: str = ""
    scale: Scale | None = None
    choices: tuple[tuple[str, Choice], ...] = ()

    @property
    def at_once(self) -> bool:
        """Whether one digit chooses and goes on."""
        return self.kind == "single" and all(len(keys) == 1 for keys, _ in self.choices)

    def choice(self, keys: str) -> Choice | None:
        """The option chosen with these digits."""
        return next((option for typed, option in self.choices if typed == keys), None)


def ask_at(form: Form, place: Place) -> Ask:
    """What is asked at this place."""
    if place.question == END and place.step is not Step.JUMP:
        return Ask(place, "text") if place.step in (Step.REMARK, Step.AMENDMENT) else Ask(place, "end")
    if place.step is Step.JUMP:
        return Ask(place, "number", scale=Scale(type="number"))
    question = form.question(place.question)
    if place.step is Step.REMARK:
        return Ask(place, "text", question)
    if place.step is Step.TICKS:
        return Ask(place, "multi", question, choices=keyed(question.checks))
    return _on_scale(form, place, question, scale_for(question, place.step))


def scale_for(question: Question, step: Step) -> str:
    """The id of the scale on which a step of a question is answered."""
    names = {Step.LEVEL: question.fallback, Step.REASON: question.unrated}
    return names.get(step) or question.scale


def _on_scale(form: Form, place: Place, question: Question, scale_id: str) -> Ask:
    scale = form.pack.scales[scale_id]
    return Ask(place, _KINDS[scale.type], question, scale_id, scale, keyed(scale.options))
