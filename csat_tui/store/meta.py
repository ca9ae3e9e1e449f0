"""Single facts of this laptop, by name."""

from typing import Any

from sqlmodel import Session

from csat_tui.store.tables import MetaRow


def get(session: Session, key: str) -> Any:
    """The fact, or None when it was never set."""
    row = session.get(MetaRow, key)
    return None if row is None else row.value


def put(session: Session, key: str, value: Any) -> None:
    """Set the fact; None takes it away."""
    row = session.get(MetaRow, key)
    if value is None:
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(MetaRow(key=key, value=value))
    else:
        row.value = value
        session.add(row)
