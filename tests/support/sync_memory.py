"""A laptop's log and replica in memory, with the contract that the real store keeps."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sync.client.ports import Change, Digest, Enrolment, EntryResult, Head, LogEntry, Removal
from sync.protocol.chain import GENESIS, next_chain, sum64


@dataclass
class MemoryLog:
    """A ``DeviceLog``. ``copy.deepcopy`` of it is a restored or cloned laptop."""

    bodies: list[tuple[str, str, bytes]] = field(default_factory=list)
    chains: list[bytes] = field(default_factory=lambda: [GENESIS])
    held: Enrolment | None = None
    acked: Head = field(default_factory=lambda: Head(0, GENESIS))
    results: dict[int, EntryResult] = field(default_factory=dict)
    proofs: list[tuple[int, str]] = field(default_factory=list)
    offset_ms: int | None = None
    backed_up: int | None = None

    def record(self, kind: str, id: str, body: bytes) -> None:
        self.bodies.append((kind, id, body))
        self.chains.append(next_chain(self.chains[-1], len(self.bodies), body))

    def enrolment(self) -> Enrolment | None:
        return self.held

    def enrolled(self, enrolment: Enrolment) -> None:
        self.held = enrolment

    def renumber(self, enrolment: Enrolment) -> None:
        self.held = enrolment
        self.acked, self.results = Head(0, GENESIS), {}

    def head(self) -> Head:
        return Head(len(self.bodies), self.chains[-1])

    def acknowledged(self) -> Head:
        return self.acked

    def chain_at(self, seq: int) -> bytes | None:
        return self.chains[seq] if seq < len(self.chains) else None

    def entries(self, after: int, max_items: int, max_bytes: int) -> Sequence[LogEntry]:
        found: list[LogEntry] = []
        size = 0
        for seq, (kind, id, body) in enumerate(self.bodies[after : after + max_items], after + 1):
            size += len(body)
            if found and size > max_bytes:
                break
            found.append(LogEntry(seq, kind, id, body, self.chains[seq]))
        return found

    def set_aside(self) -> Sequence[int]:
        return sorted(seq for seq, result in self.results.items() if result.status == "quarantined")

    def acknowledge(self, head: Head, results: Sequence[EntryResult]) -> None:
        self.acked = head
        self.results.update({result.seq: result for result in results})

    def rewind(self, seq: int) -> None:
        self.acked = Head(seq - 1, self.chains[seq - 1])

    def proven(self, n: int, at: str) -> None:
        self.proofs.append((n, at))

    def count(self, kind: str, up_to: int) -> int:
        return sum(entry[0] == kind for entry in self.bodies[:up_to])

    def note_clock(self, offset_ms: int, at: str) -> None:
        self.offset_ms = offset_ms

    def note_backup(self, n: int) -> None:
        self.backed_up = n

    def note_role(self, role: str | None) -> None:
        self.role = role


Rows = dict[tuple[str, str], tuple[int, dict[str, Any]]]


@dataclass
class MemoryReplica:
    """A ``Replica``: (entity, id) -> (version, body)."""

    rows: Rows = field(default_factory=dict)
    place: str | None = None
    shadow: "MemoryReplica | None" = None
    resets: int = 0

    def cursor(self) -> str | None:
        return self.place

    def apply(self, changes: Sequence[Change], cursor: str) -> None:
        target = self.shadow or self
        for change in changes:
            if change.op == "put":
                assert change.body is not None
                target.rows[change.entity, change.id] = (change.version, change.body)
            else:
                target.rows.pop((change.entity, change.id), None)
        target.place = cursor

    def begin_reset(self) -> None:
        self.shadow = MemoryReplica()
        self.resets += 1

    def finish_reset(self) -> None:
        assert self.shadow is not None
        self.rows, self.place, self.shadow = self.shadow.rows, self.shadow.place, None

    def digests(self) -> dict[str, Digest]:
        entities = {entity for entity, _ in self.rows}
        return {name: self._digest(name) for name in entities}

    def versions(self, entity: str) -> dict[str, int]:
        return {id: version for (of, id), (version, _) in self.rows.items() if of == entity}

    def _digest(self, name: str) -> Digest:
        held = [(id, version) for (entity, id), (version, _) in self.rows.items() if entity == name]
        return Digest(len(held), sum64(held))

    def lost(self, entity: str, ids: Collection[str]) -> Removal:
        here = {id for of, id in self.rows if of == entity}
        return Removal(len(here.intersection(ids)), len(here))

    def lost_by_reset(self) -> dict[str, Removal]:
        assert self.shadow is not None
        coming = self.shadow.rows.keys()
        entities = {entity for entity, _ in self.rows}
        return {
            name: self.lost(name, {id for of, id in self.rows.keys() - coming if of == name})
            for name in entities
        }
