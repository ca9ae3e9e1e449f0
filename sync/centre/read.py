"""Look at what the centre holds: one line an item, and the body of one as it was received."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, and_, func
from sqlmodel import Session, col, select

from schemas.numbers import rational
from schemas.records.response import RESPONSES
from sync.centre.faults import CentreError
from sync.centre.store import Store
from sync.centre.tables import Device, ItemRow, ReferenceRow, Response


@dataclass(frozen=True)
class Listed:
    """One record held here. ``status`` is ``stored`` or ``quarantined``; ``occurred_at`` None where the body
    tells none."""

    id: str
    kind: str
    status: str
    device: str
    device_seq: int
    occurred_at: str | None
    received_at: str


@dataclass(frozen=True)
class Sought:
    """What to list; empty selects nothing out. ``first``/``last``: days, both included; ``person``: who handed it
    in; ``text``: stands so in the body; ``below``: only what has a score under it. What only a questionnaire has
    selects questionnaires."""

    kind: str = ""
    status: str = ""
    pack: str = ""
    first: str = ""
    last: str = ""
    customer: str = ""
    person: str = ""
    case_class: str = ""
    text: str = ""
    below: Fraction | None = None


_TOLD = ("number", "source_no", "name", "entity", "record", "field", "pack", "customer", "what", "file_hash")
ALL = Sought()


def items(store: Store, sought: Sought = ALL) -> Iterator[Listed]:
    """Every record once, in the order of its arrival, read bit by bit; copies handed in again are not listed."""
    here = and_(col(Response.device) == col(ItemRow.device), col(Response.device_seq) == col(ItemRow.seq))
    asked = (
        select(ItemRow, Response.occurred_at, Response.score)
        .join(Response, here, isouter=True)
        .where(col(ItemRow.body).is_not(None), *_conditions(sought))
        .order_by(col(ItemRow.received_at), col(ItemRow.device), col(ItemRow.seq))
    )
    with (
        store.reading() as session,
        closing(session.exec(asked.execution_options(yield_per=500))) as rows,
    ):
        for row, occurred_at, score in rows:
            if sought.text and sought.text not in (row.body or b"").decode():
                continue
            if sought.below is None or (score is not None and rational(score) < sought.below):
                yield Listed(row.id, row.kind, row.status, row.device, row.seq, occurred_at, row.received_at)


def _conditions(sought: Sought) -> list[ColumnElement[bool]]:
    exact = {
        col(ItemRow.kind): sought.kind,
        col(ItemRow.status): sought.status,
        col(Response.pack): sought.pack,
        col(Response.customer): sought.customer,
        col(Response.case_class): sought.case_class,
    }
    found: list[ColumnElement[bool]] = [column == value for column, value in exact.items() if value]
    if sought.first:
        found.append(func.substr(Response.occurred_at, 1, 10).between(sought.first, sought.last))
    if sought.person:
        found.append(col(ItemRow.device).in_(select(Device.id).where(Device.person == sought.person)))
    return found


def records(store: Store, kind: str) -> Iterator[dict[str, Any]]:
    """The published records of a kind as they stand, in the order of their ids. Nobody's device: they are what
    became of all that came."""
    query = select(ReferenceRow).where(ReferenceRow.entity == kind, col(ReferenceRow.deleted).is_(False))
    with (
        store.reading() as session,
        closing(session.exec(query.order_by(col(ReferenceRow.id)).execution_options(yield_per=500))) as rows,
    ):
        for row in rows:
            body = json.loads(row.body)
            head = {"id": row.id, "kind": kind, "status": body.get("status", "stored")}
            none = {"device": None, "device_seq": None, "occurred_at": body.get("at"), "received_at": None}
            yield {**head, **none, **{name: body[name] for name in _TOLD if body.get(name) is not None}}


@dataclass(frozen=True)
class Questionnaire:
    """One version as it was handed in. ``customer``: the record of whom it is about as it stands, where there is
    one."""

    body: bytes
    status: str
    counted: bool
    superseded_by: str | None
    customer: str | None


def questionnaires(store: Store) -> Iterator[Questionnaire]:
    """Every version of every questionnaire in the order of its arrival, quarantined ones as well, read bit by bit."""
    facts = and_(col(Response.device) == col(ItemRow.device), col(Response.device_seq) == col(ItemRow.seq))
    whom = and_(col(ReferenceRow.entity) == "customer", col(ReferenceRow.id) == col(Response.customer))
    asked = (
        select(ItemRow.body, ItemRow.status, Response.counted, Response.superseded_by, ReferenceRow.body)
        .select_from(ItemRow)
        .join(Response, facts, isouter=True)
        .join(ReferenceRow, whom, isouter=True)
        .where(col(ItemRow.body).is_not(None), col(ItemRow.kind).in_(sorted(RESPONSES)))
        .order_by(col(ItemRow.received_at), col(ItemRow.device), col(ItemRow.seq))
    )
    with (
        store.reading() as session,
        closing(session.exec(asked.execution_options(yield_per=500))) as rows,
    ):
        for body, status, counted, superseded_by, customer in rows:
            yield Questionnaire(body or b"", status, bool(counted), superseded_by, customer)


def published(store: Store, kind: str) -> Iterator[dict[str, Any]]:
    """The published records of a kind, whole, in the order of their ids."""
    query = select(ReferenceRow.id, ReferenceRow.body).where(
        ReferenceRow.entity == kind, col(ReferenceRow.deleted).is_(False)
    )
    with (
        store.reading() as session,
        closing(session.exec(query.order_by(col(ReferenceRow.id)).execution_options(yield_per=500))) as rows,
    ):
        for id, body in rows:
            yield {"id": id, **json.loads(body)}


def approved_names(session: Session) -> dict[str, str]:
    """Hash -> ``pack@version`` of all approved packs."""
    query = select(ReferenceRow.id, ReferenceRow.body).where(
        ReferenceRow.entity == "pack", col(ReferenceRow.deleted).is_(False)
    )
    return {str(json.loads(body)["hash"]): id for id, body in session.exec(query)}


def body_of(store: Store, id: str) -> bytes:
    """The exact bytes handed in first under this record id, else those published under it. CentreError
    ``unknown_record``."""
    with store.reading() as session:
        found = _first(session, id)
        published = select(ReferenceRow.body).where(
            ReferenceRow.id == id, col(ReferenceRow.deleted).is_(False), col(ReferenceRow.entity) != "pack"
        )
        record = None if found else session.exec(published.limit(1)).first()
    if record is not None:
        return record.encode()
    if found is None or found.body is None:
        raise CentreError("unknown_record", id=id)
    return found.body


def response_ids(session: Session, pack: str, first_day: str, last_day: str) -> list[str]:
    """The responses of a pack that count from one local date to another, both included, in the order of their
    ids."""
    query = select(Response.id).where(
        col(Response.counted).is_(True),
        Response.pack == pack,
        col(Response.local_date) >= first_day,
        col(Response.local_date) <= last_day,
    )
    return sorted(session.exec(query))


def _first(session: Session, id: str) -> ItemRow | None:
    return session.exec(
        select(ItemRow)
        .where(col(ItemRow.id) == id, col(ItemRow.body).is_not(None))
        .order_by(col(ItemRow.status).desc(), col(ItemRow.received_at))  # what is stored before what is not
        .limit(1)
    ).first()
