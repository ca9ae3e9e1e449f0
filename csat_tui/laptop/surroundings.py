"""What recorded lines are checked against on this laptop."""

import json
from hashlib import sha256

from csat_tui.laptop.ids import new_id
from csat_tui.laptop.opening import Laptop, now
from csat_tui.laptop.prefill import prefilled_line
from csat_tui.recording.amend import Amended
from csat_tui.recording.line import Surroundings
from csat_tui.store import customers, packs, responses
from csat_tui.store.task_of import event_of, task_of


def surroundings(laptop: Laptop) -> Surroundings:
    """The packs and customers of this laptop, and who is enrolled on it."""
    return Surroundings(
        find_pack=lambda pack, version: packs.find(laptop.store, pack, version),
        find_customer=lambda name: (
            customers.by_id(laptop.store, name) or customers.by_number(laptop.store, name)
        ),
        interviewer=laptop.user,
        now=now,
        clock_offset_ms=laptop.clock_offset_ms,
        new_id=new_id,
        find_task=lambda *known: task_of(laptop.store, *known),
        find_event=lambda *known: event_of(laptop.store, *known),
        find_head=lambda *known: prefilled_line(laptop, *known),
        find_amended=lambda amends, id: _amended(laptop, amends, id),
    )


def _amended(laptop: Laptop, amends: str, id: str | None) -> Amended | None:
    """The version that counts; for a line recorded before, the version it corrected then, so that it is the same
    amendment again."""
    asked = responses.find(laptop.store, amends)
    before = responses.find(laptop.store, id) if id else None
    if asked is None:
        return None
    if before is not None and before.amends is not None and before.original == asked.original:
        body = responses.body_of(laptop.store, before.amends)
    else:
        found = responses.head_of(laptop.store, amends)
        body = found[1] if found else None
    return Amended(json.loads(body), asked.original, sha256(body).hexdigest()) if body else None
