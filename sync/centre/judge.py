"""What becomes of a body that has arrived: it is kept in any case, and counted when it can be read.

Nothing is refused here. A body that cannot be used goes into quarantine with a code, where a person sees it
and where it waits for what it lacks.
"""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from sqlalchemy import insert
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from schemas.canonical import canonical_bytes
from schemas.packs.model import Pack
from schemas.records.envelope import read_body
from schemas.records.facts import ResponseFacts, facts_of
from schemas.records.response import RESPONSE_FINAL
from sync.centre.packs import ApprovedPacks
from sync.centre.tables import Response
from sync.protocol.encoding import depth
from sync.protocol.wire import MAX_JSON_DEPTH

log = logging.getLogger(__name__)

Rescore = Callable[[Mapping[str, Any], Pack], Mapping[str, Any]]
"""The centre's own score of a body with its pack, in the form of the body's ``score``."""


@dataclass(frozen=True)
class Taken:
    """A response that is stored now: its facts, its whole body, and the pack it was filled with."""

    facts: ResponseFacts
    body: Mapping[str, Any]
    pack: Pack


OnResponses = Callable[[Session, Sequence[Taken]], None]
"""Told of the responses that are stored, each once, in the same transaction: the roll-up."""

MAX_NAME = 128
"""Characters of an id or a kind."""


@dataclass(frozen=True)
class Rules:
    """What the centre does with responses; both are handed in by whoever starts it."""

    rescore: Rescore | None = None
    on_responses: OnResponses | None = None
    packs: ApprovedPacks = field(default_factory=ApprovedPacks)


@dataclass(frozen=True)
class Read:
    """A body as far as it could be read. ``problem``: the quarantine code when it is not a record at all."""

    kind: str = ""
    id: str = ""
    content: Mapping[str, Any] = field(default_factory=dict)
    problem: str | None = None


@dataclass(frozen=True)
class Place:
    """Where and when a body came in."""

    device: str
    seq: int
    received_at: str


@dataclass(frozen=True)
class Verdict:
    """``code`` None: usable. ``about``: the pack a quarantined body waits for. ``taken``: a response to be
    stored, ``score`` and ``check`` what the centre's own scoring gave."""

    code: str | None = None
    about: str | None = None
    taken: Taken | None = None
    score: str | None = None
    check: str = "none"


def read_item(body: bytes) -> Read:
    """The kind, id and content of a body, or why it has none."""
    if depth(body) > MAX_JSON_DEPTH:
        return Read(problem="too_deep")
    try:
        content = read_body(body)
    except ValueError:
        return Read(problem="invalid_body")
    kind, id = content["kind"], content["id"]
    if not (0 < len(id) <= MAX_NAME and 0 < len(kind) <= MAX_NAME and (id + kind).isprintable()):
        return Read(problem="invalid_body")
    return Read(kind, id, content)


def judge(session: Session, read: Read, rules: Rules) -> Verdict:
    """Whether a body can be used, and what is to be stored of it."""
    if read.problem is not None:
        return Verdict(read.problem)
    if read.kind != RESPONSE_FINAL:
        return Verdict("unknown_kind")
    try:
        facts = facts_of(read.content)
    except ValidationError:
        return Verdict("invalid_body")
    name = f"{facts.pack}@{facts.pack_version}"
    approved = rules.packs.hash_of(session, name)
    if approved is None:
        return Verdict("unknown_pack", name)
    if approved != read.content["pack_hash"]:
        return Verdict("pack_hash", name)
    taken = Taken(facts, read.content, rules.packs.parsed(session, name, approved))
    score, check = _score(taken, rules)
    return Verdict(taken=taken, score=score, check=check)


def take(session: Session, verdicts: Sequence[tuple[Place, Verdict]], rules: Rules) -> set[int]:
    """Store the responses among these and tell the roll-up; the numbers of those it broke on.

    A rule that breaks on one body must not hold up those behind it: that body is not stored as a response.
    """
    usable = [(place, verdict, verdict.taken) for place, verdict in verdicts if verdict.taken is not None]
    if _told(session, [taken for _, _, taken in usable], rules):
        told = usable
    else:
        told = [entry for entry in usable if _told(session, [entry[2]], rules)]
    rows = [_row(place, taken.facts, verdict) for place, verdict, taken in told]
    if rows:
        session.exec(insert(Response), params=rows)
    return {place.seq for place, _, _ in usable} - {place.seq for place, _, _ in told}


def _told(session: Session, taken: Sequence[Taken], rules: Rules) -> bool:
    if rules.on_responses is None or not taken:
        return True
    try:
        with session.begin_nested():
            rules.on_responses(session, taken)
    except OperationalError:
        raise  # the database, not the body
    except Exception as error:
        log.error("responses could not be counted: %s", type(error).__name__)
        return False
    return True


def _row(place: Place, facts: ResponseFacts, verdict: Verdict) -> dict[str, Any]:
    return {
        **facts.model_dump(),
        "device": place.device,
        "device_seq": place.seq,
        "received_at": place.received_at,
        "centre_score": verdict.score,
        "score_check": verdict.check,
    }


def _score(taken: Taken, rules: Rules) -> tuple[str | None, str]:
    if rules.rescore is None:
        return None, "none"
    try:
        own = rules.rescore(taken.body, taken.pack)
    except Exception:  # whatever a tampered body does to the rules, it is kept and marked
        return None, "failed"
    same = _filled(own) == _filled(taken.body["score"])
    return json.dumps(own, ensure_ascii=False, sort_keys=True), "same" if same else "differs"


def _filled(score: Mapping[str, Any]) -> bytes:
    return canonical_bytes({key: value for key, value in score.items() if value not in (None, False)})
