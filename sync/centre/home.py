"""The folder of a centre: its database, or where it is."""

import json
import os
from pathlib import Path

from sync.centre.dialect import parsed

NAME = "centre.json"


def is_centre(home: Path) -> bool:
    """Whether a centre was ever run from this folder."""
    return (home / NAME).exists()


def database_url(home: Path, database: str | None = None) -> str:
    """The address of the database: the one given, else the one remembered, else a file in this folder."""
    file = home / NAME
    if database is not None:
        return absolute(database)
    if file.exists():
        return str(json.loads(file.read_text(encoding="utf-8"))["database"])
    return f"sqlite:///{(home / 'centre.sqlite').resolve().as_posix()}"


def remember(home: Path, url: str) -> None:
    """Have later commands with this folder use this database. The address may hold a password: the file is
    for its owner alone."""
    file = home / NAME
    content = json.dumps({"database": url})
    if file.exists() and file.read_text(encoding="utf-8") == content:
        return
    home.mkdir(parents=True, exist_ok=True)
    draft = home / f"{NAME}.{os.getpid()}"
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(content)
    os.replace(draft, file)


def absolute(url: str) -> str:
    """The address as it is good from any folder. CentreError ``bad_address``, ``unsupported_database``."""
    address = parsed(url)
    file = address.database
    if address.get_backend_name() != "sqlite" or not file or file == ":memory:" or file.startswith("file:"):
        return url
    return f"sqlite:///{Path(file).absolute().as_posix()}"
