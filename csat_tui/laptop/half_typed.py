"""What was typed into a form of some lines and not saved yet: on the disk, for whoever typed it, until it is saved."""

import json
from collections.abc import Mapping

from csat_tui.laptop.opening import Laptop
from csat_tui.store import meta


def half_typed(laptop: Laptop, form: str) -> dict[str, str]:
    """By line of the form; empty where nothing was left in it."""
    with laptop.store.read() as session:
        kept = meta.get(session, _key(laptop, form))
    return {str(line): str(text) for line, text in (json.loads(kept) if kept else {}).items()}


def keep(laptop: Laptop, form: str, typed: Mapping[str, str]) -> None:
    """Instead of what was kept of this form before; nothing: it is done with."""
    with laptop.store.write() as session:
        meta.put(
            session,
            _key(laptop, form),
            json.dumps(dict(typed), ensure_ascii=False, sort_keys=True) if typed else None,
        )


def _key(laptop: Laptop, form: str) -> str:
    return f"half_typed {laptop.user or ''} {form}"
