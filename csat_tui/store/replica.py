"""What came down from the centre: customers, tasks and approved packs, page by page with the cursor.

A reset reads everything into the shadow table first and then takes the place of what is there, in one
transaction. Drafts, responses and the log are never touched from here.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlmodel import Session, SQLModel, delete, select

from csat_tui.store import meta
from csat_tui.store.clean import cleaned
from csat_tui.store.database import Store
from csat_tui.store.instants import utc_text
from csat_tui.store.tables import CustomerRow, PackRow, ResponseRow, ShadowRow, TaskRow
from schemas.text import narrow, one_line
from sync.client.ports import Change, Digest
from sync.protocol.chain import sum64

CURSOR = "cursor"
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
        """Where the next page begins; during a reset, where the reset has got to."""
        if self._resetting:
            return self._shadow_cursor
        with self._store.read() as session:
            cursor: str | None = meta.get(session, CURSOR)
            return cursor

    def apply(self, changes: Sequence[Change], cursor: str) -> None:
        """Store a page and its cursor in one transaction; unknown entities are passed over."""
        known = [change for change in changes if change.entity in TABLES]
        with self._store.write() as session:
            for change in known:
                (_into_shadow if self._resetting else _into_place)(session, change)
            if not self._resetting:
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
            for table in TABLES.values():
                session.exec(delete(table))
            for shadow in session.exec(select(ShadowRow)).all():
                _put(session, shadow.entity, shadow.id, shadow.version, shadow.body)
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


def _into_place(session: Session, change: Change) -> None:
    if change.op == "put" and change.body is not None:
        _put(session, change.entity, change.id, change.version, change.body)
    else:
        _drop(session, TABLES[change.entity], change.id)


def _into_shadow(session: Session, change: Change) -> None:
    if change.op == "put" and change.body is not None:
        session.merge(ShadowRow(entity=change.entity, id=change.id, version=change.version, body=change.body))
    else:
        _drop(session, ShadowRow, (change.entity, change.id))


def _drop(session: Session, table: type[SQLModel], key: object) -> None:
    row = session.get(table, key)
    if row is not None:
        session.delete(row)


def _put(session: Session, entity: str, id: str, version: int, body: Body) -> None:
    session.merge(ROWS[entity](session, id, version, body))


def _customer(_session: Session, id: str, version: int, body: Body) -> SQLModel:
    body = _on_one_line(cleaned(body))
    return CustomerRow(
        id=id,
        version=version,
        number=narrow(str(body.get("number", ""))),
        name=str(body.get("name", "")),
        search=_search_text(body),
        body=body,
    )


def _on_one_line(body: Body) -> Body:
    names = {key: one_line(body[key]) for key in ONE_LINE if isinstance(body.get(key), str)}
    return body | names


def _search_text(body: Body) -> str:
    """All that a customer may be looked up by, lower case, in ASCII forms."""
    words = [body.get(key) or "" for key in ("search", *ONE_LINE)]
    return narrow(" ".join(map(str, words))).lower()


def _task(session: Session, id: str, version: int, body: Body) -> SQLModel:
    body = cleaned(body)
    answered = session.exec(select(ResponseRow.id).where(ResponseRow.task == id).limit(1)).first()
    return TaskRow(
        id=id,
        version=version,
        customer=str(body.get("customer", "")),
        status=str(body.get("status", "pending")),
        due_utc=utc_text(str(body.get("due_at", ""))),
        done_here=answered is not None,
        body=body,
    )


def _pack(_session: Session, id: str, version: int, body: Body) -> SQLModel:
    return PackRow(
        id=id,
        version=version,
        pack=str(body.get("pack", "")),
        pack_version=str(body.get("version", "")),
        hash=str(body.get("hash", "")),
        body=body,
    )


TABLES: dict[str, type[CustomerRow] | type[TaskRow] | type[PackRow]] = {
    "customer": CustomerRow,
    "task": TaskRow,
    "pack": PackRow,
}
ROWS: dict[str, Callable[[Session, str, int, Body], SQLModel]] = {
    "customer": _customer,
    "task": _task,
    "pack": _pack,
}
