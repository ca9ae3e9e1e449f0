"""The centre's own score of a response: the same rules and pack, nothing taken from the client's score."""

from collections.abc import Mapping
from typing import Any

from schemas.packs.model import Pack
from schemas.records.response import ResponseFinal
from schemas.records.scores import stored_score
from schemas.scoring.form_score import form_score


def rescore(response: ResponseFinal, pack: Pack) -> Mapping[str, Any]:
    """The ``score`` object as the rules give it for the answers of this response."""
    found = form_score(pack, response.answers)
    return stored_score(found.score, found.reason).model_dump(mode="json", exclude_none=True)
