"""What of a filled form is called back about (R12, S3-11), by the pack's key ``item_follow``: items and grievances."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from schemas.forms.answers import Answer
from schemas.numbers import exact
from schemas.packs.model import Pack
from schemas.scoring.followup import followup
from schemas.scoring.form_score import given_score
from schemas.scoring.steps import Step, say


def form_followup(pack: Pack, answers: Mapping[str, Answer]) -> tuple[tuple[str, ...], tuple[Step, ...]]:
    """The codes of the items below the limit, a level at its estimate; and the step that says so."""
    keys = pack.scoring.item_follow
    if keys is None:
        return (), ()
    found = followup([_score(pack, answers.get(code)) for code in keys.items], below=keys.below)
    codes = tuple(keys.items[place - 1] for place in found.items)
    below = exact(keys.below)
    if not codes:
        return (), (Step(say("No item below {below} -> no item to follow up.", below=below), "R12", "S3-11"),)
    sentence = say(
        "Below {below}: {items} -> one callback for these items.", below=below, items=", ".join(codes)
    )
    return codes, (Step(sentence, "R12", "S3-11"),)


def grievances(
    pack: Pack,
    answers: Mapping[str, Answer],
    remarks: Mapping[str, str] | None = None,
    flags: Mapping[str, Any] | None = None,
) -> tuple[str, ...]:
    """Where the form bears a grievance that is called back about (R12): the codes of the boxes for grievances that
    hold words, and of remarks (``""``: of the whole form) that staff flagged as dissatisfied."""
    if pack.scoring.item_follow is None:
        return ()
    flagged = bool((flags or {}).get("dissatisfied"))
    said = {code for code, words in (remarks or {}).items() if flagged and words.strip()}
    boxes = {code for code, question in pack.questions.items() if question.grievance_flag}
    written = {code for code in boxes if (answer := answers.get(code)) and (answer.text or "").strip()}
    found = said | written
    return tuple(code for code in (*pack.questions, "") if code in found)


def grievance_step(codes: tuple[str, ...]) -> Step:
    """What the form says of itself when it bears a grievance."""
    where = ", ".join(code for code in codes if code) or "-"
    return Step(say("A grievance in words: {items} -> one callback.", items=where), "R12", "S3-11")


def _score(pack: Pack, answer: Answer | None) -> Decimal | None:
    found = given_score(pack, answer)
    return None if found is None else Decimal(exact(found.value))
