"""The score, class and completeness of one filled form, with every step that led there.

The one function that the interview screen, ``csat record``, ``csat score`` and the centre call. It reads
nothing but its arguments, so the same form gives the same bytes everywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, cast

from schemas.canonical import decimal_text
from schemas.forms.answers import Answer, Missing
from schemas.language import Sentence, sentences
from schemas.packs.model import Pack, Question
from schemas.scoring.classes import CaseClass, case_class
from schemas.scoring.completeness import Completeness, Handled, completeness
from schemas.scoring.levels import Level, Score, contact_score

say = sentences("schemas")

_HANDLED: dict[Missing, Handled] = {
    Missing.REFUSED: "refused",
    Missing.NOT_APPLICABLE: "not_applicable",
    Missing.DONT_KNOW: "not_applicable",
}


@dataclass(frozen=True)
class Step:
    """One step of the explanation: what was concluded, by which rule, from which requirement."""

    sentence: Sentence
    rule: str
    source: str = ""


@dataclass(frozen=True)
class Scored:
    """A scored form. ``unrated_reason`` is set exactly when ``score`` is None."""

    score: Score | None
    unrated_reason: str | None
    case_class: CaseClass
    completeness: Completeness
    steps: tuple[Step, ...]


def score(
    pack: Pack,
    answers: Mapping[str, Answer],
    *,
    remarks: Mapping[str, str] | None = None,
    flags: Mapping[str, Any] | None = None,
) -> Scored:
    """Score one form by its pack (R01, R02, R04, R22).

    ``flags`` are what staff noted beside the answers: ``external`` (manufacturer, media, government),
    ``to_gm``, ``major``, ``dissatisfied``, ``satisfied``.
    """
    found, reason, steps = _contact_score(pack, answers)
    noted = flags or {}
    class_, class_step = _classified(pack, found, has_remark(pack, answers, remarks), noted)
    complete, complete_step = _completeness(pack, answers)
    return Scored(found, reason, class_, complete, (*steps, class_step, complete_step))


def has_remark(pack: Pack, answers: Mapping[str, Answer], remarks: Mapping[str, str] | None = None) -> bool:
    """Whether the customer said something in words: a remark at any question or an open answer."""
    spoken = any(text.strip() for text in (remarks or {}).values())
    written = any(answer.text and answer.text.strip() for answer in answers.values())
    return spoken or written


def _contact_score(pack: Pack, answers: Mapping[str, Answer]) -> tuple[Score | None, str | None, list[Step]]:
    source = pack.scoring.contact_score
    if source is None:
        return None, "no_score_in_pack", [Step(say("This form has no score."), "R03")]
    steps: list[Step] = []
    for code in (source.source, *source.fallback):
        found = _score_of(pack, answers.get(code))
        if found is not None:
            steps.append(_score_step(code, found))
            return found, None, steps
        steps.append(Step(say("{code}: no number and no level.", code=code), "R02", "S0-59"))
    reason = unrated_reason(answers.get(source.source))
    steps.append(Step(say("Not rated ({reason}): left out of the mean.", reason=reason), "R03", "S0-59"))
    return None, reason, steps


def _score_of(pack: Pack, answer: Answer | None) -> Score | None:
    if answer is None or not answer.given:
        return None
    conversion = pack.scoring.level_conversion
    value = Decimal(answer.value) if answer.value is not None else None
    level = _level_of(pack, answer)
    if level is not None and conversion.estimate == "ask":
        return contact_score(None, level, estimate="ask", asked=value)
    return contact_score(value, level, estimate=conversion.estimate)


def _level_of(pack: Pack, answer: Answer) -> Level | None:
    scale = pack.scales.get(pack.scoring.level_conversion.scale)
    option = scale.option(answer.option or "") if scale else None
    return cast(Level, option.level) if option and option.level else None


def _score_step(code: str, found: Score) -> Step:
    value = decimal_text(found.value)
    if found.origin == "direct":
        return Step(say("Score {code} = {value}, given by the customer as a number.", code=code, value=value),
                    "R01", "S0-53")  # fmt: skip
    return Step(
        say(
            "Score {code} = {value}, converted from level {level} ({low} to {high}, estimate {estimate}).",
            code=code,
            value=value,
            level=found.level,
            low=decimal_text(found.low),
            high=decimal_text(found.high),
            estimate=found.estimate,
        ),
        "R02",
        "S0-55 AMB-02",
    )


def unrated_reason(answer: Answer | None) -> str:
    """Why a contact has no score: the chosen reason codes, else the missing code, else not asked."""
    if answer is None:
        return Missing.NOT_ASKED.value
    if answer.reason:
        return "+".join(sorted(answer.reason))
    return (answer.missing or Missing.NOT_ASKED).value


def _classified(
    pack: Pack, found: Score | None, remark: bool, flags: Mapping[str, Any]
) -> tuple[CaseClass, Step]:
    keys = pack.classify
    if keys is None:
        return "NONE", Step(say("This pack has no case classes."), "R04")
    value = found.value if found else None
    class_ = case_class(
        value,
        has_remark=remark,
        says_dissatisfied=bool(flags.get("dissatisfied")),
        says_satisfied=bool(flags.get("satisfied")),
        external_body=flags.get("external"),
        to_gm_or_head=bool(flags.get("to_gm")),
        major_objection=bool(flags.get("major")),
        unsatisfied_below=keys.unsatisfied_below,
        opinion_from=keys.opinion_from,
        gap_70_80=keys.gap_70_80,
        remark_no_score=keys.remark_no_score,
    )
    return class_, Step(_class_sentence(pack, class_, value, flags), "R04", "S0-34…46")


def _class_sentence(
    pack: Pack, class_: CaseClass, value: Decimal | None, flags: Mapping[str, Any]
) -> Sentence:
    keys = pack.classify
    assert keys is not None
    below, opinion = decimal_text(keys.unsatisfied_below), decimal_text(keys.opinion_from)
    shown = "" if value is None else decimal_text(value)
    if class_ == "COMPLAINT":
        return say("Went to an outside body -> formal complaint, counts in the quality objective.")
    if class_ == "GRIEVANCE" and (flags.get("to_gm") or flags.get("major")):
        return say("To the management or a major objection -> grievance.")
    if class_ == "CALLBACK_UNSATISFIED" and value is not None and value < keys.unsatisfied_below:
        return say(
            "{value} < {below} -> dissatisfied at callback, a ticket is due.", value=shown, below=below
        )
    if class_ == "CALLBACK_UNSATISFIED":
        return say("The customer says dissatisfied -> dissatisfied at callback, a ticket is due.")
    if class_ == "REVIEW" and value is None:
        return say("A remark without a score -> the supervisor decides.")
    if class_ == "NONE":
        return say("No remark and not below {below} -> no case.", below=below)
    if value is not None and value >= keys.opinion_from:
        return say(
            "{value} >= {opinion} with a remark -> opinion, not in the quality objective.",
            value=shown,
            opinion=opinion,
        )
    return say(
        "{below} <= {value} < {opinion} with a remark -> {class_} (key gap_70_80).",
        below=below,
        value=shown,
        opinion=opinion,
        class_=class_,
    )


def handled(answer: Answer | None) -> Handled | None:
    """What R22 makes of an answer; None where the item is still open (blank, illegible, not asked)."""
    if answer is None:
        return None
    return "answered" if answer.missing is None else _HANDLED.get(answer.missing)


def _completeness(pack: Pack, answers: Mapping[str, Answer]) -> tuple[Completeness, Step]:
    form = pack.questionnaire
    items = form.must_ask.items if form else ()
    mode: Literal["all_parts", "any_part"] = form.must_ask.mode if form else "all_parts"
    states = {
        code: state for code, answer in answers.items() if (state := handled(answer)) and _asks(pack, code)
    }
    result = completeness(items, states, mode=mode)
    sentence = (
        say("All {n} must-ask items handled -> {status}.", n=len(items), status=result.status)
        if not result.missing
        else say(
            "{n} must-ask items open ({codes}) -> {status}.",
            n=len(result.missing),
            codes=", ".join(result.missing),
            status=result.status,
        )
    )
    return result, Step(sentence, "R22", "S0-22")


def _asks(pack: Pack, code: str) -> bool:
    """Notice and consent are no answers to the survey."""
    question: Question | None = pack.questions.get(code)
    return question is not None and question.block != "B0"
