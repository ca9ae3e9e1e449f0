"""The index by which finished questionnaires are found by words, kept in the transaction that stores one.

It holds the customer as known when it was recorded, all free text, the remarks, and who is named; a row's number is
the place of its response, so that what is found comes in the order of the list.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from csat_tui.store.index import known_by
from csat_tui.store.pairs import tokens_of, words_of
from csat_tui.store.tables import CustomerRow, LogRow, ResponseRow

PART = 500

CREATE = "CREATE VIRTUAL TABLE response_search USING fts5(tokens, content='', tokenize='ascii')"
_INSERT = text("INSERT INTO response_search (rowid, tokens) VALUES (:place, :tokens)")

Body = Mapping[str, Any]


def add(session: Session, place: int, customer: str | None, body: Body) -> None:
    """Index one response, as part of the transaction that stores it."""
    row = session.get(CustomerRow, customer) if customer else None
    _write(session, [(place, body, row.body if row else {})])


def rebuild(session: Session) -> None:
    """Make the index anew from the bodies that are here."""
    session.connection().execute(text("DROP TABLE IF EXISTS response_search"))
    session.connection().execute(text(CREATE))
    query = (
        select(ResponseRow.place, LogRow.body, CustomerRow.body)
        .join(LogRow, col(LogRow.seq) == col(ResponseRow.log_seq))
        .join(CustomerRow, col(CustomerRow.id) == col(ResponseRow.customer), isouter=True)
        .order_by(col(ResponseRow.place))
    )
    for part in session.exec(query.execution_options(yield_per=PART)).partitions():
        _write(session, [(place, json.loads(body), customer or {}) for place, body, customer in part])


def _write(session: Session, responses: Sequence[tuple[int, Body, Body]]) -> None:
    rows = [
        {"place": place, "tokens": tokens_of(words_of((*known_by(customer), *_said(body))))}
        for place, body, customer in responses
    ]
    session.flush()
    if rows:
        session.connection().execute(_INSERT, rows)


def _said(body: Body) -> list[str]:
    """The words of a questionnaire itself."""
    answers = [str(answer.get("text") or "") for answer in body.get("answers", {}).values()]
    people = [str(body.get(key) or "") for key in ("interviewer", "consultant", "reason")]
    temp = body.get("temp") or {}
    return [*map(str, temp.values()), *map(str, body.get("remarks", {}).values()), *answers, *people]
