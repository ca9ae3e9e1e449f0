"""A form that was keyed on two laptops: what one keyed stands together, and waits together to be decided (J2)."""

from collections.abc import Mapping
from typing import Any

from schemas.forms.answers import Answer
from schemas.records.merging import Disputed, Merged, merge_fields

ABOUT = ("form_date", "customer")
"""Fields of a form that are read off the sheet and kept with what it was keyed as."""


LIES = ("batch", "place", "received_on")
"""Fields of a form that say where it lies."""
SENT = "issued"
SORTED_OUT = frozenset({"blank", "duplicate", "unreadable", "returned_to_sender"})
"""Fates of a form that is not to be keyed."""


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
    whichever arrives first, unless just that is taken back. A form keyed in the meantime stays in its batch. Nothing of
    a second keying is set before it is decided, and it waits as one; so does a form that one laptop keyed and another
    sorted out."""
    if held.get("keyed") and _taken_back(fields) and not before.get("keyed"):
        return Merged({}, ())
    if _sorted_against_keyed(held, fields, before):
        told = {"batch": held.get("batch"), **fields}
        return Merged({}, (Disputed("keyed", stands_as(held), stands_as(told)),))
    begins = held.get("fate") and held.get("fate") != before.get("fate")
    wanted = {name: new for name, new in fields.items() if not (name == "fate" and new == SENT and begins)}
    seen = {**before, "fate": SENT} if held.get("fate") == SENT else before
    lay = _where_it_lay(held, fields, before)
    merged = merge_fields(held, {**lay, **wanted}, {**seen, **dict.fromkeys(lay)})
    mine = tuple(one for one in merged.disputed if one.field == "keyed")
    return Merged({}, mine) if mine else merged


def stands_as(form: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a form counts as: what it was keyed as, or what sorting found of one that is not to be keyed."""
    if form.get("keyed"):
        return dict(form["keyed"])
    told = {name: form[name] for name in ("fate", "finding", "batch") if form.get(name)}
    return told if told.get("fate") in SORTED_OUT else None


def is_sorted_out(side: Any) -> bool:
    """Whether this side of two is what sorting found, not a keying."""
    return isinstance(side, Mapping) and side.get("fate") in SORTED_OUT


def with_sheet(side: Any) -> dict[str, Any]:
    """The fields of the form when this side, of two that met, is the one that counts."""
    if is_sorted_out(side):
        return {"keyed": None, "fate": side["fate"], "finding": side.get("finding")}
    told = side if isinstance(side, Mapping) and "answers" in side else {}
    return {"keyed": side, "fate": "keyed"} | ({name: told.get(name) for name in ABOUT} if told else {})


def _taken_back(fields: Mapping[str, Any]) -> bool:
    """Whether the form is taken out of its batch."""
    return "batch" in fields and fields["batch"] is None


def _where_it_lay(
    held: Mapping[str, Any], fields: Mapping[str, Any], before: Mapping[str, Any]
) -> dict[str, Any]:
    """The place of a form that was taken out of its batch while somebody else keyed or sorted it there."""
    became = fields.get("fate") not in (None, SENT)
    return (
        {name: before[name] for name in LIES if before.get(name)} if became and not held.get("batch") else {}
    )


def _sorted_against_keyed(
    held: Mapping[str, Any], fields: Mapping[str, Any], before: Mapping[str, Any]
) -> bool:
    """Whether one of the two keyed the form and the other, who did not know of it, sorted it out."""
    unseen = held.get("fate") != before.get("fate")
    if held.get("keyed"):
        return unseen and fields.get("fate") in SORTED_OUT and not fields.get("keyed")
    return unseen and held.get("fate") in SORTED_OUT and bool(fields.get("keyed"))


def _without_words(answer: Answer) -> dict[str, object]:
    return answer.model_copy(update={"why": None}).wire()
