"""The points of single items: what an answer on a number or a valued choice is worth."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import cast

from schemas.forms.answers import Answer
from schemas.packs.model import Pack
from schemas.scoring.levels import Level, converted_score


def item_points(pack: Pack, answers: Mapping[str, Answer]) -> dict[str, Decimal]:
    """Question code -> points, for every item answered on a scale that has points; blanks are left out."""
    asked = pack.questions
    points = {code: answer_points(pack, answer) for code, answer in answers.items() if code in asked}
    return {code: value for code, value in points.items() if value is not None}


def answer_points(pack: Pack, answer: Answer) -> Decimal | None:
    """The points of one answer by its own scale, a level by the pack's estimate (R02); None where it has none
    (text, a date, a band of hours, no answer)."""
    scale = pack.scales.get(answer.scale or "") if answer.given else None
    if scale is None:
        return None
    if scale.type == "number":
        return Decimal(answer.value) if answer.value is not None else None
    option = scale.option(answer.option or "") if scale.type == "single" else None
    if option is None:
        return None
    return option.value if option.value is not None or not option.level else _converted(pack, answer)


def _converted(pack: Pack, answer: Answer) -> Decimal | None:
    level, estimate = answered_level(pack, answer), pack.scoring.level_conversion.estimate
    if level is None or (estimate == "ask" and answer.value is None):
        return None
    asked = Decimal(answer.value) if answer.value is not None else None
    return cast(Decimal, converted_score(level, estimate=estimate, asked=asked).value)


def answered_level(pack: Pack, answer: Answer) -> Level | None:
    """The level that an answer names; None for an answer on another scale than that of levels."""
    if answer.scale != pack.scoring.level_conversion.scale:
        return None
    scale = pack.scales.get(answer.scale)
    option = scale.option(answer.option or "") if scale else None
    return cast(Level, option.level) if option and option.level else None


def points_range(pack: Pack, code: str) -> tuple[Fraction, Fraction]:
    """The least and the most points an item can get on its scale. ValueError for a scale without points."""
    scale = pack.scale_of(code)
    values = [scale.min, scale.max] if scale.type == "number" else [o.value for o in scale.options]
    known = [Fraction(value) for value in values if value is not None]
    if not known:
        raise ValueError(f"{code} is answered on a scale without points")
    return min(known), max(known)
