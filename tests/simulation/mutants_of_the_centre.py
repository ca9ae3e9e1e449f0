"""The centre's half made wrong: accepting, the feed, the proof, and what operations do."""

from collections.abc import Iterator
from concurrent.futures import Future
from typing import Any

from sqlmodel import Session, col, update

from schemas.records.changes import Effects
from sync.centre.accept import ITEM_COLUMNS
from sync.centre.faults import Refused
from sync.centre.tables import ItemRow, StreamHead
from sync.protocol.messages import Verified
from tests.simulation.mutants import mutant, replaced


@mutant("the centre answers before its commit")
def ack_before_commit() -> Iterator[None]:
    def wrong(right: Any) -> Any:
        def submit(store: Any, job: Any) -> "Future[Any]":
            late: list[Any] = store.__dict__.setdefault("uncommitted", [])
            while late:
                right(store, late.pop())
            answer: Future[Any] = Future()
            try:
                with Session(store.engine, expire_on_commit=False) as session:
                    result = job(session)
                    session.flush()
                    session.expunge_all()  # what was read stays readable, as after a commit
                    session.rollback()
                answer.set_result(result)
                late.append(job)
            except Exception as error:
                answer.set_exception(error)
            return answer

        return submit

    with replaced("tests.simulation.centre:StoreInThisThread.submit", wrong):
        yield


@mutant("the items of a push are rolled back one by one when one of them is not stored, and yet acknowledged")
def acknowledged_and_rolled_back() -> Iterator[None]:
    def wrong(right: Any) -> Any:
        def accept(session: Session, device_id: str, push: Any, items: Any, rules: Any, now: str) -> Any:
            answer = right(session, device_id, push, items, rules, now)
            if any(result.status != "stored" for result in answer.results):
                for result in answer.results[:1]:
                    row = session.get(ItemRow, (device_id, result.seq))
                    if row is not None:
                        session.delete(row)
            return answer

        return accept

    with replaced("sync.centre.desk:accept", wrong):
        yield


@mutant("the past of a log is not compared: neither base_chain nor the bytes held")
def base_chain_not_compared() -> Iterator[None]:
    with replaced("sync.centre.accept:_same_past", lambda right: lambda *words: None):
        yield


@mutant("entries that come again are stored again under new numbers")
def duplicate_counted_as_stored() -> Iterator[None]:
    with replaced("sync.centre.accept:_held", lambda right: lambda session, ids, revoked: {}):
        yield


@mutant("the bytes of what comes again are stored once more, as a duplicate with a body")
def duplicate_keeps_its_body() -> Iterator[None]:
    def wrong(right: Any) -> Any:
        def row(item: Any, place: Any, fate: Any, chain: bytes) -> Any:
            return _changed(right(item, place, fate, chain), body=item.body, status="stored")

        return row

    with replaced("sync.centre.accept:_row", wrong):
        yield


def _changed(row: tuple[Any, ...], **values: Any) -> tuple[Any, ...]:
    return tuple((dict(zip(ITEM_COLUMNS, row, strict=True)) | values).values())


@mutant("one entry that cannot be used holds up those behind it")
def quarantine_blocks() -> Iterator[None]:
    def wrong(right: Any) -> Any:
        def store(*words: Any) -> Any:
            results = right(*words)
            if any(result.status == "quarantined" for result in results):
                raise Refused(422, "bad_request")
            return results

        return store

    with replaced("sync.centre.accept:_store", wrong):
        yield


@mutant("an entry that cannot be used is dropped, its number is taken all the same")
def quarantine_drops() -> Iterator[None]:
    def wrong(right: Any) -> Any:
        def row(item: Any, place: Any, fate: Any, chain: bytes) -> Any:
            made = right(item, place, fate, chain)
            return _changed(made, body=None) if fate.status == "quarantined" else made

        return row

    with replaced("sync.centre.accept:_row", wrong):
        yield


@mutant("a request that begins after what is held is stored all the same")
def gap_accepted() -> Iterator[None]:
    def wrong(right: Any) -> Any:
        def accept(session: Session, device_id: str, push: Any, items: Any, rules: Any, now: str) -> Any:
            from sync.centre.tables import Device

            device = session.get_one(Device, device_id)
            base = min(push.base_seq, device.n)
            chain = push.base_chain if base == push.base_seq else device.chain.hex()
            return right(
                session,
                device_id,
                push.model_copy(update={"base_seq": base, "base_chain": chain}),
                items,
                rules,
                now,
            )

        return accept

    with replaced("sync.centre.desk:accept", wrong):
        yield


@mutant("the proof always holds")
def verify_always_ok() -> Iterator[None]:
    def wrong(right: Any) -> Any:
        def verify(*words: Any) -> Verified:
            found: Verified = right(*words)
            return found.model_copy(update={"ok": True, "log": True, "collections": []})

        return verify

    with replaced("sync.centre.desk:verify", wrong):
        yield


@mutant("the proof leaves out the records")
def proof_without_records() -> Iterator[None]:
    with replaced("sync.centre.verify:_differing", lambda right: lambda *words: []):
        yield


@mutant("the proof leaves out the log")
def proof_without_log() -> Iterator[None]:
    def wrong(right: Any) -> Any:
        def verify(session: Any, device_id: str, request: Any, cursor: Any, now: str) -> Verified:
            found: Verified = right(session, device_id, request, cursor, now)
            return found.model_copy(update={"ok": not found.collections, "log": True})

        return verify

    with replaced("sync.centre.desk:verify", wrong):
        yield


@mutant("a cursor is believed whatever digest it names")
def no_cursor_digest() -> Iterator[None]:
    def wrong(right: Any) -> Any:
        def holds(session: Session, positions: Any) -> bool:
            heads = {stream: session.get(StreamHead, stream) for stream in positions}
            return all(
                at.seq == 0 or ((found := heads[stream]) is not None and at.seq <= found.head)
                for stream, at in positions.items()
            )

        return holds

    with replaced("sync.centre.pages:holds", wrong):
        yield


@mutant("a cursor is believed wherever it points, digest or not")
def cursor_never_refused() -> Iterator[None]:
    with replaced("sync.centre.pages:holds", lambda right: lambda session, positions: True):
        yield


@mutant(
    "a stream's head moves on before its changes are there",
    "one connection writes here, so nobody can read in between: only a gap in the numbers is left, and numbers need"
    " no neighbours. The test of readers beside several writers (PostgreSQL) is the one that fails",
)
def head_bumped_early() -> Iterator[None]:
    def wrong(right: Any) -> Any:
        def append(session: Session, stream: str, changes: Any) -> None:
            if changes:
                session.exec(
                    update(StreamHead)
                    .where(col(StreamHead.stream) == stream)
                    .values(head=StreamHead.head + len(changes))
                )
            right(session, stream, changes)

        return append

    with replaced("sync.centre.reference:append", wrong):
        yield


@mutant("a change is published without its place in the feed")
def change_not_published() -> Iterator[None]:
    def wrong(right: Any) -> Any:
        return lambda session, stream, changes: right(session, stream, changes[1:])

    with replaced("sync.centre.reference:append", wrong):
        yield


@mutant("a page leaves its last change out, its cursor counts it")
def page_one_short() -> Iterator[None]:
    def wrong(right: Any) -> Any:
        def read(session: Any, cursor: Any, max_bytes: int) -> Any:
            from dataclasses import replace

            found = right(session, cursor, max_bytes)
            return replace(found, changes=found.changes[:-1])

        return read

    with replaced("sync.centre.pages:read", wrong):
        yield


@mutant("the later value wins, nobody is asked")
def last_writer_wins() -> Iterator[None]:
    with replaced("schemas.records.merging:_free", lambda right: lambda *words: True):
        yield


@mutant("a value in dispute is dropped")
def proposal_dropped() -> Iterator[None]:
    def wrong(right: Any) -> Any:
        def effects_of(operation: Any, look: Any) -> Effects:
            found: Effects = right(operation, look)
            return Effects(
                tuple(one for one in found.puts if one[0] != "proposal"), found.removes, found.code
            )

        return effects_of

    with replaced("sync.centre.kinds.operations:effects_of", wrong):
        yield


@mutant("«do not contact» is kept as an operation and never reaches the customer")
def do_not_contact_lost() -> Iterator[None]:
    def wrong(right: Any) -> Any:
        return {**right, "do_not_contact": lambda operation, look: Effects()}

    with replaced("schemas.records.effects:_RULES", wrong):
        yield


@mutant("an operation is stored and not done")
def operation_not_done() -> Iterator[None]:
    with replaced("sync.centre.judge:do", lambda right: lambda session, verdicts: {}):
        yield


@mutant("a response is stored and not counted")
def response_not_counted() -> Iterator[None]:
    with replaced("tests.simulation.centre:count_responses", lambda right: lambda session, taken: None):
        yield


@mutant("a second completion of a task takes the place of the first")
def second_completion_wins() -> Iterator[None]:
    def wrong(right: Any) -> Any:
        return lambda task, id, *more: {"status": "done", "done_by": id}

    with (
        replaced("schemas.records.effects:complete", wrong),
        replaced("schemas.records.response_effects:complete", wrong),
    ):
        yield
