"""Who looked at whose card here: entries of the device log, which is only ever added to."""

from collections.abc import Sequence

from sqlalchemy import String, cast, func
from sqlmodel import Session, col, select

from csat_tui.store import devicelog
from csat_tui.store.clean import cleaned
from csat_tui.store.database import Store
from csat_tui.store.tables import LogRow
from schemas.records.envelope import body_bytes
from schemas.records.looks import CUSTOMER_LOOK, CustomerLook


def note(store: Store, look: CustomerLook) -> None:
    """Put a look on record; on disk when this returns, so that nothing is shown that was not noted."""
    note_all(store, [look])


def note_all(store: Store, looks: Sequence[CustomerLook]) -> None:
    """The same of several, all or none."""
    harmless = [
        CustomerLook.model_validate(cleaned(one.model_dump(mode="json", by_alias=True))) for one in looks
    ]
    with store.write() as session:
        devicelog.append_many(session, [(one.kind, one.id, body_bytes(one)) for one in harmless])


def at(session: Session, customers: list[str]) -> list[CustomerLook]:
    """The looks at a customer under any of these ids from this laptop, the last first."""
    whose = func.json_extract(cast(LogRow.body, String), "$.customer")
    query = select(LogRow.body).where(LogRow.kind == CUSTOMER_LOOK, whose.in_(customers))
    bodies = session.exec(query.order_by(col(LogRow.seq).desc()))
    return [CustomerLook.model_validate_json(body) for body in bodies]
