"""Finished questionnaires as lists: pages read by the place of their last row, whatever the filter and the length.

A page is everything below a place, newest first; no row is counted over, so the thousandth page takes as long as
the first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, column, func, table
from sqlmodel import Session, col, select

from csat_tui.store import devicelog
from csat_tui.store.pairs import asked_for
from csat_tui.store.places import places_of_days
from csat_tui.store.tables import LogRow, ResponseRow

State = Literal["", "final", "sent", "proven", "quarantined", "void"]
_WORDS = table("response_search", column("rowid"), column("response_search"))


@dataclass(frozen=True)
class Selection:
    """Which questionnaires; what is empty selects nothing out. ``first``/``last``: local dates, both included;
    ``state``: how far the centre has it, or ``void`` for what counts in no figure; ``versions``: every version, not
    only those that count; ``also``: further conditions on ResponseRow."""

    words: str = ""
    first: str = ""
    last: str = ""
    pack: str = ""
    case_class: str = ""
    state: State = ""
    customers: Sequence[str] = ()
    interviewer: str = ""
    versions: bool = False
    also: Sequence[ColumnElement[bool]] = ()


def page(session: Session, wanted: Selection, below: int | None, limit: int) -> Sequence[ResponseRow]:
    """The first rows below a place, newest first; None: from the newest."""
    query = _selected(session, select(ResponseRow), wanted)
    if below is not None:
        query = query.where(col(ResponseRow.place) < below)
    return list(session.exec(query.order_by(_order(wanted).desc()).limit(limit)))


def every(session: Session, wanted: Selection) -> Iterator[tuple[ResponseRow, str | None, str | None]]:
    """All rows in the order of the log, with what the centre did with each, read bit by bit."""
    asked = select(ResponseRow, LogRow.result, LogRow.code).join(
        LogRow, col(LogRow.seq) == col(ResponseRow.log_seq)
    )
    query = _selected(session, asked, wanted)
    yield from session.exec(query.order_by(col(ResponseRow.log_seq)).execution_options(yield_per=500))


def count_above(session: Session, wanted: Selection, place: int) -> int:
    """How many rows of the list stand before this place."""
    query = _selected(session, select(func.count()).select_from(ResponseRow), wanted)
    return int(session.exec(query.where(col(ResponseRow.place) >= place)).one())


def tops(session: Session, wanted: Selection, size: int) -> tuple[int, list[int]]:
    """How many rows there are, and the place of the first row of every page of this size."""
    counted = session.exec(_selected(session, select(func.count()).select_from(ResponseRow), wanted)).one()
    number = func.row_number().over(order_by=col(ResponseRow.place).desc()).label("number")
    numbered = _selected(session, select(ResponseRow.place, number), wanted).subquery()
    query = select(numbered.c.place).where((numbered.c.number - 1) % size == 0)
    return counted, list(session.exec(query.order_by(numbered.c.place.desc())))


def _selected(session: Session, query: Any, wanted: Selection) -> Any:
    if not wanted.versions and wanted.state != "void":
        query = query.where(col(ResponseRow.counted).is_(True))
    if (phrase := asked_for(wanted.words)) is not None:
        # found first and as a whole: asked row by row, the index would be searched anew for each
        found = select(_WORDS.c.rowid).where(_WORDS.c.response_search.op("MATCH")(phrase))
        query = query.where(col(ResponseRow.place).in_(found))
    if wanted.first or wanted.last:
        low, high = places_of_days(wanted.first or "0001-01-01", wanted.last or "9999-12-31")
        query = query.where(col(ResponseRow.place) >= low, col(ResponseRow.place) < high)
    exact = {"pack": wanted.pack, "case_class": wanted.case_class, "interviewer": wanted.interviewer}
    for name, value in exact.items():
        if value:
            query = query.where(getattr(ResponseRow, name) == value)
    if wanted.customers:
        query = query.where(col(ResponseRow.customer).in_(wanted.customers))
    return query.where(*_state(session, wanted.state), *wanted.also)


def _order(wanted: Selection) -> ColumnElement[int]:
    """Where a filter leaves few, they are found first and then put in order: the sum keeps SQLite from walking the
    whole list for the sake of its order."""
    few = (
        wanted.customers
        or wanted.state in ("final", "sent", "quarantined", "void")
        or asked_for(wanted.words)
    )
    place: Any = col(ResponseRow.place)
    ordered: ColumnElement[int] = place + 0 if few else place
    return ordered


def _state(session: Session, state: State) -> list[ColumnElement[bool]]:
    if not state:
        return []
    seq = col(ResponseRow.log_seq)
    aside = select(LogRow.seq).where(LogRow.result == "quarantined")
    if state == "void":
        return [
            col(ResponseRow.void).is_not(None),
            col(ResponseRow.superseded_by).is_(None),
            seq.not_in(aside),
        ]
    proof = devicelog.last_proof(session)
    proven, sent = proof.n if proof else 0, devicelog.acknowledged(session).n
    if state == "quarantined":
        return [seq.in_(aside)]
    if state == "final":
        return [seq > max(sent, proven)]
    within = seq <= proven if state == "proven" else seq.between(proven + 1, sent)
    return [within, seq.not_in(aside)]
