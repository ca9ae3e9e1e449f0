"""What the centre knows of a body on its way from the wire into the tables."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from schemas.figures.strata import counted_points
from schemas.packs.model import Pack
from schemas.records.facts import ResponseFacts, facts_of_response
from schemas.records.operations import Operation
from schemas.records.response import ResponseFinal
from sync.centre.packs import ApprovedPacks

Rescore = Callable[[ResponseFinal, Pack], Mapping[str, Any]]
"""The centre's own score of a response with its pack, in the form of the body's ``score``."""


@dataclass(frozen=True)
class Taken:
    """A response or amendment that is stored now, read once; its facts, what its items add to the roll-up, the pack
    it was filled with, and the SHA-256 of its bytes. ``replaces``: the version whose place it takes.

    ``response`` is without its answers where no callback quotes them: a push holds hundreds at once, and answers are
    most of what one takes."""

    facts: ResponseFacts
    response: ResponseFinal
    points: Mapping[str, Decimal]
    pack: Pack
    digest: bytes = b""
    replaces: "Taken | None" = None

    @classmethod
    def of(cls, response: ResponseFinal, pack: Pack, digest: bytes = b"") -> "Taken":
        """Whatever the rules raise when an answer has no points that they can count."""
        points = counted_points(pack, response.answers)
        kept = response if response.callback else response.model_copy(update={"answers": {}})
        return cls(facts_of_response(response), kept, points, pack, digest)


OnResponses = Callable[[Session, Sequence[Taken]], None]
"""Told of the responses that are stored, each once, in the same transaction, and of what each replaces: the
roll-up."""


@dataclass(frozen=True)
class Rules:
    """What the centre does with responses; both are handed in by whoever starts it."""

    rescore: Rescore | None = None
    on_responses: OnResponses | None = None
    packs: ApprovedPacks = field(default_factory=ApprovedPacks)


@dataclass(frozen=True)
class Read:
    """A body as far as it could be read. ``problem``: the quarantine code when it is not a record at all;
    ``digest``: SHA-256 of its bytes."""

    kind: str = ""
    id: str = ""
    content: Mapping[str, Any] = field(default_factory=dict)
    problem: str | None = None
    digest: bytes = b""


@dataclass(frozen=True)
class Place:
    """Where and when a body came in."""

    device: str
    seq: int
    received_at: str


@dataclass(frozen=True)
class Verdict:
    """``code`` None: usable. ``about``: the pack a quarantined body waits for. ``taken``: a response to be
    stored, ``score`` and ``check`` what the centre's own scoring gave. ``operation``: what is to be done to the
    records."""

    code: str | None = None
    about: str | None = None
    taken: Taken | None = None
    score: str | None = None
    check: str = "none"
    operation: Operation | None = None
