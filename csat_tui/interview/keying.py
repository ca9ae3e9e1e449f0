"""What one key does to what is being asked. Pure: the form's state is not touched here.

Half-typed text is always a string: the digits of a number, the free text, or the digits of the options
ticked so far, joined by commas.
"""

from dataclasses import dataclass, replace

from csat_tui.interview.ask import Ask
from csat_tui.interview.entry import (
    Refusal,
    accept_date,
    accept_missing,
    accept_number,
    accept_options,
    accept_text,
    accept_time,
)
from csat_tui.interview.place import Place, Step
from csat_tui.keyboard import DIGITS
from schemas.forms.answers import Answer, Missing
from schemas.language import texts

_ = texts("csat_tui")

SIGNS = {
    "/": Missing.NOT_APPLICABLE,
    "*": Missing.REFUSED,
    "-": Missing.BLANK,
    "+": Missing.ILLEGIBLE,
}
"""The keys for a missing answer, on every number pad."""

MAX_TYPED = 12
"""Characters of a number being typed; longer ones are refused before they fill the line."""


@dataclass(frozen=True)
class Typing:
    """The half-typed text is now this."""

    text: str


@dataclass(frozen=True)
class GoTo:
    """Another step is asked."""

    place: Place


@dataclass(frozen=True)
class PassOn:
    """Nothing was entered; on to the next page."""


Outcome = Typing | Answer | GoTo | Refusal


def press(ask: Ask, typed: str, sign: str) -> Outcome:
    """What a digit or sign does. ``sign`` is in its ASCII form."""
    if sign in SIGNS and ask.place.step in (Step.VALUE, Step.LEVEL, Step.REASON):
        return _missing(ask, typed, sign)
    if ask.kind == "number" and (sign in DIGITS or sign == "."):
        return _number(ask, typed, sign)
    if ask.kind == "single" and sign in DIGITS:
        return Typing(typed + sign) if not ask.at_once else _choose(ask, sign)
    if ask.kind == "multi" and sign in DIGITS:
        return _toggle(ask, typed, sign)
    return Refusal(ask.place.question, "no_such_key", _("This key does nothing here."))


def enter(ask: Ask, typed: str) -> Answer | Refusal | PassOn:
    """What Enter does: accept what is typed."""
    field = ask.place.question
    if ask.scale is None or not typed.strip():
        return _nothing(ask)
    if ask.kind == "number":
        return accept_number(field, ask.scale_id, ask.scale, typed)
    if ask.kind == "single":
        return _choose(ask, typed)
    if ask.kind == "multi":
        return _listed(ask, typed)
    if ask.scale.type == "date":
        return accept_date(field, ask.scale_id, typed)
    if ask.scale.type == "time":
        return accept_time(field, ask.scale_id, typed)
    return accept_text(field, ask.scale_id, typed)


def ticked(ask: Ask, typed: str) -> tuple[str, ...]:
    """The codes of the options ticked so far, in the order of the list."""
    marks = typed.split(",")
    return tuple(option.code for keys, option in ask.choices if keys in marks)


def ticks_text(ask: Ask, codes: tuple[str, ...]) -> str:
    """The half-typed text in which exactly these options are ticked."""
    return ",".join(keys for keys, option in ask.choices if option.code in codes)


def _number(ask: Ask, typed: str, sign: str) -> Outcome:
    if sign == "." and "." in typed:
        return Refusal(ask.place.question, "second_point", _("There is a decimal point already."))
    if len(typed) >= MAX_TYPED:
        return Refusal(ask.place.question, "too_long", _("No number here is that long."))
    return Typing(typed + sign)


def _choose(ask: Ask, keys: str) -> Answer | Refusal:
    option = ask.choice(keys)
    if option is None:
        message = _("No choice has the number {keys}.", keys=keys)
        return Refusal(ask.place.question, "not_an_option", message)
    return Answer(scale=ask.scale_id, options=(option.code,))


def _toggle(ask: Ask, typed: str, sign: str) -> Outcome:
    if ask.choice(sign) is None:
        return Refusal(ask.place.question, "not_an_option", _("No choice has the number {keys}.", keys=sign))
    marks = set(filter(None, typed.split(","))) ^ {sign}
    return Typing(",".join(keys for keys, _option in ask.choices if keys in marks))


def _listed(ask: Ask, typed: str) -> Answer | Refusal:
    assert ask.scale is not None
    answer = accept_options(ask.place.question, ask.scale_id, ask.scale, ticked(ask, typed))
    if isinstance(answer, Answer) and ask.place.step is Step.REASON:
        return Answer(missing=ask.place.why or Missing.DONT_KNOW, reason=answer.options)
    return answer


def _nothing(ask: Ask) -> Refusal | PassOn:
    field = ask.place.question
    if ask.place.step is Step.LEVEL:
        return Refusal(field, "level_needed", _("Choose a level, or / when there is none either."))
    if ask.place.step is Step.REASON:
        return _reason_needed(field)
    return PassOn()


def _reason_needed(field: str) -> Refusal:
    return Refusal(field, "reason_needed", _("Choose at least one reason why there is no score."))


def _missing(ask: Ask, typed: str, sign: str) -> Outcome:
    question, place = ask.question, ask.place
    assert question is not None
    if typed and ask.kind in ("number", "single"):
        return Refusal(place.question, "half_typed", _("Take back the digits first (Backspace)."))
    if question.block == "B0":
        return Refusal(place.question, "consent_needed", _("The notice needs one of the choices."))
    if place.step is Step.REASON:
        return Refusal(
            place.question, "reason_needed", _("Choose at least one reason why there is no score.")
        )
    if sign == "/" and place.step is Step.VALUE and question.fallback:
        return GoTo(Place(place.question, Step.LEVEL))
    if question.unrated:
        why = Missing.DONT_KNOW if sign == "/" else SIGNS[sign]
        return GoTo(replace(place, step=Step.REASON, why=why))
    return accept_missing(question, SIGNS[sign])
