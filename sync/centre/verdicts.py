"""What the centre knows of a body on its way from the wire into the tables."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from schemas.packs.model import Pack
from schemas.records.facts import ResponseFacts
from schemas.records.operations import Operation
from schemas.records.response import ResponseFinal
from sync.centre.packs import ApprovedPacks

Rescore = Callable[[ResponseFinal, Pack], Mapping[str, Any]]
"""The centre's own score of a response with its pack, in the form of the body's ``score``."""


@dataclass(frozen=True)
class Taken:
    """A response or amendment that is stored now: as it was sent, read once; its facts, the pack it was filled
    with, and the SHA-256 of its bytes. ``replaces``: the version whose place it takes."""

    facts: ResponseFacts
    response: ResponseFinal
    pack: Pack
    digest: bytes = b""
    replaces: "Taken | None" = None


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
