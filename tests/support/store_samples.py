"""A practice laptop and made-up questionnaires for tests of the store."""

from pathlib import Path
from typing import Any

from csat_tui.home import Home, open_home
from csat_tui.keys.vault import database_key, open_vault
from csat_tui.store.database import Store, open_store
from schemas.packs.model import Pack
from schemas.packs.resolve import content_hash, library_content, read
from schemas.records.response import ResponseFinal
from sync.client.ports import Change

PACK_NAME = "dlr-cs-sales"
CONTENT = library_content(PACK_NAME)
PACK: Pack = read(CONTENT)
HASH = content_hash(CONTENT)


def practice_home(folder: Path) -> Home:
    return open_home(folder / "home", kind="practice")


def key_of(home: Home) -> bytes:
    return database_key(open_vault(home), home)


def practice_store(folder: Path) -> Store:
    home = practice_home(folder)
    return open_store(home, key_of(home))


def response(id: str, score: str | None = "92", **other: Any) -> ResponseFinal:
    """A finished questionnaire of the sales pack."""
    content: dict[str, Any] = {
        "id": id,
        "pack": PACK.pack,
        "pack_version": PACK.version,
        "pack_hash": HASH,
        "questionnaire_version": 1,
        "engine": "0.1.0",
        "customer": "c1",
        "business_line": "sales",
        "consultant": "zhou",
        "channel": "onsite",
        "occurred_at": "2025-03-14T09:30:00+08:00",
        "local_date": "2025-03-14",
        "recorded_at": "2025-03-14T09:41:00+08:00",
        "consent": "agreed",
        "answers": {"B8": {"scale": "s100", "value": score}} if score else {},
        "completion": "COMPLETE",
        "score": {"value": score, "origin": "direct" if score else "none", "low": score, "high": score}
        | ({} if score else {"unrated_reason": "hurried"}),
        "case_class": "OPINION",
    }
    return ResponseFinal.model_validate(content | other)


def customer_change(id: str, seq: int = 1, version: int = 1, **other: Any) -> Change:
    body = {"id": id, "number": f"N{id}", "name": f"客户{id}", "plate": "京O·12345"} | other
    return Change("cust", seq, "customer", id, version, "put", body)


def task_change(id: str, customer: str = "c1", seq: int = 1, version: int = 1, **other: Any) -> Change:
    body = {
        "id": id,
        "type": "visit",
        "customer": customer,
        "due_at": "2025-03-14T09:30:00+08:00",
        "status": "pending",
    }
    return Change("task", seq, "task", id, version, "put", body | other)


def pack_change(seq: int = 1, name: str = PACK_NAME) -> Change:
    content = CONTENT if name == PACK_NAME else library_content(name)
    pack = read(content)
    body = {
        "id": pack.name,
        "pack": pack.pack,
        "version": pack.version,
        "hash": content_hash(content),
        "content": content,
        "approved_by": "admin",
        "approved_at": "2025-01-01T00:00:00Z",
    }
    return Change("ref", seq, "pack", pack.name, 1, "put", body)
