"""PostgreSQL under the centre: several processes write at the same time, each commit on the server's disk.

Writers run at READ COMMITTED and lock the rows they go by: the device, the records an operation looks at, the
cells of the roll-up, and last the head of a stream. Two that make the same new row, or wait for each other, are
told so by the server and begin again. Readers see one moment (REPEATABLE READ) and cannot write.
"""

from collections.abc import Mapping
from typing import Any

from pydantic_core import from_json
from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from sync.centre.bulk import json_text
from sync.centre.faults import CentreError

CONNECT_SECONDS = 10
WRITERS = 4
"""Threads of one process that write. The server lets commits that wait together share one write to its disk."""

READERS = 8

SESSION = {
    "client_min_messages": "warning",
    "timezone": "UTC",
    "lock_timeout": "20s",
    "statement_timeout": "120s",
    "idle_in_transaction_session_timeout": "120s",  # a process that hangs must not hold the head of a stream
}
DURABLE = (
    "SELECT set_config('synchronous_commit', 'on', false) "
    "WHERE current_setting('synchronous_commit') = ANY (%s)"
)
WEAKER = ["off", "local", "remote_write"]
"""Settings under which a commit that was acknowledged can be lost."""

REPEATED = {"40001", "40P01", "23505"}
"""Serialisation failure, deadlock, and a row that another transaction has made in the meantime."""

FULL = {"53100"}
ABOUT_THE_SERVER = {"08", "25", "40", "53", "55", "57", "58", "XX"}
"""Classes of states that say nothing about what was to be stored: no connection, no room, read only, …"""

LOGIN = ("password", "authentication", 'role "', "pg_hba.conf")
"""Signs of a login that failed; a driver that could not connect has no state to tell it by."""

MIGRATION_LOCK = 0x63736174  # "csat"
TURN_LOCK = 1
IN_TURN = """
    SELECT CASE WHEN alone THEN pg_advisory_xact_lock(:class, place)
                ELSE pg_advisory_xact_lock_shared(:class, place) END
    FROM unnest(CAST(:places AS int[]), CAST(:alone AS bool[])) AS wanted (place, alone)
"""

CODE_POINTS = """
    SELECT c.table_name, c.column_name FROM information_schema.columns c
    JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
      AND c.data_type IN ('character varying', 'text') AND c.collation_name IS DISTINCT FROM 'C'
      AND c.table_name = ANY (:tables) ORDER BY 1, 2
"""


def writer_engine(url: URL, size: int = WRITERS) -> Engine:
    """Connections whose commits are on the disk when they return."""
    return _engine(url, "READ COMMITTED", size, {})


def reader_engine(url: URL) -> Engine:
    """Connections that only read, each a snapshot for the length of its transaction."""
    return _engine(url, "REPEATABLE READ", READERS, {"default_transaction_read_only": "on"})


def sqlstate(error: BaseException | None) -> str:
    """The five characters by which the server says what went wrong; empty when it said nothing."""
    return str(getattr(getattr(error, "orig", None), "sqlstate", None) or "")


def worth_repeating(error: DBAPIError) -> bool:
    """Whether the same transaction may succeed when it is begun anew."""
    return sqlstate(error) in REPEATED or error.connection_invalidated


def is_about_the_server(error: DBAPIError) -> bool:
    """Whether any transaction would have met this error now."""
    return sqlstate(error)[:2] in ABOUT_THE_SERVER


def is_full(error: BaseException | None) -> bool:
    """Whether the server has no room on its disk."""
    return sqlstate(error) in FULL


def alone(connection: Connection) -> None:
    """Wait until no other process brings this database to a new version; held to the end of the transaction."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})


def compare_by_code_point(connection: Connection, tables: list[str]) -> None:
    """Have every text of these tables compared and sorted as SQLite and Python do, whatever the database was
    made with."""
    for table, column in connection.execute(text(CODE_POINTS), {"tables": tables}).all():
        connection.exec_driver_sql(f'ALTER TABLE "{table}" ALTER COLUMN "{column}" TYPE VARCHAR COLLATE "C"')


def unsafe_settings(connection: Connection) -> list[str]:
    """Settings under which a commit that was acknowledged can be lost."""
    names = ("fsync", "full_page_writes", "synchronous_commit")
    values = {name: connection.execute(text(f"SHOW {name}")).scalar_one() for name in names}
    return [f"{name} = {value}" for name, value in values.items() if value in ("off", *WEAKER)]


def in_turn(connection: Connection, places: Mapping[int, bool]) -> None:
    """Hold these places until the end of the transaction: one marked True alone, the others together with whoever
    holds them likewise. All take them in one order, so that two never wait for each other."""
    numbers = sorted(places)
    alone_at = [places[number] for number in numbers]
    connection.execute(text(IN_TURN), {"class": TURN_LOCK, "places": numbers, "alone": alone_at})


def lock_cells(connection: Connection) -> None:
    """Keep others from counting until the end of the transaction."""
    connection.execute(text("LOCK TABLE cell IN EXCLUSIVE MODE"))


def why_not(error: DBAPIError) -> CentreError | None:
    """Why a database cannot be opened, in words; None for what only a programmer can mend."""
    state, said = sqlstate(error), str(error.orig).lower()
    if state in ("28P01", "28000") or any(sign in said for sign in LOGIN):
        return CentreError("database_login")
    if state == "3D000" or ("database" in said and "does not exist" in said):
        return CentreError("no_database")
    if state == "42501":
        return CentreError("database_rights")
    if error.connection_invalidated or not state or state[:2] in ("08", "53", "57"):
        return CentreError("database_unreachable")
    return None


def _engine(url: URL, isolation: str, size: int, more: dict[str, str]) -> Engine:
    try:
        import psycopg
    except ImportError:
        raise CentreError("no_driver") from None
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        module=psycopg,
        isolation_level=isolation,
        pool_size=size,
        max_overflow=0,
        pool_timeout=60,
        pool_pre_ping=True,  # after the server was started again
        hide_parameters=True,
        json_serializer=json_text,
        json_deserializer=from_json,
        connect_args={"connect_timeout": CONNECT_SECONDS, "application_name": "csat"},
    )

    def on_connect(connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:
            for name, value in {**SESSION, **more}.items():
                cursor.execute("SELECT set_config(%s, %s, false)", (name, value))
            cursor.execute(DURABLE, (WEAKER,))
        connection.commit()

    event.listen(engine, "connect", on_connect)
    return engine
