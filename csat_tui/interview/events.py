"""What can happen to a form being filled. Every event is one committed row of the draft's journal.

All carry ``ms``: milliseconds of work since the event before, by a monotonic clock, nothing while the form
was left; and ``progress``: how many questions are answered after it, of how many. Where an event moves on,
``to`` and ``step`` say where to.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from csat_tui.interview.journal import Event
from csat_tui.interview.place import Place
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
