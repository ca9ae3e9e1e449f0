"""Amendments, in any order of arrival, on either end: one version counts, nothing is lost, nothing counts twice."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from csat_tui.store import amending, month, recount, responses
from csat_tui.store.database import Store as LaptopStore
from csat_tui.store.devicelog import LaptopLog
from csat_tui.store.replica import LaptopReplica
from csat_tui.store.tables import ResponseRow
from schemas.figures.periods import period
from schemas.figures.rollup import CellKey
from schemas.records.amending import OVERRULED, VERSIONS, Chain, Version, chain_of
from schemas.records.envelope import body_bytes
from schemas.records.response import ResponseAmend, ResponseFinal
from sync.centre import packs, rollup, versions
from sync.centre import recount as centre_recount
from sync.centre.judge import judge, read_item, take
from sync.centre.rollup import count_responses
from sync.centre.store import Store as CentreStore
from sync.centre.tables import ItemRow, ReferenceRow, Response
from sync.centre.verdicts import Place, Rules
from sync.client.ports import Change, EntryResult
from tests.support.store_samples import CONTENT, PACK, pack_change, practice_store, response

MARCH = period("2025-03")
SCORES = ("92", "85", "70", "60.5", None)

Drawn = Sequence[tuple[int, int | None, str | None, int]]
"""For each version: its questionnaire, the number of the version it amends (None: the final one), score, day."""


@st.composite
def trees(draw: st.DrawFn) -> list[ResponseFinal]:
    """Final responses and amendments of any version of them, several of one version included."""
    made: list[ResponseFinal] = []
    for n in range(draw(st.integers(1, 3))):
        made.append(final(f"r{n}", draw(st.sampled_from(SCORES)), draw(st.integers(1, 3))))
    for n in range(draw(st.integers(0, 5))):
        amended = made[draw(st.integers(0, len(made) - 1))]
        void = draw(st.sampled_from((False, False, "duplicate", "superseded")))
        made.append(amend(f"a{n}", amended, draw(st.sampled_from(SCORES)), draw(st.integers(1, 3)), n, void))
    return made


def final(id: str, score: str | None, day: int) -> ResponseFinal:
    return response(id, score=score, local_date=f"2025-03-{day:02}")


def amend(
    id: str, amended: ResponseFinal, score: str | None, day: int, n: int = 0, void: object = False
) -> ResponseAmend:
    content = final(id, score, day).model_dump(mode="json", by_alias=True) | {
        "kind": "response.amend",
        "original": amended.original if isinstance(amended, ResponseAmend) else amended.id,
        "amends": amended.id,
        "amends_sha256": sha256(body_bytes(amended)).hexdigest(),
        "reason": "客户第二天来电更正",
        "remarks": {"": f"第 {n} 次更正"},
        "void": void,
    }
    return ResponseAmend.model_validate(content)


def by_the_rule(arrived: Sequence[ResponseFinal]) -> Mapping[str, Chain]:
    """Questionnaire -> its chain, in this order of arrival."""
    chains: dict[str, list[Version]] = {}
    for one in arrived:
        version = amending.version_of(one, body_bytes(one))
        chains.setdefault(version.original, []).append(version)
    return {original: chain_of(versions) for original, versions in chains.items()}


class Centre:
    """A centre's tables, into which bodies arrive in any cuts."""

    def __init__(self, folder: Path) -> None:
        self.store = CentreStore(f"sqlite:///{folder / 'centre.sqlite'}", now="2025-03-31T00:00:00Z")
        self.rules = Rules(on_responses=count_responses)
        self.n = 0
        with self.store.writing() as session:
            packs.approve(session, CONTENT, by="admin", at="2025-01-01T00:00:00Z")
            session.connection().exec_driver_sql(
                "INSERT INTO person (id, role, region, created_at) VALUES ('li', 'interviewer', 'main', '')"
            )
            session.connection().exec_driver_sql(
                "INSERT INTO device (id, person, public_key, n, chain, created_at, backed_up_through, mark)"
                " VALUES ('d', 'li', x'', 0, x'', '', 0, 'K1')"
            )

    def receive(self, arrived: Sequence[ResponseFinal]) -> None:
        with self.store.writing() as session:
            reads = [read_item(body_bytes(one)) for one in arrived]
            places = [Place("d", self.n + k, "2025-03-31T00:00:00Z") for k in range(1, len(reads) + 1)]
            verdicts = [
                (at, judge(session, read, self.rules)) for at, read in zip(places, reads, strict=True)
            ]
            codes = take(session, verdicts, self.rules)
            for at, read, one in zip(places, reads, arrived, strict=True):
                code = codes.get(at.seq)
                status = "quarantined" if code else "stored"
                row = {"id": read.id, "kind": read.kind, "body": body_bytes(one), "digest": read.digest}
                session.add(
                    ItemRow(
                        device="d", seq=at.seq, chain=b"", status=status, code=code, received_at="", **row
                    )
                )
            session.flush()
            versions.publish(session, reads)
            self.n += len(reads)

    def published(self) -> list[Change]:
        """What comes down to the person these were handed in by."""
        with self.store.reading() as session:
            rows = session.exec(select(ReferenceRow).where(ReferenceRow.entity == VERSIONS)).all()
        return [
            Change(row.stream, n, VERSIONS, row.id, row.version, "put", json.loads(row.body))
            for n, row in enumerate(rows, 2)
        ]

    def codes(self) -> dict[str, str | None]:
        with self.store.reading() as session:
            return dict(session.exec(select(ItemRow.id, ItemRow.code)).all())

    def counted(self) -> set[str]:
        with self.store.reading() as session:
            return set(session.exec(select(Response.id).where(Response.counted == True)))  # noqa: E712

    def cells(self) -> Mapping[CellKey, Any]:
        with self.store.reading() as session:
            return rollup.cells(session, PACK.pack, MARCH)


def laptop_with(
    folder: Path, arrived: Sequence[ResponseFinal], codes: Mapping[str, str | None]
) -> LaptopStore:
    """A laptop that recorded these in this order as far as it lets anybody, and then heard the centre's codes."""
    store = practice_store(folder)
    LaptopReplica(store).apply([pack_change()], "x")
    for one in arrived:
        try:
            responses.finalise(store, one, PACK)
        except responses.NotAmendable:
            continue
    log = LaptopLog(store)
    entries = log.entries(0, 1000, 1 << 30)
    results = [
        EntryResult(entry.seq, "quarantined" if codes[entry.id] else "stored", codes[entry.id])
        for entry in entries
    ]
    log.acknowledge(log.head(), results)
    return store


@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_whatever_the_order_one_version_counts_and_every_other_is_accounted_for(data: st.DataObject) -> None:
    made = data.draw(trees())
    arrived = data.draw(st.permutations(made))
    for chain in by_the_rule(arrived).values():
        accounted = [*chain.versions, *chain.refused, *(one.id for one in chain.waiting)]
        assert len(accounted) == len(set(accounted))
        heads = [id for id in chain.versions if id not in chain.successor]
        assert heads == ([chain.head.id] if chain.head else [])
        assert chain.waiting == () or all(one.amends not in chain.versions for one in chain.waiting)
        assert set(chain.refused.values()) <= {"amended_before"}
    assert sum(
        len(c.versions) + len(c.refused) + len(c.waiting) for c in by_the_rule(arrived).values()
    ) == len(made)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_the_centre_counts_what_the_rule_says_in_any_order_and_any_cuts(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = data.draw(trees())
    arrived = data.draw(st.permutations(made))
    centre = Centre(tmp_path_factory.mktemp("centre"))
    cut = data.draw(st.integers(0, len(arrived)))
    for part in (arrived[:cut], arrived[cut:]):
        centre.receive(part)
    chains = by_the_rule(arrived)
    heads = {chain.head.id for chain in chains.values() if chain.head}
    valid = {one.id for one in made if not (isinstance(one, ResponseAmend) and one.void)}
    assert centre.counted() == heads & valid
    with centre.store.reading() as session:
        assert centre_recount.differing(session) == []
    expected = {one.id: None for one in made}
    for chain in chains.values():
        expected |= chain.refused | {one.id: "unknown_amended" for one in chain.waiting}
    assert centre.codes() == expected
    direct = Centre(tmp_path_factory.mktemp("direct"))
    for one in made:
        if one.id in centre.counted():
            whole = {**one.model_dump(mode="json", by_alias=True), "kind": "response.final"}
            direct.receive([ResponseFinal.model_validate(whole)])
    assert direct.cells() == centre.cells()
    centre.store.close()
    direct.store.close()


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_both_ends_hold_the_same_cells_after_the_answer_and_a_recount_agrees(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    arrived = data.draw(trees())
    folder = tmp_path_factory.mktemp("ends")
    first = laptop_with(folder / "one", arrived, {one.id: None for one in arrived})
    with first.read() as session:
        recorded = set(session.exec(select(ResponseRow.id)))
    first.close()
    sent = [one for one in arrived if one.id in recorded]
    before = [
        one
        for one in arrived
        if isinstance(one, ResponseAmend) and one.id not in recorded and one.amends in recorded
    ]
    ahead = (
        data.draw(st.lists(st.sampled_from(before), max_size=2, unique_by=lambda one: one.id))
        if before
        else []
    )
    centre = Centre(folder)
    centre.receive([*[one for one in sent if not isinstance(one, ResponseAmend)], *ahead])
    centre.receive([one for one in sent if isinstance(one, ResponseAmend)])
    laptop = laptop_with(folder / "two", arrived, centre.codes())
    assert recount.differing(laptop) == []
    LaptopReplica(laptop).apply(centre.published(), "y")
    assert recount.differing(laptop) == []
    held = month.cells(laptop, PACK.pack, "2025-03-01", "2025-03-31")
    with laptop.read() as session:
        counted = set(session.exec(select(ResponseRow.id).where(ResponseRow.counted == True)))  # noqa: E712
    assert not counted & {id for id, code in centre.codes().items() if code in OVERRULED}
    assert counted == centre.counted()
    assert held == centre.cells()
    laptop.close()
    centre.store.close()


def test_a_tampered_amendment_of_other_bytes_changes_nothing(tmp_path: Path) -> None:
    one = final("r1", "92", 1)
    forged = amend("a1", one, "100", 1).model_copy(update={"amends_sha256": "0" * 64})
    centre = Centre(tmp_path)
    centre.receive([one, forged])
    assert centre.codes() == {"r1": None, "a1": "amended_differs"}
    assert centre.counted() == {"r1"}
    store = practice_store(tmp_path)
    LaptopReplica(store).apply([pack_change()], "x")
    responses.finalise(store, one, PACK)
    with pytest.raises(responses.NotAmendable) as told:
        responses.finalise(store, forged, PACK)
    assert told.value.code == "amended_differs"
    assert json.loads(responses.body_of(store, "r1") or b"")["id"] == "r1"
    store.close()
    centre.store.close()
