"""What is looked up and counted of a response, taken from its body by one function on both ends."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Field, SQLModel

from schemas.records.identity import temporary_id
from schemas.records.response import ResponseAmend, ResponseFinal, read_response


class ResponseFacts(SQLModel):
    """Columns derived from a final response or an amendment. Scores are decimal text; ``business_line``,
    ``consultant`` and ``interviewer`` are empty text when unknown, so that they can be group keys.

    ``original``: the final response an amendment goes back to, its own id for a final one; ``amends``: the version
    that an amendment corrects; ``void``: why it counts in no figure."""

    id: str = Field(primary_key=True)
    original: str = Field(index=True)
    amends: str | None = None
    pack: str = Field(index=True)
    pack_version: str
    local_date: str = Field(index=True)
    occurred_at: str
    customer: str | None = Field(default=None, index=True)
    task: str | None = Field(default=None, index=True)
    channel: str
    business_line: str = ""
    consultant: str = ""
    interviewer: str = ""
    completion: str
    case_class: str
    score: str | None = None
    origin: str = "none"
    low: str | None = None
    high: str | None = None
    unrated_reason: str | None = None
    void: str | None = None


def facts_of(body: Mapping[str, Any]) -> ResponseFacts:
    """The facts of a ``response.final`` or ``response.amend`` body; pydantic's ValidationError when it is none."""
    return facts_of_response(read_response(body))


def facts_of_response(response: ResponseFinal) -> ResponseFacts:
    """The facts of a response. Somebody not on file is the temporary customer that the response made."""
    score, amends, void = response.score, None, None
    original = response.id
    if isinstance(response, ResponseAmend):
        original, amends, void = response.original, response.amends, response.void
    return ResponseFacts(
        id=response.id,
        original=original,
        amends=amends,
        pack=response.pack,
        pack_version=response.pack_version,
        local_date=response.local_date,
        occurred_at=response.occurred_at,
        customer=response.customer or (temporary_id(original) if response.temp else None),
        task=response.task,
        channel=response.channel,
        business_line=response.business_line or "",
        consultant=response.consultant or "",
        interviewer=response.interviewer or "",
        completion=response.completion,
        case_class=response.case_class,
        score=score.value,
        origin=score.origin,
        low=score.low,
        high=score.high,
        unrated_reason=score.unrated_reason,
        void=void,
    )
