"""The summary table of a written survey: units × items, with the scores of R13 (S3-10; annex 3 of OP-QPM-0501)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from schemas.figures.unit_scores import CompanyScore, UnitForm, company_score
from schemas.numbers import fixed, rational_text
from schemas.packs.model import Pack
from schemas.packs.scoring_keys import PeriodScore
from schemas.rates import Rate


@dataclass(frozen=True)
class Mean:
    """The mean of an item over the units that answered it; None without any."""

    value: Fraction | None
    base: int


@dataclass(frozen=True)
class Row:
    """A unit with its answers in the order of the items, None where blank; all None, and no form, where none came
    back. ``score``: the mean of what it answered. ``asked``: whether a form was issued to it."""

    unit: str
    form: UnitForm | None
    score: Fraction | None
    asked: bool

    def given(self, place: int) -> Fraction | None:
        """The answer to the item at this place."""
        value = self.form.items[place] if self.form else None
        return None if value is None else Fraction(value)


@dataclass(frozen=True)
class SummaryTable:
    """``company``: by the pooling of the pack; ``pooled``: all answers alike; ``returned``: units that were asked and
    returned a form that counts, of units that were asked."""

    codes: tuple[str, ...]
    rows: tuple[Row, ...]
    means: tuple[Mean, ...]
    company: CompanyScore
    pooled: Fraction | None
    returned: Rate


def items_of(pack: Pack) -> tuple[str, ...]:
    """The items of the table: those that the score of a form is made of."""
    score = pack.scoring.contact_score
    return tuple(score.items) if score else ()


def summary_table(pack: Pack, forms: Iterable[UnitForm], asked: Collection[str]) -> SummaryTable:
    """The table of the forms of one wave; ``asked``: the units to which a form was issued. A form without any answer
    never takes the place of one that has some."""
    codes, keys = items_of(pack), pack.scoring.period_score or PeriodScore(rule="R13")
    counting = _valid(list(forms))
    company = company_score(counting, len(asked), method=keys.pooling)
    latest = {form.unit: form for form in counting if form.id not in company.superseded}
    units = [*asked, *(unit for unit in latest if unit not in set(asked))]
    rows = tuple(
        Row(unit, latest.get(unit), company.units.get(unit), unit in set(asked))
        for unit in dict.fromkeys(units)
    )
    means = tuple(_mean([row.given(place) for row in rows]) for place in range(len(codes)))
    pooled = company_score(latest.values(), len(asked), method="pooled").value
    returned = Rate(sum(1 for row in rows if row.asked and row.form), len(set(asked)))
    return SummaryTable(codes, rows, means, replace(company, returned=returned), pooled, returned)


def to_json(table: SummaryTable, names: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """The table with exact values (``rational_text``) and the rates as they are shown."""
    return {
        "items": list(table.codes),
        "units": [_row_json(table, row, names.get(row.unit, {})) for row in table.rows],
        "means": [{"value": _text(mean.value), "base": mean.base} for mean in table.means],
        "company": _text(table.company.value),
        "pooled": _text(table.pooled),
        "single": table.company.single,
        "returned": {
            "n": table.returned.numerator,
            "base": table.returned.base,
            "percent": table.returned.display(1),
        },
        "superseded": list(table.company.superseded),
    }


def cells(table: SummaryTable, names: Mapping[str, Mapping[str, str]], digits: int) -> list[list[str]]:
    """The table as text: number and name of the unit, its answers, its score; the last line holds the means."""
    body = [
        [
            *_unit(row, names),
            *(_shown(row.given(n)) for n in range(len(table.codes))),
            _fixed(row.score, digits),
        ]
        for row in table.rows
    ]
    last = [
        "",
        "",
        *(_fixed(mean.value, digits) for mean in table.means),
        _fixed(table.company.value, digits),
    ]
    return [*body, last]


def _valid(forms: Sequence[UnitForm]) -> list[UnitForm]:
    spoken = {form.unit for form in forms if _answers(form)}
    return [form for form in forms if _answers(form) or form.unit not in spoken]


def _answers(form: UnitForm) -> bool:
    return any(item is not None for item in form.items)


def _mean(given: Sequence[Fraction | None]) -> Mean:
    answers = [value for value in given if value is not None]
    return Mean(sum(answers, Fraction(0)) / len(answers) if answers else None, len(answers))


def _row_json(table: SummaryTable, row: Row, known: Mapping[str, str]) -> dict[str, Any]:
    given = [_text(row.given(place)) for place in range(len(table.codes))]
    form = row.form
    return {
        "unit": row.unit,
        **known,
        "response": form.id if form else None,
        "returned_on": form.returned_on.isoformat() if form else None,
        "asked": row.asked,
        "answers": given,
        "score": _text(row.score),
    }


def _unit(row: Row, names: Mapping[str, Mapping[str, str]]) -> tuple[str, str]:
    known = names.get(row.unit, {})
    return known.get("number", ""), known.get("name", row.unit)


def _text(value: Fraction | None) -> str | None:
    return None if value is None else rational_text(value)


def _shown(value: Fraction | None) -> str:
    return "" if value is None else rational_text(value)


def _fixed(value: Fraction | None, digits: int) -> str:
    return "" if value is None else fixed(value, digits)
