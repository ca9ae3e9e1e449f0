"""Bring a database to the present version, all of it in one transaction.

Migration scripts are in ``migrations/versions``; ``alembic revision --autogenerate`` is run against
``migrations/alembic.ini`` when a table changes.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text
from sqlmodel import Session

from sync.centre import postgresql
from sync.centre.faults import CentreError
from sync.centre.mending import mend
from sync.centre.tables import METADATA

if TYPE_CHECKING:
    from alembic.config import Config

SCRIPTS = Path(__file__).with_name("migrations")
TABLE = "alembic_version"


def migrate(engine: Engine, revision: str = "head") -> None:
    """Upgrade to the newest version, and mend what older ones left; nothing happens when it is there already. Of
    several processes that begin together, one upgrades and the others wait for it. CentreError
    ``newer_database``."""
    with engine.connect() as connection, connection.begin():
        if version(connection) == newest():
            return
        if connection.dialect.name == "postgresql":
            postgresql.alone(connection)
        before = version(connection)
        if before not in (None, *known()):
            raise CentreError("newer_database")
        from alembic import command

        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        if connection.dialect.name == "postgresql":
            postgresql.compare_by_code_point(connection, sorted(METADATA.tables))
        if before not in (None, newest()) and revision == "head":
            with Session(connection) as session:
                mend(session, before or "")
                session.flush()


def known() -> set[str]:
    """The versions this program can bring up to date, its own included. A script is called by its version."""
    return {script.name.partition("_")[0] for script in (SCRIPTS / "versions").glob("[0-9]*_*.py")}


def newest() -> str:
    """The version this program brings a database to."""
    return max(known())


def version(connection: Connection) -> str | None:
    """The version a database is at; None for an empty one. Alembic, which a start without a migration does not
    need, is not asked."""
    if not inspect(connection).has_table(TABLE):
        return None
    found: str | None = connection.execute(text(f"SELECT version_num FROM {TABLE}")).scalar()
    return found


def configuration() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
