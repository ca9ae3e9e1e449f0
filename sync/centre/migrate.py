"""Bring a database to the present version, all of it in one transaction.

Migration scripts are in ``migrations/versions``; ``alembic revision --autogenerate`` is run against
``migrations/alembic.ini`` when a table changes.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlmodel import Session

from sync.centre.mending import mend

SCRIPTS = Path(__file__).with_name("migrations")


def migrate(engine: Engine) -> None:
    """Upgrade to the newest version, and mend what older ones left; nothing happens when it is there already."""
    config = configuration()
    with engine.connect() as connection, connection.begin():
        before = version(connection)
        if before != newest():
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            if before is not None:
                with Session(connection) as session:
                    mend(session, before)
                    session.flush()


def newest() -> str | None:
    """The version this program brings a database to."""
    return ScriptDirectory.from_config(configuration()).get_current_head()


def version(connection: Connection) -> str | None:
    """The version a database is at; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def configuration() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
