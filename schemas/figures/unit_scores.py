"""R13: scores of units and of the company in the written survey (S3-10)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from schemas.numbers import Number
from schemas.rates import Rate

CompanyMethod = Literal["unit_means", "pooled", "weighted"]


@dataclass(frozen=True)
class UnitForm:
    """A form that a unit returned; None stands for an item not answered."""

    id: str
    unit: str
    returned_on: date
    items: Sequence[Number | None]


@dataclass(frozen=True)
class CompanyScore:
    """The company's score with each unit's; `superseded` names forms that a later one replaced."""

    value: Fraction | None
    units: Mapping[str, Fraction]
    superseded: tuple[str, ...]
    returned: Rate

    @property
    def single(self) -> bool:
        """Whether only one unit speaks for the company (warning n = 1)."""
        return len(self.units) == 1


def company_score(
    forms: Iterable[UnitForm],
    issued_units: int,
    *,
    method: CompanyMethod = "unit_means",
    weights: Mapping[str, Number] | None = None,
) -> CompanyScore:
    """The mean of unit scores, each unit counting once; or items pooled, or weighted (by sales).

    The latest form of a unit counts. A form without any answer gives its unit no score, but is
    returned.
    """
    latest: dict[str, UnitForm] = {}
    superseded = []
    for form in sorted(forms, key=lambda form: (form.returned_on, form.id)):
        if form.unit in latest:
            superseded.append(latest[form.unit].id)
        latest[form.unit] = form
    answers = {unit: _answered(form) for unit, form in latest.items() if _answered(form)}
    units = {unit: sum(items, Fraction(0)) / len(items) for unit, items in answers.items()}
    counted = {unit: _weight(method, unit, items, weights or {}) for unit, items in answers.items()}
    total = sum(counted.values(), Fraction(0))
    value = sum((units[unit] * counted[unit] for unit in units), Fraction(0)) / total if total else None
    return CompanyScore(value, units, tuple(superseded), Rate(len(latest), issued_units))


def _answered(form: UnitForm) -> list[Fraction]:
    return [Fraction(item) for item in form.items if item is not None]


def _weight(
    method: CompanyMethod, unit: str, items: Sequence[Fraction], weights: Mapping[str, Number]
) -> Fraction:
    if method == "weighted":
        return Fraction(weights.get(unit, 0))
    return Fraction(len(items)) if method == "pooled" else Fraction(1)
