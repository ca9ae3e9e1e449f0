"""The chain over the device log counted again."""

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
