"""Which items of a filled form are called back about (R12, S3-11), by the pack's key ``item_follow``."""

from collections.abc import Mapping
from decimal import Decimal

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


def _score(pack: Pack, answer: Answer | None) -> Decimal | None:
    found = given_score(pack, answer)
    return None if found is None else Decimal(exact(found.value))
