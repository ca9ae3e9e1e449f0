"""Which items a mean or a sum counts and leaves out, and why, in words."""

from collections.abc import Iterable, Mapping

from schemas.forms.answers import Answer, Missing
from schemas.language import Sentence
from schemas.numbers import Number, exact
from schemas.scoring.steps import Step, say

REASONS: Mapping[str, Sentence] = {
    "not_asked": say("not asked"),
    "blank": say("left blank"),
    "not_applicable": say("does not apply"),
    "dont_know": say("does not know"),
    "refused": say("refused"),
    "illegible": say("illegible"),
    "multi_marked": say("several marked"),
    "no_points": say("answered without points"),
    "too_few_answered": say("too few items answered"),
    "item_missing": say("an item is missing"),
    "nothing_applies": say("no item applies"),
}


def left_out_reason(answer: Answer | None) -> str:
    """Why an item without points has none: its missing code, or ``no_points`` for an answer worth nothing."""
    if answer is None:
        return Missing.NOT_ASKED.value
    return "no_points" if answer.missing is None else answer.missing.value


def left_out(codes: Iterable[str], answers: Mapping[str, Answer], rule: str) -> tuple[Step, ...]:
    """One step for each reason, with the items it concerns, in the order of the form."""
    by_reason: dict[str, list[str]] = {}
    for code in codes:
        by_reason.setdefault(left_out_reason(answers.get(code)), []).append(code)
    return tuple(
        Step(say("Left out, {reason}: {items}.", reason=REASONS[reason], items=", ".join(items)), rule)
        for reason, items in by_reason.items()
    )


def counted(points: Iterable[tuple[str, Number | None]], rule: str) -> tuple[Step, ...]:
    """The items that count, each with what it is worth; no step without any."""
    listed = ", ".join(f"{code} {exact(worth)}" for code, worth in points if worth is not None)
    return (Step(say("Counted: {items}.", items=listed), rule),) if listed else ()
