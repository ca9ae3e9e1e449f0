"""What can happen to a form being filled. Every event is one committed row of the draft's journal.

All carry ``ms``: milliseconds of work since the event before, by a monotonic clock, nothing while the form
was left; and ``progress``: how many questions are answered after it, of how many. Where an event moves on,
``to`` and ``step`` say where to.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from csat_tui.interview.journal import Event
from csat_tui.interview.place import Place, Step
from schemas.forms.answers import Answer


def carried(content: Mapping[str, Any]) -> Event:
    """What a finished form held that is to be corrected: ``answers``, ``remarks``, ``ticks``, ``flags``,
    ``fill_method``, as JSON. The first event of an amendment; it takes no time and cannot be undone."""
    return {"kind": "carried", **content, "ms": 0}


def explained(text: str, to: Place) -> Event:
    """Why the form is corrected; empty text takes it away."""
    return {"kind": "explained", "text": text, **to.wire()}


def answered(question: str, answer: Answer, to: Place) -> Event:
    """An accepted answer, and the place it led to."""
    return {"kind": "answered", "question": question, "answer": answer.wire(), **to.wire()}


def remarked(question: str, text: str, to: Place) -> Event:
    """The customer's own words on a question; empty text takes them away."""
    return {"kind": "remarked", "question": question, "text": text, **to.wire()}


def ticked(question: str, codes: Sequence[str], to: Place) -> Event:
    """The parts of an item that were ticked."""
    return {"kind": "ticked", "question": question, "codes": list(codes), **to.wire()}


def prefilled(answers: Mapping[str, Answer]) -> Event:
    """What was known before anybody was asked: the head of the form. Takes no time and cannot be undone."""
    return {"kind": "prefilled", "answers": {code: one.wire() for code, one in answers.items()}, "ms": 0}


def detailed(question: str, name: str, value: str | Sequence[str], to: Place) -> Event:
    """Something about an answer: ``causes``, ``why``, ``kinds`` or ``about`` of ``schemas.forms.answers.Answer``."""
    kept = value if isinstance(value, str) else list(value)
    return {"kind": "detailed", "question": question, "name": name, "value": kept, **to.wire()}


def noted(step: Step, text: str, to: Place) -> Event:
    """A field beside the questions (``asides``); empty text takes it away."""
    return {"kind": "noted", "field": step.value, "text": text, **to.wire()}


def promised(promise: Mapping[str, str], to: Place) -> Event:
    """A whole promise: what, who, by (ISO date)."""
    return {"kind": "promised", "promise": dict(promise), **to.wire()}


def unpromised(to: Place) -> Event:
    """The last promise was taken back."""
    return {"kind": "unpromised", **to.wire()}


def ended(result: str, to: Place) -> Event:
    """The contact ended early: ``refused`` or ``broken_off``."""
    return {"kind": "ended", "result": result, **to.wire()}


def repeated(text: str, to: Place) -> Event:
    """Why this customer is asked again in the same period; empty text takes it away."""
    return {"kind": "repeated", "text": text, **to.wire()}


def awaited(question: str, to: Place) -> Event:
    """Something is written on the paper here that is to be typed later."""
    return {"kind": "awaited", "question": question, **to.wire()}


def headed(to: Place) -> Event:
    """Something above the items of a paper form is known; the header of the draft says it."""
    return {"kind": "headed", **to.wire()}


def moved_customer(before: str, label: str) -> Event:
    """The form is about another customer now: ``before`` the one it was about, ``label`` how the new one is called.
    The header of the draft says who it is."""
    return {"kind": "moved_customer", "before": before, "label": label, "ms": 0}


def moved(to: Place, typed: str | None) -> Event:
    """Another place; ``typed`` stays half typed at the one left behind, None: nothing does."""
    return {"kind": "moved", "typed": typed, **to.wire()}


def left(typed: str | None) -> Event:
    """The form was put away; time stands still until ``resumed``."""
    return {"kind": "left", "typed": typed}


def resumed(typed: str | None) -> Event:
    """The form was opened, for the first time or again, with this half typed."""
    return {"kind": "resumed", "typed": typed}


def undone() -> Event:
    """The last answer, remark or ticks were taken back."""
    return {"kind": "undone"}


def filled_by(method: str) -> Event:
    """Who wrote the answers down: ``self``, ``interviewer`` or ``proxy``."""
    return {"kind": "filled_by", "method": method}


def flagged(name: str, value: bool | str | None) -> Event:
    """Something the interviewer noted about the whole contact (R04); None or False takes it away."""
    return {"kind": "flagged", "name": name, "value": value}
