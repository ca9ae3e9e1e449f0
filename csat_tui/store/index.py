"""The index by which customers are found while somebody types, kept in the transaction of every change.

Every pair of neighbouring characters of what a customer is known by is a token of a full-text table, so that a
search for some characters is a search for a phrase of pairs (``csat_tui.store.pairs``).
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import func, text
from sqlmodel import Session, col, delete, select

from csat_tui.store.among import among
from csat_tui.store.bulk import insert_many, read_many
from csat_tui.store.driver import json_text
from csat_tui.store.pairs import asked_for, asked_in_passing, tokens_of, words_of
from csat_tui.store.tables import CustomerRow, SearchRow
from schemas.initials import name_initials
from schemas.text import narrow

PART = 500

CREATE = "CREATE VIRTUAL TABLE customer_search USING fts5(tokens, content='', tokenize='ascii')"
_INSERT = "INSERT INTO customer_search (rowid, tokens) VALUES (?, ?)"
_FORGET = "INSERT INTO customer_search (customer_search, rowid, tokens) VALUES ('delete', ?, ?)"
_LAST = "SELECT coalesce(max(place), 0) FROM search_place"
_PROJECTS = "SELECT customer, number FROM project WHERE customer IN (SELECT value FROM json_each(?))"
_FIND = text(
    "SELECT customer.id, customer.number, customer.name, customer.merged_into FROM"
    " (SELECT rowid AS place FROM customer_search WHERE customer_search MATCH :asked LIMIT :limit) AS found"
    " CROSS JOIN search_place ON search_place.place = found.place"
    " CROSS JOIN customer ON customer.id = search_place.customer"
)
"""The index says who, a bounded number; only those are looked up (``CROSS`` keeps this order)."""

_INDEXED = "SELECT customer FROM search_place WHERE customer IN (SELECT value FROM json_each(?))"

Body = Mapping[str, Any]


class Match(NamedTuple):
    """A customer that was found, by what the order of matches is decided."""

    id: str
    number: str
    name: str
    merged_into: str | None


def follow(
    session: Session,
    entity: str,
    rows: Sequence[Body],
    gone: Sequence[str] = (),
    new: Set[str] = frozenset(),
) -> None:
    """Bring the index up to date after rows of an entity were written, or records of it taken away. ``new``: customers
    that were not here before; only in a damaged database does the index know one of them."""
    if entity == "customer":
        _forget(session, gone)
        _write(session, [(row["id"], row["body"]) for row in rows], new)
    elif entity == "project":
        _again(session, sorted({row["customer"] for row in rows if row["customer"]}))


def clear(session: Session) -> None:
    """Empty the index."""
    session.connection().execute(text("DROP TABLE IF EXISTS customer_search"))
    session.connection().execute(text(CREATE))
    session.exec(delete(SearchRow))


def rebuild(session: Session) -> None:
    """Make the index anew from the customers that are here."""
    clear(session)
    query = select(CustomerRow.id, CustomerRow.body).execution_options(yield_per=PART)
    for part in session.exec(query).partitions():
        _write(session, [(id, body) for id, body in part])


def stale(session: Session) -> int:
    """How many customers are not found by what they are known by, or are found and not here."""
    here, wrong = 0, 0
    query = select(CustomerRow.id, CustomerRow.body).execution_options(yield_per=PART)
    for part in session.exec(query).partitions():
        customers = dict(part)
        places, projects = _places(session, list(customers)), _projects(session, list(customers))
        for id, body in customers.items():
            words = words_of((*known_by(body), *projects.get(id, ())))
            wrong += id not in places or places[id].words != words
        here += len(places)
    known = session.exec(select(func.count()).select_from(SearchRow)).one()
    return wrong + known - here


def find(session: Session, asked: str, limit: int) -> list[Match]:
    """At most so many customers who match every word."""
    found: list[Match] = []
    for wish in dict.fromkeys((asked_in_passing(asked), asked_for(asked))):
        if wish is not None and len(found) < limit:  # fewer may not be all
            rows = session.connection().execute(_FIND, {"asked": wish, "limit": limit})
            found = [Match(*row) for row in rows.all()]
    return found


def _write(session: Session, customers: Sequence[tuple[str, Body]], strange: Set[str] = frozenset()) -> None:
    projects = _projects(session, [id for id, _body in customers])
    wanted = {id: words_of((*known_by(body), *projects.get(id, ()))) for id, body in customers}
    known = _places(
        session, [id for id in wanted if id not in strange] + _left_over(session, strange & wanted.keys())
    )
    changed = {id: place for id, place in known.items() if place.words != wanted[id]}
    _remove(session, changed.values())
    for id, place in changed.items():
        place.words = wanted[id]
    session.flush()
    rows = [(place.place, tokens_of(place.words)) for place in changed.values()]
    new = {id: words for id, words in wanted.items() if id not in known}
    if new:
        [(last,)] = read_many(session, _LAST)
        places = [(n, id, new[id]) for n, id in enumerate(new, last + 1)]
        insert_many(session, SearchRow, ("place", "customer", "words"), places)
        rows += [(n, tokens_of(words)) for n, _id, words in places]
    if rows:
        session.connection().exec_driver_sql(_INSERT, rows)


def _left_over(session: Session, ids: Set[str]) -> list[str]:
    """Who of those that are not here stands in the index all the same."""
    return [id for (id,) in read_many(session, _INDEXED, json_text(sorted(ids)))] if ids else []


def _forget(session: Session, ids: Sequence[str]) -> None:
    places = _places(session, ids)
    _remove(session, places.values())
    for place in places.values():
        session.delete(place)
    session.flush()


def _again(session: Session, ids: Sequence[str]) -> None:
    for start in range(0, len(ids), PART):
        part = ids[start : start + PART]
        found = session.exec(select(CustomerRow.id, CustomerRow.body).where(col(CustomerRow.id).in_(part)))
        _write(session, [(id, body) for id, body in found])


def _remove(session: Session, places: Iterable[SearchRow]) -> None:
    rows = [(place.place, tokens_of(place.words)) for place in places]
    if rows:
        session.connection().exec_driver_sql(_FORGET, rows)


def _places(session: Session, ids: Sequence[str]) -> dict[str, SearchRow]:
    found: dict[str, SearchRow] = {}
    for start in range(0, len(ids), PART):
        query = select(SearchRow).where(among(SearchRow.customer, ids[start : start + PART]))
        found.update((place.customer, place) for place in session.exec(query))
    return found


def _projects(session: Session, ids: Sequence[str]) -> dict[str, list[str]]:
    """Customer -> the numbers of its projects."""
    found: dict[str, list[str]] = {}
    for start in range(0, len(ids), PART):
        part = list(ids[start : start + PART])
        for customer, number in read_many(session, _PROJECTS, json_text(part)):
            found.setdefault(customer, []).append(number)
    return found


def known_by(body: Body) -> list[str]:
    """All that a customer is looked up by."""
    words = [str(body.get(key) or "") for key in ("name", "number", "phone", "plate", "company")]
    words += _initials(words[0]) + _initials(words[-1])
    words += str(body.get("search") or "").split()
    for contact in _listed(body, "contacts"):
        name = str(contact.get("name") or "")
        words += [name, *name_initials(name), str(contact.get("phone") or "")]
    for asset in _listed(body, "assets"):
        words += [str(asset.get("plate") or ""), str(asset.get("vin") or "")]
    return words


@lru_cache(maxsize=1 << 12)
def _initials(name: str) -> tuple[str, ...]:
    return name_initials(narrow(name)) if name else ("",)


def _listed(body: Body, key: str) -> list[Body]:
    found = body.get(key)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []
