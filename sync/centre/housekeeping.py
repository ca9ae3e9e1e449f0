"""What a centre does once a day by itself: it notes where its streams stand, and drops what no laptop needs to be
told any more.

A tombstone is kept for 400 days. A laptop that was away for longer reads the feed anew, so that a record that was
deleted meanwhile goes away there too. The centre's clock decides nothing but this: were it wrong, laptops would
read more than they had to.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from logging import getLogger
from threading import Event, Thread

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from sync.centre.dialect import insert_new
from sync.centre.store import Store
from sync.centre.tables import ChangeRow, FeedMark, StreamHead

KEPT_DAYS = 400
DAY_SECONDS = 24 * 3600
PART = 500

log = getLogger(__name__)


def keep_house(session: Session, today: date) -> int:
    """Note where each stream stands today, and drop old tombstones; how many changes were dropped."""
    heads = session.exec(select(StreamHead.stream, StreamHead.head).order_by(StreamHead.stream)).all()
    if heads:
        marks = [{"stream": name, "day": today.isoformat(), "seq": seq} for name, seq in heads]
        insert_new(session, FeedMark, marks)
    last = (today - timedelta(days=KEPT_DAYS)).isoformat()
    old = select(FeedMark.stream, func.max(FeedMark.seq)).where(col(FeedMark.day) <= last)
    dropped = sum(drop(session, *mark) for mark in session.exec(old.group_by(FeedMark.stream)).all())
    session.exec(delete(FeedMark).where(col(FeedMark.day) <= last))
    return dropped


def drop(session: Session, stream: str, through: int) -> int:
    """Drop what is over of the changes up to ``through``: tombstones, and what a later one of them replaced.

    The last change of each entity stays whatever it is, for the totals of the proof stand in it; so the change at
    ``through`` stays, and a cursor there remains valid.
    """
    head = session.exec(select(StreamHead).where(col(StreamHead.stream) == stream).with_for_update()).one()
    gone = _gone(session, stream, through)
    for start in range(0, len(gone), PART):
        these = col(ChangeRow.seq).in_(gone[start : start + PART])
        session.exec(delete(ChangeRow).where(col(ChangeRow.stream) == stream, these))
    if gone:
        later = max(head.min_seq, gone[-1])
        session.exec(update(StreamHead).where(col(StreamHead.stream) == stream).values(min_seq=later))
        session.expire(head)
    return len(gone)


def start(store: Store, now: Callable[[], datetime], end: Event) -> None:
    """Keep house now and once a day, beside everything else, until ``end`` is set."""
    Thread(target=_daily, args=(store, now, end), name="centre-house", daemon=True).start()


def _daily(store: Store, now: Callable[[], datetime], end: Event) -> None:
    while True:
        try:
            dropped = store.submit(lambda session: keep_house(session, now().date())).result()
        except Exception as error:  # tomorrow again; a day more or less does no harm
            log.error("the feed could not be tidied: %s", type(error).__name__)
        else:
            log.info("feed: %d changes dropped", dropped)
        if end.wait(DAY_SECONDS):
            return


def _gone(session: Session, stream: str, through: int) -> list[int]:
    rows = (
        select(ChangeRow.seq, ChangeRow.entity, ChangeRow.id, ChangeRow.op)
        .where(col(ChangeRow.stream) == stream, col(ChangeRow.seq) <= through)
        .order_by(col(ChangeRow.seq))
    )
    seen: list[int] = []
    last_of_record: dict[tuple[str, str], tuple[int, str]] = {}
    last_of_entity: dict[str, int] = {}
    for seq, entity, id, op in session.exec(rows.execution_options(yield_per=PART)):
        seen.append(seq)
        last_of_record[entity, id] = (seq, op)
        last_of_entity[entity] = seq
    kept = {seq for seq, op in last_of_record.values() if op == "put"} | set(last_of_entity.values())
    return [seq for seq in seen if seq not in kept]
