"""What the real stores say to SQLite while they work: pragmas at the opening, then statements with their values."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from csat_tui.store import driver, schema
from csat_tui.store.database import Store as LaptopStore
from csat_tui.store.devicelog import LaptopLog
from csat_tui.store.responses import finalise
from sync.centre.accept import accept, examine
from sync.centre.admin import Administration
from sync.centre.rollup import count_responses
from sync.centre.store import Store as CentreStore
from sync.centre.store import engine_of
from sync.centre.tables import Device
from sync.centre.verdicts import Rules
from sync.client.ports import EntryResult, Head
from sync.protocol.chain import GENESIS
from sync.protocol.messages import Item, PushRequest
from tests.support.store_samples import PACK, response
from tests.support.sync_centre import NOON

Statement = tuple[str, Any]
COMMIT = "COMMIT"


@dataclass(frozen=True)
class Tape:
    """``file``: the database before; ``pragmas``: of its writing connection; ``statements``: what followed, with
    a ``COMMIT`` where the store had one; ``count``: how many rows there are for each commit, to be looked up."""

    file: Path
    pragmas: tuple[str, ...]
    statements: tuple[Statement, ...]
    look: str


class Recorder:
    """Listens to an engine."""

    def __init__(self, engine: Engine) -> None:
        self.statements: list[Statement] = []
        event.listen(engine, "before_cursor_execute", self._statement)
        event.listen(engine, "commit", lambda connection: self.statements.append((COMMIT, ())))

    def _statement(
        self, connection: Any, cursor: Any, statement: str, values: Any, context: Any, many: bool
    ) -> None:
        self.statements += [(statement, row) for row in (values if many else [values])]


def laptop_tape(folder: Path, records: int) -> Tape:
    """A laptop that records questionnaires and notes answers of the centre; its log is what is looked up."""
    file = folder / "laptop.db"
    schema.bring_up_to_date(file, None, folder)
    pragmas = _pragmas(lambda: driver.connector(file, None)[0]())
    store = LaptopStore(file, None)
    start = _copy(store._writer, file)
    recorder = Recorder(store._writer)
    log = LaptopLog(store)
    for number in range(1, records + 1):
        finalise(store, response(f"r{number}", remarks={"B9": "讲得很细" * 40}), PACK)
        if number % 5 == 0:
            head = log.head()
            log.acknowledge(Head(head.n, head.chain), [EntryResult(head.n, "stored")])
    store.close()
    return Tape(start, pragmas, tuple(recorder.statements), "SELECT count(*) FROM log")


def centre_tape(folder: Path, pushes: int) -> Tape:
    """A centre that takes pushes; its items are what is looked up."""
    file = folder / "centre.sqlite"
    store = CentreStore(f"sqlite:///{file}", now=NOON.isoformat())
    rules = Rules(on_responses=count_responses)
    admin = Administration(store, lambda: NOON, rules)
    admin.approve("dlr-cs-sales")
    admin.user("li")
    with store.writing() as session:
        session.add(
            Device(id="d1", mark="AAAA", person="li", public_key=b"k", chain=GENESIS, created_at="2025")
        )
    pragmas = _pragmas(lambda: engine_of(store).raw_connection().driver_connection)
    start = _copy(engine_of(store), file)
    recorder = Recorder(engine_of(store))
    n, chain = 0, GENESIS.hex()
    for push in range(pushes):
        bodies = [response(f"r{push}-{k}", remarks={"B9": "讲得很细" * 40}) for k in range(3)]
        items = [Item(seq=n + k, body=one.model_dump_json(by_alias=True)) for k, one in enumerate(bodies, 1)]
        request = PushRequest(device="d1", base_seq=n, base_chain=chain, items=items)
        with store.writing() as session:
            answer = accept(session, "d1", request, examine(request), rules, NOON.isoformat())
        n, chain = answer.n, answer.chain
    store.close()
    return Tape(start, pragmas, tuple(recorder.statements), "SELECT count(*) FROM item")


def _pragmas(connect: Callable[[], Any]) -> tuple[str, ...]:
    """The settings that decide what is on the disk, as the real connection has them."""
    connection = connect()
    names = ("journal_mode", "synchronous", "fullfsync", "page_size", "wal_autocheckpoint")
    return tuple(f"PRAGMA {name}={connection.execute(f'PRAGMA {name}').fetchone()[0]}" for name in names)


def _copy(engine: Engine, file: Path) -> Path:
    raw = engine.raw_connection()
    raw.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()  # type: ignore[union-attr]
    raw.close()
    target = file.with_suffix(".start")
    target.write_bytes(file.read_bytes())
    return target
