"""Databases of tests that are made from the statements of the first are what the migrations make."""

from pathlib import Path
from unittest.mock import patch

import pytest
from alembic import command
from sqlalchemy import create_engine

from csat_tui.store import driver, schema
from sync.centre.store import Store
from tests.support import made_once
from tests.support.postgres import NOW


@pytest.mark.parametrize("end", ["laptop", "centre"])
def test_a_database_made_from_statements_is_as_a_migrated_one(end: str, tmp_path: Path) -> None:
    make = {"laptop": laptop, "centre": centre}[end]
    with patch.object(command, "upgrade", made_once._UPGRADE):
        migrated = make(tmp_path / "migrated.db")
    with made_once.made_once():
        first, second = make(tmp_path / "1.db"), make(tmp_path / "2.db")
    assert len(migrated[0]) > 20
    assert shape(migrated) == shape(first) == shape(second)
    assert revision(migrated) == revision(first) == revision(second) != []


def shape(made: made_once.Schema) -> list[list[str]]:
    """A rebuilt table has its constraints in any order."""
    return sorted(sorted(line.strip(" ,") for line in sql.split("\n")) for sql in made[0])


def revision(made: made_once.Schema) -> list[object]:
    return [row for insert, row in made[1] if "alembic_version" in insert]


def laptop(file: Path) -> made_once.Schema:
    schema._migrate(file, None)
    engine = driver.engine(file, None, begin="BEGIN", connections=1)
    with engine.connect() as connection:
        return made_once.read(connection)


def centre(file: Path) -> made_once.Schema:
    Store(f"sqlite:///{file.as_posix()}", now=NOW).close()
    engine = create_engine(f"sqlite:///{file.as_posix()}")
    with engine.connect() as connection:
        return made_once.read(connection)
