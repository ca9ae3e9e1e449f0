"""``csat_tui.importing.directory.Records`` on the laptop database."""

from collections.abc import Iterator, Mapping, Sequence
from sys import intern
from typing import Any

from pydantic_core import from_json
from sqlmodel import Session, col, select

from csat_tui.importing.directory import Card, plates_of
from csat_tui.store import imports, operations
from csat_tui.store.bulk import read_many
from csat_tui.store.tables import CustomerRow
from csat_tui.store.view import View
from schemas.records.merging import survivor

_CARDS = "SELECT id, number, name, json_extract(body, '$.phone', '$.plate', '$.assets') FROM customer"
"""Asked of the driver as it is, all three in one look at the record: an import begins with all customers."""


class OnFile:
    """What the laptop has on file, as a transaction sees it. ``batch``: the import that is being stored by it;
    None when nothing is stored."""

    def __init__(self, session: Session, batch: str | None = None) -> None:
        self._session, self._batch = session, batch
        self.view = View(session)
        """What was looked up for the present part of the file; it is stored by the same."""

    @property
    def stored(self) -> bool:
        return self._batch is not None

    def cards(self) -> Iterator[Card]:
        """All customers; one that was merged stands for whom it was merged into."""
        merged = self._merged()
        for id, number, name, told in read_many(self._session, _CARDS):
            phone, plate, assets = from_json(told)
            whom = survivor(id, merged.get) if merged else id
            yield Card(whom, number, intern(name), phone, plates_of(plate, assets))

    def mine(self) -> frozenset[str]:
        earlier = imports.made_here(self._session)
        return earlier | {self._batch} if self._batch else earlier

    def found(self, entity: str, ids: Sequence[str]) -> Mapping[str, tuple[int, Mapping[str, Any]]]:
        return operations.versioned_by(self.view, entity, ids)

    def rest(self) -> None:
        """Forget what was looked up: however long the file, only a part of it is in memory."""
        self.view = View(self._session)

    def _merged(self) -> dict[str, str]:
        query = select(CustomerRow.id, CustomerRow.merged_into).where(
            col(CustomerRow.merged_into).is_not(None)
        )
        return {id: into for id, into in self._session.exec(query) if into}
