"""Finished questionnaires as lists: how each begins, its pages, how long it is, and where a day begins."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, String, cast, func
from sqlmodel import Session, col, select

from csat_tui.laptop.opening import Laptop
from csat_tui.laptop.record_wish import Wish, read_wish
from csat_tui.laptop.today_page import pack_title_in
from csat_tui.services.records import (
    Behind,
    Listing,
    RecordRow,
    Wanted,
)
from csat_tui.store import devicelog, response_list
from csat_tui.store.places import places_of_days
from csat_tui.store.response_list import Selection
from csat_tui.store.tables import CustomerRow, LogRow, PackRow, ResponseRow
from csat_tui.words.common import score_words
from schemas.figures.periods import period
from schemas.language import texts

_ = texts("csat_tui")


def listing(laptop: Laptop, wanted: Wanted, limit: int) -> Listing:
    """How a list begins; how long it is only where that is all of it."""
    with laptop.store.read() as session:
        chosen, wish = _selection(session, wanted, laptop.only)
        found, whole = response_list.begin(session, chosen, limit) if chosen else ((), 0)
        return Listing(rows_of(session, found), whole, wish.understood)


def rows(laptop: Laptop, wanted: Wanted, offset: int, limit: int, count: int) -> Sequence[RecordRow]:
    """Rows of a list of so many from this one on, newest first."""
    with laptop.store.read() as session:
        chosen = _selection(session, wanted, laptop.only)[0]
        if chosen is None:
            return []
        end = min(offset + limit, count)
        near = response_list.page_near(
            session, chosen, _marks.of(laptop, wanted, count), offset, end - offset
        )
        if near is not None:
            found = near
        elif count - end < offset:
            found = response_list.page_from_end(session, chosen, count - end, end - offset)
        else:
            found = response_list.page(session, chosen, offset, limit)
        return rows_of(session, found)


def count(laptop: Laptop, wanted: Wanted) -> int:
    """How long a list is."""
    with laptop.store.read() as session:
        chosen = _selection(session, wanted, laptop.only)[0]
        found = response_list.count(session, chosen) if chosen else 0
        _marks.keep(laptop, wanted, found, response_list.marks(session, chosen, found) if chosen else ())
        return found


class _Marks:
    """The marks of the list that was counted last. One that is not of this list, or of another length, is none."""

    def __init__(self) -> None:
        self._held: tuple[object, Sequence[tuple[int, int]]] = (None, ())

    def keep(self, laptop: Laptop, wanted: Wanted, count: int, marks: Sequence[tuple[int, int]]) -> None:
        self._held = (self._name(laptop, wanted, count), marks)

    def of(self, laptop: Laptop, wanted: Wanted, count: int) -> Sequence[tuple[int, int]]:
        name, marks = self._held
        return marks if name == self._name(laptop, wanted, count) else ()

    @staticmethod
    def _name(laptop: Laptop, wanted: Wanted, count: int) -> object:
        return laptop.home.path, wanted, laptop.only, count


_marks = _Marks()


def after(laptop: Laptop, wanted: Wanted, day: date) -> int:
    """How many of the list are of later days."""
    _low, high = places_of_days(day.isoformat(), day.isoformat())
    with laptop.store.read() as session:
        chosen = _selection(session, wanted, laptop.only)[0]
        return response_list.count_above(session, chosen, high) if chosen else 0


def rows_of(session: Session, found: Sequence[ResponseRow]) -> list[RecordRow]:
    """Responses as lines of a list, with what is looked up for all of them together."""
    names = _names(session, {one.customer for one in found if one.customer})
    packs = {(one.pack, one.pack_version) for one in found}
    titles = {pack: pack_title_in(session, *pack) for pack in packs}
    aside = _set_aside(session, [one.log_seq for one in found])
    proof, sent = devicelog.last_proof(session), devicelog.acknowledged(session).n
    proven = proof.n if proof else 0
    return [
        RecordRow(
            id=one.id,
            occurred_at=datetime.fromisoformat(one.occurred_at).astimezone().replace(tzinfo=None),
            customer=names.get(one.customer or "") or _("not on file"),
            title=titles[one.pack, one.pack_version],
            score=score_words(one.score),
            origin=one.origin,
            case_class=one.case_class,
            sent=one.log_seq <= sent,
            proven=one.log_seq <= proven,
            amended=one.amends is not None,
            set_aside=one.log_seq in aside,
            void=one.void,
        )
        for one in found
    ]


def _names(session: Session, ids: set[str]) -> Mapping[str, str]:
    query = select(CustomerRow.id, CustomerRow.name).where(col(CustomerRow.id).in_(ids))
    return dict(session.exec(query).all())


def _set_aside(session: Session, entries: Iterable[int]) -> set[int]:
    query = select(LogRow.seq).where(col(LogRow.seq).in_(entries), LogRow.result == "quarantined")
    return set(session.exec(query))


def _selection(session: Session, wanted: Wanted, only: str | None) -> tuple[Selection | None, Wish]:
    """What to read, of everybody or of one person only; None where the wishes exclude one another."""
    wish = read_wish(wanted.line, set(session.exec(select(PackRow.pack)))) if wanted.line else Wish()
    behind = wanted.behind
    first, last = wish.first, wish.last
    if behind is not None:
        asked = period(behind.period)
        first = max(first, asked.first.isoformat())
        last = min(last or "9999-12-31", asked.last.isoformat())
    if (first and last and first > last) or (behind and wish.pack not in ("", behind.pack)):
        return None, wish
    return Selection(
        words=wish.words,
        first=first,
        last=last,
        pack=behind.pack if behind else wish.pack,
        case_class=wish.case_class,
        state=wish.state,
        interviewer=only or "",
        also=_part(behind) if behind else (),
    ), wish


def _part(behind: Behind) -> list[ColumnElement[bool]]:
    """The part of a month that a number is made of."""
    scored = col(ResponseRow.score).is_not(None)
    match behind.part:
        case "scored":
            return [scored]
        case "unrated":
            return [~scored, col(ResponseRow.unrated_reason) == behind.code]
        case "class":
            return [col(ResponseRow.case_class) == behind.code]
        case "item":
            return [_has_points(behind.code)]
    return []


def _has_points(code: str) -> ColumnElement[bool]:
    """Whether the item was answered: looked up in the body, for the few hundred records of a month."""
    answer = func.json_extract(cast(LogRow.body, String), f'$.answers."{code}"')
    missing = func.json_extract(answer, "$.missing")
    answered = select(LogRow.seq).where(
        LogRow.seq == ResponseRow.log_seq, answer.is_not(None), missing.is_(None)
    )
    return answered.exists()
