"""The records a file tells of, as they stand after the rows so far. A file may tell of more of them than fit into
memory: what the rows left alone is looked up again when it is needed, and what they changed as well where it is
stored by then; in a preview, which stores nothing, it is kept packed."""

import json
from collections.abc import Sequence
from typing import Any, Literal

from csat_tui.importing.directory import Records

Entity = Literal["customer", "event", "project"]
Fields = dict[str, Any]
Name = tuple[Entity, str]

_packed_text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

AT_HAND = 5_000
"""Records kept unpacked, between two parts of the file."""


class Present:
    """Records by entity and id. Those of a part of the file are fetched together, then asked for one by one."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._at_hand: dict[Name, Fields] = {}
        self._changed: set[Name] = set()
        self._packed: dict[Entity, dict[str, bytes]] = {"customer": {}, "event": {}, "project": {}}
        self._versions: dict[Name, int] = {}

    def fetch(self, entity: Entity, ids: Sequence[str]) -> None:
        """Have these at hand, those that are on file or were made by a row."""
        wanted = [id for id in dict.fromkeys(ids) if (entity, id) not in self._at_hand]
        packed = self._packed[entity]
        self._at_hand.update(((entity, id), json.loads(packed[id])) for id in wanted if id in packed)
        unknown = [id for id in wanted if id not in packed]
        for id, (version, body) in self._records.found(entity, unknown).items() if unknown else ():
            self._at_hand[entity, id] = {**body, "id": id}
            if version:
                self._versions[entity, id] = version

    def get(self, entity: Entity, id: str) -> Fields | None:
        """The record, when it was fetched or changed since the last ``rest``."""
        return self._at_hand.get((entity, id))

    def version(self, entity: Entity, id: str) -> int:
        """The centre's version of a record that was fetched; 0 for one made here."""
        return self._versions.get((entity, id), 0)

    def change(self, entity: Entity, id: str, fields: Fields) -> Fields:
        """Set these fields; the record as it stands now."""
        name = (entity, id)
        self._at_hand[name] = {**self._at_hand.get(name, {"id": id}), **fields}
        self._changed.add(name)
        return self._at_hand[name]

    def rest(self) -> None:
        """Between two parts of the file: keep little in memory."""
        self._records.rest()
        if self._records.stored:
            self._changed.clear()
            self._at_hand.clear()
            self._versions.clear()
            return
        if len(self._at_hand) < AT_HAND:
            return
        for entity, id in self._changed:
            self._packed[entity][id] = _packed_text(self._at_hand[entity, id]).encode()
        unchanged = self._at_hand.keys() - self._changed
        for name in unchanged:
            if name[1] not in self._packed[name[0]]:
                self._versions.pop(name, None)
        self._changed.clear()
        self._at_hand.clear()
