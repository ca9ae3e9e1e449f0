"""The logic of a pack at work on the answers of one form: skips, checks, computed fields, doubts.

Nothing here is stored or shown; the interview, ``csat record``, paper entry and the centre ask it alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from schemas.canonical import decimal_text
from schemas.forms.answers import Answer
from schemas.forms.expressions import Context, Value, parse, value_of
from schemas.forms.values import as_number, is_empty, rounded
from schemas.packs.form import Caution, Computed, Question
from schemas.packs.model import Pack


@dataclass(frozen=True)
class Facts:
    """What is known beside the answers and stored with the response.

    ``channel``: as in the response; ``today``: ISO date; ``now``: ISO moment; ``random``: 0 <= x < 1.
    """

    channel: str = ""
    fill_method: str = ""
    language: str = ""
    today: str = ""
    now: str = ""
    random: Value = ""
    more: Mapping[str, Value] = field(default_factory=dict)


NO_FACTS = Facts()


def context(pack: Pack, answers: Mapping[str, Answer], facts: Facts = NO_FACTS) -> Context:
    """What the expressions of this pack can see, computed fields included."""
    values: dict[str, Value] = {
        **facts.more,
        "channel": facts.channel,
        "fill_method": facts.fill_method,
        "language": facts.language,
        **{code: value_of(answer) for code, answer in answers.items()},
    }
    for formula in _in_order(pack):
        known = Context(values, today=facts.today, now=facts.now, random=facts.random)
        values[formula.code] = _result(formula, known)
    return Context(values, today=facts.today, now=facts.now, random=facts.random)


def relevant(question: Question, known: Context) -> bool:
    """Whether the item applies (its skip)."""
    return question.relevant is None or parse(question.relevant).true(_of(question.code, known))


def accepted(question: Question, answer: Answer, known: Context) -> bool:
    """Whether the value satisfies the item's check; what is missing is not checked."""
    if question.constraint is None or not answer.given:
        return True
    return parse(question.constraint).true(_with_own(known, value_of(answer)))


def reason_due(question: Question, answer: Answer, known: Context) -> bool:
    """Whether this answer needs a reason (below 70, a failed check)."""
    if question.reason_when is None or not answer.given:
        return False
    return parse(question.reason_when).true(_with_own(known, value_of(answer)))


def ticket_due(question: Question, answer: Answer, known: Context) -> bool:
    """Whether this answer asks for the ticket of its item."""
    if question.ticket is None or not answer.given:
        return False
    return parse(question.ticket.when).true(_with_own(known, value_of(answer)))


def says_dissatisfied(pack: Pack, known: Context) -> bool:
    """Whether the answers say so by themselves (R04, key ``dissatisfied_when``)."""
    said = pack.classify.dissatisfied_when if pack.classify else None
    return said is not None and parse(said).true(known)


def computed(pack: Pack, known: Context) -> dict[str, str]:
    """Code -> value of each computed field, as it is stored: digits or text, empty where not computable."""
    return {formula.code: _stored(known.values[formula.code]) for formula in _computed(pack)}


def cautions(pack: Pack, known: Context) -> tuple[Caution, ...]:
    """The doubts about this form that hold."""
    form = pack.questionnaire
    return tuple(caution for caution in form.cautions if parse(caution.when).true(known)) if form else ()


def _of(code: str, known: Context) -> Context:
    return _with_own(known, known.values.get(code, ""))


def _with_own(known: Context, own: Value) -> Context:
    return Context(known.values, own, known.today, known.now, known.random)


def _computed(pack: Pack) -> tuple[Computed, ...]:
    return pack.questionnaire.computed if pack.questionnaire else ()


def _in_order(pack: Pack) -> list[Computed]:
    """Each computed field after those it needs; a circle, which ``check`` reports, is left in file order."""
    waiting = list(_computed(pack))
    ordered: list[Computed] = []
    while waiting:
        open_codes = {formula.code for formula in waiting}
        ready = [one for one in waiting if not open_codes & (set(parse(one.formula).names) - {one.code})]
        ordered.extend(ready or waiting)
        waiting = [one for one in waiting if one not in ordered]
    return ordered


def _result(formula: Computed, known: Context) -> Value:
    value = parse(formula.formula).evaluate(known)
    if formula.decimals is None or isinstance(value, bool) or is_empty(value):
        return value
    return rounded(as_number(value), formula.decimals)


def _stored(value: Value) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, Decimal):
        return decimal_text(value) if value.is_finite() else ""
    return value
