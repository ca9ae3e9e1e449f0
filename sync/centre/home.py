"""The folder of a centre: its database, or where it is."""

import json
import os
from pathlib import Path

NAME = "centre.json"


def is_centre(home: Path) -> bool:
    """Whether a centre was ever run from this folder."""
    return (home / NAME).exists()


def database_url(home: Path, database: str | None = None) -> str:
    """The address of the database: the one given, which is remembered from now on, else the one remembered,
    else a file in this folder."""
    file = home / NAME
    if database is None and file.exists():
        return str(json.loads(file.read_text(encoding="utf-8"))["database"])
    url = database or f"sqlite:///{(home / 'centre.sqlite').resolve().as_posix()}"
    home.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(".tmp")
    draft.write_text(json.dumps({"database": url}), encoding="utf-8")
    os.replace(draft, file)
    return url
