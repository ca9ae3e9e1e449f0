"""Vectors of rates and gates: R05, R06, R07, R24, R10-required, R10-weighted."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from schemas.figures.complaint_ratio import complaint_ratio
from schemas.figures.five_option_sum import five_option_sum
from schemas.figures.four_option import four_option
from schemas.figures.gates import month_gates
from schemas.figures.severity_sample import PERCENTAGES, Stratum, required, unweighted_share, weighted_share
from schemas.language import texts
from schemas.numbers import Number, exact, fixed
from schemas.vectors.reading import count, counts, entries, fields, score, wrong

_ = texts("schemas")


def gates(value: object) -> dict[str, object]:
    """R05."""
    month = month_gates(*counts(value, 3))
    return {
        "success_rate": month.success.rate.fixed_percent(2),
        "survey_rate": month.survey.rate.fixed_percent(2),
        "g1": month.success.ok,
        "g2": month.survey.ok,
        "need_success": month.success.needed,
        "need_survey": month.survey.needed,
    }


def complaints(value: object) -> dict[str, object]:
    """R06."""
    given = fields(value, ("complaints", "denominator", "limit_permille"))
    limit = score(given["limit_permille"], None)
    ratio = complaint_ratio(count(given["complaints"]), count(given["denominator"]), limit)
    permille = None if ratio.value is None else fixed(ratio.value, 3)
    return {"permille": permille, "ok": ratio.ok, "allowed": ratio.allowed}


def weighted_sum(value: object) -> dict[str, object]:
    """R07."""
    result = five_option_sum(counts(value, 5))
    return {
        "raw": result.raw,
        "N": result.base,
        "mean": _exact(result.mean),
        "percent": _exact(result.percent),
        "rescaled": _exact(result.rescaled),
    }


def four_points(value: object) -> dict[str, object]:
    """R24."""
    result = four_option(counts(value, 4))
    score_100 = result.score_100
    return {
        "satisfied": _exact(result.satisfied.value),
        "mean": _exact(result.mean),
        "score100": None if score_100 is None else fixed(score_100, 1),
    }


def required_callbacks(value: object) -> list[int]:
    """R10-required."""
    cases = counts(value, len(PERCENTAGES))
    return [required(n, percent) for n, percent in zip(cases, PERCENTAGES.values(), strict=True)]


def weighted_callbacks(value: object) -> dict[str, object]:
    """R10-weighted."""
    given = fields(value, ("N", "n", "sat"))
    columns = [counts(entries(given[key]), len(PERCENTAGES)) for key in ("N", "n", "sat")]
    strata = [Stratum(*row) for row in zip(*columns, strict=True)]
    if not all(s.satisfied <= s.completed <= s.cases for s in strata):
        raise wrong(value, _("satisfied of completed of closed cases"))
    return {"weighted": _exact(weighted_share(strata)), "unweighted": _exact(unweighted_share(strata).value)}


def _exact(value: Number | None) -> str | None:
    return None if value is None else exact(value)


RULES: Mapping[str, Callable[[object], object]] = {
    "R05": gates,
    "R06": complaints,
    "R07": weighted_sum,
    "R24": four_points,
    "R10-required": required_callbacks,
    "R10-weighted": weighted_callbacks,
}
