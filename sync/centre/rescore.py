"""The centre's own score of a response: the same rules and pack, nothing taken from the client's score."""

from collections.abc import Mapping
from typing import Any

from schemas.packs.model import Pack
from schemas.records.response import ResponseFinal
from schemas.records.scores import score_record
from schemas.scoring.contact import score


def rescore(body: Mapping[str, Any], pack: Pack) -> Mapping[str, Any]:
    """The ``score`` object as the rules give it for the answers, remarks and flags of this body."""
    response = ResponseFinal.model_validate(body)
    scored = score(pack, response.answers, remarks=response.remarks, flags=response.flags)
    return score_record(scored).model_dump(mode="json", exclude_none=True)
