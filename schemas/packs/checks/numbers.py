"""Numbers that must fit together: weights, bands, points, limits."""

from decimal import Decimal
from itertools import pairwise

from schemas.language import texts
from schemas.packs.checks.subject import Problem, Problems, Subject
from schemas.packs.scoring_keys import Band, Bands, Weight
from schemas.packs.source import Path

_ = texts("schemas")


def weights(subject: Subject) -> Problems:
    """Weights sum to 1, exactly (R21)."""
    for path, listed in _weights(subject):
        total = sum((weight.weight for weight in listed), Decimal(0))
        if listed and total != 1:
            sentence = _("The weights sum to {total}, not to 1. Correct them.", total=total)
            yield Problem(path, "weights", sentence)


def bands(subject: Subject) -> Problems:
    """Bands leave nothing out and overlap nowhere but at an edge, which the key ``edge`` decides (AMB-03)."""
    for path, group in _bands(subject):
        ordered = sorted(
            group.bands, key=lambda band: band.low if band.low is not None else Decimal("-Infinity")
        )
        for lower, upper in pairwise(ordered):
            yield from _joint(path, lower, upper)
        for band in ordered:
            if band.low is not None and band.high is not None and band.low >= band.high:
                sentence = _("Band {code} ends before it begins. Correct low and high.", code=band.code)
                yield Problem(path, "band-order", sentence)


def _joint(path: Path, lower: Band, upper: Band) -> Problems:
    if lower.high is None or upper.low is None or lower.high > upper.low:
        sentence = _(
            "Bands {a} and {b} overlap. Let one end where the other begins.", a=lower.code, b=upper.code
        )
        yield Problem(path, "bands-overlap", sentence)
    elif lower.high < upper.low:
        sentence = _("Between bands {a} and {b} there is a gap. Close it.", a=lower.code, b=upper.code)
        yield Problem(path, "bands-gap", sentence)


def scale_bands(subject: Subject) -> Problems:
    """Levels that are ranges overlap at their edges; then the key ``level_conversion`` must be in the pack (AMB-02)."""
    ranged = [name for name, scale in subject.pack.scales.items() if any(_is_range(o) for o in scale.options)]
    decided = "level_conversion" in subject.content.get("scoring", {})
    for name in ranged:
        if not decided:
            sentence = _(
                "The levels of scale {scale} are ranges. Say under scoring: level_conversion which number counts.",
                scale=name,
            )
            yield Problem(("scoring",), "level-undecided", sentence)


def limits(subject: Subject) -> Problems:
    """Limits in the right order, shares between 0 and 1, bounds of scales."""
    classify = subject.pack.classify
    if classify is not None and classify.unsatisfied_below > classify.opinion_from:
        sentence = _("unsatisfied_below is above opinion_from. Exchange or correct them.")
        yield Problem(("classify", "unsatisfied_below"), "limits", sentence)
    for name, gate in subject.pack.gates.items():
        if not 0 <= gate.min <= 1:
            sentence = _("A gate is a share from 0 to 1; write 0.5 for 50 %.")
            yield Problem(("gates", name, "min"), "limits", sentence)
    for name, scale in subject.pack.scales.items():
        if scale.type == "number" and (scale.min is None or scale.max is None or scale.min >= scale.max):
            sentence = _("Scale {scale} needs a min below its max.", scale=name)
            yield Problem(("scales", name), "limits", sentence)


def worth(subject: Subject) -> Problems:
    """A score is only possible from items that have a worth."""
    score = subject.pack.scoring.contact_score
    if score is None:
        return
    for code in (*score.items, *(weight.item for weight in score.weights)):
        question = subject.pack.questions.get(code)
        scale = subject.pack.scales.get(question.scale) if question else None
        if scale is not None and scale.bounds is None:
            sentence = _("Item {code} has no worth in points and cannot be part of the score.", code=code)
            yield Problem(("scoring", "contact_score"), "no-worth", sentence)


def full_mark(subject: Subject) -> Problems:
    """The full marks of the items of a sum add up to its full mark (R11)."""
    score = subject.pack.scoring.contact_score
    if score is None or score.kind != "sum" or score.full_mark is None:
        return
    known = [subject.pack.questions[code].scale for code in score.items if code in subject.pack.questions]
    marks = [subject.pack.scales[name].bounds for name in known]
    total = sum((bounds[1] for bounds in marks if bounds), Decimal(0))
    if total != score.full_mark:
        sentence = _("The items add up to {total}, full_mark says {mark}.", total=total, mark=score.full_mark)
        yield Problem(("scoring", "contact_score", "full_mark"), "full-mark", sentence)


def _is_range(option: object) -> bool:
    low, high = getattr(option, "low", None), getattr(option, "high", None)
    return low is not None and high is not None and low != high


def _weights(subject: Subject) -> list[tuple[Path, tuple[Weight, ...]]]:
    pack, found = subject.pack, list[tuple[Path, tuple[Weight, ...]]]()
    if pack.scoring.contact_score is not None:
        found.append((("scoring", "contact_score", "weights"), pack.scoring.contact_score.weights))
    if pack.oem is not None:
        found.append((("oem", "weights"), pack.oem.weights))
    if pack.reward is not None:
        found.append((("reward", "weights"), pack.reward.weights))
    if pack.appraisal is not None:
        found.append((("appraisal", "weights"), pack.appraisal.weights))
    return found


def _bands(subject: Subject) -> list[tuple[Path, Bands]]:
    pack, found = subject.pack, list[tuple[Path, Bands]]()
    if pack.scoring.bands is not None:
        found.append((("scoring", "bands"), pack.scoring.bands))
    if pack.ms is not None:
        found.append((("ms", "open", "bands"), pack.ms.open.bands))
        found.append((("ms", "hidden", "bands"), pack.ms.hidden.bands))
    return found
