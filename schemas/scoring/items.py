"""The points of single items: what an answer on a number or a valued choice is worth."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from schemas.forms.answers import Answer
from schemas.packs.model import Pack


def item_points(pack: Pack, answers: Mapping[str, Answer]) -> dict[str, Decimal]:
    """Question code -> points, for every item answered on a scale that has points; blanks are left out."""
    points = {code: answer_points(pack, answer) for code, answer in answers.items() if code in pack.questions}
    return {code: value for code, value in points.items() if value is not None}


def answer_points(pack: Pack, answer: Answer) -> Decimal | None:
    """The points of one answer by its own scale; None where it has none (text, a date, a band, no answer)."""
    scale = pack.scales.get(answer.scale or "")
    if not answer.given or scale is None:
        return None
    if scale.type == "number":
        return Decimal(answer.value) if answer.value is not None else None
    option = scale.option(answer.option or "") if scale.type == "single" else None
    return option.value if option else None


def points_range(pack: Pack, code: str) -> tuple[Fraction, Fraction]:
    """The least and the most points an item can get on its scale. ValueError for a scale without points."""
    scale = pack.scale_of(code)
    values = [scale.min, scale.max] if scale.type == "number" else [o.value for o in scale.options]
    known = [Fraction(value) for value in values if value is not None]
    if not known:
        raise ValueError(f"{code} is answered on a scale without points")
    return min(known), max(known)
