"""From what was typed, pasted or handed over to an answer, or a refusal in words. Pure.

The screen and ``csat record`` accept exactly the same.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from schemas.forms.answers import Answer, Missing
from schemas.forms.expressions import Context
from schemas.language import texts
from schemas.numbers import decimals, exact, parse_decimal
from schemas.packs.logic import accepted
from schemas.packs.model import Pack, Question, Scale
from schemas.rejection import InputError
from schemas.text import clean, narrow, one_line

_ = texts("csat_tui")

MAX_TEXT = 4000
"""Characters of one free text; all texts of a form stay far below the largest body a centre takes."""


MOST_CHOICES = 12
"""Choices that a refusal lists."""


@dataclass(frozen=True)
class Refusal:
    """Why something is not accepted: ``field`` a question code, ``code`` stable, ``message`` for a person."""

    field: str
    code: str
    message: str


def accept(pack: Pack, question: Question, raw: object) -> Answer | Refusal:
    """The answer that ``raw`` is to a question.

    ``raw``: text, a number (int or Decimal), a list of option codes, or
    ``{"missing": code, "reason": [code]}``. Where the question has a fallback, text may also name one of
    its levels (``L6``).
    """
    if isinstance(raw, Mapping):
        return _missing(pack, question, raw)
    scale = pack.scales[question.scale]
    level = _level(pack, question, raw)
    if level is not None:
        return level
    if scale.type in ("single", "multi"):
        codes = raw if isinstance(raw, list | tuple) else [raw]
        return accept_options(question.code, question.scale, scale, [_plain(code) for code in codes])
    if isinstance(raw, bool | list | tuple) or raw is None:
        return Refusal(question.code, "wrong_type", _("This is neither a number nor text."))
    if scale.type == "number":
        return accept_number(question.code, question.scale, scale, _plain(raw))
    if scale.type == "date":
        return accept_date(question.code, question.scale, _plain(raw))
    if scale.type == "time":
        return accept_time(question.code, question.scale, _plain(raw))
    return accept_text(question.code, question.scale, str(raw))


def against_constraint(question: Question, answer: Answer, known: Context) -> Refusal | None:
    """Why this answer does not go with the question's constraint and what is known otherwise, if so."""
    if accepted(question, answer, known):
        return None
    said = question.constraint_message
    return Refusal(question.code, "constraint", str(said) if said else _("This does not fit the question."))


def accept_number(field: str, scale_id: str, scale: Scale, typed: str) -> Answer | Refusal:
    """A number within the bounds and decimals of the scale; ``９５分`` is 95 (R01)."""
    try:
        value = parse_decimal(narrow(typed))
    except InputError as error:
        return Refusal(field, error.code, _("“{typed}” is not a number.", typed=_shown(typed)))
    low, high = scale.min, scale.max
    if (low is not None and value < low) or (high is not None and value > high):
        return Refusal(field, "out_of_range", _out_of_range(value, low, high))
    if decimals(value) > scale.decimals:
        return Refusal(field, "too_many_decimals", _too_many_decimals(value, scale.decimals))
    return Answer(scale=scale_id, value=exact(value))


def accept_options(field: str, scale_id: str, scale: Scale, codes: Iterable[str]) -> Answer | Refusal:
    """One option of a single choice, one or more of a multiple choice, in the order of the scale."""
    chosen = set(codes)
    known = tuple(option.code for option in scale.options if option.code in chosen)
    unknown = sorted(chosen.difference(known))
    if unknown:
        return Refusal(field, "not_an_option", _none_of(unknown[0], scale))
    if not known:
        return Refusal(field, "nothing_chosen", _("Choose at least one."))
    if scale.type == "single" and len(known) > 1:
        return Refusal(field, "more_than_one", _("Choose only one."))
    return Answer(scale=scale_id, options=known)


def _none_of(code: str, scale: Scale) -> str:
    """That there is no such choice, and which there are."""
    choices = ", ".join(f"{option.code} {option}" for option in scale.options[:MOST_CHOICES])
    more = ", …" if len(scale.options) > MOST_CHOICES else ""
    return _("“{code}” is none of the choices: {choices}.", code=_shown(code), choices=choices + more)


def accept_text(field: str, scale_id: str | None, typed: str) -> Answer | Refusal:
    """Free text, made harmless, otherwise as it was said."""
    text = clean(typed).strip()
    if not text:
        return Refusal(field, "empty", _("Nothing is written here yet."))
    if len(text) > MAX_TEXT:
        message = _("This text is too long: {n} characters, at most {most}.", n=len(text), most=MAX_TEXT)
        return Refusal(field, "too_long", message)
    return Answer(scale=scale_id, text=text)


def accept_date(field: str, scale_id: str, typed: str) -> Answer | Refusal:
    """A day as ``2026-11-22``; ``2026/11/22`` and ``20261122`` are understood."""
    try:
        day = date.fromisoformat(narrow(typed).replace("/", "-").replace(".", "-"))
    except ValueError:
        message = _("“{typed}” is not a day: write it like 2026-11-22.", typed=_shown(typed))
        return Refusal(field, "not_a_date", message)
    return Answer(scale=scale_id, value=day.isoformat())


def accept_time(field: str, scale_id: str, typed: str) -> Answer | Refusal:
    """A time of day as ``09:30``; ``9:30`` is understood."""
    plain = narrow(typed).zfill(5)
    try:
        moment = time.fromisoformat(plain if len(plain) == 5 else "")
    except ValueError:
        message = _("“{typed}” is not a time of day: write it like 09:30.", typed=_shown(typed))
        return Refusal(field, "not_a_time", message)
    return Answer(scale=scale_id, value=f"{moment:%H:%M}")


def accept_missing(question: Question, code: Missing) -> Answer | Refusal:
    """No value, and why."""
    if code is Missing.NOT_APPLICABLE and not question.not_applicable:
        return Refusal(question.code, "must_apply", _("This question always applies."))
    return Answer(missing=code)


def _missing(pack: Pack, question: Question, raw: Mapping[str, Any]) -> Answer | Refusal:
    try:
        code = Missing(raw.get("missing", ""))
    except ValueError:
        message = _("“{code}” is no reason for a missing answer.", code=_shown(str(raw.get("missing"))))
        return Refusal(question.code, "unknown_missing_code", message)
    answer = accept_missing(question, code)
    reasons = raw.get("reason")
    if not reasons or isinstance(answer, Refusal):
        return answer
    if question.unrated is None or not isinstance(reasons, list | tuple):
        return Refusal(question.code, "no_reasons", _("This question has no list of reasons."))
    codes = [_plain(reason) for reason in reasons]
    listed = accept_options(question.code, question.unrated, pack.scales[question.unrated], codes)
    return listed if isinstance(listed, Refusal) else Answer(missing=code, reason=listed.options)


def _level(pack: Pack, question: Question, raw: object) -> Answer | None:
    if question.fallback is None or not isinstance(raw, str):
        return None
    named = narrow(raw)
    options = pack.scales[question.fallback].options
    chosen = next((option.code for option in options if option.level == named), None)
    return Answer(scale=question.fallback, options=(chosen,)) if chosen and named else None


def _plain(raw: object) -> str:
    return narrow(raw if isinstance(raw, str) else json.dumps(raw, default=str).strip('"'))


def _shown(typed: str) -> str:
    return one_line(typed)[:20]


def _out_of_range(value: Decimal, low: Decimal | None, high: Decimal | None) -> str:
    if low is None:
        return _("{value} does not fit: at most {high}.", value=exact(value), high=high)
    if high is None:
        return _("{value} does not fit: at least {low}.", value=exact(value), low=low)
    return _("{value} does not fit: enter {low} to {high}.", value=exact(value), low=low, high=high)


def _too_many_decimals(value: Decimal, most: int) -> str:
    if most == 0:
        return _("{value} does not fit: whole numbers only.", value=exact(value))
    return _("{value} has too many decimals: at most {most}.", value=exact(value), most=most)
