"""The centre's own score of a response: the same rules and pack, nothing taken from the client's score."""

from collections.abc import Mapping
from typing import Any

from schemas.packs.model import Pack
from schemas.records.response import ResponseFinal
from schemas.records.scores import score_record, score_response


def rescore(response: ResponseFinal, pack: Pack) -> Mapping[str, Any]:
    """The ``score`` object as the rules give it for the answers, remarks and flags of this response."""
    scored = score_response(response, pack)
    return score_record(scored).model_dump(mode="json", exclude_none=True)
