"""The score of a response as it is stored, made from what the rules found."""

from schemas.numbers import rational_text
from schemas.packs.logic import Facts
from schemas.packs.model import Pack
from schemas.records.response import ResponseFinal, Score
from schemas.scoring import levels
from schemas.scoring.contact import Scored, score


def score_record(scored: Scored) -> Score:
    """Value, origin, level and band of a scored form; the reason where it has no score."""
    return stored_score(scored.score, scored.unrated_reason)


def stored_score(found: levels.Score | None, reason: str | None) -> Score:
    """The same of a score, or of the reason why there is none."""
    if found is None:
        return Score(unrated_reason=reason)
    return Score(
        value=rational_text(found.value),
        origin=found.origin,
        level=found.level,
        low=rational_text(found.low),
        high=rational_text(found.high),
        estimate=found.estimate,
        contradiction=found.contradiction,
    )


def logic_facts(response: ResponseFinal) -> Facts:
    """What the pack's expressions were told beside the answers: everything from the record itself, so that a
    score can be repeated for ever."""
    return Facts(
        channel=response.channel,
        fill_method=response.fill_method,
        language=response.language,
        today=response.local_date,
        now=response.occurred_at,
    )


def score_response(response: ResponseFinal, pack: Pack) -> Scored:
    """Score a stored response anew with the pack it pins."""
    return score(
        pack,
        response.answers,
        remarks=response.remarks,
        flags=response.flags,
        facts=logic_facts(response),
    )
