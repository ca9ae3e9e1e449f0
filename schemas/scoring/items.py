"""The points of single items: what an answer on a number or a valued choice is worth."""

from collections.abc import Mapping
from decimal import Decimal

from schemas.forms.answers import Answer
from schemas.packs.model import Pack


def item_points(pack: Pack, answers: Mapping[str, Answer]) -> dict[str, Decimal]:
    """Question code -> points, for every item answered on a scale that has points; blanks are left out."""
    points = {code: answer_points(pack, answer) for code, answer in answers.items() if code in pack.questions}
    return {code: value for code, value in points.items() if value is not None}


def answer_points(pack: Pack, answer: Answer) -> Decimal | None:
    """The points of one answer by its own scale; None where it has none (text, a band, no answer)."""
    if not answer.given:
        return None
    if answer.value is not None:
        return Decimal(answer.value)
    scale = pack.scales.get(answer.scale or "")
    option = scale.option(answer.option or "") if scale and scale.type == "single" else None
    return option.value if option else None
