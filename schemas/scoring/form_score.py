"""The score of one filled form by its pack: an item, a mean, a sum or checklist points (``contact_score``)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from schemas.forms.answers import Answer, Missing
from schemas.language import Sentence
from schemas.numbers import exact
from schemas.packs.model import Pack
from schemas.packs.scoring_keys import ContactScore
from schemas.scoring.items import answer_points, answered_level, points_range
from schemas.scoring.left_out import REASONS, left_out
from schemas.scoring.levels import Estimate, Score, contact_score
from schemas.scoring.mystery_shopper import checklist_score
from schemas.scoring.steps import Step, say

Answers = Mapping[str, Answer]
HUNDRED = Fraction(100)
FIVE = Fraction(5)


@dataclass(frozen=True)
class Found:
    """A score, or why there is none (``reason``, exactly when ``score`` is None), and how it came about."""

    score: Score | None
    reason: str | None
    steps: tuple[Step, ...]


def form_score(pack: Pack, answers: Answers) -> Found:
    """The score of a form (AMB-37)."""
    keys = pack.scoring.contact_score
    if keys is None or keys.kind == "none":
        return Found(None, "no_score_in_pack", (Step(say("This form has no score."), "R03"),))
    return _KINDS[keys.kind](pack, keys, answers)


def unrated_reason(answer: Answer | None) -> str:
    """Why a contact has no score: the chosen reason codes, else the missing code, else not asked."""
    if answer is None:
        return Missing.NOT_ASKED.value
    if answer.reason:
        return "+".join(sorted(answer.reason))
    return (answer.missing or Missing.NOT_ASKED).value


_ESTIMATES: Mapping[Estimate, Sentence] = {
    "midpoint": say("at the midpoint"),
    "lower": say("at the lower end"),
    "upper": say("at the upper end"),
    "ask": say("asked of the customer"),
    "integer_disjoint": say("middle of whole-number bands"),
}
_REASONS: Mapping[str, Sentence] = {
    "too_few_answered": say("too few answered"),
    "item_missing": say("an item is missing"),
    "nothing_applies": say("nothing applies"),
    "no_score_in_pack": say("this form has no score"),
}


def _reason_words(reason: str) -> Sentence:
    known = {**REASONS, **_REASONS}.get(reason)
    return known or say("a reason of the list: {codes}", codes=reason)


def _unrated(reason: str, *steps: Step) -> Found:
    last = Step(
        say("Not rated ({reason}): left out of the mean.", reason=_reason_words(reason)), "R03", "S0-59"
    )
    return Found(None, reason, (*steps, last))


def _computed(value: Fraction, *steps: Step) -> Found:
    return Found(Score(value, "computed", value, value), None, steps)


def _item(pack: Pack, keys: ContactScore, answers: Answers) -> Found:
    steps: list[Step] = []
    for code in (keys.source, *keys.fallback):
        found = given_score(pack, answers.get(code))
        if found is not None:
            return Found(found, None, (*steps, _given_step(code, found)))
        steps.append(Step(say("{code}: no number and no level.", code=code), "R02", "S0-59"))
    if keys.otherwise == "mean_of_items":
        points = [value for code in keys.items if (value := _points(pack, answers, code)) is not None]
        if points:
            mean = sum(points, Fraction(0)) / len(points)
            without = _without_points(pack, answers, keys.items, "R08")
            return _computed(mean, *steps, *without, _mean_step(mean, len(points), len(keys.items)))
    return _unrated(unrated_reason(answers.get(keys.source)), *steps)


def given_score(pack: Pack, answer: Answer | None) -> Score | None:
    """The score of one answer: its number, else its level by the pack's estimate (R01, R02); None without."""
    if answer is None or not answer.given:
        return None
    estimate = pack.scoring.level_conversion.estimate
    value = Decimal(answer.value) if answer.value is not None else None
    level = answered_level(pack, answer)
    if level is not None and estimate == "ask":
        return contact_score(None, level, estimate="ask", asked=value)
    return contact_score(value, level, estimate=estimate)


def _given_step(code: str, found: Score) -> Step:
    value = exact(found.value)
    if found.origin == "direct":
        given = say("Score {code} = {value}, given by the customer as a number.", code=code, value=value)
        return Step(given, "R01", "S0-53")
    converted = say(
        "Score {code} = {value}, converted from level {level} ({low} to {high}, estimate {estimate}).",
        code=code,
        value=value,
        level=found.level,
        low=exact(found.low),
        high=exact(found.high),
        estimate=_ESTIMATES[found.estimate or "midpoint"],
    )
    return Step(converted, "R02", "S0-55 AMB-02")


def _mean(pack: Pack, keys: ContactScore, answers: Answers) -> Found:
    if keys.weights:
        return _weighted(pack, keys, answers)
    values = [_as_wanted(pack, keys, answers, code) for code in keys.items]
    answered = [value for value in values if value is not None]
    needed = Fraction(keys.min_answered) * len(keys.items)
    without = _without_points(pack, answers, keys.items, "R08")
    if not answered or len(answered) < needed:
        return _unrated("too_few_answered", *without, _too_few(len(answered), len(keys.items), "R08"))
    mean = sum(answered, Fraction(0)) / len(answered)
    return _computed(mean, *without, _mean_step(mean, len(answered), len(keys.items)))


def _without_points(pack: Pack, answers: Answers, codes: Iterable[str], rule: str) -> tuple[Step, ...]:
    return left_out([code for code in codes if _points(pack, answers, code) is None], answers, rule)


def _mean_step(mean: Fraction, answered: int, asked: int) -> Step:
    sentence = say(
        "Mean of the {n} answered of {asked} items = {value}.", n=answered, asked=asked, value=exact(mean)
    )
    return Step(sentence, "R08", "S1-078…080 AMB-11")


def _too_few(answered: int, asked: int, rule: str) -> Step:
    return Step(say("{n} of {asked} items answered: too few for a score.", n=answered, asked=asked), rule)


def _weighted(pack: Pack, keys: ContactScore, answers: Answers) -> Found:
    parts = [(Fraction(w.weight), _as_wanted(pack, keys, answers, w.item)) for w in keys.weights]
    if any(value is None for _weight, value in parts):
        given = sum(value is not None for _weight, value in parts)
        without = _without_points(pack, answers, [w.item for w in keys.weights], "R21")
        return _unrated("item_missing", *without, _too_few(given, len(parts), "R21"))
    total = sum((weight * value for weight, value in parts if value is not None), Fraction(0))
    return _computed(
        total, Step(say("Weighted sum of {n} items = {value}.", n=len(parts), value=exact(total)), "R21")
    )


def _sum(pack: Pack, keys: ContactScore, answers: Answers) -> Found:
    points = [_points(pack, answers, code) for code in keys.items]
    maxima = [points_range(pack, code)[1] for code in keys.items]
    reachable = sum((m for p, m in zip(points, maxima, strict=True) if p is not None), Fraction(0))
    total = sum((p for p in points if p is not None), Fraction(0))
    full = Fraction(keys.full_mark) if keys.full_mark is not None else sum(maxima, Fraction(0))
    answered = sum(p is not None for p in points)
    without = _without_points(pack, answers, keys.items, "R11")
    if answered == len(points) or (keys.missing == "zero" and answered):
        return _computed(total, *without, _sum_step(total, full, answered, len(points)))
    if keys.missing == "refuse" or not reachable or reachable < Fraction(keys.min_answered) * full:
        reason = "item_missing" if keys.missing == "refuse" else "too_few_answered"
        return _unrated(reason, *without, _too_few(answered, len(points), "R11"))
    scaled = total * full / reachable
    step = say(
        "{total} of the {reachable} points answered, scaled to {full} = {value} (key missing: scale).",
        total=exact(total),
        reachable=exact(reachable),
        full=exact(full),
        value=exact(scaled),
    )
    return _computed(scaled, *without, Step(step, "R11", "S1-133 AMB-27"))


def _sum_step(total: Fraction, full: Fraction, answered: int, asked: int) -> Step:
    sentence = say(
        "Sum of {n} of {asked} items = {value} of {full}.",
        n=answered,
        asked=asked,
        value=exact(total),
        full=exact(full),
    )
    return Step(sentence, "R11", "S1-133")


def _checklist(pack: Pack, keys: ContactScore, answers: Answers) -> Found:
    items = [_checked(pack, answers, code) for code in keys.items]
    value = checklist_score(items)
    applicable = [item for item in items if item is not None]
    without = _without_points(pack, answers, keys.items, "R15")
    if value is None:
        return _unrated("nothing_applies", *without, _too_few(0, len(items), "R15"))
    sentence = say(
        "{got} of {full} applicable points = {value} of 100.",
        got=exact(sum((got for got, _full in applicable), Fraction(0))),
        full=exact(sum((full for _got, full in applicable), Fraction(0))),
        value=exact(value),
    )
    return _computed(value, *without, Step(sentence, "R15", "S2-66…71"))


def _checked(pack: Pack, answers: Answers, code: str) -> tuple[Fraction, Fraction] | None:
    """Points obtained and possible of a checklist item; an item without an answer does not count."""
    share = _points(pack, answers, code)
    full = pack.questions[code].points
    return None if share is None or full is None else (share * Fraction(full), Fraction(full))


def _points(pack: Pack, answers: Answers, code: str) -> Fraction | None:
    answer = answers.get(code)
    points = answer_points(pack, answer) if answer else None
    return None if points is None else Fraction(points)


def _as_wanted(pack: Pack, keys: ContactScore, answers: Answers, code: str) -> Fraction | None:
    """An item's points in the range the pack asks for (``to``, ``method``)."""
    points = _points(pack, answers, code)
    if points is None or keys.to == "as_is":
        return points
    full = FIVE if keys.to == "five" else HUNDRED
    low, high = points_range(pack, code)
    if keys.method == "ratio":
        return full * points / high
    share = (points - low) / (high - low)
    return 1 + 4 * share if keys.to == "five" else full * share


_KINDS: Mapping[str, Callable[[Pack, ContactScore, Answers], Found]] = {
    "item": _item,
    "mean": _mean,
    "sum": _sum,
    "points": _checklist,
}
