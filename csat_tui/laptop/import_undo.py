"""Take an import back: what it made goes, what it changed becomes what it was; all of it or nothing.

As long as nothing hangs on it: no task, response, attempt or later change of what it brought.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from csat_tui.laptop.ids import new_id
from csat_tui.laptop.opening import Laptop, now
from csat_tui.store.operations import record_in
from csat_tui.store.tables import BatchRow, LogRow, OperationRow
from csat_tui.store.view import View, hanging
from csat_tui.trouble import Trouble
from schemas.language import texts
from schemas.records.envelope import read_body
from schemas.records.operations import ENTITY_OF, OPERATIONS, Operation, RecordOp, Withdraw

_ = texts("csat_tui")

PART = 500


@dataclass(frozen=True)
class Undone:
    """How many records were removed, and how many have their old values again."""

    removed: int
    restored: int


def undo(laptop: Laptop, batch: str) -> Undone:
    """Undo the import of this id. Raises Trouble ``not_found``, ``undone_before``, ``elsewhere`` or ``in_use``."""
    with laptop.store.write() as session:
        _must_be_applied(session, batch)
        done = _operations_of(session, batch)
        made = [op for op in done if not op.base_version and not op.before and _first(op, done)]
        _must_be_free(session, done, made)
        made_ids = {op.record for op in made}
        changed = [op for op in done if op.record not in made_ids]
        record_in(session, _backwards(laptop, batch, made, changed))
    return Undone(len(made), len({op.record for op in changed}))
