"""The laptop's half made wrong: push, pull, proof, identity, and the store behind them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlmodel import Session, col, select, update

from csat_tui.store import meta
from csat_tui.store.devicelog import ACKNOWLEDGED, LaptopLog
from csat_tui.store.replica import CURSOR, LaptopReplica
from csat_tui.store.tables import LogRow
from sync.client import push as pushing
from sync.client.ports import Change, Enrolment, Head, LogEntry, TransportError
from sync.client.run import _Run
from sync.protocol import messages
from sync.protocol.chain import GENESIS, next_chain
from tests.simulation.mutants import mutant, replaced


@mutant("the laptop takes a batch for acknowledged when it has sent it, answer or not")
def ack_on_send() -> Iterator[None]:
    def wrong(right: Any) -> Any:
        def push(talk: Any, log: Any, device: str, tally: Any, report: Any) -> None:
            base = log.acknowledged()
            entries = log.entries(base.n, 1000, 10**6)
            if entries:
                head = Head(entries[-1].seq, log.chain_at(entries[-1].seq))
                request = pushing.request_for(device, base, entries)
                log.acknowledge(head, [])
                try:
                    talk.once("POST", "push", messages.Pushed, request)
                except TransportError as error:
                    talk.patience.link_failed(error)
            right(talk, log, device, tally, report)

        return push

    with replaced("sync.client.run:push", wrong):
        yield


@mutant("the laptop takes all it has sent for acknowledged, whatever number the centre answers")
def whole_batch_acknowledged() -> Iterator[None]:
    def wrong(right: Any) -> Any:
        def acknowledge(log: Any, base: Head, entries: Sequence[LogEntry], answer: Any, tally: Any) -> None:
            log.acknowledge(Head(entries[-1].seq, entries[-1].chain), [])

        return acknowledge

    with replaced("sync.client.push:_acknowledge", wrong):
        yield


@mutant(
    "the laptop believes any number the centre answers, without looking at the chain",
    "the centre compares the chain at each push itself and refuses a log that is not its own (409): what the laptop"
    " overlooks here it is told there",
)
def chain_not_compared_in_answer() -> Iterator[None]:
    def wrong(right: Any) -> Any:
        def acknowledge(log: Any, base: Head, entries: Sequence[LogEntry], answer: Any, tally: Any) -> None:
            n = min(answer.n, log.head().n)
            right(
                log, base, entries, answer.model_copy(update={"n": n, "chain": log.chain_at(n).hex()}), tally
            )

        return acknowledge

    with replaced("sync.client.push:_acknowledge", wrong):
        yield


@mutant("the cursor is stored before its page, in a transaction of its own")
def cursor_before_page() -> Iterator[None]:
    def wrong(right: Any) -> Any:
        def apply(replica: LaptopReplica, changes: Sequence[Change], cursor: str) -> None:
            if not replica._resetting:
                with replica._store.write() as session:
                    meta.put(session, CURSOR, cursor)
            right(replica, changes, cursor)

        return apply

    with replaced("csat_tui.store.replica:LaptopReplica.apply", wrong):
        yield


@mutant("a page is stored, its cursor is not")
def cursor_not_stored() -> Iterator[None]:
    def wrong(right: Any) -> Any:
        def apply(replica: LaptopReplica, changes: Sequence[Change], cursor: str) -> None:
            right(replica, changes, cursor if replica.cursor() is None else replica.cursor())

        return apply

    with replaced("csat_tui.store.replica:LaptopReplica.apply", wrong):
        yield


@mutant("a record and its log entry are two transactions")
def entry_in_a_second_transaction() -> Iterator[None]:
    def wrong(right: Any) -> Any:
        def append_many(session: Session, entries: Any) -> int:
            first = int(right(session, entries))
            session.commit()
            return first

        return append_many

    with replaced("csat_tui.store.devicelog:append_many", wrong):
        yield


@mutant("an entry is left out of the chain's past: the chain is over its number only")
def body_not_hashed() -> Iterator[None]:
    def wrong(right: Any) -> Any:
        return lambda chain, seq, body: right(chain, seq, b"")

    with (
        replaced("csat_tui.store.devicelog:next_chain", wrong),
        replaced("sync.client.push:next_chain", wrong),
        replaced(
            "sync.centre.accept:extend_chain", lambda right: lambda chain, seq, _: right(chain, seq, EMPTY)
        ),
    ):
        yield


EMPTY = bytes.fromhex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
"""SHA-256 of nothing."""


@mutant("a laptop whose log has forked goes on as if nothing were")
def fork_ignored() -> Iterator[None]:
    def wrong(right: Any) -> Any:
        def reconcile(run: _Run, n: int, chain: bytes) -> None:
            own = run.log.chain_at(n) if n else GENESIS
            right(run, n, chain if own is None else own)

        return reconcile

    with replaced("sync.client.run:_Run._reconcile", wrong):
        yield


@mutant("a laptop does not go back when a restored centre holds less than it had acknowledged")
def rewind_ignored() -> Iterator[None]:
    with replaced("csat_tui.store.devicelog:LaptopLog.rewind", lambda right: lambda log, seq: None):
        yield


SHIFT = (
    "PRAGMA defer_foreign_keys = ON",
    "DELETE FROM operation",
    "DELETE FROM response WHERE log_seq = 1",
    "UPDATE response SET log_seq = -log_seq",
    "UPDATE response SET log_seq = -log_seq - 1",
    "DELETE FROM log",
)


@mutant("a new incarnation begins with the second entry")
def renumber_drops_an_entry() -> Iterator[None]:
    def wrong(right: Any) -> Any:
        def renumber(log: LaptopLog, enrolment: Enrolment) -> None:
            right(log, enrolment)
            with log._store.write() as session:
                kept = session.exec(select(LogRow.kind, LogRow.id, LogRow.body).order_by(LogRow.seq)).all()[
                    1:
                ]
                for statement in SHIFT:
                    session.connection().exec_driver_sql(statement)
                chain = GENESIS
                for seq, (kind, id, body) in enumerate(kept, 1):
                    chain = next_chain(chain, seq, body)
                    session.add(LogRow(seq=seq, kind=kind, id=id, body=body, chain=chain))

        return renumber

    with replaced("csat_tui.store.devicelog:LaptopLog.renumber", wrong):
        yield


@mutant(
    "a new incarnation keeps what the old one had acknowledged",
    "the centre says with the token that it holds nothing of the new device, so the laptop goes back to the start",
)
def renumber_keeps_acknowledged() -> Iterator[None]:
    def wrong(right: Any) -> Any:
        def renumber(log: LaptopLog, enrolment: Enrolment) -> None:
            before = log.acknowledged()
            right(log, enrolment)
            with log._store.write() as session:
                meta.put(session, ACKNOWLEDGED, {"n": before.n, "chain": before.chain.hex()})

        return renumber

    with replaced("csat_tui.store.devicelog:LaptopLog.renumber", wrong):
        yield


@mutant("an answer counts whatever its media type and nonce are")
def any_answer_counts() -> Iterator[None]:
    def wrong(right: Any) -> Any:
        def content(answered: Any, nonce: str) -> bytes:
            headers = {**answered.headers, "content-type": messages_type(), "csat-nonce": nonce}
            return bytes(right(replace(answered, headers=headers), nonce))

        return content

    with replaced("sync.client.conversation:_content", wrong):
        yield


def messages_type() -> str:
    from sync.protocol.wire import MEDIA_TYPE

    return MEDIA_TYPE


@mutant("what comes down takes the place of what the centre does not know yet")
def blind_overwrite() -> Iterator[None]:
    with replaced(
        "csat_tui.store.replica:operations.lay_over", lambda right: lambda session, records=None: None
    ):
        yield


@mutant("a reset takes the old records away first and reads the new ones afterwards")
def reset_in_place() -> Iterator[None]:
    def wrong(right: Any) -> Any:
        def begin(replica: LaptopReplica) -> None:
            from sqlmodel import delete

            from csat_tui.store.rows import TABLES

            with replica._store.write() as session:
                for table in TABLES.values():
                    session.exec(delete(table))

        return begin

    with (
        replaced("csat_tui.store.replica:LaptopReplica.begin_reset", wrong),
        replaced("csat_tui.store.replica:LaptopReplica.finish_reset", lambda right: lambda replica: None),
    ):
        yield


@mutant("a tombstone takes nothing away")
def tombstone_ignored() -> Iterator[None]:
    def wrong(right: Any) -> Any:
        return lambda session, changes: right(session, [one for one in changes if one.op == "put"])

    with (
        replaced("csat_tui.store.replica:_into_place", wrong),
        replaced("csat_tui.store.replica:_into_shadow", wrong),
    ):
        yield


@mutant("a result of the centre is noted one entry too early")
def results_one_off() -> Iterator[None]:
    def wrong(right: Any) -> Any:
        def acknowledge(log: LaptopLog, head: Head, results: Any) -> None:
            right(log, head, [])
            with log._store.write() as session:
                first = min((result.seq for result in results), default=0)
                session.exec(update(LogRow).where(col(LogRow.seq) == first).values(result="quarantined"))

        return acknowledge

    with replaced("csat_tui.store.devicelog:LaptopLog.acknowledge", wrong):
        yield
