"""R11: the repair form of 300 points (S1-133, S1-134, AMB-03, AMB-27)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from schemas.language import texts
from schemas.numbers import Number
from schemas.rejection import InputError

_ = texts("schemas")

RepairBand = Literal["SATISFIED", "BASICALLY_SATISFIED", "UNSATISFIED"]
Missing = Literal["scale", "refuse", "zero"]
Edge = Literal["lower", "upper", "literal"]
Mark = Literal["scaled", "missing_as_zero"]
Invalid = Literal["item_missing", "too_few_answered"]

FULL_MARK = 300
SATISFIED_FROM = 240
UNSATISFIED_BELOW = 210
ENOUGH_ANSWERED = Fraction(80, 100)


@dataclass(frozen=True)
class RepairForm:
    """A form's total and band; both None when the form is `invalid`, with the reason."""

    total: Fraction | None
    band: RepairBand | None
    mark: Mark | None = None
    invalid: Invalid | None = None


def repair_band(total: Number, *, edge: Edge = "lower") -> RepairBand:
    """The band of a total of 0…300.

    `edge` is the rule key bands[].edge: 240 and 210 belong to the band that begins there (`lower`), to the
    one that ends there (`upper`), or as “240分以上” and “210分以下” literally read, both inclusive (`literal`).
    Raises InputError (`out_of_range`).
    """
    if not 0 <= total <= FULL_MARK:
        message = _("{value} is not a total of 0 to {full_mark}.", value=total, full_mark=FULL_MARK)
        raise InputError("out_of_range", message)
    if total > SATISFIED_FROM or (total == SATISFIED_FROM and edge != "upper"):
        return "SATISFIED"
    if total < UNSATISFIED_BELOW or (total == UNSATISFIED_BELOW and edge != "lower"):
        return "UNSATISFIED"
    return "BASICALLY_SATISFIED"


def repair_form(
    points: Sequence[Number | None],
    maxima: Sequence[Number],
    *,
    missing: Missing = "scale",
    edge: Edge = "lower",
) -> RepairForm:
    """The total and band of one form; None stands for an item without points.

    `missing`: scale the answered items to 300 when they carry at least 80 % of it, refuse the form,
    or count 0. Raises InputError (`bad_maxima`, `out_of_range`).
    """
    _check(points, maxima)
    answered = [(Fraction(p), Fraction(m)) for p, m in zip(points, maxima, strict=True) if p is not None]
    total = sum((p for p, _m in answered), Fraction(0))
    mark: Mark | None = None
    if len(answered) < len(points):
        reachable = sum((m for _p, m in answered), Fraction(0))
        if missing == "refuse":
            return RepairForm(None, None, invalid="item_missing")
        if missing == "zero":
            mark = "missing_as_zero"
        elif reachable < ENOUGH_ANSWERED * FULL_MARK:
            return RepairForm(None, None, invalid="too_few_answered")
        else:
            mark, total = "scaled", total * FULL_MARK / reachable
    band = repair_band(total, edge=edge)
    return RepairForm(total, band, mark)


def _check(points: Sequence[Number | None], maxima: Sequence[Number]) -> None:
    if len(points) != len(maxima) or sum((Fraction(m) for m in maxima), Fraction(0)) != FULL_MARK:
        message = _("The items' full marks must add up to {full_mark}.", full_mark=FULL_MARK)
        raise InputError("bad_maxima", message)
    for place, (point, maximum) in enumerate(zip(points, maxima, strict=True), 1):
        if point is not None and not 0 <= point <= maximum:
            message = _(
                "Item {place}: {value} is not from 0 to {full_mark}.",
                place=place,
                value=point,
                full_mark=maximum,
            )
            raise InputError("out_of_range", message)
