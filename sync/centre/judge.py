"""What becomes of a body that has arrived: it is kept in any case, and used when it can be read.

Nothing is refused here. A body that cannot be used goes into quarantine with a code, where a person sees it
and where it waits for what it lacks.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from operator import attrgetter
from typing import Any

from pydantic import ValidationError
from sqlalchemy import update
from sqlmodel import Session, col

from schemas.records.envelope import read_body
from sync.centre import versions
from sync.centre.kinds import HANDLERS
from sync.centre.kinds.operations import do
from sync.centre.kinds.responses import store
from sync.centre.tables import ItemRow, Response
from sync.centre.verdicts import Place, Read, Rules, Verdict
from sync.protocol.encoding import shape
from sync.protocol.wire import MAX_JSON_DEPTH

MAX_NAME = 128
"""Characters of an id or a kind."""

MAX_LOOK_UP = 256
"""Characters of what stands in an index: PostgreSQL has room for 2,704 bytes in an entry of several columns."""

INDEXED_FACTS = attrgetter("pack", "local_date", "business_line", "consultant", "customer", "task")
INDEXED = (
    *("pack", "local_date", "business_line", "consultant", "customer", "event", "task", "project"),
    *("record", "into", "number", "source_no", "assignee", "proposal", "merged_into"),
)


def read_item(body: bytes, digest: bytes | None = None) -> Read:
    """The kind, id and content of a body, or why it has none. ``digest``: its SHA-256, where it is known."""
    if shape(body, MAX_JSON_DEPTH).depth > MAX_JSON_DEPTH:
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
    return Read(kind, id, content, digest=digest or sha256(body).digest())


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
    return (
        verdict if all(len(text) <= MAX_LOOK_UP for text in looked_up(verdict)) else Verdict("invalid_body")
    )


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


def looked_up(verdict: Verdict) -> Sequence[str]:
    """The texts of a body that stand in indexes."""
    if verdict.taken is not None:
        return [text for text in INDEXED_FACTS(verdict.taken.facts) if text]
    if verdict.operation is None:
        return []
    operation = verdict.operation.model_dump()
    fields = operation.get("fields")
    parts = (operation, fields if isinstance(fields, Mapping) else {})
    return [text for part in parts for name in INDEXED if isinstance(text := part.get(name), str)]


def take(session: Session, verdicts: Sequence[tuple[Place, Verdict]], rules: Rules) -> dict[int, str]:
    """Store the responses among these, and the amendments that waited for one of them; then do in order what each
    does to the records.

    Gives the quarantine codes of those it could not be done with, by number: a body on which a rule breaks
    must not hold up those behind it.
    """
    arrived = [verdict.taken for _place, verdict in verdicts if verdict.taken]
    versions.wait_for_others(session, arrived)
    rows = versions.waiting_for(session, [taken.facts.id for taken in arrived])
    waited = [(_place_of(row), judge(session, read_item(row.body or b""), rules)) for row in rows]
    broken = store(session, [*waited, *verdicts], rules)
    codes = do(session, [(place, verdict) for place, verdict in verdicts if place not in broken])
    for row, (place, verdict) in zip(rows, waited, strict=True):
        code = verdict.code or broken.get(place)
        if code is None:
            do(session, [(place, verdict)])
        _let_out(session, row, code, verdict.about)
    return codes | {place.seq: broken[place] for place, _verdict in verdicts if place in broken}


def release(session: Session, row: ItemRow, rules: Rules) -> bool:
    """Judge one quarantined item again; whether it is stored now. Its bytes and its place never change."""
    code, about = _again(session, row, rules)
    _let_out(session, row, code, about)
    versions.publish(session, [read_item(row.body or b"")])
    return code is None


def _let_out(session: Session, row: ItemRow, code: str | None, about: str | None) -> None:
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


def _again(session: Session, row: ItemRow, rules: Rules) -> tuple[str | None, str | None]:
    verdict = judge(session, read_item(row.body or b""), rules)
    if verdict.taken is not None and session.get(Response, verdict.taken.facts.id) is not None:
        return "conflict", None
    broken = take(session, [(_place_of(row), verdict)], rules)
    if broken:
        return broken[row.seq], None
    return verdict.code, verdict.about


def _place_of(row: ItemRow) -> Place:
    return Place(row.device, row.seq, row.received_at)
