"""The few settings of a home, in ``settings.toml``: written whole to a new file, then put in place."""

import os
import threading
import tomllib
from pathlib import Path

_one_at_a_time = threading.Lock()


def read(path: Path) -> dict[str, str]:
    """Name -> text. A file that is missing or damaged counts as empty: settings never stop the work."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {name: value for name, value in content.items() if isinstance(value, str)}


def remember(path: Path, name: str, value: str) -> None:
    """Set one text."""
    with _one_at_a_time:
        content = {**read(path), name: value}
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        lines = (f"{key} = {_quoted(text)}\n" for key, text in content.items())
        draft.write_text("".join(lines), encoding="utf-8")
        os.replace(draft, path)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
