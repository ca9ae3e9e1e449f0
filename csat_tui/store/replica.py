"""What came down from the centre: customers, tasks and approved packs, page by page with the cursor.

A reset reads everything into the shadow table first and then takes the place of what is there, in one
transaction. Drafts, responses and the log are never touched from here.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session, SQLModel, col, delete, select, update

from csat_tui.store import meta
from csat_tui.store.clean import cleaned
from csat_tui.store.database import Store
from csat_tui.store.instants import utc_text
from csat_tui.store.tables import CustomerRow, PackRow, ResponseRow, ShadowRow, TaskRow
from schemas.text import narrow, one_line
from sync.client.ports import Change, Digest
from sync.protocol.chain import sum64

CURSOR = "cursor"
PART = 500
ONE_LINE = ("name", "number", "plate", "company", "salutation", "phone")
"""What of a customer stands in lists and rows."""

Body = dict[str, Any]


class LaptopReplica:
    """``sync.client.ports.Replica`` on the laptop database. A reset that is not finished by this object
    leaves everything as it was, cursor included."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._resetting = False
        self._shadow_cursor: str | None = None

    def cursor(self) -> str | None:
        """How far what is here reaches; a reset under way does not count until it is finished."""
        with self._store.read() as session:
            cursor: str | None = meta.get(session, CURSOR)
            return cursor

    def apply(self, changes: Sequence[Change], cursor: str) -> None:
        """Store a page and its cursor in one transaction; unknown entities are passed over."""
        last = {(change.entity, change.id): change for change in changes if change.entity in TABLES}
        with self._store.write() as session:
            if self._resetting:
                _into_shadow(session, list(last.values()))
            else:
                _into_place(session, list(last.values()))
                meta.put(session, CURSOR, cursor)
        if self._resetting:
            self._shadow_cursor = cursor

    def begin_reset(self) -> None:
        """From now on pages go into the shadow table, which starts empty."""
        with self._store.write() as session:
            session.exec(delete(ShadowRow))
        self._resetting, self._shadow_cursor = True, None

    def finish_reset(self) -> None:
        """Put what came down since ``begin_reset`` in the place of what was there."""
        with self._store.write() as session:
            for entity, table in TABLES.items():
                session.exec(delete(table))
                _move_from_shadow(session, entity)
            session.exec(delete(ShadowRow))
            meta.put(session, CURSOR, self._shadow_cursor)
        self._resetting, self._shadow_cursor = False, None

    def digests(self) -> dict[str, Digest]:
        """Entity -> how many rows are here, and the sum of their version hashes."""
        with self._store.read() as session:
            return {entity: _digest(session, table) for entity, table in TABLES.items()}


def _digest(session: Session, table: type[CustomerRow] | type[TaskRow] | type[PackRow]) -> Digest:
    rows = session.exec(select(table.id, table.version)).all()
    return Digest(len(rows), sum64((id, version) for id, version in rows))


def _into_place(session: Session, changes: Sequence[Change]) -> None:
    for entity, table in TABLES.items():
        mine = [change for change in changes if change.entity == entity]
        rows = [ROWS[entity](c.id, c.version, c.body) for c in mine if c.op == "put" and c.body is not None]
        _put(session, table, rows)
        gone = [change.id for change in mine if change.op != "put"]
        session.exec(delete(table).where(col(table.id).in_(gone)))
    _mark_done(session)


def _into_shadow(session: Session, changes: Sequence[Change]) -> None:
    rows = [
        {"entity": c.entity, "id": c.id, "version": c.version, "body": c.body}
        for c in changes
        if c.op == "put" and c.body is not None
    ]
    _put(session, ShadowRow, rows)
    for change in changes:
        if change.op != "put":
            which = (col(ShadowRow.entity) == change.entity, col(ShadowRow.id) == change.id)
            session.exec(delete(ShadowRow).where(*which))


def _move_from_shadow(session: Session, entity: str) -> None:
    """Put what came down of an entity into its table, some hundred rows at a time."""
    query = select(ShadowRow).where(ShadowRow.entity == entity).execution_options(yield_per=PART)
    for part in session.exec(query).partitions():
        _put(session, TABLES[entity], [ROWS[entity](row.id, row.version, row.body) for row in part])
    _mark_done(session)


def _put(session: Session, table: type[SQLModel], rows: list[Body]) -> None:
    """Insert rows, or update those that are here."""
    if not rows:
        return
    statement = insert(table)
    keys = [column.name for column in statement.table.primary_key]
    news = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    session.connection().execute(statement.on_conflict_do_update(index_elements=keys, set_=news), rows)


def _mark_done(session: Session) -> None:
    """A task that was answered here stays done, whatever version of it comes down."""
    answered = select(ResponseRow.task).where(col(ResponseRow.task).is_not(None))
    session.exec(update(TaskRow).where(col(TaskRow.id).in_(answered)).values(done_here=True))


def _customer(id: str, version: int, body: Body) -> Body:
    body = _on_one_line(cleaned(body))
    return {
        "id": id,
        "version": version,
        "number": narrow(str(body.get("number", ""))),
        "name": str(body.get("name", "")),
        "search": _search_text(body),
        "body": body,
    }


def _on_one_line(body: Body) -> Body:
    names = {key: one_line(body[key]) for key in ONE_LINE if isinstance(body.get(key), str)}
    return body | names


def _search_text(body: Body) -> str:
    """All that a customer may be looked up by, lower case, in ASCII forms."""
    words = [body.get(key) or "" for key in ("search", *ONE_LINE)]
    return narrow(" ".join(map(str, words))).lower()


def _task(id: str, version: int, body: Body) -> Body:
    body = cleaned(body)
    return {
        "id": id,
        "version": version,
        "customer": str(body.get("customer", "")),
        "status": str(body.get("status", "pending")),
        "due_utc": utc_text(str(body.get("due_at", ""))),
        "done_here": False,
        "body": body,
    }


def _pack(id: str, version: int, body: Body) -> Body:
    return {
        "id": id,
        "version": version,
        "pack": str(body.get("pack", "")),
        "pack_version": str(body.get("version", "")),
        "hash": str(body.get("hash", "")),
        "body": body,
    }


TABLES: dict[str, type[CustomerRow] | type[TaskRow] | type[PackRow]] = {
    "customer": CustomerRow,
    "task": TaskRow,
    "pack": PackRow,
}
ROWS: dict[str, Callable[[str, int, Body], Body]] = {
    "customer": _customer,
    "task": _task,
    "pack": _pack,
}
