"""The figures of a pack for a period from its roll-up cells: headline, mean, items (R03, S0-57…59).

The same cells give the same bytes on laptop and centre; nothing here knows where they came from.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from schemas import ENGINE_VERSION
from schemas.figures.figure import Figure
from schemas.figures.headline import Counted, Headline
from schemas.figures.headline_rules import headline
from schemas.figures.mean import Mean
from schemas.figures.periods import Period
from schemas.figures.rollup import Cell, CellKey, pooled
from schemas.figures.strata import APART, strata_of
from schemas.figures.trace import MODULUS, Trace, record_hash
from schemas.figures.visit_plan import PlanCount
from schemas.figures.waves import wave_id
from schemas.numbers import exact
from schemas.packs.model import Pack, PeriodScore, Target
from schemas.statistics.base_size import base_mark

Cells = Mapping[CellKey, Cell]


@dataclass(frozen=True)
class Satisfaction:
    """The figures of a pack for a period. ``headline``: what the pack's own rule makes of them; ``mean``: of
    the contact scores, whatever that rule is; ``lower``/``upper``: the mean if every converted level stood at
    the end of its band (R02); ``items``: question code -> cell of its points; ``met``: the unrounded verdict on
    the headline, None without a base or target; ``due``: tasks due in
    the period; ``strata``, ``cases``: the weighted item by stratum, and all cases of
    each; ``visits``: what became of those planned for it; ``records`` counts all contacts, scored or not."""

    pack: Pack
    pack_hash: str
    period: Period
    contact: Cell
    items: Mapping[str, Cell]
    due: int | None = None
    strata: Mapping[str, Cell] = field(default_factory=dict)
    cases: Mapping[str, int] = field(default_factory=dict)
    visits: PlanCount | None = None

    @property
    def records(self) -> int:
        return self.contact.records

    @property
    def mean(self) -> Mean:
        return Mean(self.contact.total, self.contact.base, self.contact.excluded)

    @property
    def lower(self) -> Mean:
        return Mean(self.contact.low, self.contact.base, self.contact.excluded)

    @property
    def upper(self) -> Mean:
        return Mean(self.contact.high, self.contact.base, self.contact.excluded)

    @property
    def item_means(self) -> dict[str, Mean]:
        """Question code -> mean, in printed order."""
        return {code: Mean(cell.total, cell.base) for code, cell in self.items.items()}

    @cached_property
    def headline(self) -> Headline:
        """The figure that the pack names first (``scoring.period_score``)."""
        counted = Counted(self.pack, self.contact, self.items, self.due)
        return headline(replace(counted, strata=self.strata, cases=self.cases, visits=self.visits))

    @property
    def rule(self) -> PeriodScore:
        return self.pack.scoring.period_score or PeriodScore(rule="R03")

    @property
    def target(self) -> Decimal | None:
        target: Target | None = self.rule.target
        return target.min if target else None

    @property
    def met(self) -> bool | None:
        return self.headline.met(self.rule)

    @property
    def target_of_mean(self) -> Decimal | None:
        """The target where the headline is the mean itself; None where it is another figure's."""
        of_mean = self.headline.kind == "mean" and self.headline.value == self.mean.value
        return self.target if of_mean and self.headline.why_not is None else None

    def display(self, mean: Mean) -> str | None:
        """A mean as the pack wants it shown."""
        return mean.display(self.rule.display.digits, rounding=self.rule.display.rounding)


def satisfaction(
    pack: Pack,
    pack_hash: str,
    period: Period,
    cells: Cells,
    *,
    due: int | None = None,
    cases: Mapping[str, int] | None = None,
    visits: PlanCount | None = None,
) -> Satisfaction:
    """Pool the cells of a pack that lie in the period. ``due``: the tasks that were due in it, by the funnel;
    ``visits``: those planned for it. A share of what was due or planned is not computed without."""
    inside = {key: cell for key, cell in cells.items() if _counts(key, pack, period)}
    by_item: dict[str, list[Cell]] = {}
    for key, cell in inside.items():
        by_item.setdefault(key.item, []).append(cell)
    items = {code: pooled(by_item[code]) for code in pack.questions if code in by_item}
    strata = strata_of(pack, {name: pooled(parts) for name, parts in by_item.items() if APART in name})
    whole = pooled(by_item.get("", ()))
    return Satisfaction(pack, pack_hash, period, whole, items, due, strata, cases or {}, visits)


def _counts(key: CellKey, pack: Pack, period: Period) -> bool:
    return key.pack == pack.pack and period.first.isoformat() <= key.day <= period.last.isoformat()


def to_json(result: Satisfaction) -> dict[str, object]:
    """The figures as JSON values; ``base`` on top, no time of computing, so that equal records give equal
    bytes."""
    return {
        "pack": result.pack.pack,
        "period": result.period.name,
        "from": result.period.first.isoformat(),
        "to": result.period.last.isoformat(),
        "records": result.records,
        "base": result.mean.base,
        "unrated": result.mean.excluded_count,
        "mean": _mean_json(result, result.mean),
        "lower": _mean_json(result, result.lower),
        "upper": _mean_json(result, result.upper),
        "target": None if result.target is None else exact(result.target),
        "met": result.met,
        "mark": base_mark(result.mean.base),
        "headline": _headline_json(result.headline),
        "classes": dict(result.contact.classes),
        "items": {code: _mean_json(result, mean) for code, mean in result.item_means.items()},
        "figure": figure(result).to_json(),
    }


def _mean_json(result: Satisfaction, mean: Mean) -> dict[str, object]:
    value = None if mean.value is None else exact(mean.value)
    return {"value": value, "display": result.display(mean), "sum": exact(mean.total), "base": mean.base}


def _headline_json(found: Headline) -> dict[str, object]:
    interval = found.interval
    return {
        "rule": found.rule,
        "kind": found.kind,
        "value": None if found.value is None else exact(found.value),
        "base": found.base,
        "interval": None if interval is None else [exact(interval.lower), exact(interval.upper)],
        "parts": dict(found.parts),
        "not_computed": found.why_not,
    }


def figure(result: Satisfaction) -> Figure:
    """The headline as a figure with rule, pack, engine and trace; without a value where it cannot be given."""
    found = result.headline
    return Figure(
        rule=found.rule,
        pack=result.pack.pack,
        pack_version=result.pack.version,
        pack_hash=result.pack_hash,
        engine_version=ENGINE_VERSION,
        value=found.value,
        numerator=found.numerator,
        base=found.base,
        exclusions=found.excluded,
        warnings=_warnings(result),
        trace=_trace(result),
    )


def _trace(result: Satisfaction) -> Trace:
    """The planned visits where the figure is made of them, else the questionnaires."""
    if result.rule.rule != "R29" or result.visits is None:
        return Trace(selector(result.pack.pack, result.period), result.records, result.contact.digest)
    lines, days = result.visits.lines, f"{result.period.first}..{result.period.last}"
    digest = sum(record_hash(id, 1) for id in lines) % MODULUS
    return Trace(f"plan_line pack={result.pack.pack} window_end={days}", len(lines), digest)


def _warnings(result: Satisfaction) -> tuple[str, ...]:
    least, found = result.rule.min_base, result.headline
    why = () if found.why_not is None else (found.why_not,)
    return (*why, "base_below_minimum") if least is not None and found.base < least else why


def selector(pack: str, period: Period) -> str:
    """How to find the records behind a figure again."""
    if wave_id(period.name) is not None:
        return f"response.final pack={pack} {period.name}"
    return f"response.final pack={pack} local_date={period.first}..{period.last}"
