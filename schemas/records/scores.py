"""The score of a response as it is stored, made from what the rules found."""

from schemas.canonical import decimal_text
from schemas.records.response import Score
from schemas.scoring.contact import Scored


def score_record(scored: Scored) -> Score:
    """Value, origin, level and band of a scored form; the reason where it has no score."""
    found = scored.score
    if found is None:
        return Score(unrated_reason=scored.unrated_reason)
    return Score(
        value=decimal_text(found.value),
        origin=found.origin,
        level=found.level,
        low=decimal_text(found.low),
        high=decimal_text(found.high),
        estimate=found.estimate,
        contradiction=found.contradiction,
    )
