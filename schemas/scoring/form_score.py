"""The score of one filled form by its pack: an item, a mean, a sum or checklist points (``contact_score``)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from schemas.forms.answers import Answer, Missing
from schemas.language import Sentence
from schemas.numbers import exact
from schemas.packs.model import Pack
from schemas.packs.scoring_keys import ContactScore
from schemas.scoring.items import answer_points, answered_level, points_range
from schemas.scoring.left_out import REASONS, counted, left_out
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


def _unrated(reason: str, *steps: Step) -> Found:
    why = REASONS.get(reason, reason)
    last = Step(say("Not rated ({reason}): left out of the mean.", reason=why), "R03", "S0-59")
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
        given = {code: _points(pack, answers, code) for code in keys.items}
        points = [value for value in given.values() if value is not None]
        if points:
            mean = sum(points, Fraction(0)) / len(points)
            told = _told(given, answers, "R08")
            return _computed(mean, *steps, *told, _mean_step(mean, len(points), len(keys.items)))
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
    values = {code: _as_wanted(pack, keys, answers, code) for code in keys.items}
    answered = [value for value in values.values() if value is not None]
    needed = Fraction(keys.min_answered) * len(keys.items)
    told = _told(values, answers, "R08")
    if not answered or len(answered) < needed:
        return _unrated("too_few_answered", *told, _too_few(len(answered), len(keys.items), "R08"))
    mean = sum(answered, Fraction(0)) / len(answered)
    return _computed(mean, *told, _mean_step(mean, len(answered), len(keys.items)))


def _told(points: Mapping[str, Fraction | None], answers: Answers, rule: str) -> tuple[Step, ...]:
    """What counts, with its worth, and what is left out."""
    missing = [code for code, worth in points.items() if worth is None]
    return (*counted(points.items(), rule), *left_out(missing, answers, rule))


def _mean_step(mean: Fraction, answered: int, asked: int) -> Step:
    sentence = say(
        "Mean of the {n} answered of {asked} items = {value}.", n=answered, asked=asked, value=exact(mean)
    )
    return Step(sentence, "R08", "S1-078…080 AMB-11")


def _too_few(answered: int, asked: int, rule: str) -> Step:
    return Step(say("{n} of {asked} items answered: too few for a score.", n=answered, asked=asked), rule)


def _weighted(pack: Pack, keys: ContactScore, answers: Answers) -> Found:
    values = {w.item: _as_wanted(pack, keys, answers, w.item) for w in keys.weights}
    told = _told(values, answers, "R21")
    given = [value for value in values.values() if value is not None]
    if len(given) < len(values):
        return _unrated("item_missing", *told, _too_few(len(given), len(values), "R21"))
    total = sum((Fraction(w.weight) * v for w, v in zip(keys.weights, given, strict=True)), Fraction(0))
    sentence = say("Weighted sum of {n} items = {value}.", n=len(values), value=exact(total))
    return _computed(total, *told, Step(sentence, "R21"))


def _sum(pack: Pack, keys: ContactScore, answers: Answers) -> Found:
    points = [_points(pack, answers, code) for code in keys.items]
    maxima = [points_range(pack, code)[1] for code in keys.items]
    reachable = sum((m for p, m in zip(points, maxima, strict=True) if p is not None), Fraction(0))
    total = sum((p for p in points if p is not None), Fraction(0))
    full = Fraction(keys.full_mark) if keys.full_mark is not None else sum(maxima, Fraction(0))
    answered = sum(p is not None for p in points)
    told = _told(dict(zip(keys.items, points, strict=True)), answers, "R11")
    if answered == len(points) or (keys.missing == "zero" and answered):
        return _computed(total, *told, _sum_step(total, full, answered, len(points)))
    if keys.missing == "refuse" or not reachable or reachable < Fraction(keys.min_answered) * full:
        reason = "item_missing" if keys.missing == "refuse" else "too_few_answered"
        return _unrated(reason, *told, _too_few(answered, len(points), "R11"))
    scaled = total * full / reachable
    step = say(
        "{total} of the {reachable} points answered, scaled to {full} = {value} (key missing: scale).",
        total=exact(total),
        reachable=exact(reachable),
        full=exact(full),
        value=exact(scaled),
    )
    return _computed(scaled, *told, Step(step, "R11", "S1-133 AMB-27"))


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
    got = {code: None if item is None else item[0] for code, item in zip(keys.items, items, strict=True)}
    told = _told(got, answers, "R15")
    if value is None:
        return _unrated("nothing_applies", *told, _too_few(0, len(items), "R15"))
    sentence = say(
        "{got} of {full} applicable points = {value} of 100.",
        got=exact(sum((got for got, _full in applicable), Fraction(0))),
        full=exact(sum((full for _got, full in applicable), Fraction(0))),
        value=exact(value),
    )
    return _computed(value, *told, Step(sentence, "R15", "S2-66…71"))


def _checked(pack: Pack, answers: Answers, code: str) -> tuple[Fraction, Fraction] | None:
    """Points obtained and possible of a checklist item; an item told an answer does not count."""
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
