"""Finished questionnaires as lists, newest first: pages read from the end of the list that is nearer.

Rows before a page are passed over in an index, some twenty million of them a second; of a long list some places are
known by their number once it is counted, so that few rows are passed over wherever one jumps.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy import ColumnElement, column, false, func, table, true
from sqlmodel import Session, col, select

from csat_tui.store import devicelog
from csat_tui.store.pairs import asked_for
from csat_tui.store.places import places_of_days
from csat_tui.store.tables import LogRow, ResponseRow

State = Literal["", "final", "sent", "proven", "quarantined", "void"]
_WORDS = table("response_search", column("rowid"), column("response_search"))
LONG = 5_000
"""Rows from which on a list gets marks."""
PARTS = 8
"""Of a long list; a mark stands between two of them."""
PAGES_AHEAD = 4
FEW = ("final", "sent", "quarantined", "void")
"""States that few rows of a long list are in."""


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


def page(session: Session, wanted: Selection, offset: int, limit: int) -> Sequence[ResponseRow]:
    """Rows from this one on, newest first."""
    query = _selected(session, select(ResponseRow), wanted).order_by(_order(wanted).desc())
    return list(session.exec(query.offset(offset).limit(limit)))


def begin(session: Session, wanted: Selection, limit: int) -> tuple[Sequence[ResponseRow], int | None]:
    """How the list begins, and how long it is where that is found along the way. What is narrowed by words is often
    short: a few pages of places are asked for, so that the index need not be gone through again to count them."""
    if asked_for(wanted.words) is None:
        found = page(session, wanted, 0, limit)
        return found, len(found) if len(found) < limit else None
    most = PAGES_AHEAD * limit
    query = _selected(session, select(col(ResponseRow.place)), wanted).order_by(_order(wanted).desc())
    places = list(session.exec(query.limit(most)))
    first = select(ResponseRow).where(col(ResponseRow.place).in_(places[:limit]))
    rows = list(session.exec(first.order_by(col(ResponseRow.place).desc())))
    return rows, len(places) if len(places) < most else None


def marks(session: Session, wanted: Selection, count: int) -> Sequence[tuple[int, int]]:
    """Some rows of a long list as (number of the row, its place), from which the rows near them are soon found: each
    walks on from the one before, so all together cost one walk through the index."""
    if count < LONG or asked_for(wanted.words) is not None:
        return []
    found: list[tuple[int, int]] = []
    step, also = count // PARTS, wanted.also
    for part in range(1, PARTS):
        after = (col(ResponseRow.place) < found[-1][1],) if found else ()
        part_of = replace(wanted, also=(*also, *after))
        query = _selected(session, select(col(ResponseRow.place)), part_of).order_by(_order(part_of).desc())
        place = session.exec(query.offset(step - 1 if found else step).limit(1)).first()
        if place is None:
            break
        found.append((part * step, place))
    return found


def page_near(
    session: Session, wanted: Selection, marks: Sequence[tuple[int, int]], offset: int, limit: int
) -> Sequence[ResponseRow] | None:
    """``page``, found from the last mark before it; None where there is none."""
    before = [mark for mark in marks if mark[0] <= offset]
    if not before:
        return None
    number, place = before[-1]
    return page(
        session, replace(wanted, also=(*wanted.also, col(ResponseRow.place) <= place)), offset - number, limit
    )


def page_from_end(session: Session, wanted: Selection, offset: int, limit: int) -> Sequence[ResponseRow]:
    """The same counted from the end of the list; newest first as well."""
    query = _selected(session, select(ResponseRow), wanted).order_by(_order(wanted))
    return list(session.exec(query.offset(offset).limit(limit)))[::-1]


def every(session: Session, wanted: Selection) -> Iterator[tuple[ResponseRow, str | None, str | None]]:
    """All rows in the order of the log, with what the centre did with each, read bit by bit."""
    asked = select(ResponseRow, LogRow.result, LogRow.code).join(
        LogRow, col(LogRow.seq) == col(ResponseRow.log_seq)
    )
    query = _selected(session, asked, wanted)
    yield from session.exec(query.order_by(col(ResponseRow.log_seq)).execution_options(yield_per=500))


def count(session: Session, wanted: Selection) -> int:
    """How many rows there are."""
    if _words_alone(wanted):
        return _count_by_words(session, wanted)
    query = _selected(session, select(func.count()).select_from(ResponseRow), wanted)
    return int(session.exec(query).one())


def _words_alone(wanted: Selection) -> bool:
    """Whether nothing but words selects."""
    return asked_for(wanted.words) is not None and wanted == Selection(words=wanted.words)


def _count_by_words(session: Session, wanted: Selection) -> int:
    """All that the index finds without those that do not count, who are few: a word that a hundred thousand hold is
    counted without looking at each of their rows."""
    found = select(func.count()).select_from(_WORDS)
    matching = _WORDS.c.response_search.op("MATCH")(asked_for(wanted.words))
    unlisted = select(col(ResponseRow.place)).where(col(ResponseRow.counted) == false())
    of_all = int(session.exec(found.where(matching)).one())
    return of_all - int(session.exec(found.where(matching, _WORDS.c.rowid.in_(unlisted))).one())


def count_above(session: Session, wanted: Selection, place: int) -> int:
    """How many rows of the list stand before this place."""
    return count(session, replace(wanted, also=(*wanted.also, col(ResponseRow.place) >= place)))


def _selected(session: Session, query: Any, wanted: Selection) -> Any:
    if not wanted.versions and wanted.state != "void":
        query = query.where(col(ResponseRow.counted) == true())
    if (phrase := asked_for(wanted.words)) is not None:
        # A row's number in the index is its place: the index gives them in order, and no further than asked. The sum
        # keeps SQLite from asking the index anew for each row of the list.
        query = query.select_from(_WORDS).join(ResponseRow, col(ResponseRow.place) == _WORDS.c.rowid + 0)
        query = query.where(_WORDS.c.response_search.op("MATCH")(phrase))
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
    """The place; for words as the index has it. Where a filter leaves few, they are found first and then put in order:
    the sum keeps SQLite from walking the whole list for the sake of its order."""
    if asked_for(wanted.words):
        rowid: ColumnElement[int] = _WORDS.c.rowid
        return rowid
    place: Any = col(ResponseRow.place)
    ordered: ColumnElement[int] = place + 0 if wanted.customers or wanted.state in FEW else place
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
