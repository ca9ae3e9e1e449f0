"""The head of a form, filled from what is on file (``prefill``): what is not known there is asked."""

import json
from collections.abc import Mapping
from typing import Any

from csat_tui.interview.entry import Refusal, accept
from csat_tui.laptop.opening import Laptop
from csat_tui.store import operations, responses
from schemas.forms.answers import Answer, stored_answers
from schemas.packs.model import Pack, Question
from schemas.records.reference import Customer

_FIELDS = {
    "number": "source_no",
    "jobs": "item",
    "summary": "item",
    "priority": "severity",
    "due_kind": "type",
}
"""What packs call a field of an event -> its name in the record."""


def prefilled(laptop: Laptop, pack: Pack, customer: Customer | None, event: str | None) -> dict[str, Answer]:
    """Question code -> the answer that is known."""
    asked = [question for question in pack.questions.values() if question.prefill]
    if not asked:
        return {}
    known = _known(laptop, customer, event)
    found = {question.code: _answer(pack, question, _at(known, question.prefill or "")) for question in asked}
    return {code: answer for code, answer in found.items() if answer is not None}


def prefilled_line(
    laptop: Laptop, id: str, pack: Pack, customer: Customer | None, event: str | None
) -> dict[str, Answer]:
    """The same for a line of ``csat record``; for one that was stored before what it was filled with then, so that it
    is the same record again."""
    stored = responses.body_of(laptop.store, id)
    if stored is None:
        return prefilled(laptop, pack, customer, event)
    given = stored_answers(json.dumps(json.loads(stored).get("answers") or {}))
    return {
        code: given[code] for code, question in pack.questions.items() if question.prefill and code in given
    }


def fixed(pack: Pack, known: Mapping[str, Answer]) -> list[str]:
    """The questions that are not asked because their answer is known and is not to be changed here."""
    return [code for code in known if pack.questions[code].read_only]


def _known(laptop: Laptop, customer: Customer | None, event: str | None) -> dict[str, Mapping[str, Any]]:
    whom = customer.model_dump() if customer else {}
    about = operations.here(laptop.store, "event", [event]).get(event, {}) if event else {}
    return {
        "customer": whom,
        "contact": next(iter(whom.get("contacts") or ()), {}),
        "asset": {"plate": whom.get("plate")} | next(iter(whom.get("assets") or ()), {}),
        "event": {
            **about,
            **{name: about.get(field) for name, field in _FIELDS.items() if name not in about},
        },
        "user": {"name": laptop.user},
    }


def _at(known: Mapping[str, Mapping[str, Any]], place: str) -> object:
    record, _dot, field = place.partition(".")
    return known.get(record, {}).get(field)


def _answer(pack: Pack, question: Question, value: object) -> Answer | None:
    """What is on file as an answer; a choice also by one of its names. None where it does not fit."""
    if value in (None, "", []):
        return None
    named = str(value)
    options = pack.scales[question.scale].options
    code = next((one.code for one in options if named in (one.code, one.zh, one.en)), named)
    answer = accept(pack, question, code)
    return None if isinstance(answer, Refusal) else answer
