"""R08: five-point scales A–E and the conversion of other scales (S1-078…S1-080, AMB-11, AMB-30).

The word 满意 is worth 5 on one scale and 4 on the other, so an answer is a scale id and a code;
a label alone is never enough.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from schemas.language import texts
from schemas.numbers import Number
from schemas.rejection import InputError

_ = texts("schemas")

ScaleId = Literal["sat5_v1", "sat5_v2"]
To5Method = Literal["ratio", "range", "table"]
To100Method = Literal["ratio", "range"]

FULL_MARK = 5
POINTS: Mapping[str, int] = {"A": 5, "B": 4, "C": 3, "D": 2, "E": 1}
LABELS: Mapping[ScaleId, Mapping[str, str]] = {
    "sat5_v1": {"满意": "A", "较满意": "B", "一般": "C", "不太满意": "D", "很不满意": "E"},
    "sat5_v2": {"很满意": "A", "满意": "B", "一般": "C", "不满意": "D", "很不满意": "E"},
}


@dataclass(frozen=True)
class FormScore:
    """The mean of a form's answered items; `thin` says that fewer than half were answered."""

    mean: Fraction | None
    answered: int
    asked: int

    @property
    def thin(self) -> bool:
        """Whether fewer than half of the items were answered."""
        return 2 * self.answered < self.asked


def points_of(scale: ScaleId | None, answer: str) -> int:
    """The points of an option code A…E, or of a label read on its own scale.

    Raises InputError (`no_scale` for a label without a scale id, `unknown_option`).
    """
    if answer in POINTS:
        return POINTS[answer]
    if scale is None:
        message = _("“{label}” is worth different points on different scales: name the scale.", label=answer)
        raise InputError("no_scale", message)
    if answer not in LABELS[scale]:
        raise InputError(
            "unknown_option", _("The scale {scale} has no “{label}”.", scale=scale, label=answer)
        )
    return POINTS[LABELS[scale][answer]]


def form_score(points: Sequence[Number | None]) -> FormScore:
    """The mean of the items that were answered; None stands for a blank."""
    answered = [Fraction(point) for point in points if point is not None]
    mean = sum(answered, Fraction(0)) / len(answered) if answered else None
    return FormScore(mean, len(answered), len(points))


def to_5(
    value: Number,
    *,
    full: Number,
    minimum: Number = 0,
    method: To5Method = "ratio",
    table: Mapping[Number, Number] | None = None,
) -> Fraction:
    """A value of another scale in five points (rule key to5.method).

    ratio 5·s/full; range 1 + 4·(s − min)/(max − min); table as the pack gives it. Raises InputError
    (`unknown_option`) for a value the table does not hold.
    """
    if method == "ratio":
        return FULL_MARK * Fraction(value) / Fraction(full)
    if method == "range":
        low = Fraction(minimum)
        return 1 + 4 * (Fraction(value) - low) / (Fraction(full) - low)
    if table is None or value not in table:
        raise InputError("unknown_option", _("The conversion table has no entry for {value}.", value=value))
    return Fraction(table[value])


def to_100(points: Number, *, method: To100Method = "ratio") -> Fraction:
    """Five points on a scale of 100: ratio 20·x, range 25·(x − 1)."""
    return 20 * Fraction(points) if method == "ratio" else 25 * (Fraction(points) - 1)
