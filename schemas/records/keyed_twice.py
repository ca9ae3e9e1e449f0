"""A form that was keyed on two laptops: what one keyed stands together, and waits together to be decided (J2)."""

from collections.abc import Mapping
from typing import Any

from schemas.forms.answers import Answer
from schemas.records.merging import Merged, merge_fields

ABOUT = ("form_date", "customer")
"""Fields of a form that are read off the sheet and kept with what it was keyed as."""


SENT = "issued"


def keyed_as(
    response: str, batch: str, answers: Mapping[str, Answer], about: Mapping[str, str | None]
) -> dict[str, Any]:
    """What a form was keyed as, for those who do not hold the response: its answers but for the customer's own words,
    of which only the codes are told (``words``), and ``about``: what else was read off the sheet."""
    closed = {code: _without_words(answer) for code, answer in answers.items() if answer.text is None}
    words = sorted(code for code, answer in answers.items() if answer.text is not None or answer.why)
    known = {name: about[name] for name in ABOUT if about.get(name)}
    return {"response": response, "batch": batch, "answers": closed, "words": words, **known}


def merged_form(held: Mapping[str, Any], fields: Mapping[str, Any], before: Mapping[str, Any]) -> Merged:
    """``merge_fields`` for a form. That it was sent out is where it begins: whatever else becomes of it stands,
    whichever arrives first. Nothing of a second keying is set before it is decided, and it waits as one."""
    wanted = {
        name: new for name, new in fields.items() if not (name == "fate" and new == SENT and held.get(name))
    }
    seen = {**before, "fate": SENT} if held.get("fate") == SENT else before
    merged = merge_fields(held, wanted, seen)
    mine = tuple(one for one in merged.disputed if one.field == "keyed")
    return Merged({}, mine) if mine else merged


def with_sheet(keyed: Any) -> dict[str, Any]:
    """The fields of the form when this keying is the one that counts."""
    told = keyed if isinstance(keyed, Mapping) and "answers" in keyed else {}
    return {name: told.get(name) for name in ABOUT} if told else {}


def _without_words(answer: Answer) -> dict[str, object]:
    return answer.model_copy(update={"why": None}).wire()
