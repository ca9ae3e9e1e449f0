"""What waits in quarantine, and letting it out when what it lacked has come."""

from collections.abc import Sequence

from sqlalchemy import update
from sqlmodel import Session, col, select

from sync.centre.judge import judge, read_item, take
from sync.centre.tables import ItemRow, Response
from sync.centre.verdicts import Place, Rules

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


def release(session: Session, row: ItemRow, rules: Rules) -> bool:
    """Judge one quarantined item again; whether it is stored now. Its bytes and its place never change."""
    code, about = _again(session, row, rules)
    row.status = "stored" if code is None else "quarantined"
    row.code, row.about = code, about
    session.add(row)
    session.flush()
    if code is None:  # copies that other identities handed in wait no longer either
        session.exec(
            update(ItemRow)
            .where(col(ItemRow.id) == row.id, col(ItemRow.digest) == row.digest)
            .where(col(ItemRow.status) == "duplicate")
            .values(code=None)
        )
    return code is None


def _again(session: Session, row: ItemRow, rules: Rules) -> tuple[str | None, str | None]:
    verdict = judge(session, read_item(row.body or b""), rules)
    if verdict.taken is not None and session.get(Response, verdict.taken.facts.id) is not None:
        return "conflict", None
    place = Place(row.device, row.seq, row.received_at)
    broken = take(session, [(place, verdict)], rules)
    if broken:
        return broken[place.seq], None
    return verdict.code, verdict.about
