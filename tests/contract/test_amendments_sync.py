"""Laptops that hold the same questionnaire, and a centre: one correction counts, on all of them, to the digit."""

import shutil
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from sqlmodel import select

from csat_tui.home import open_home
from csat_tui.store import amending, month, recount, responses
from csat_tui.store.database import open_store
from csat_tui.store.devicelog import LaptopLog
from csat_tui.store.replica import LaptopReplica
from csat_tui.store.tables import LogRow, ResponseRow
from schemas.figures.periods import period
from schemas.figures.rollup import Cell, CellKey
from schemas.records.envelope import body_bytes
from schemas.records.response import ResponseAmend, ResponseFinal
from sync.centre import read, rollup
from sync.centre.judge import judge, read_item, take
from sync.centre.rollup import count_responses
from sync.centre.tables import ItemRow
from sync.centre.verdicts import Place, Rules
from sync.client.identity import enrol
from sync.client.run import run_sync
from sync.client.signer import DeviceKey
from tests.support.store_samples import PACK, key_of, practice_store, response
from tests.support.sync_centre import LocalCentre, customer

MARCH = period("2025-03")


class Office:
    """A laptop of one person; a copy of its folder is another laptop with the same key."""

    def __init__(self, folder: Path, centre: LocalCentre, user: str) -> None:
        self.folder, self.centre, self.key = folder, centre, DeviceKey.new()
        self.store = practice_store(folder)
        enrol("http://c", centre.admin.code(user), *self.ports, centre, self.key, centre.clock)
        self.sync()

    @property
    def ports(self) -> tuple[LaptopLog, LaptopReplica]:
        return LaptopLog(self.store), LaptopReplica(self.store)

    def sync(self) -> None:
        assert run_sync(*self.ports, self.centre, self.key, self.centre.clock, random=Random(1)).proven

    def record(self, one: ResponseFinal) -> None:
        responses.finalise(self.store, one, PACK)

    def back_up(self) -> None:
        self.store.close()
        shutil.copytree(self.folder, self.folder.with_suffix(".backup"))
        self._open()

    def restore(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)
        shutil.copytree(self.folder.with_suffix(".backup"), self.folder)
        self._open()

    def _open(self) -> None:
        home = open_home(self.folder / "home", kind="practice")
        self.store = open_store(home, key_of(home))

    def cells(self) -> Mapping[CellKey, Cell]:
        assert recount.differing(self.store) == []
        return month.cells(self.store, PACK.pack, "2025-03-01", "2025-03-31")

    def counted(self) -> set[str]:
        with self.store.read() as session:
            return set(session.exec(select(ResponseRow.id).where(ResponseRow.counted == True)))  # noqa: E712

    def code(self, id: str) -> str | None:
        with self.store.read() as session:
            return session.exec(select(LogRow.code).where(LogRow.id == id)).one()


def amendment(id: str, of: ResponseFinal, score: str, void: object = False) -> ResponseAmend:
    original = of.original if isinstance(of, ResponseAmend) else of.id
    content = response(id, score).model_dump(mode="json", by_alias=True) | {
        "kind": "response.amend",
        "original": original,
        "amends": of.id,
        "amends_sha256": sha256(body_bytes(of)).hexdigest(),
        "reason": "客户来电更正",
        "void": void,
    }
    return ResponseAmend.model_validate(content)


def figures(centre: LocalCentre) -> Mapping[CellKey, Cell]:
    with centre.store.reading() as session:
        return rollup.cells(session, PACK.pack, MARCH)


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[LocalCentre]:
    centre = LocalCentre(tmp_path / "centre.sqlite", rules=Rules(on_responses=count_responses))
    centre.admin.approve("dlr-cs-sales")
    centre.admin.publish("customer", [customer("c1")])
    yield centre
    centre.close()


@pytest.fixture
def li(tmp_path: Path, centre: LocalCentre) -> Iterator[Office]:
    office = Office(tmp_path / "li", centre, "li")
    yield office
    office.store.close()


@pytest.fixture
def wang(tmp_path: Path, centre: LocalCentre) -> Iterator[Office]:
    office = Office(tmp_path / "wang", centre, "wang")
    yield office
    office.store.close()


ONE = response("r1", "92")
FIRST = amendment("a1", ONE, "70")
OTHER = amendment("b1", ONE, "85")


def test_of_two_corrections_the_first_to_arrive_counts_on_all_ends(
    centre: LocalCentre, li: Office, wang: Office
) -> None:
    for office, correction in ((li, FIRST), (wang, OTHER)):
        office.record(ONE)
        office.record(correction)
    li.sync()
    wang.sync()
    assert wang.code("b1") == "amended_before"
    assert li.counted() == wang.counted() == {"a1"}
    assert li.cells() == wang.cells() == figures(centre)
    assert responses.body_of(wang.store, "a1") == body_bytes(FIRST)
    assert responses.body_of(wang.store, "b1") == body_bytes(OTHER)


def test_a_laptop_that_only_holds_the_old_version_hears_of_the_correction(
    centre: LocalCentre, li: Office, wang: Office
) -> None:
    li.record(ONE)
    wang.record(ONE)
    wang.sync()
    li.sync()
    li.record(FIRST)
    li.record(amendment("a2", FIRST, "75"))
    li.sync()
    assert wang.cells() != figures(centre)
    wang.sync()
    assert wang.counted() == {"a2"}
    assert wang.cells() == li.cells() == figures(centre)


def test_a_restored_laptop_gets_its_correction_back(centre: LocalCentre, li: Office) -> None:
    li.record(ONE)
    li.sync()
    li.back_up()
    li.record(FIRST)
    li.sync()
    li.restore()
    assert li.counted() == {"r1"}
    li.sync()
    assert li.counted() == {"a1"}
    assert li.cells() == figures(centre)


def test_a_correction_made_after_a_restore_gives_way_to_the_one_the_centre_has(
    centre: LocalCentre, li: Office
) -> None:
    li.record(ONE)
    li.sync()
    li.back_up()
    li.record(FIRST)
    li.sync()
    li.restore()
    li.record(OTHER)
    assert li.counted() == {"b1"}
    li.sync()
    assert (li.counted(), li.code("b1")) == ({"a1"}, "amended_before")
    assert li.cells() == figures(centre)
    found = responses.head_of(li.store, "r1")
    assert found is not None
    assert found[0].id == "a1"


def test_what_corrects_an_unknown_version_waits_and_is_let_in_with_it(
    centre: LocalCentre, li: Office, wang: Office
) -> None:
    elsewhere = next(device.id for device in centre.admin.devices() if device.person == "li")
    wang.record(ONE)
    body = body_bytes(FIRST)
    with centre.store.writing() as session:
        seen = read_item(body)
        at = Place(elsewhere, 1, "2025-03-14T04:00:00Z")
        codes = take(session, [(at, judge(session, seen, Rules()))], Rules(on_responses=count_responses))
        row = ItemRow(
            device=at.device, seq=1, id="a1", kind=FIRST.kind, digest=seen.digest, chain=b"", body=body,
            status="quarantined", code=codes[1], received_at=at.received_at,
        )  # fmt: skip
        session.add(row)
    assert [item.status for item in read.items(centre.store)] == ["quarantined"]
    wang.sync()
    assert {item.id: item.status for item in read.items(centre.store)} == {"a1": "stored", "r1": "stored"}
    assert wang.counted() == {"a1"}
    assert wang.cells() == figures(centre)


def test_what_is_set_aside_counts_nowhere_until_it_is_taken_back(
    centre: LocalCentre, li: Office, wang: Office
) -> None:
    gone = amendment("a1", ONE, "92", "duplicate")
    li.record(ONE)
    wang.record(ONE)
    wang.sync()
    li.record(gone)
    li.sync()
    wang.sync()
    assert li.counted() == wang.counted() == set()
    assert li.cells() == wang.cells() == figures(centre) == {}
    with li.store.read() as session:
        assert amending.chain(session, "r1").head is not None
    wang.record(amendment("a2", gone, "92"))
    wang.sync()
    li.sync()
    assert li.counted() == wang.counted() == {"a2"}
    assert li.cells() == wang.cells() == figures(centre) != {}
