"""Single facts of this laptop, by name."""

from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session, col, delete, select

from csat_tui.store.tables import MetaRow

_GET = select(MetaRow.value).where(col(MetaRow.key) == bindparam("key"))
_INSERT = insert(MetaRow)
_PUT = _INSERT.on_conflict_do_update(index_elements=["key"], set_={"value": _INSERT.excluded.value})


def get(session: Session, key: str) -> Any:
    """The fact, or None when it was never set."""
    return session.connection().execute(_GET, {"key": key}).scalar()


def put(session: Session, key: str, value: Any) -> None:
    """Set the fact; None takes it away."""
    if value is None:
        session.exec(delete(MetaRow).where(col(MetaRow.key) == key))
    else:
        session.connection().execute(_PUT, {"key": key, "value": value})
