"""What is asked at a place of a form, and with which keys it is answered."""

from dataclasses import dataclass
from typing import Literal

from csat_tui.interview import asides
from csat_tui.interview.named import Named
from csat_tui.interview.pages import Form
from csat_tui.interview.place import END, Place, Step
from schemas.language import sentences
from schemas.packs.choices import Choice as OfPack
from schemas.packs.choices import keyed
from schemas.packs.model import Question, Scale
from schemas.packs.parts import ScaleType

say = sentences("csat_tui")

Kind = Literal["number", "single", "multi", "text", "end"]


Choice = OfPack | Named


RESULTS = (
    ("6", "refused", say("Refused: does not want to go on")),
    ("0", "broken_off", say("Broken off: line dropped, or called away")),
    ("7", "reschedule", say("Another time: keep the draft")),
    ("8", "not_the_person", say("Somebody else: keep the draft")),
)
"""Key, code and words of how a contact ends before its end; the digits are those of the call desk (J3)."""

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
    if place.step in asides.STEPS or place.step is Step.RESULT:
        return _beside(form, place)
    if place.question == END and place.step is not Step.JUMP:
        return Ask(place, "end") if place.step is Step.VALUE else Ask(place, "text")
    if place.step is Step.JUMP:
        return Ask(place, "number", scale=Scale(type="number"))
    question = form.question(place.question)
    if place.step is Step.REMARK:
        return Ask(place, "text", question)
    if place.step in (Step.UNIT, Step.FORM_DATE):
        return Ask(place, "text")
    if place.step is Step.TICKS:
        return Ask(place, "multi", question, choices=keyed(question.checks))
    if place.step is Step.WHY:
        return Ask(place, "text", question)
    if place.step is Step.ABOUT:
        about = [Named(code, form.pack.objects.get(code, code)) for code in question.object]
        return Ask(place, "single", question, choices=keyed(about))
    if place.step in (Step.CAUSES, Step.KINDS):
        return _ticked(form, place, question)
    return _on_scale(form, place, question, scale_for(question, place.step))


def _beside(form: Form, place: Place) -> Ask:
    if place.step is Step.RESULT:
        return Ask(place, "single", choices=tuple((key, Named(name, words)) for key, name, words in RESULTS))
    choices = asides.CHOICES.get(place.step, ())
    return Ask(place, "single" if choices else "text", choices=keyed(choices))


def _ticked(form: Form, place: Place, question: Question) -> Ask:
    scale_id = (question.reasons if place.step is Step.CAUSES else question.kinds) or ""
    scale = form.pack.scales[scale_id]
    return Ask(place, "multi", question, scale_id, scale, keyed(scale.options))


def scale_for(question: Question, step: Step) -> str:
    """The id of the scale on which a step of a question is answered."""
    names = {Step.LEVEL: question.fallback, Step.REASON: question.unrated}
    return names.get(step) or question.scale


def _on_scale(form: Form, place: Place, question: Question, scale_id: str) -> Ask:
    scale = form.pack.scales[scale_id]
    return Ask(place, _KINDS[scale.type], question, scale_id, scale, keyed(scale.options))
