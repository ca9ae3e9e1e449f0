"""What was said about the files of a source, kept in the home: headings only, nothing of any customer."""

import hashlib
import json
import os
from pathlib import Path

from csat_tui.importing.fields import Kind
from csat_tui.importing.mapping import Wishes
from csat_tui.importing.mapping_file import content_of, wishes_of
from csat_tui.trouble import Trouble


def recall(folder: Path, kind: Kind, source: str) -> Wishes:
    """What is remembered; nothing when there is none or it cannot be read: then it is proposed anew."""
    try:
        return wishes_of(kind, json.loads(_file(folder, kind, source).read_bytes())["mapping"])
    except (OSError, ValueError, KeyError, TypeError, Trouble):
        return Wishes()


def last_source(folder: Path, kind: Kind) -> str | None:
    """The source of this kind of file whose columns were kept last; None when there is none."""
    try:
        kept = sorted(folder.glob(f"{kind}-*.json"), key=lambda path: path.stat().st_mtime)
        return str(json.loads(kept[-1].read_bytes())["source"]) if kept else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember(folder: Path, kind: Kind, source: str, wishes: Wishes) -> None:
    """Keep it for the next file of this source, in place of what was kept."""
    folder.mkdir(exist_ok=True)
    path = _file(folder, kind, source)
    draft = path.with_suffix(f".{os.getpid()}")
    content = {"source": source, "kind": kind, "mapping": content_of(wishes)}
    draft.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(draft, path)


def merged(remembered: Wishes, by_hand: Wishes | None) -> Wishes:
    """What was said now goes before what was said then."""
    if by_hand is None:
        return remembered
    taken = {column for column in by_hand.columns.values() if column is not None}
    kept = {name: column for name, column in remembered.columns.items() if column not in taken}
    return Wishes(
        columns={**kept, **by_hand.columns},
        order=None if by_hand.no_order else by_hand.order or remembered.order,
        header=by_hand.header or remembered.header,
        header_lines=by_hand.header_lines if by_hand.header else remembered.header_lines,
        sheet=by_hand.sheet or remembered.sheet,
    )


def _file(folder: Path, kind: Kind, source: str) -> Path:
    """A file name that any source name gives on any system."""
    return folder / f"{kind}-{hashlib.sha256(source.encode()).hexdigest()[:16]}.json"
