"""What one key does to a field of a paper form (J2.3-4). Pure, as ``keying`` is for a contact.

Every sign for a missing answer is one key and moves on. ``+`` waits: digits behind it are the best guess of what
cannot be read, Enter alone has none. ``.`` before two options means a tick between them.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from csat_tui.interview import keying
from csat_tui.interview.ask import Ask
from csat_tui.interview.entry import Refusal, accept_number
from csat_tui.interview.keying import Outcome, Typing
from csat_tui.interview.place import Step
from csat_tui.keyboard import DIGITS
from schemas.forms.answers import Answer, Missing
from schemas.language import texts
from schemas.packs.model import Option, Scale

_ = texts("csat_tui")

Between = Literal["lower", "missing"]

ILLEGIBLE, SEVERAL, BETWEEN = "+", "=", "."
TWO = 2
"""Options that a tick can stand between."""


def press(ask: Ask, typed: str, sign: str, between: Between) -> Outcome:
    """What a digit or sign does; ``sign`` is in its ASCII form."""
    if ask.place.step is not Step.VALUE:
        return keying.press(ask, typed, sign)
    if typed.startswith(ILLEGIBLE):
        return _guess(ask, typed, sign)
    if sign == ILLEGIBLE and not typed and ask.kind != "multi":
        return Typing(ILLEGIBLE)
    if sign == SEVERAL and ask.kind in ("single", "number"):
        return _unless_typed(ask, typed, Answer(missing=Missing.MULTI_MARKED))
    if ask.kind == "single" and (sign == BETWEEN or typed.startswith(BETWEEN)):
        return _between(ask, typed, sign, between)
    if sign in keying.SIGNS:
        return _unless_typed(ask, typed, _missing(ask, keying.SIGNS[sign]))
    outcome = keying.press(ask, typed, sign)
    return _taken_when_full(ask, outcome)


def enter(ask: Ask, typed: str) -> Answer | Refusal:
    """What Enter does: take what is typed. An empty text field is one in which nothing is written."""
    if typed.startswith(ILLEGIBLE) and ask.kind != "text":
        return _illegible(ask, typed[1:])
    if not typed.strip():
        if ask.kind in ("text", "multi"):
            return Answer(missing=Missing.BLANK)
        return Refusal(
            ask.place.question, "empty", _("A digit, or - where nothing is marked. Down passes on.")
        )
    outcome = keying.enter(ask, typed)
    assert not isinstance(outcome, keying.PassOn)
    return outcome


def full(scale: Scale, typed: str) -> bool:
    """Whether no further key could make another number of the scale."""
    if scale.max is None or not typed or typed.endswith("."):
        return False
    whole, point, behind = typed.partition(".")
    if not whole.isdecimal():
        return False
    if point:
        return len(behind) >= scale.decimals
    room = Decimal(whole) < scale.max and scale.decimals > 0
    return not room and (Decimal(whole) * 10 > scale.max or Decimal(whole) == 0)


def fault(ask: Ask, typed: str) -> Refusal | None:
    """What is wrong with a number that is full and cannot be taken."""
    if ask.kind != "number" or ask.scale is None or not typed or not full(ask.scale, typed):
        return None
    taken = accept_number(ask.place.question, ask.scale_id, ask.scale, typed)
    return taken if isinstance(taken, Refusal) else None


def _taken_when_full(ask: Ask, outcome: Outcome) -> Outcome:
    if not isinstance(outcome, Typing):
        return outcome
    if ask.kind == "number" and ask.scale is not None and full(ask.scale, outcome.text):
        taken = accept_number(ask.place.question, ask.scale_id, ask.scale, outcome.text)
        return taken if isinstance(taken, Answer) else outcome
    if ask.kind == "single" and _only_choice(ask, outcome.text):
        return enter(ask, outcome.text)
    return outcome


def _only_choice(ask: Ask, typed: str) -> bool:
    return [keys for keys, _option in ask.choices if keys.startswith(typed)] == [typed]


def _unless_typed(ask: Ask, typed: str, answer: Answer | Refusal) -> Answer | Refusal:
    if typed:
        return Refusal(ask.place.question, "half_typed", _("Take back the digits first (Backspace)."))
    return answer


def _missing(ask: Ask, code: Missing) -> Answer | Refusal:
    if code is Missing.NOT_APPLICABLE and ask.question is not None and not ask.question.not_applicable:
        return Refusal(ask.place.question, "must_apply", _("This question always applies."))
    return Answer(missing=code)


def _guess(ask: Ask, typed: str, sign: str) -> Outcome:
    """``+`` and what it might be. One digit is a whole guess where one digit chooses."""
    if sign not in DIGITS and sign != ".":
        return Refusal(
            ask.place.question, "guess", _("Behind + comes the best guess in digits, or Enter for none.")
        )
    if ask.at_once:
        return _illegible(ask, sign)
    outcome = keying.press(ask, typed[1:], sign)
    return Typing(ILLEGIBLE + outcome.text) if isinstance(outcome, Typing) else outcome


def _illegible(ask: Ask, guess: str) -> Answer | Refusal:
    if not guess:
        return Answer(missing=Missing.ILLEGIBLE)
    read = keying.enter(ask, guess)
    if not isinstance(read, Answer):
        return read if isinstance(read, Refusal) else Answer(missing=Missing.ILLEGIBLE)
    return Answer(missing=Missing.ILLEGIBLE, guess=read.value or read.option)


def _between(ask: Ask, typed: str, sign: str, rule: Between) -> Outcome:
    """``.`` and two options: the lower one, or nothing, as the pack says; both stay on record."""
    if sign == BETWEEN and not typed and ask.at_once:
        return Typing(BETWEEN)
    if ask.choice(sign) is None or not typed or sign in typed:
        return Refusal(ask.place.question, "between", _("Behind . come the two choices the tick is between."))
    chosen = [option for keys, option in ask.choices if keys in typed + sign and isinstance(option, Option)]
    if len(chosen) < TWO:
        return Typing(typed + sign)
    return lower_of(ask.scale_id, chosen, rule)


def lower_of(scale_id: str, two: Sequence[Option], rule: Between) -> Answer:
    """The answer of a tick between two options; where they have no worth none is the lower one."""
    worth = {option.code: option.value for option in two if option.value is not None}
    codes = tuple(option.code for option in two)
    if rule == "missing" or len(worth) < TWO:
        return Answer.model_validate({"missing": Missing.MULTI_MARKED, "between": codes})
    lower = min(worth, key=lambda code: worth[code])
    return Answer.model_validate({"scale": scale_id, "options": (lower,), "between": codes})
