"""Why contacts have no score, in words: what the month shows beside its base (S0-59)."""

from dataclasses import replace

from csat_tui.interview.words import missing_name
from schemas.figures.mean import Mean
from schemas.forms.answers import Missing
from schemas.packs.model import Pack


def in_words(pack: Pack, mean: Mean) -> Mean:
    """The mean with its exclusions counted by the words for them."""
    counted: dict[str, int] = {}
    for reason, count in mean.excluded.items():
        words = reason_words(pack, reason)
        counted[words] = counted.get(words, 0) + count
    return replace(mean, excluded=counted)


def reason_words(pack: Pack, reason: str) -> str:
    """An unrated reason of ``schemas.scoring.form_score``: reason codes joined by +, or a missing code."""
    keys = pack.scoring.contact_score
    source = pack.questions.get(keys.source) if keys and keys.source else None
    scale = pack.scales.get(source.unrated) if source and source.unrated else None
    options = [scale.option(code) for code in reason.split("+")] if scale else []
    if options and all(options):
        return " ".join(str(option) for option in options)
    return missing_name(Missing(reason)) if reason in set(Missing) else reason
