"""What waits in quarantine, and letting it out when what it lacked has come."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from sync.centre.judge import release as release
from sync.centre.tables import ItemRow
from sync.centre.verdicts import Rules

WAITING_FOR_PACK = ("unknown_pack", "pack_hash")


def waiting(session: Session) -> Sequence[ItemRow]:
    """Everything in quarantine, in the order of its arrival."""
    return session.exec(
        select(ItemRow)
        .where(col(ItemRow.status) == "quarantined")
        .order_by(col(ItemRow.received_at), col(ItemRow.device), col(ItemRow.seq))
    ).all()


def release_for_pack(session: Session, name: str, rules: Rules) -> int:
    """Judge again what waited for this pack (``pack@version``); how many are stored now."""
    rows = session.exec(
        select(ItemRow)
        .where(
            col(ItemRow.status) == "quarantined",
            col(ItemRow.about) == name,
            col(ItemRow.code).in_(WAITING_FOR_PACK),
        )
        .order_by(col(ItemRow.received_at), col(ItemRow.device), col(ItemRow.seq))
        .with_for_update()
    ).all()
    return sum(release(session, row, rules) for row in rows)
