"""A centre does the same on both stores, also when two do the same thing at the same moment."""

import json
import threading
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select

from schemas.records.operations import TaskOp
from sync.centre import inspection
from sync.centre.accept import accept, examine
from sync.centre.dialect import shown
from sync.centre.faults import CentreError, Refused
from sync.centre.read import body_of, items
from sync.centre.rollup import count_responses
from sync.centre.server import rules
from sync.centre.store import Store
from sync.centre.tables import CellRow, Device, ItemRow, Response
from sync.client.errors import SyncError
from sync.protocol.chain import GENESIS
from sync.protocol.messages import Item, PushRequest
from tests.support.sync_centre import NOON, PACK, Laptop, LocalCentre, customer, response

NOW = NOON.isoformat()
HELD_SECONDS = 1
"""How long one transaction is held open while another is under way beside it."""


@pytest.fixture
def url(storage: str) -> str:
    return storage


@pytest.fixture
def centre(url: str, tmp_path: Path) -> Iterator[LocalCentre]:
    centre = LocalCentre(tmp_path / "centre.sqlite", rules=rules(count_responses), url=url)
    yield centre
    centre.close()


@pytest.fixture
def second(centre: LocalCentre, tmp_path: Path) -> Iterator[LocalCentre]:
    """Another process, as it were, on the same database."""
    second = LocalCentre(tmp_path / "centre.sqlite", rules=rules(count_responses), url=centre.url)
    yield second
    second.close()


def together(*jobs: Callable[[], object]) -> list[object]:
    """Do these at the same time; what each gave, or raised."""
    begin = threading.Barrier(len(jobs))
    results: list[object] = [None] * len(jobs)

    def run(place: int, job: Callable[[], object]) -> None:
        begin.wait()
        try:
            results[place] = job()
        except Exception as error:
            results[place] = error

    threads = [threading.Thread(target=run, args=entry) for entry in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def assert_sound(store: Store) -> None:
    with store.reading() as session:
        assert list(inspection.faults(session)) == []


class TestOneCentre:
    def test_what_comes_in_is_kept_to_the_byte_and_counted(self, centre: LocalCentre) -> None:
        centre.admin.approve(PACK)
        centre.admin.publish("customer", [customer("c1", name='龘靐齉 O\'Neil \\ "x" 😀')])
        laptop = Laptop(centre).enrol()
        laptop.record("r1", "r2")
        outcome = laptop.sync()
        assert (outcome.proven, outcome.pushed) == (True, 2)
        assert body_of(centre.store, "r1") == response("r1")
        assert laptop.replica.rows["customer", "c1"][1]["name"] == '龘靐齉 O\'Neil \\ "x" 😀'
        assert_sound(centre.store)

    def test_what_waited_for_a_pack_is_counted_when_it_comes(self, centre: LocalCentre) -> None:
        laptop = Laptop(centre).enrol()
        laptop.record("r1", "r2")
        assert laptop.sync().quarantined == 2
        assert centre.admin.approve(PACK).released == 2
        assert [item.status for item in items(centre.store)] == ["stored"] * 2
        assert_sound(centre.store)

    @pytest.mark.parametrize(
        "change",
        [
            {"remarks": {"": "a\0b"}},
            {"consultant": "周" * 300},
            {"answers": {"A1": {"value": "\0"}}},
            {"customer": "c" * 5000},
        ],
    )
    def test_a_text_that_a_database_cannot_hold_waits_and_holds_up_nobody(
        self, centre: LocalCentre, change: dict[str, Any]
    ) -> None:
        centre.admin.approve(PACK)
        laptop = Laptop(centre).enrol()
        laptop.record("r1", **change)
        laptop.record("r2")
        outcome = laptop.sync()
        assert (outcome.proven, outcome.quarantined) == (True, 1)
        assert [item.status for item in items(centre.store)] == ["quarantined", "stored"]
        assert body_of(centre.store, "r1") == response("r1", **change)

    def test_a_backup_tells_the_laptops_how_far_they_are_in_it(
        self, centre: LocalCentre, tmp_path: Path
    ) -> None:
        from sync.centre.backup import back_up

        centre.admin.approve(PACK)
        laptop = Laptop(centre).enrol()
        laptop.record("r1", "r2")
        laptop.sync()
        assert laptop.log.backed_up == 0
        assert back_up(centre.store, centre.url, tmp_path / "b1", NOW).faults == ()
        laptop.record("r3")
        laptop.sync()
        assert laptop.log.backed_up == 2


class TestTwoAtOnce:
    def test_one_code_enrols_one_laptop(self, centre: LocalCentre, second: LocalCentre) -> None:
        for n in range(3):
            code = centre.admin.code(f"user{n}")
            results = together(*(partial(enrolled, at, code) for at in (centre, second)))
            assert sorted(type(result).__name__ for result in results) == ["BadCode", "Laptop"], results

    def test_the_same_record_from_two_laptops_counts_once(
        self, centre: LocalCentre, second: LocalCentre
    ) -> None:
        centre.admin.approve(PACK)
        laptops = [Laptop(centre).enrol("a"), Laptop(second).enrol("b")]
        for round in range(3):
            for laptop in laptops:
                laptop.record(*(f"r{round}-{k}" for k in range(10)))
            outcomes = together(*(laptop.sync for laptop in laptops))
            assert all(getattr(outcome, "proven", False) for outcome in outcomes), outcomes
        with centre.store.reading() as session:
            assert len(session.exec(select(Response)).all()) == 30
            [whole] = session.exec(select(CellRow).where(CellRow.item == "", CellRow.pack == PACK)).all()
            rows = session.exec(select(ItemRow)).all()
        assert whole.records == 30
        assert sorted(row.status for row in rows) == ["duplicate"] * 30 + ["stored"] * 30
        assert_sound(centre.store)

    def test_no_record_is_left_waiting_for_a_pack_that_is_approved(
        self, centre: LocalCentre, second: LocalCentre
    ) -> None:
        laptop = Laptop(centre).enrol()
        laptop.record(*(f"r{n}" for n in range(20)))
        outcome, approval = together(laptop.sync, lambda: second.admin.approve(PACK))
        assert not isinstance(outcome, Exception)
        assert not isinstance(approval, Exception)
        assert {item.status for item in items(centre.store)} == {"stored"}
        assert_sound(centre.store)

    @pytest.mark.parametrize("first", ["final", "amendment"])
    def test_an_amendment_finds_what_it_amends_when_both_arrive_at_once(
        self, centre: LocalCentre, second: LocalCentre, first: str
    ) -> None:
        centre.admin.approve(PACK)
        bodies = [response("r1"), amendment("a1", "r1")]
        mine, other = bodies if first == "final" else bodies[::-1]
        devices = [Laptop(centre).enrol("a"), Laptop(second).enrol("b")]
        meanwhile = threading.Thread(target=hand_in, args=(second, devices[1], other))

        def begin_the_other() -> None:
            meanwhile.start()
            meanwhile.join(HELD_SECONDS)  # it ends in this time only if it does not wait for us

        hand_in(centre, devices[0], mine, begin_the_other)
        meanwhile.join()
        assert {item.id: item.status for item in items(centre.store)} == {"r1": "stored", "a1": "stored"}
        with centre.store.reading() as session:
            counted = session.exec(select(Response.id).where(col(Response.counted))).all()
        assert counted == ["a1"]
        assert_sound(centre.store)

    def test_of_two_changes_to_one_field_one_becomes_a_proposal(
        self, centre: LocalCentre, second: LocalCentre
    ) -> None:
        task = {"type": "visit", "customer": "c1", "pack": PACK, "due_at": "2025-03-14T12:00:00+08:00"}
        centre.admin.publish("customer", [customer("c1")])
        centre.admin.publish("task", [{"id": f"t{n}", "purpose": "old", **task} for n in range(5)])
        laptops = [Laptop(centre).enrol("a"), Laptop(second).enrol("b")]
        for n in range(5):
            for name, laptop in zip("ab", laptops, strict=True):
                laptop.log.record("task.op", f"op-{name}{n}", purpose(f"op-{name}{n}", f"t{n}", name))
            results = together(*(laptop.sync for laptop in laptops))
            assert not any(isinstance(result, Exception) for result in results), results
        assert len(centre.admin.proposals()) == 5
        assert_sound(centre.store)

    def test_many_laptops_at_two_centres_are_all_proven(
        self, centre: LocalCentre, second: LocalCentre
    ) -> None:
        centre.admin.approve(PACK)
        laptops = [Laptop(at).enrol(f"u{n}") for n, at in enumerate([centre, second] * 4)]
        for n, laptop in enumerate(laptops):
            laptop.record(*(f"r{n}-{k}" for k in range(15)))
        outcomes = together(*(laptop.sync for laptop in laptops))
        assert all(getattr(outcome, "proven", False) for outcome in outcomes), outcomes
        assert sum(1 for _ in items(centre.store)) == 8 * 15
        with centre.store.reading() as session:
            assert set(session.exec(select(Device.n).order_by(col(Device.id)))) == {15}
        assert_sound(centre.store)


def enrolled(centre: LocalCentre, code: str) -> Laptop:
    from sync.client.identity import enrol

    laptop = Laptop(centre)
    enrol(
        "http://c", code, laptop.log, laptop.replica, laptop, laptop.key, laptop.clock, random=laptop.random
    )
    return laptop


def hand_in(
    centre: LocalCentre, laptop: Laptop, body: bytes, before_commit: Callable[[], object] = lambda: None
) -> None:
    """What a push of one entry does, with something else done before it commits."""
    assert laptop.log.held is not None
    device = laptop.log.held.device
    push = PushRequest(
        device=device, base_seq=0, base_chain=GENESIS.hex(), items=[Item(seq=1, body=body.decode())]
    )

    def job(session: Session) -> None:
        accept(session, device, push, examine(push), centre.rules, NOW)
        before_commit()

    centre.store.do(job)


def amendment(id: str, amended: str) -> bytes:
    """An amendment of the response that ``response`` gives for this id."""
    digest = sha256(response(amended)).hexdigest()
    named = {"original": amended, "amends": amended, "amends_sha256": digest, "reason": "客户来电更正"}
    return response(id, kind="response.amend", **named)


def purpose(id: str, task: str, new: str) -> bytes:
    operation = TaskOp(
        id=id, at=NOW, record=task, base_version=1, fields={"purpose": new}, before={"purpose": "old"}
    )
    return json.dumps(operation.model_dump(mode="json", by_alias=True)).encode()


class TestAddresses:
    @pytest.mark.parametrize(
        ("address", "code"),
        [
            ("postgresql://li:se%40cret@127.0.0.1:9/centre", "database_unreachable"),
            ("mysql://li:se%40cret@h/x", "unsupported_database"),
            ("postgresql://li:se%40cret@h:port/x", "bad_address"),
            ("nonsense", "bad_address"),
        ],
    )
    def test_what_is_wrong_is_said_without_the_password(self, address: str, code: str) -> None:
        with pytest.raises(CentreError) as refused:
            Store(address, now=NOW)
        assert refused.value.code == code
        assert "cret" not in str(refused.value)

    def test_a_database_that_is_not_there_is_named_as_that(self, postgres: Any) -> None:
        with pytest.raises(CentreError) as refused:
            Store(postgres.url("nowhere"), now=NOW)
        assert refused.value.code == "no_database"

    def test_a_user_that_is_not_let_in_is_named_as_that(self, postgres: Any) -> None:
        with pytest.raises(CentreError) as refused:
            Store(postgres.url("postgres", user="nobody", password="se%40cret"), now=NOW)
        assert refused.value.code == "database_login"
        assert "cret" not in str(refused.value)

    def test_an_address_is_shown_without_its_secrets(self) -> None:
        assert "cret" not in shown("postgresql://li:se%40cret@h/x?sslpassword=secret&password=secret")

    def test_a_commit_is_on_the_disk_even_where_the_server_would_not_wait(self, postgres: Any) -> None:
        address = postgres.new_centre()
        name = address.rpartition("/")[2]
        postgres.run(f"ALTER DATABASE {name} SET synchronous_commit = off")
        store = Store(address, now=NOW)
        with store.engine.connect() as connection:
            assert connection.exec_driver_sql("SHOW synchronous_commit").scalar_one() == "on"
        store.close()


def test_a_database_that_goes_away_refuses_in_order_and_comes_back(postgres: Any, tmp_path: Path) -> None:
    centre = LocalCentre(tmp_path / "x", rules=rules(count_responses), url=postgres.new_centre())
    centre.admin.approve(PACK)
    laptop = Laptop(centre).enrol()
    laptop.record("r1")
    try:
        postgres.stop()
        with pytest.raises(SyncError) as refused:
            laptop.sync()
        assert refused.value.code == "busy"
        with pytest.raises(Refused) as told, centre.store.reading() as session:
            session.exec(select(Device)).all()
        assert (told.value.status, told.value.retry_after) == (503, 5)
    finally:
        postgres.start()
    outcome = laptop.sync()
    assert (outcome.proven, outcome.responses_total) == (True, 1)
    centre.close()
