"""Small secret files: only for their owner, replaced as a whole, on disk when the call returns."""

import json
import os
from pathlib import Path
from typing import Any

from csat_tui.home import folder_trouble


def read_json(path: Path) -> dict[str, Any]:
    """The content; empty when there is no file."""
    try:
        content: dict[str, Any] = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise folder_trouble(path.parent, error) from error
    return content


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Replace the file. A crash leaves the old one or the new one, never a mixture."""
    write_text(path, json.dumps(content, indent=1))


def write_text(path: Path, text: str) -> None:
    """The same for a text."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
        _sync_folder(path.parent)
    except OSError as error:
        raise folder_trouble(path.parent, error) from error


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # other systems cannot open a folder, and need not
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
