"""Scans go last and in pieces: a cut link delays no questionnaire, spoils no proof and sends nothing twice."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text
from sqlmodel import Session

from csat_tui.commands import sync as sync_command
from csat_tui.commands.sync import _words
from csat_tui.home import open_home
from csat_tui.laptop import syncing
from csat_tui.laptop.opening import Laptop
from csat_tui.paper import scans
from csat_tui.store.devicelog import append
from csat_tui.store.scans import LaptopScans
from csat_tui.store.tables import ScanPartRow
from schemas.language import speaking
from schemas.paper.scan import PIECE_BYTES
from schemas.paper.serial import Serial
from sync.client.identity import enrol
from sync.client.ports import Answered, TransportError
from sync.client.progress import Outcome, Progress
from sync.client.run import run_sync
from sync.client.signer import DeviceKey
from tests.support.practice_laptop import opened
from tests.support.sync_centre import LocalCentre, TestClock, good_link, lose_answer

PIECES = 6
PDF = b"%PDF-1.7\n" + Random(1).randbytes(PIECES * PIECE_BYTES - 500)
SERIAL = str(Serial("26Q4", 7))


class Desk:
    """A laptop with a scanned form, at a centre."""

    def __init__(self, laptop: Laptop, centre: LocalCentre, folder: Path) -> None:
        self.laptop, self.centre, self.folder = laptop, centre, folder
        self.key, self.clock = DeviceKey.new(), TestClock()
        code = centre.admin.code("li")
        enrol("http://c", code, laptop.log, laptop.replica, centre, self.key, self.clock)

    def scan(self, serial: str = SERIAL, content: bytes = PDF) -> None:
        file = self.folder / "0001.pdf"
        file.write_bytes(content)
        scans.attach(self.laptop, serial, file, "li")

    def note(self, id: str) -> None:
        """Something recorded."""
        body = f'{{"id":"{id}","kind":"customer.look","schema":1}}'.encode()
        with self.laptop.store.write() as session:
            append(session, "customer.look", id, body)

    def sync(
        self,
        stop: Callable[[], bool] = lambda: False,
        report: Callable[[Progress], None] = lambda progress: None,
    ) -> Outcome:
        log, replica, kept = self.laptop.log, self.laptop.replica, LaptopScans(self.laptop.store)
        return run_sync(
            log, replica, self.centre, self.key, self.clock, report, stop=stop, random=Random(1), scans=kept
        )

    def asked(self) -> list[str]:
        """The addresses asked since, in order."""
        names = [path.rpartition("/")[2] for _method, path, _status in self.centre.requests]
        self.centre.requests.clear()
        return names


@pytest.fixture(scope="module")
def one_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("scans")
    centre = LocalCentre(folder / "centre.db")
    open_home(folder / "li", kind="practice")
    with opened(folder / "li") as laptop:
        yield Desk(laptop, centre, folder)
    centre.close()


@pytest.fixture
def desk(one_desk: Desk) -> Desk:
    """Without scans on either end, on a good link, with an hour gone by."""
    one_desk.clock.sleep(3600)
    one_desk.centre.clock.at = one_desk.clock.at
    one_desk.centre.link = good_link
    lose_scans(one_desk.centre.store.writing)
    lose_scans(one_desk.laptop.store.write)
    one_desk.sync()
    one_desk.asked()
    return one_desk


def lose_scans(writing: Callable[[], AbstractContextManager[Session]]) -> None:
    with writing() as session:
        for table in ("scan_part", "scan"):
            session.connection().execute(text(f"DELETE FROM {table}"))


def cut_after(pieces: int) -> Callable[[str, str, Callable[[], Answered]], Answered]:
    """So many pieces arrive, then nothing of any scan."""
    left = [pieces]

    def link(method: str, path: str, deliver: Callable[[], Answered]) -> Answered:
        if path.endswith("/scan"):
            left[0] -= 1
            if left[0] < 0:
                raise TransportError("cut")
        return deliver()

    return link


def test_scans_go_after_records_and_their_proof(desk: Desk) -> None:
    desk.note("one")
    desk.scan()
    desk.asked()
    done = desk.sync()
    assert desk.asked() == ["hello", "token", "push", "pull", "verify", *["scan"] * PIECES]
    assert (done.proven, done.scans, done.scans_waiting) == (True, 1, 0)
    assert desk.centre.admin.scan(SERIAL) == PDF


def test_a_cut_link_leaves_the_proof_and_the_next_run_goes_on_where_it_was(desk: Desk) -> None:
    desk.scan()
    desk.centre.link = cut_after(2)
    done = desk.sync()
    assert (done.proven, done.scans, done.scans_waiting) == (True, 0, 1)
    with speaking("en"):
        assert "1 scans waiting" in _words(done)
    desk.centre.link = good_link
    desk.asked()
    assert desk.sync().scans == 1
    assert desk.asked().count("scan") == PIECES - 2
    assert desk.centre.admin.scan(SERIAL) == PDF


def test_a_lost_answer_sends_a_piece_again_and_stores_it_once(desk: Desk) -> None:
    desk.scan()
    desk.centre.link = lose_answer(1, "/scan")
    assert desk.sync().scans == 1
    assert desk.centre.admin.scan(SERIAL) == PDF


def test_what_is_recorded_meanwhile_goes_before_the_next_piece(desk: Desk) -> None:
    desk.scan()
    recorded: list[str] = []

    def report(progress: Progress) -> None:
        if progress.phase == "scan" and progress.done == 2 * PIECE_BYTES and not recorded:
            recorded.append("meanwhile")
            desk.note("meanwhile")

    desk.asked()
    done = desk.sync(report=report)
    asked = desk.asked()
    assert asked[-PIECES + 1 - 2 :] == ["scan", "scan", "push", *["scan"] * (PIECES - 2)]
    assert (done.pushed, done.scans) == (1, 1)


def test_stopping_stops_the_scans_and_keeps_the_proof(desk: Desk) -> None:
    desk.scan()
    reached: list[int] = []
    done = desk.sync(
        stop=lambda: len(reached) > 1,
        report=lambda progress: reached.append(1) if progress.phase == "scan" else None,
    )
    assert (done.proven, done.scans_waiting) == (True, 1)


def test_a_refused_file_holds_up_no_other(desk: Desk) -> None:
    desk.scan(str(Serial("26Q4", 1)))
    desk.scan(str(Serial("26Q4", 2)), PDF + b"good")
    with desk.laptop.store.write() as session:
        part = session.get_one(
            ScanPartRow, (scans.of_form(desk.laptop, str(Serial("26Q4", 1)))[0].id, PIECE_BYTES)
        )
        part.content = bytes(PIECE_BYTES)
        session.add(part)
    done = desk.sync()
    assert (done.proven, done.scans, done.scans_waiting) == (True, 1, 1)
    assert scans.of_form(desk.laptop, str(Serial("26Q4", 1)))[0].refused == "bad_scan"


def test_a_restored_centre_is_given_again_what_it_lost(desk: Desk) -> None:
    desk.scan()
    desk.sync()
    lose_scans(desk.centre.store.writing)
    assert desk.sync().scans_waiting == 0
    assert desk.centre.admin.scan(SERIAL) == PDF


def test_a_centre_that_does_not_know_scans_yet_leaves_them_waiting(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.scan()
    send = desk.centre.send
    monkeypatch.setattr(
        desk.centre, "send", lambda method, path, *rest: send(method, path.replace("/scan", "/none"), *rest)
    )
    done = desk.sync()
    assert (done.proven, done.scans_waiting) == (True, 1)
    assert desk.centre.requests[-1][1:] == ("/sync/v1/none", 404)


def test_a_sync_to_a_file_leaves_scans_behind_and_says_how_many(
    desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_command, "open_laptop", lambda **_passphrases: desk.laptop)
    monkeypatch.setattr(type(desk.laptop), "close", lambda _laptop: None)
    monkeypatch.setattr(syncing, "_signer", lambda _laptop: desk.key)
    file = desk.folder / "out.csat"
    for serial in (SERIAL, str(Serial("26Q4", 8))):
        desk.scan(serial)
    with speaking("en"):
        sync_command.sync.main(["--to-file", str(file)], standalone_mode=False)
        assert "2 scans are not in it: they wait for a sync over the network." in capsys.readouterr().out
        sync_command.sync.main(["--to-file", str(file), "--json"], standalone_mode=False)
        assert json.loads(capsys.readouterr().out)["scans_left"] == 2
        desk.sync()
        sync_command.sync.main(["--to-file", str(file)], standalone_mode=False)
        assert "scans are not in it" not in capsys.readouterr().out
    assert file.stat().st_size < PIECE_BYTES
