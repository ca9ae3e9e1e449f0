"""What must hold, told from the databases themselves and from what went over the wire, by code of its own."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine
from sqlmodel import select

from csat_tui.store import recount
from csat_tui.store.rows import TABLES
from schemas.figures.rollup import EMPTY, Cell, CellKey, contributions
from schemas.figures.strata import counted_points
from schemas.records.cells import cell_of, key_of
from schemas.records.facts import facts_of
from schemas.records.identity import temporary_id
from schemas.records.operations import DO_NOT_CONTACT
from schemas.records.response import read_response
from sync.centre.tables import CellRow
from sync.client.progress import Outcome
from sync.protocol.cursor import unseal
from tests.simulation.packs import PACKS

if TYPE_CHECKING:
    from tests.simulation.centre import SimulatedCentre
    from tests.simulation.laptop import SimulatedLaptop
    from tests.simulation.world import World

Body = Mapping[str, Any]
REPLICA = " UNION ALL ".join(
    f"SELECT '{entity}', id, version, body FROM \"{table.__tablename__}\"" for entity, table in TABLES.items()
)
CAME = " UNION ALL ".join(
    f"SELECT '{entity}', id, version FROM \"{table.__tablename__}\" WHERE version > 0"
    for entity, table in TABLES.items()
)
FEED = "SELECT seq, entity, id, version, op, digest FROM change WHERE stream = ? AND seq <= ? ORDER BY seq"
ITEMS = "SELECT device, seq, id, kind, digest, body, status, code FROM item"

CHAINS = "SELECT device, seq, digest, chain FROM item ORDER BY device, seq"

PUT_ASIDE = (
    "SELECT record FROM operation JOIN log USING (seq) WHERE result = 'quarantined' OR code IS NOT NULL"
)
"""Records on which something was done here that the centre keeps for a person to look at."""


ALLOWED = {"o": {"unknown_record"}, "a": {"amended_before"}}
"""First letter of an id -> why such an entry may wait for a person at the end."""


@dataclass(frozen=True)
class Item:
    """An entry as it lies at the centre."""

    device: str
    seq: int
    id: str
    kind: str
    digest: bytes
    body: bytes | None
    status: str
    code: str | None


def rows(engine: Engine, statement: str, *values: object) -> list[tuple[Any, ...]]:
    """Straight from the file: what is checked is not read by the code that is checked."""
    raw = engine.raw_connection()
    try:
        found: list[tuple[Any, ...]] = raw.driver_connection.execute(statement, values).fetchall()  # type: ignore[union-attr]
        return found
    finally:
        raw.close()


def items(world: "World") -> list[Item]:
    return [Item(*row) for row in rows(world.centre.engine, ITEMS)]


def promises_kept(world: "World") -> None:
    """Every entry that the centre acknowledged lies there, byte for byte."""
    held = {(item.device, item.seq): item for item in items(world)}
    bodies = {(item.id, item.digest) for item in held.values() if item.body is not None}
    for place, body in world.network.promises.bodies.items():
        assert place in held, f"acknowledged and gone: {place}"
        row, digest = held[place], sha256(body.encode()).digest()
        assert row.digest == digest, f"acknowledged and changed: {place}"
        assert (row.id, digest) in bodies, f"acknowledged without a body: {place}"
        assert row.body is None or row.body == body.encode(), f"another body under {place}"
    logs_are_whole(world)


def logs_are_whole(world: "World") -> None:
    """Each device's log at the centre counts from 1 without a gap, its chain is over these very bytes."""
    ends: dict[str, tuple[int, bytes]] = {}
    for device, seq, digest, chain in rows(world.centre.engine, CHAINS):
        before, past = ends.get(device, (0, bytes(32)))
        assert seq == before + 1, f"the centre's log of {device} has a gap before {seq}"
        assert chain == sha256(past + seq.to_bytes(8, "big") + digest).digest(), f"no chain: {device} {seq}"
        ends[device] = seq, chain
    heads = rows(world.centre.engine, "SELECT id, n, chain FROM device WHERE n > 0")
    assert {device: (n, chain) for device, n, chain in heads} == ends, "a head is not the end of its log"


def logged(laptop: "SimulatedLaptop") -> list[tuple[Any, ...]]:
    """(number, id, body) of the whole log."""
    return rows(laptop.engine, "SELECT seq, id, body FROM log ORDER BY seq")


def log_is_whole(laptop: "SimulatedLaptop") -> None:
    """What the laptop said to be stored is in its log, numbered without a gap."""
    log = logged(laptop)
    assert [seq for seq, _id, _body in log] == list(range(1, len(log) + 1)), f"{laptop.name}: a gap"
    responses = [id for (id,) in rows(laptop.engine, "SELECT id FROM response ORDER BY log_seq")]
    finals = [
        id for (id,) in rows(laptop.engine, "SELECT id FROM log WHERE kind LIKE 'response.%' ORDER BY seq")
    ]
    assert responses == finals, f"{laptop.name}: a record without its entry, or the other way round"
    missing = set(laptop.kept) - {id for _seq, id, _body in log}
    assert not missing, f"{laptop.name}: stored and gone: {sorted(missing)}"


def acknowledged_is_promised(world: "World", laptop: "SimulatedLaptop") -> None:
    """A laptop takes for acknowledged what the centre has acknowledged, and no proof ever had to mend records
    that nobody damaged."""
    device = laptop.device
    noted, promised = laptop.log.acknowledged().n, world.network.answered.get(device, 0)
    assert noted <= promised, f"{laptop.name}: {noted} taken for acknowledged, {promised} were"
    for seq, result in rows(laptop.engine, "SELECT seq, result FROM log WHERE result IS NOT NULL"):
        told = world.network.told.get((device, seq), set())
        assert result in told, f"{laptop.name}: noted {result} for {seq}, told {told}"
    mended = device in world.network.mended and not world.damaged
    assert not mended, f"{laptop.name}: its records were not those of its cursor"


Came = tuple[str | None, dict[tuple[str, str], int]]


def came_down(laptop: "SimulatedLaptop") -> Came:
    """The cursor, and (entity, id) -> version of what came with it."""
    cursor = rows(laptop.engine, "SELECT value FROM meta WHERE key = 'cursor'")
    versions = {(entity, id): version for entity, id, version in rows(laptop.engine, CAME)}
    return (cursor[0][0] if cursor else None), versions


def page_and_cursor_are_one(world: "World", laptop: "SimulatedLaptop", before: Came, after: Came) -> None:
    """However a run ended: where the cursor stands still, so do the records, but those that are mended; and what came
    down is what the feed held where the cursor stands, if that feed is still there."""
    if world.damaged:
        return
    cursor, versions = after
    assert cursor != before[0] or versions == before[1], (
        f"{laptop.name}: its records moved, its cursor did not"
    )
    held = feed_at(world.centre, json.loads(cursor) if cursor else None)
    assert held is None or versions == held, f"{laptop.name}: its records are not those of its cursor"


def feed_at(centre: "SimulatedCentre", cursor: str | None) -> dict[tuple[str, str], int] | None:
    """(entity, id) -> version of what the feed held where this cursor stands; None where the feed of this centre
    never came by there, as after a restore."""
    place = unseal(cursor, centre.store.centre.secret) if cursor else None
    if place is None:
        return None
    held: dict[tuple[str, str], int] = {}
    for stream, at in place.positions.items():
        feed = rows(centre.engine, FEED, stream, at.seq)
        if at.seq and (not feed or feed[-1][0] != at.seq or not feed[-1][-1].startswith(at.digest)):
            return None
        last = {(entity, id): (op, version) for _seq, entity, id, version, op, _digest in feed}
        held |= {name: version for name, (op, version) in last.items() if op == "put" and name[0] in TABLES}
    return held


def own_work_is_seen(world: "World", laptop: "SimulatedLaptop") -> None:
    """What was changed here and the centre does not have yet is shown here, whatever came down over it."""
    log = [json.loads(body) for _seq, _id, body in logged(laptop)[laptop.log.acknowledged().n :]]
    changes = {
        (body["record"], field): value
        for body in log
        if body["kind"] == "customer.op"
        for field, value in body["fields"].items()
    }
    if not changes:
        return
    replica = _replica(laptop)
    shown = [body for _version, body in replica.values()]
    told = _values(shown) | _values(body.get("before", {}) for body in log)
    there = {id for (entity, id) in replica if entity == "customer"}
    lost = {value for (id, _field), value in changes.items() if id in there and str(value).startswith("v-")}
    assert lost <= told, f"{laptop.name}: changed here and not shown: {sorted(lost - told)}"


def proof_is_true(world: "World", laptop: "SimulatedLaptop", outcome: Outcome) -> None:
    """A proof was given just now: the centre has this very log, the laptop these very records; unless the centre has
    lost them since, while the laptop asked what became of its entries that were set aside."""
    if world.network.restored:
        return
    device, log = laptop.device, logged(laptop)[: outcome.n]
    held = rows(world.centre.engine, "SELECT seq, digest FROM item WHERE device = ? ORDER BY seq", device)
    visible = _visible(world, laptop.user)
    assert [(seq, sha256(body).digest()) for seq, _id, body in log] == held, (
        f"{laptop.name}: proven, but the centre's log is another"
    )
    if world.network.moved_on or outcome.n < len(logged(laptop)):  # proven is how it was at the cursor
        return
    own = _replica(laptop)
    came = {name: version for name, (version, _body) in own.items() if version > 0}
    there = {name: version for name, (version, _body) in visible.items()}
    assert came == there, f"{laptop.name}: proven, but its records are others"
    waiting = {record for (record,) in rows(laptop.engine, PUT_ASIDE)}
    for name, (version, body) in own.items():
        if name[1] not in waiting and version > 0:
            assert _plain(body) == _plain(visible[name][1]), f"{laptop.name}: proven, but {name} differs"


def all_ends_equal(world: "World") -> None:
    """At the end: nothing acknowledged or recorded is missing, nothing twice, all cells as the bodies say."""
    promises_kept(world)
    held = items(world)
    stored = [item for item in held if item.status == "stored"]
    with world.centre.store.reading() as session:
        cells = {key_of(row): cell_of(row) for row in session.exec(select(CellRow))}
    published = rows(world.centre.engine, "SELECT entity, id, body FROM reference WHERE NOT deleted")
    records = {(entity, id): json.loads(body) for entity, id, body in published}
    _each_once(stored)
    _nothing_missing(world, held)
    responses = {item.id: item.body for item in stored if item.kind.startswith("response.")}
    counted = sorted(id for (id,) in rows(world.centre.engine, "SELECT id FROM response"))
    assert counted == sorted(responses), "what is counted is not what is stored"
    amended = {json.loads(body or b"").get("amends") for body in responses.values()}
    heads = [body for id, body in responses.items() if id not in amended]
    there = {key: cell for key, cell in cells.items() if cell != EMPTY}
    assert _recounted(heads) == there, "the cells are not what the bodies give"
    for laptop in world.laptops:
        log_is_whole(laptop)
        assert recount.differing(laptop.store) == [], f"{laptop.name}: its cells are not what its bodies say"
    effects_are_there([json.loads(item.body or b"") for item in stored], records)


def effects_are_there(bodies: list[Body], records: Mapping[tuple[str, str], Body]) -> None:
    """What each stored body did is in the records, or waits there as a proposal, or was seen and replaced."""
    customers = {id: body for (entity, id), body in records.items() if entity == "customer"}
    proposals = [body for (entity, _id), body in records.items() if entity == "proposal"]
    told = _values(customers.values()) | _values(proposals) | _values(one.get("before", {}) for one in bodies)
    for body in bodies:
        match body["kind"]:
            case "customer.op":
                lost = {value for value in body["fields"].values() if str(value).startswith("v-")} - told
                assert not lost, f"{body['id']}: a value is nowhere: {lost}"
            case "do_not_contact":
                _not_to_be_contacted(body, customers)
            case "attempt":
                assert ("attempt", body["id"]) in records, f"{body['id']}: the attempt is gone"
                if body["disposition"] == DO_NOT_CONTACT and body.get("customer"):
                    _not_to_be_contacted(body, customers)
            case "task.op":
                assert ("task", body["record"]) in records, f"{body['id']}: the task is gone"
            case "merge":
                _merged(body, customers, proposals)
            case "response.final":
                _followed(body, records)


def _each_once(stored: list[Item]) -> None:
    twice = [id for id, number in Counter(item.id for item in stored).items() if number > 1]
    assert not twice, f"stored twice: {twice}"
    assert all(item.body is not None for item in stored), "stored without a body"


def _nothing_missing(world: "World", at_centre: list[Item]) -> None:
    """Whatever a laptop holds is at the centre: stored, or put aside by a rule that says why."""
    held: dict[tuple[str, bytes], set[str]] = {}
    for item in at_centre:
        if item.body is not None:
            held.setdefault((item.id, item.body), set()).add(item.code or item.status)
    for laptop in world.laptops:
        for _seq, id, body in logged(laptop):
            fate = held.get((id, body), set())
            assert fate, f"{laptop.name}: {id} is not at the centre"
            allowed = {"stored"} | ALLOWED.get(id[0], set())
            assert fate & allowed, f"{laptop.name}: {id} is {fate}"


def _recounted(bodies: Any) -> Mapping[CellKey, Cell]:
    cells: dict[CellKey, Cell] = {}
    for body in bodies:
        content = json.loads(body)
        response = read_response(content)
        for key, cell in contributions(
            facts_of(content), counted_points(PACKS[response.pack], response.answers)
        ).items():
            cells[key] = cells.get(key, EMPTY) + cell
    return cells


def _visible(world: "World", user: str) -> dict[tuple[str, str], tuple[int, Body]]:
    """What a laptop of this user is to hold: (entity, id) -> (version, body)."""
    [(region,)] = rows(world.centre.engine, "SELECT region FROM person WHERE id = ?", user)
    found = rows(
        world.centre.engine,
        "SELECT entity, id, version, body FROM reference WHERE NOT deleted AND stream IN (?, ?, ?)",
        "ref",
        f"cust:{region}",
        f"task:{user}",
    )
    return {(entity, id): (version, json.loads(body)) for entity, id, version, body in found}


def _replica(laptop: "SimulatedLaptop") -> dict[tuple[str, str], tuple[int, Body]]:
    return {
        (entity, id): (version, json.loads(body))
        for entity, id, version, body in rows(laptop.engine, REPLICA)
    }


def _plain(body: Body) -> Body:
    return {name: value for name, value in body.items() if value not in (None, "", [], {}, False)}


def _values(bodies: Any) -> set[Any]:
    return {value for body in bodies for value in body.values() if isinstance(value, str)}


def _not_to_be_contacted(body: Body, customers: Mapping[str, Body]) -> None:
    for id in (body["customer"], _survivor(body["customer"], customers)):
        assert id not in customers or customers[id].get("do_not_contact"), (
            f"{body['id']}: {id} may be contacted"
        )


def _merged(body: Body, customers: Mapping[str, Body], proposals: list[Body]) -> None:
    same = _survivor(body["customer"], customers) == _survivor(body["into"], customers)
    asked = any(one["operation"] == body["id"] for one in proposals)
    assert same or asked, f"{body['id']}: the merge is gone"


def _followed(body: Body, records: Mapping[tuple[str, str], Body]) -> None:
    """The task a response names counts it; somebody not on file is a customer now."""
    task = records.get(("task", body.get("task") or ""))
    if task is not None:
        named = (task.get("done_by"), *task.get("extra_contacts", ()))
        assert body["id"] in named, f"{body['id']}: its task does not know it"
    if body.get("temp"):
        assert ("customer", temporary_id(body["id"])) in records, f"{body['id']}: its customer is gone"


def _survivor(id: str, customers: Mapping[str, Body]) -> str:
    seen = {id}
    while (further := customers.get(id, {}).get("merged_into")) and further not in seen:
        seen.add(further)
        id = further
    return id
