"""Whether a filled form is complete (R22), with the reason in words."""

from collections.abc import Callable, Mapping

from schemas.forms.answers import Answer, Missing
from schemas.language import Sentence
from schemas.packs.model import Pack
from schemas.scoring.completeness import Completeness, Handled, Status, completeness
from schemas.scoring.steps import Step, say

_HANDLED: dict[Missing, Handled] = {
    Missing.REFUSED: "refused",
    Missing.NOT_APPLICABLE: "not_applicable",
    Missing.DONT_KNOW: "not_applicable",
}


STATUS_WORDS: Mapping[Status, Sentence] = {
    "COMPLETE": say("complete"),
    "PARTIAL": say("partly done"),
    "BREAKOFF": say("broken off"),
    "REFUSED": say("refused"),
}


def handled(answer: Answer | None) -> Handled | None:
    """What R22 makes of an answer; None where the item is still open (blank, illegible, not asked)."""
    if answer is None:
        return None
    return "answered" if answer.missing is None else _HANDLED.get(answer.missing)


def form_completeness(
    pack: Pack, answers: Mapping[str, Answer], applies: Callable[[str], bool]
) -> tuple[Completeness, Step]:
    """How far the form got. ``applies`` tells whether a question is asked at all: a skipped one is not open."""
    form = pack.questionnaire
    items = [code for code in form.must_ask.items if applies(code)] if form else []
    states = {
        code: state
        for code, answer in answers.items()
        if code in pack.survey_codes and (state := handled(answer))
    }
    result = completeness(items, states, mode=form.must_ask.mode if form else "all_parts")
    return result, Step(_sentence(len(items), result), "R22", "S0-22")


def _sentence(asked: int, result: Completeness) -> Sentence:
    if not result.missing:
        return say("All {n} must-ask items handled -> {status}.", n=asked, status=STATUS_WORDS[result.status])
    return say(
        "{n} must-ask items open ({codes}) -> {status}.",
        n=len(result.missing),
        codes=", ".join(result.missing),
        status=STATUS_WORDS[result.status],
    )
