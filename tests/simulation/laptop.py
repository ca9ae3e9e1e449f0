"""A real laptop database with the real client on it; it can die anywhere, be restored and be cloned."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Engine
from sqlmodel import col, select

from csat_tui.store import operations
from csat_tui.store.database import Store
from csat_tui.store.devicelog import LaptopLog
from csat_tui.store.replica import LaptopReplica
from csat_tui.store.responses import NotAmendable, body_of, finalise
from csat_tui.store.tables import CustomerRow, ProposalRow, ResponseRow, TaskRow
from schemas.packs.model import Pack
from schemas.records import operations as ops
from schemas.records.response import RESPONSE_AMEND, ResponseAmend
from sync.client.identity import enrol
from sync.client.passes import Pass
from sync.client.progress import Outcome
from sync.client.run import run_sync
from sync.client.signer import DeviceKey
from tests.simulation.centre import copy_database, put_back
from tests.simulation.clock import Clock, Time
from tests.simulation.crash import Crash, CrashPoint, Watched
from tests.simulation.engines import watch
from tests.simulation.packs import HASHES, PACKS
from tests.support.store_samples import response

Shown = Mapping[str, Any]


@dataclass
class Pocket:
    """``sync.client.passes.Passes``: the access token of the last run. It survives a crash and is in no backup."""

    one: Pass | None = None

    def kept(self) -> Pass | None:
        return self.one

    def keep(self, one: Pass) -> None:
        self.one = one


@dataclass
class SimulatedLaptop:
    """``kept``: ids of what this database has said to be stored, in order; ``seed`` makes its key."""

    name: str
    user: str
    file: Path
    seed: int
    time: Time
    kept: list[str] = field(default_factory=list)
    passes: Pocket = field(default_factory=Pocket)

    def __post_init__(self) -> None:
        self.point = CrashPoint()
        self.clock = Clock(self.time)
        self.key = DeviceKey(Random(self.seed).randbytes(32))
        self.open()

    def open(self) -> None:
        self.store = Store(self.file, None)
        watch(self.engine, self.point)
        watch(self.store._reader, self.point)

    def close(self) -> None:
        self.store.close()

    def restart(self) -> None:
        """After a crash."""
        self.point.arm(None)
        self.close()
        self.open()

    @property
    def log(self) -> LaptopLog:
        return LaptopLog(self.store)

    @property
    def device(self) -> str:
        enrolment = self.log.enrolment()
        assert enrolment is not None
        return enrolment.device

    def sync(self, wire: Any, random: Random) -> Outcome:
        """One run of the real client. Raises SyncError, Crash."""
        log, replica = Watched(self.log, self.point), Watched(LaptopReplica(self.store), self.point)
        ports = (log, replica, wire, self.key, self.clock)
        return run_sync(*ports, random=random, passes=self.passes)  # type: ignore[arg-type]

    def enrol(self, wire: Any, code: str, random: Random) -> None:
        """As a user does whom the centre no longer knows. Raises SyncError, Crash."""
        log, replica = self.log, LaptopReplica(self.store)
        enrol("http://c", code, log, replica, wire, self.key, self.clock, random=random)

    def fill(self, id: str, pack: Pack, score: int, dies_at: int | None, **other: Any) -> None:
        """Record a finished questionnaire; ``dies_at``: after so many statements of it."""
        named = {"pack": pack.pack, "pack_version": pack.version, "pack_hash": HASHES[pack.pack]}
        filled = response(id, str(score), **named, **other)
        self._keep(id, dies_at, lambda: finalise(self.store, filled, pack))

    def amend(self, id: str, score: int, dies_at: int | None, random: Random) -> None:
        """Correct a questionnaire that counts here, if there is one."""
        query = select(ResponseRow.id).where(col(ResponseRow.counted).is_(True)).order_by(ResponseRow.id)
        with self.store.read() as session:
            found = list(session.exec(query))
        if not found:
            return
        amended = random.choice(found)
        body = body_of(self.store, amended) or b""
        before = json.loads(body)
        content = before | {
            "kind": RESPONSE_AMEND,
            "id": id,
            "original": before.get("original", amended),
            "amends": amended,
            "amends_sha256": sha256(body).hexdigest(),
            "reason": f"v-{id}",
            "score": before["score"] | {"value": str(score)},
        }
        amendment = ResponseAmend.model_validate(content)
        with suppress(NotAmendable):
            self._keep(id, dies_at, lambda: finalise(self.store, amendment, PACKS[amendment.pack]))

    def do(self, model: type[ops.Operation], id: str, dies_at: int | None = None, **content: Any) -> None:
        """Record an operation; one that the records here do not allow is not recorded."""
        body = {"id": id, "at": self.clock.now().isoformat(), "user": self.user}
        operation = model.model_validate(body | content)
        with suppress(operations.CannotApply):
            self._keep(id, dies_at, lambda: operations.record(self.store, [operation]))

    def change(self, id: str, dies_at: int | None, customer: str, **fields: Any) -> None:
        """Set fields of a customer as somebody who sees the record does."""
        seen = operations.here(self.store, "customer", [customer]).get(customer, {})
        version = operations.versions(self.store, "customer", [customer]).get(customer, 0)
        before = {name: seen[name] for name in fields if name in seen}
        body = {"record": customer, "base_version": version, "fields": fields, "before": before}
        self.do(ops.CustomerOp, id, dies_at, **body)

    def change_task(self, id: str, dies_at: int | None, random: Random) -> None:
        """Put off a task or hand it to oneself, as somebody who sees it does."""
        tasks = self.tasks()
        if not tasks:
            return
        task = random.choice(tasks)
        seen = operations.here(self.store, "task", [task]).get(task, {})
        version = operations.versions(self.store, "task", [task]).get(task, 0)
        fields = (
            {"assignee": self.user}
            if random.random() < 0.5
            else {"due_at": f"2025-04-{random.randint(10, 28)}"}
        )
        before = {name: seen[name] for name in fields if name in seen}
        self.do(ops.TaskOp, id, dies_at, record=task, base_version=version, fields=fields, before=before)

    def customers(self) -> list[str]:
        with self.store.read() as session:
            return list(session.exec(select(CustomerRow.id).order_by(CustomerRow.id)))

    def tasks(self) -> list[str]:
        with self.store.read() as session:
            return list(session.exec(select(TaskRow.id).order_by(TaskRow.id)))

    def open_proposals(self) -> list[Shown]:
        query = select(ProposalRow.body).where(ProposalRow.status == "open").order_by(ProposalRow.id)
        with self.store.read() as session:
            return list(session.exec(query))

    def execute(self, statement: str, *values: object) -> None:
        """Straight on the file, as a disk or a stranger would."""
        raw = self.engine.raw_connection()
        raw.driver_connection.execute(statement, values)  # type: ignore[union-attr]
        raw.close()

    @property
    def engine(self) -> Engine:
        """The writing connection."""
        return self.store._writer

    def back_up(self, target: Path) -> list[str]:
        copy_database(self.engine, self.file, target)
        return list(self.kept)

    def restore(self, source: Path, kept: list[str]) -> None:
        self.point.arm(None)
        self.close()
        put_back(source, self.file)
        self.kept = list(kept)
        self.open()

    def set_clock(self, ahead: timedelta) -> None:
        self.clock.ahead = ahead

    def _keep(self, id: str, dies_at: int | None, store: Callable[[], object]) -> None:
        self.point.arm(dies_at)
        try:
            store()
        except Crash:
            self.restart()
        else:
            self.kept.append(id)
        finally:
            self.point.arm(None)
