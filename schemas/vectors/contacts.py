"""Vectors of single contacts and forms: R02, R02-inverse, R03, R04, R11, R12."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from schemas.figures.mean import mean_of
from schemas.numbers import exact, fixed
from schemas.scoring.classes import ExternalBody, case_class
from schemas.scoring.followup import followup
from schemas.scoring.levels import LEVELS, Estimate, InverseEdge, converted_score, level_of
from schemas.scoring.points300 import RepairBand, repair_band
from schemas.vectors.reading import entries, fields, flag, score, score_or_blank, word

ESTIMATES: tuple[Estimate, ...] = ("lower", "midpoint", "upper", "integer_disjoint")
EDGES: tuple[InverseEdge, ...] = ("lower", "upper")
EXTERNAL: Mapping[str, ExternalBody] = {"厂家": "manufacturer", "媒体": "media", "政府机构": "government"}
REPAIR_BANDS: Mapping[RepairBand, str] = {
    "SATISFIED": "满意",
    "BASICALLY_SATISFIED": "基本满意",
    "UNSATISFIED": "不满意",
}


def level_score(value: object) -> str:
    """R02."""
    given = fields(value, ("level", "estimate"))
    estimate = word(given["estimate"], ESTIMATES)
    return exact(converted_score(word(given["level"], LEVELS), estimate=estimate).value)


def score_level(value: object) -> str:
    """R02-inverse."""
    given = fields(value, ("score", "edge"))
    return level_of(score(given["score"]), edge=word(given["edge"], EDGES))


def month_mean(value: object) -> dict[str, object]:
    """R03."""
    month = mean_of(score_or_blank(entry) for entry in entries(value))
    return {
        "base": month.base,
        "sum": exact(month.total),
        "mean": None if month.value is None else exact(month.value),
        "display": None if month.value is None else fixed(month.value, 1),
        "excluded": month.excluded_count,
        "met_90": month.met(),
    }


def class_of_case(value: object) -> str:
    """R04."""
    given = fields(value, (), ("score", "remark", "dis", "to_gm", "external"))
    external = given.get("external")
    return case_class(
        score_or_blank(given.get("score")),
        has_remark=flag(given.get("remark")),
        says_dissatisfied=flag(given.get("dis")),
        to_gm_or_head=flag(given.get("to_gm")),
        external_body=None if external is None else EXTERNAL[word(external, EXTERNAL)],
    )


def repair_total(value: object) -> str:
    """R11."""
    return REPAIR_BANDS[repair_band(score(value, 300))]


def followup_items(value: object) -> list[int]:
    """R12."""
    return list(followup([score_or_blank(entry) for entry in entries(value)]).items)


RULES: Mapping[str, Callable[[object], object]] = {
    "R02": level_score,
    "R02-inverse": score_level,
    "R03": month_mean,
    "R04": class_of_case,
    "R11": repair_total,
    "R12": followup_items,
}
