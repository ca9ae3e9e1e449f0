"""What becomes of a body that has arrived: it is kept in any case, and used when it can be read.

Nothing is refused here. A body that cannot be used goes into quarantine with a code, where a person sees it
and where it waits for what it lacks.
"""

from collections.abc import Sequence
from hashlib import sha256

from pydantic import ValidationError
from sqlalchemy import update
from sqlmodel import Session, col

from schemas.records.envelope import read_body
from sync.centre.kinds import HANDLERS
from sync.centre.kinds.operations import do
from sync.centre.kinds.responses import store
from sync.centre.tables import ItemRow, Response
from sync.centre.verdicts import Place, Read, Rules, Verdict
from sync.centre.versions import waiting_for
from sync.protocol.encoding import depth
from sync.protocol.wire import MAX_JSON_DEPTH

MAX_NAME = 128
"""Characters of an id or a kind."""


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
    return Read(kind, id, content, digest=sha256(body).digest())


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
    """Store the responses among these, then do in order what each of them does to the records; at last let out the
    amendments that waited for one of them.

    Gives the quarantine codes of those it could not be done with, by number: a body on which a rule breaks
    must not hold up those behind it.
    """
    broken = store(session, verdicts, rules)
    sound = [(place, verdict) for place, verdict in verdicts if place.seq not in broken]
    codes = broken | do(session, sound)
    stored = [verdict.taken.facts.id for _place, verdict in sound if verdict.taken is not None]
    for row in waiting_for(session, stored) if stored else ():
        release(session, row, rules)
    return codes


def release(session: Session, row: ItemRow, rules: Rules) -> bool:
    """Judge one quarantined item again; whether it is stored now. Its bytes and its place never change."""
    code, about = _again(session, row, rules)
    row.status = "stored" if code is None else "quarantined"
    row.code, row.about = code, about
    session.add(row)
    session.flush()
    if code is None:  # copies that other identities handed in wait no longer either
        session.exec(
            update(ItemRow)
            .where(col(ItemRow.id) == row.id, col(ItemRow.digest) == row.digest)
            .where(col(ItemRow.status) == "duplicate")
            .values(code=None)
        )
    return code is None


def _again(session: Session, row: ItemRow, rules: Rules) -> tuple[str | None, str | None]:
    verdict = judge(session, read_item(row.body or b""), rules)
    if verdict.taken is not None and session.get(Response, verdict.taken.facts.id) is not None:
        return "conflict", None
    place = Place(row.device, row.seq, row.received_at)
    broken = take(session, [(place, verdict)], rules)
    if broken:
        return broken[place.seq], None
    return verdict.code, verdict.about
