"""What is asked about an answer once it is given: why it is so low, what kind of remark it is, whom it is about."""

from collections.abc import Mapping
from typing import Any

from csat_tui.interview.pages import Form
from csat_tui.interview.place import Place, Step
from schemas.forms.answers import Answer
from schemas.forms.expressions import Context
from schemas.packs.logic import reason_due
from schemas.packs.model import Question

NAMES: Mapping[Step, str] = {
    Step.CAUSES: "causes",
    Step.WHY: "why",
    Step.KINDS: "kinds",
    Step.ABOUT: "about",
}
"""Step -> the field of the answer in which it is stored."""

_ASKED = (Step.CAUSES, Step.WHY, Step.KINDS)


def due(question: Question, answer: Answer, known: Context) -> tuple[Step, ...]:
    """What this answer makes worth asking, in the order of asking; never compulsory."""
    why = reason_due(question, answer, known)
    said = bool(answer.text)
    wanted = {
        Step.CAUSES: question.reasons is not None and (why or (question.reason_when is None and said)),
        Step.WHY: why,
        Step.KINDS: question.kinds is not None and said,
    }
    return tuple(step for step in _ASKED if wanted[step])


def following(form: Form, answers: Mapping[str, Answer], place: Place) -> Place:
    """Where Enter leads from a question or one of these steps: to the next step due, else to the next page."""
    code = place.question
    steps = due(form.question(code), answers[code], form.known(answers)) if code in answers else ()
    later = steps[steps.index(place.step) + 1 :] if place.step in steps else steps
    if place.step is not Step.VALUE and place.step not in steps:
        later = ()
    return Place(code, later[0]) if later else Place(form.neighbour(code, answers, +1))


def whole(form: Form, answer: Answer, given: Mapping[str, Any], code: str, known: Context) -> Answer:
    """The answer with what was told about it; what a later answer made pointless is left out."""
    question = form.question(code)
    fitting = {NAMES[step] for step in due(question, answer, known)}
    if question.object and answer.given:
        fitting.add("about")
    news = {name: value for name, value in given.items() if name in fitting and value}
    return Answer.model_validate({**answer.wire(), **news}) if news else answer
