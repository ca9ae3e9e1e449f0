"""The headline of a period by the rule that the pack names (``scoring.period_score``), from roll-up cells.

A rule that needs more than the cells hold (people, units, due lists, clocks) gives no value and says why:
another number never stands under its name.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction

from schemas.figures.five_option_sum import five_option_sum
from schemas.figures.four_option import four_option
from schemas.figures.headline import Counted, Headline, Kind, Parts, WhyNot
from schemas.figures.rollup import EMPTY, Cell
from schemas.figures.satisfied_rate import LOWEST
from schemas.figures.severity_sample import Stratum, unweighted_share, weighted_share
from schemas.figures.shares import answer_kind
from schemas.figures.spread import by_place, contacts, scores, worths
from schemas.figures.strata import weighted_item
from schemas.numbers import Number, exact
from schemas.packs.scoring_keys import ContactScore, SatisfiedRate, Share, Weighted5
from schemas.rates import Rate
from schemas.scoring.bands import band_of
from schemas.scoring.five_point import to_5, to_100
from schemas.scoring.items import points_range
from schemas.statistics.intervals import wilson


def headline(counted: Counted) -> Headline:
    """The figure that the pack names first for a period."""
    rule = counted.period.rule
    if rule in _OF_THE_SPREAD and not counted.spread_whole:
        return _none(counted, "counted_before")
    return _RULES.get(rule, _not_in_cells)(counted)


def _none(counted: Counted, why: WhyNot, kind: Kind = "mean") -> Headline:
    return Headline(counted.period.rule, kind, why_not=why)


def _not_in_cells(counted: Counted) -> Headline:
    return _none(counted, "not_in_cells")


def _mean(counted: Counted, parts: Parts | None = None) -> Headline:
    """R03, R17: the pooled mean of the contact scores; R08 in the points that ``scale_to`` asks for."""
    cell, wanted = counted.contact, counted.period.scale_to
    if cell.base == 0:
        return Headline(counted.period.rule, "mean", excluded=cell.excluded, parts=parts or {})
    value = _scaled(cell.total / cell.base, counted.score, wanted)
    if value is None:
        return _none(counted, "no_conversion")
    return Headline(
        counted.period.rule, "mean", value, value * cell.base, cell.base, cell.excluded, parts or {}
    )


def _scaled(mean: Fraction, score: ContactScore, wanted: str) -> Fraction | None:
    if wanted in ("as_is", score.to):
        return mean
    if (score.to, wanted) == ("five", "hundred"):
        return to_100(mean, method=score.method)
    if (score.to, wanted) == ("hundred", "five"):
        return to_5(mean, full=100, method=score.method)
    return None


def _weighted_sum(counted: Counted) -> Headline:
    """R07: the five-option sum, pooled over the items."""
    codes = counted.asked()
    places = by_place(worths(counted.items.get(code, EMPTY) for code in codes), 5)
    if places is None:
        return _none(counted, "no_conversion")
    result = five_option_sum(places)
    keys = counted.pack.scoring.weighted5 or Weighted5()
    parts = {
        "raw": result.raw,
        "N": result.base,
        "mean": _exact(result.mean),
        "percent": _exact(result.percent),
    }
    value = result.headline(keys.headline) if result.base else None
    excluded = counted.unanswered(codes)
    return Headline("R07", "mean", value, Fraction(result.raw), result.base, excluded, parts)


def _satisfied(counted: Counted) -> Headline:
    """R09: satisfied forms (or answers) of the valid ones; valid are those with the overall item answered."""
    if counted.period.pooling == "weighted":
        return _weighted(counted)
    keys = counted.pack.scoring.satisfied_rate or SatisfiedRate()
    if keys.threshold == "mean4":
        full = {"five": 5, "hundred": 100}.get(counted.score.to)
        if full is None:
            return _none(counted, "no_conversion", "share")
        in_five = {to_5(value, full=full): count for value, count in scores(counted.contact).items()}
        return _rate(counted, _at_least(in_five, LOWEST["mean4"]), counted.contact.excluded)
    overall = counted.period.item or keys.item
    codes = counted.score.items if keys.unit == "answer" or overall is None else (overall,)
    rate = Rate(0, 0)
    for code in codes:
        _least, full_mark = points_range(counted.pack, code)
        given = worths([counted.items.get(code, EMPTY)])
        in_five = {to_5(worth, full=full_mark): count for worth, count in given.items()}
        rate += _at_least(in_five, LOWEST[keys.threshold])
    return _rate(counted, rate, counted.unanswered(codes))


def _weighted(counted: Counted) -> Headline:
    """R09 over strata that were drawn at different rates (R10): each speaks for all its cases. The numerator is the
    value times the answered forms, so that forms stay the base; the share without weights stands beside it."""
    keys = counted.pack.scoring.satisfied_rate or SatisfiedRate()
    overall = weighted_item(counted.pack)
    if keys.unit != "form" or keys.threshold == "mean4" or not overall or not counted.strata:
        return _none(counted, "strata_not_in_cells", "share")
    _least, full_mark = points_range(counted.pack, overall)
    strata = {}
    for code, cell in counted.strata.items():
        in_five = {to_5(worth, full=full_mark): count for worth, count in worths([cell]).items()}
        rate = _at_least(in_five, LOWEST[keys.threshold])
        strata[code] = Stratum(counted.cases.get(code, 0), rate.base, rate.numerator)
    if any(each.completed > each.cases for each in strata.values()):
        return _none(counted, "cases_not_counted", "share")
    plain, share = unweighted_share(list(strata.values())), weighted_share(list(strata.values()))
    parts: dict[str, str | int | None] = {"unweighted": _exact(plain.value)}
    parts |= {code: f"{s.satisfied}/{s.completed} ({s.cases})" for code, s in strata.items()}
    unplaced = counted.items.get(overall, EMPTY).base - plain.base
    excluded = counted.unanswered((overall,)) | ({"no_stratum": unplaced} if unplaced else {})
    return Headline("R09", "share", share, (share or Fraction(0)) * plain.base, plain.base, excluded, parts)


def _at_least(counts: Mapping[Fraction, int], limit: Number) -> Rate:
    return Rate(sum(n for worth, n in counts.items() if worth >= limit), sum(counts.values()))


def _rate(counted: Counted, rate: Rate, excluded: Mapping[str, int], parts: Parts | None = None) -> Headline:
    interval = wilson(rate.numerator, rate.base)
    return Headline(
        counted.period.rule,
        "share",
        rate.value,
        Fraction(rate.numerator),
        rate.base,
        excluded,
        parts or {},
        interval,
    )


def _bands(counted: Counted) -> Headline:
    """R11: the mean total, and how many forms lie in each band."""
    bands = counted.pack.scoring.bands
    shares = {band.code: 0 for band in bands.bands} if bands else {}
    for value, count in scores(counted.contact).items():
        band = band_of(bands, value) if bands else None
        if band is not None:
            shares[band.code] += count
    return _mean(counted, shares)


def _units(counted: Counted) -> Headline:
    """R13 with all answered items pooled; the mean of units needs the units, which no cell holds."""
    if counted.period.pooling != "pooled":
        return _none(counted, "units_not_in_cells")
    total, base = Fraction(0), 0
    for code in counted.score.items:
        cell = counted.items.get(code, EMPTY)
        low, high = points_range(counted.pack, code)
        total += _wanted_sum(cell, counted.score, low, high)
        base += cell.base
    value = total / base if base else None
    return Headline("R13", "mean", value, total, base, counted.unanswered(counted.score.items))


def _wanted_sum(cell: Cell, score: ContactScore, low: Fraction, high: Fraction) -> Fraction:
    """The sum of an item's points in the range that the form score asks for (``to``, ``method``)."""
    if score.to == "as_is":
        return cell.total
    full = 5 if score.to == "five" else 100
    if score.method == "ratio":
        return full * cell.total / high
    share = (cell.total - low * cell.base) / (high - low)
    return cell.base + 4 * share if score.to == "five" else full * share


def _shares(counted: Counted) -> Headline:
    """R14: satisfied, aggrieved and neutral of the successful contacts, or of what was due (AMB-28)."""
    scoring = counted.pack.scoring
    limit = (scoring.share or Share()).satisfied_threshold
    definition = counted.pack.success.definition if counted.pack.success else "must_items_handled"
    kinds = {"satisfied": 0, "grievance": 0, "neutral": 0}
    failed = 0
    for alike in contacts(counted.contact):
        if definition == "must_items_handled" and alike.completion != "COMPLETE":
            failed += alike.count
            continue
        kinds[answer_kind(alike.score, alike.case_class, satisfied_threshold=limit)] += alike.count
    heard = sum(kinds.values())
    base = counted.due if scoring.ratio is not None and scoring.ratio.base == "due" else heard
    if base is None or base < heard:  # questionnaires without a task: they were never due
        return _none(counted, "due_not_in_cells", "share")
    rate = Rate(kinds["satisfied"], base)
    return _rate(counted, rate, {"not_successful": failed} if failed else {}, kinds)


def _four_options(counted: Counted) -> Headline:
    """R24: the share of the two better options, the mean, and the mean on 100."""
    codes = counted.asked()
    places = by_place(worths(counted.items.get(code, EMPTY) for code in codes), 4)
    if places is None:
        return _none(counted, "no_conversion", "share")
    result = four_option(places)
    parts = {"mean": _exact(result.mean), "score100": _exact(result.score_100)}
    return _rate(counted, result.satisfied, counted.unanswered(codes), parts)


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else exact(value)


_RULES: Mapping[str, Callable[[Counted], Headline]] = {
    "R03": _mean,
    "R07": _weighted_sum,
    "R08": _mean,
    "R09": _satisfied,
    "R11": _bands,
    "R13": _units,
    "R14": _shares,
    "R17": _mean,
    "R24": _four_options,
}

_OF_THE_SPREAD = frozenset({"R07", "R09", "R11", "R14", "R24"})
