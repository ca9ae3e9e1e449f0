"""Vectors of statistics: intervals, outcome rates, indices, reliability, drivers, sample sizes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from schemas.language import texts
from schemas.numbers import Number
from schemas.statistics.aapor import Outcomes, outcome_rates
from schemas.statistics.acsi import acsi, acsi_equal
from schemas.statistics.alpha import cronbach_alpha
from schemas.statistics.ces import effort_score
from schemas.statistics.deff import interviewer_effect
from schemas.statistics.intervals import wilson
from schemas.statistics.kish import effective_sample
from schemas.statistics.nps import net_promoter
from schemas.statistics.relative_weights import relative_weights
from schemas.statistics.sample_size import sample_size
from schemas.vectors.reading import count, counts, entries, fields, number, numbers, wrong

_ = texts("schemas")

OUTCOMES = ("I", "P", "R", "NC", "O", "UH", "UO", "NE")
MOST_VARIABLES = 40


def wilson_95(value: object) -> list[Decimal]:
    """wilson95."""
    successes, base = counts(value, 2)
    interval = wilson(successes, base) if successes <= base else None
    if interval is None:
        raise wrong(value, _("successes of at least one trial"))
    return [interval.lower, interval.upper]


def outcomes(value: object) -> dict[str, Decimal | None]:
    """aapor."""
    given = fields(value, OUTCOMES)
    return outcome_rates(Outcomes(*(count(given[name]) for name in OUTCOMES)))


def promoters(value: object) -> dict[str, Decimal | None]:
    """nps."""
    names = ("promoters", "passives", "detractors")
    given = fields(value, names)
    result = net_promoter(*(count(given[name]) for name in names))
    return {"nps": result.score, "se": result.error}


def acsi_weighted(value: object) -> Decimal | None:
    """acsi."""
    given = fields(value, ("means", "weights"))
    return acsi(numbers(given["means"], 3), numbers(given["weights"], 3))


def acsi_short(value: object) -> Decimal | None:
    """acsi-equal."""
    return acsi_equal(numbers(value, 3))


def kish(value: object) -> dict[str, Decimal | None]:
    """kish."""
    return {"n_eff": effective_sample([_not_negative(entry) for entry in entries(value)]).n_eff}


def design_effect(value: object) -> Decimal | None:
    """deff_int."""
    given = fields(value, ("m", "rho"))
    workload = number(given["m"])
    if workload < 1:
        raise wrong(workload, _("a number from 1"))
    return interviewer_effect(workload, _not_negative(given["rho"]))


def effort_mean(value: object) -> Decimal | None:
    """ces-mean."""
    return effort_score(counts(value, 7))


def alpha(value: object) -> Decimal | None:
    """alpha."""
    rows = [numbers(row) for row in entries(value)]
    if len({len(row) for row in rows}) > 1:
        raise wrong(value, _("rows of equal length"))
    return cronbach_alpha(rows)


def drivers(value: object) -> list[Decimal]:
    """relative_weights."""
    given = fields(value, ("R", "y"))
    rows = entries(given["R"])
    if len(rows) > MOST_VARIABLES:
        raise wrong(len(rows), _("a number of a usual size"))
    return list(relative_weights([numbers(row) for row in rows], count(given["y"]) - 1))


def needed(value: object) -> int:
    """sample_size."""
    given = fields(value, ("p", "e", "z", "N"))
    population = None if given["N"] is None else count(given["N"])
    return sample_size(number(given["p"]), number(given["e"]), number(given["z"]), population)


def _not_negative(value: object) -> Number:
    plain = number(value)
    if plain < 0:
        raise wrong(value, _("a number from 0"))
    return plain


RULES: Mapping[str, Callable[[object], object]] = {
    "wilson95": wilson_95,
    "aapor": outcomes,
    "nps": promoters,
    "acsi": acsi_weighted,
    "acsi-equal": acsi_short,
    "kish": kish,
    "deff_int": design_effect,
    "ces-mean": effort_mean,
    "alpha": alpha,
    "relative_weights": drivers,
    "sample_size": needed,
}
