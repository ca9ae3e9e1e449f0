"""Figures weighted by severity (R09 with R10): which stratum a questionnaire belongs to, and what its cells hold.

A pack with ``pooling: weighted`` asks for the severity of the case in an item of its own, filled from the event. The
points of its overall item are counted once more under ``Q6@P1``, so that a period is a sum over cells here as well.
"""

from collections.abc import Mapping
from decimal import Decimal

from schemas.figures.rollup import EMPTY, Cell
from schemas.forms.answers import Answer
from schemas.packs.model import Pack
from schemas.scoring.items import item_points

APART = "@"


def counted_points(pack: Pack, answers: Mapping[str, Answer]) -> dict[str, Decimal]:
    """What the roll-up counts of a form: the points of its items, and of the overall item in its stratum."""
    points = item_points(pack, answers)
    overall, stratum = weighted_item(pack), _stratum(pack, answers)
    if overall in points and stratum is not None:
        points[in_stratum(overall, stratum)] = points[overall]
    return points


def in_stratum(item: str, stratum: str) -> str:
    """Under which name an item's points in a stratum are counted."""
    return f"{item}{APART}{stratum}"


def weighted_item(pack: Pack) -> str:
    """The item that is weighted by stratum; empty for a pack whose figure is not."""
    rule = pack.scoring.period_score
    if rule is None or rule.pooling != "weighted":
        return ""
    keys = pack.scoring.satisfied_rate
    return rule.item or (keys.item if keys else None) or ""


def strata_of(pack: Pack, by_item: Mapping[str, Cell]) -> dict[str, Cell]:
    """Stratum -> the cell of the weighted item in it, for every stratum that the pack draws."""
    item, codes = weighted_item(pack), [each.code for each in pack.sample.strata] if pack.sample else []
    return {code: by_item.get(in_stratum(item, code), EMPTY) for code in codes} if item else {}


def _stratum(pack: Pack, answers: Mapping[str, Answer]) -> str | None:
    if pack.frame is None or pack.sample is None or not pack.frame.strata:
        return None
    filled = f"event.{pack.frame.strata[0]}"
    asked = next((code for code, question in pack.questions.items() if question.prefill == filled), "")
    answer = answers.get(asked)
    drawn = {each.code for each in pack.sample.strata}
    return answer.option if answer and answer.option in drawn else None
