"""What came down from the centre: customers, tasks and approved packs, page by page with the cursor.

A reset reads everything into the shadow table first and then takes the place of what is there, in one
transaction. Drafts, responses and the log are never touched from here.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import literal_column, union_all
from sqlmodel import Session, col, delete, select

from csat_tui.store import index, meta, operations
from csat_tui.store.database import Store
from csat_tui.store.rows import TABLES, keep_done, put, row_of
from csat_tui.store.tables import ShadowRow
from schemas.records.amending import VERSIONS
from sync.client.ports import Change, Digest, Removal
from sync.protocol.chain import sum64

CURSOR = "cursor"
PART = 500
_VERSIONS: Any = union_all(
    *(
        select(literal_column(f"'{entity}'"), table.id, table.version).where(table.version > 0)
        for entity, table in TABLES.items()
    )
)
"""Of everything that came from the centre; what was made here and is not there yet does not count."""


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
        known = (change for change in changes if change.entity in TABLES or change.entity == VERSIONS)
        last = {(one.entity, one.id): one for one in sorted(known, key=lambda one: one.version)}
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
                if entity == "customer":
                    index.clear(session)
                _move_from_shadow(session, entity)
            keep_done(session)
            operations.lay_over(session)
            shadow = select(ShadowRow.body).where(ShadowRow.entity == VERSIONS)
            _adopt(session, session.exec(shadow).all())
            session.exec(delete(ShadowRow))
            meta.put(session, CURSOR, self._shadow_cursor)
        self._resetting, self._shadow_cursor = False, None

    def digests(self) -> dict[str, Digest]:
        """Entity -> how many rows are here, and the sum of their version hashes."""
        with self._store.read() as session:
            here: dict[str, list[tuple[str, int]]] = {entity: [] for entity in TABLES}
            for entity, id, version in session.connection().execute(_VERSIONS):
                here[entity].append((id, version))
        return {entity: Digest(len(rows), sum64(rows)) for entity, rows in here.items()}

    def versions(self, entity: str) -> dict[str, int]:
        """Id -> version of what came from the centre."""
        table = TABLES.get(entity)
        if table is None:
            return {}
        with self._store.read() as session:
            return dict(session.exec(select(table.id, table.version).where(table.version > 0)).all())

    def lost(self, entity: str, ids: Collection[str]) -> Removal:
        """How many rows of a collection would vanish with these ids."""
        table = TABLES.get(entity)
        if table is None:
            return Removal(0, 0)
        with self._store.read() as session:
            here = set(session.exec(select(table.id).where(table.version > 0)))
        return Removal(len(here.intersection(ids)), len(here))

    def lost_by_reset(self) -> dict[str, Removal]:
        """Entity -> what is here and not in the shadow table."""
        with self._store.read() as session:
            coming: dict[str, set[str]] = {}
            for entity, id in session.exec(select(ShadowRow.entity, ShadowRow.id)):
                coming.setdefault(entity, set()).add(id)
            here: dict[str, set[str]] = {entity: set() for entity in TABLES}
            for entity, id, _version in session.connection().execute(_VERSIONS):
                here[entity].add(id)
        return {
            entity: Removal(len(ids - coming.get(entity, set())), len(ids)) for entity, ids in here.items()
        }


def _into_place(session: Session, changes: Sequence[Change]) -> None:
    for entity, table in TABLES.items():
        mine = [change for change in changes if change.entity == entity]
        rows = [row_of(entity, c.id, c.version, c.body) for c in mine if c.op == "put" and c.body is not None]
        put(session, table, rows)
        for change in mine:
            if change.op != "put":  # of a later version it has come down in another stream
                older = (col(table.id) == change.id, col(table.version) <= change.version)
                session.exec(delete(table).where(*older))
        index.follow(session, entity, rows, [change.id for change in mine if change.op != "put"])
    keep_done(session)
    operations.lay_over(session, [change.id for change in changes if change.op == "put"])
    _adopt(session, [c.body for c in changes if c.entity == VERSIONS and c.body is not None])


def _adopt(session: Session, published: Sequence[Mapping[str, Any]]) -> None:
    if published:
        from csat_tui.store import adopting  # reads whole responses: not needed at an ordinary start

        adopting.adopt(session, published)


def _into_shadow(session: Session, changes: Sequence[Change]) -> None:
    rows = [
        {"entity": c.entity, "id": c.id, "version": c.version, "body": c.body}
        for c in changes
        if c.op == "put" and c.body is not None
    ]
    put(session, ShadowRow, rows)
    for change in changes:
        if change.op != "put":
            which = (col(ShadowRow.entity) == change.entity, col(ShadowRow.id) == change.id)
            session.exec(delete(ShadowRow).where(*which))


def _move_from_shadow(session: Session, entity: str) -> None:
    """Put what came down of an entity into its table, some hundred rows at a time."""
    query = select(ShadowRow).where(ShadowRow.entity == entity).execution_options(yield_per=PART)
    for part in session.exec(query).partitions():
        rows = [row_of(entity, row.id, row.version, row.body) for row in part]
        put(session, TABLES[entity], rows)
        index.follow(session, entity, rows)
