"""What becomes of a body that has arrived: it is kept in any case, and used when it can be read.

Nothing is refused here. A body that cannot be used goes into quarantine with a code, where a person sees it
and where it waits for what it lacks.
"""

from collections.abc import Sequence

from pydantic import ValidationError
from sqlmodel import Session

from schemas.records.envelope import read_body
from sync.centre.kinds import HANDLERS
from sync.centre.kinds.operations import do
from sync.centre.kinds.responses import store
from sync.centre.verdicts import Place, Read, Rules, Verdict
from sync.protocol.encoding import shape
from sync.protocol.wire import MAX_JSON_DEPTH

MAX_NAME = 128
"""Characters of an id or a kind."""


def read_item(body: bytes) -> Read:
    """The kind, id and content of a body, or why it has none."""
    if shape(body, MAX_JSON_DEPTH).depth > MAX_JSON_DEPTH:
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
    """Whether a body can be used, and what is to be done with it."""
    if read.problem is not None:
        return Verdict(read.problem)
    handler = HANDLERS.get(read.kind)
    if handler is None:
        return Verdict("unknown_kind")
    try:
        return handler(session, read, rules)
    except ValidationError:
        return Verdict("invalid_body")


def take(session: Session, verdicts: Sequence[tuple[Place, Verdict]], rules: Rules) -> dict[int, str]:
    """Store the responses among these, then do in order what each of them does to the records.

    Gives the quarantine codes of those it could not be done with, by number: a body on which a rule breaks
    must not hold up those behind it.
    """
    broken = store(session, verdicts, rules)
    sound = [(place, verdict) for place, verdict in verdicts if place.seq not in broken]
    return broken | do(session, sound)
