"""What any database under the centre has to do. Each storage runs the whole of it."""

import threading
from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, func, select

from sync.centre.faults import CentreError, Refused
from sync.centre.feed import Published, append, read
from sync.centre.migrate import migrate, newest, version
from sync.centre.reference import publish, withdraw
from sync.centre.store import Store, engine_of
from sync.centre.tables import METADATA, CellRow, ChangeRow, Person, ReferenceRow
from sync.protocol.cursor import Cursor, start
from tests.support.sync_centre import customer

NOW = "2025-03-14T04:00:00.000+00:00"


@pytest.fixture
def store(storage: str) -> Iterator[Store]:
    store = Store(storage, now=NOW)
    store.start()
    yield store
    store.close()


def person(name: str) -> Person:
    return Person(id=name, created_at=NOW)


class TestMigrations:
    def test_the_scripts_make_exactly_the_tables(self, store: Store) -> None:
        with engine_of(store).connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert CellRow.metadata is METADATA
            assert compare_metadata(context, METADATA) == []

    def test_opening_again_changes_nothing_and_keeps_the_identity(self, storage: str, store: Store) -> None:
        again = Store(storage, now=NOW)
        assert again.centre.epoch == store.centre.epoch
        assert again.centre.secret == store.centre.secret
        again.close()

    def test_a_database_says_which_version_it_is(self, store: Store) -> None:
        migrate(engine_of(store))
        with engine_of(store).connect() as connection:
            assert version(connection) == newest()
            assert set(METADATA.tables) < set(inspect(connection).get_table_names())

    def test_a_database_of_another_kind_is_refused_in_words(self) -> None:
        with pytest.raises(CentreError) as refused:
            Store("mysql://centre", now=NOW)
        assert refused.value.code == "unsupported_database"


class TestWriting:
    def test_a_result_comes_after_its_commit(self, store: Store) -> None:
        def job(session: Session) -> str:
            session.add(person("li"))
            return "done"

        assert store.submit(job).result() == "done"
        with store.reading() as session:
            assert session.get(Person, "li") is not None

    def test_a_job_that_fails_is_undone_alone(self, store: Store) -> None:
        def failing(session: Session) -> None:
            session.add(person("li"))
            session.flush()
            raise Refused(422, "bad_request")

        answers = [store.submit(failing), store.submit(lambda session: session.add(person("wang")))]
        with pytest.raises(Refused):
            answers[0].result()
        answers[1].result()
        with store.reading() as session:
            assert [found.id for found in session.exec(select(Person)).all()] == ["wang"]

    def test_a_reader_sees_one_moment(self, store: Store) -> None:
        with store.reading() as session:
            assert session.exec(select(func.count()).select_from(Person)).one() == 0
            store.submit(lambda writing: writing.add(person("li"))).result()
            assert session.exec(select(func.count()).select_from(Person)).one() == 0

    def test_readers_cannot_write(self, store: Store) -> None:
        with store.reading() as session:
            session.add(person("li"))
            with pytest.raises(DBAPIError):
                session.flush()


class TestFeed:
    def test_a_reader_of_the_feed_never_misses_a_row_of_many_writers(self, store: Store) -> None:
        def write(name: int) -> None:
            for n in range(10):
                records = [customer(f"{name}-{n}-{k}") for k in range(5)]
                store.submit(lambda session, r=records: publish(session, "customer", r)).result()

        writers = [threading.Thread(target=write, args=(name,)) for name in range(4)]
        for writer in writers:
            writer.start()
        seen: list[str] = []
        cursor = start(("cust:main",))
        while any(writer.is_alive() for writer in writers) or not seen or len(seen) < 200:
            cursor = self.follow(store, cursor, seen)
        assert len(seen) == len(set(seen)) == 200

    def follow(self, store: Store, cursor: Cursor, seen: list[str]) -> Cursor:
        with store.reading() as session:
            found = read(session, cursor, 2000)
            seen.extend(change.id for change in found.changes)
            return found.cursor

    def test_numbers_of_a_stream_have_no_gap(self, store: Store) -> None:
        for n in range(5):
            with store.writing() as session:
                publish(session, "customer", [customer(str(n)), customer(f"{n}b")])
        with store.reading() as session:
            assert session.exec(select(ChangeRow.seq).order_by(ChangeRow.seq)).all() == list(range(1, 11))

    def test_publishing_the_same_again_is_nothing(self, store: Store) -> None:
        with store.writing() as session:
            assert publish(session, "customer", [customer("1")]) == 1
        with store.writing() as session:
            assert publish(session, "customer", [customer("1")]) == 0

    def test_one_unfit_record_publishes_none(self, store: Store) -> None:
        with pytest.raises(CentreError), store.writing() as session:
            publish(session, "customer", [customer("1"), {"id": "2"}])
        with store.reading() as session:
            assert session.exec(select(ReferenceRow)).all() == []

    def test_a_withdrawn_record_leaves_a_tombstone_and_may_come_back(self, store: Store) -> None:
        for work in (
            lambda s: publish(s, "customer", [customer("1")]),
            lambda s: withdraw(s, "customer", ["1", "never"]),
            lambda s: publish(s, "customer", [customer("1")]),
        ):
            with store.writing() as session:
                work(session)
        with store.reading() as session:
            found = read(session, start(("cust:main",)), 10_000)
        assert [(change.op, change.version) for change in found.changes] == [("delete", 2), ("put", 3)]

    def test_a_record_that_moves_leaves_its_old_stream(self, store: Store) -> None:
        for region in ("north", "south"):
            with store.writing() as session:
                publish(session, "customer", [customer("1")], region=region)
        with store.reading() as session:
            north = read(session, start(("cust:north",)), 10_000)
            south = read(session, start(("cust:south",)), 10_000)
        assert [change.op for change in north.changes] == ["out_of_scope"]
        assert [change.op for change in south.changes] == ["put"]

    def test_a_page_is_cut_between_changes_and_holds_at_least_one(self, store: Store) -> None:
        with store.writing() as session:
            publish(session, "customer", [customer(str(n), company="x" * 500) for n in range(10)])
        cursor, sizes = start(("cust:main",)), []
        more = True
        while more:
            with store.reading() as session:
                found = read(session, cursor, 1)
            cursor, more = found.cursor, found.more
            sizes.append(len(found.changes))
        assert sizes == [1] * 10

    def test_changes_of_many_streams_in_one_transaction(self, store: Store) -> None:
        with store.writing() as session:
            append(session, "a", [Published("x", "1", 1, "put")])
            append(session, "b", [Published("x", "2", 1, "put")])
        with store.reading() as session:
            assert len(session.exec(select(ChangeRow)).all()) == 2
