"""Whether the database is whole: the file by SQLite's own check, the log by its chain."""

from sqlmodel import col, select

from csat_tui.store.database import Store
from csat_tui.store.tables import LogRow
from sync.protocol.chain import GENESIS, next_chain


def broken_log(store: Store) -> tuple[int, list[int]]:
    """How many entries there are, and the numbers of those whose body is not the one the chain was made over."""
    chain, last, broken = GENESIS, 0, []
    with store.read() as session:
        for row in session.exec(select(LogRow).order_by(col(LogRow.seq)).execution_options(yield_per=500)):
            chain = next_chain(chain, row.seq, row.body)
            if row.seq != last + 1 or chain != row.chain:
                broken.append(row.seq)
            chain, last = row.chain, row.seq
    return last, broken


def integrity(store: Store) -> list[str]:
    """What SQLite's full check finds wrong with the file."""
    with store.read() as session:
        said = session.connection().exec_driver_sql("PRAGMA integrity_check(20)").scalars().all()
    return [line for line in said if line != "ok"]


def checkpoint(store: Store) -> bool:
    """Put the write-ahead log into the database; False while another program uses it."""
    connection = store.raw_connection()
    try:
        return bool(connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)
    finally:
        connection.close()
