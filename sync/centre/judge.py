"""What becomes of a body that has arrived: it is kept in any case, and used when it can be read.

Nothing is refused here. A body that cannot be used goes into quarantine with a code, where a person sees it
and where it waits for what it lacks.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session

from schemas.records.envelope import read_body
from sync.centre.kinds import HANDLERS
from sync.centre.kinds.operations import do
from sync.centre.kinds.responses import store
from sync.centre.verdicts import Place, Read, Rules, Verdict
from sync.protocol.encoding import depth
from sync.protocol.wire import MAX_JSON_DEPTH

MAX_NAME = 128
"""Characters of an id or a kind."""

MAX_LOOK_UP = 256
"""Characters of what stands in an index: PostgreSQL has room for 2,704 bytes in an entry of several columns."""

INDEXED = (
    *("pack", "local_date", "business_line", "consultant", "customer", "event", "task", "project"),
    *("record", "into", "number", "source_no", "assignee", "proposal", "merged_into"),
)


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
    if rb"\u0000" in body and holds_nul(content):  # no text of PostgreSQL can hold it
        return Read(kind, id, problem="invalid_body")
    return Read(kind, id, content)


def judge(session: Session, read: Read, rules: Rules) -> Verdict:
    """Whether a body can be used, and what is to be done with it."""
    if read.problem is not None:
        return Verdict(read.problem)
    handler = HANDLERS.get(read.kind)
    if handler is None:
        return Verdict("unknown_kind")
    try:
        verdict = handler(session, read, rules)
    except ValidationError:
        return Verdict("invalid_body")
    return Verdict("invalid_body") if any(len(text) > MAX_LOOK_UP for text in looked_up(verdict)) else verdict


def holds_nul(content: Any) -> bool:
    """Whether any text in this has a NUL character."""
    match content:
        case str():
            return "\0" in content
        case Mapping():
            return any(holds_nul(key) or holds_nul(value) for key, value in content.items())
        case list():
            return any(map(holds_nul, content))
    return False


def looked_up(verdict: Verdict) -> Iterator[str]:
    """The texts of a body that stand in indexes."""
    facts = verdict.taken.facts.model_dump() if verdict.taken is not None else {}
    operation = verdict.operation.model_dump() if verdict.operation is not None else {}
    fields = operation.get("fields")
    for part in (facts, operation, fields if isinstance(fields, Mapping) else {}):
        yield from (text for name in INDEXED if isinstance(text := part.get(name), str))


def take(session: Session, verdicts: Sequence[tuple[Place, Verdict]], rules: Rules) -> dict[int, str]:
    """Store the responses among these, then do in order what each of them does to the records.

    Gives the quarantine codes of those it could not be done with, by number: a body on which a rule breaks
    must not hold up those behind it.
    """
    broken = store(session, verdicts, rules)
    sound = [(place, verdict) for place, verdict in verdicts if place.seq not in broken]
    return broken | do(session, sound)
