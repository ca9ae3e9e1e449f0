"""A laptop at work in its own process: it reports each thing only after it was told that it is stored."""

import json
import os
from pathlib import Path

from csat_tui.home import open_home
from csat_tui.store.database import Store, open_store
from csat_tui.store.drafts import Drafts
from csat_tui.store.responses import finalise
from tests.support.store_samples import PACK, key_of, response

EVENTS_A_FORM = 3


def work(folder: Path, report: int, name: str, forms: int) -> None:
    """Fill and finish forms; report ``["event", draft, n]`` and ``["final", id, seq]``, one JSON a line."""
    home = open_home(folder, kind="practice")
    store = open_store(home, key_of(home))
    for number in range(forms):
        fill(store, f"{name}-{number}", report)
    store.close()


def fill(store: Store, id: str, report: int) -> None:
    drafts = Drafts(store)
    drafts.create(id, {"pack": PACK.name})
    for step in range(EVENTS_A_FORM):
        number = drafts.append(id, {"code": f"Q{step}", "text": "讲得很细" * 20})
        tell(report, ["event", id, number])
    done = finalise(store, response(id), PACK, draft=id)
    tell(report, ["final", id, done.seq])


def tell(report: int, fact: list[object]) -> None:
    os.write(report, json.dumps(fact).encode() + b"\n")
