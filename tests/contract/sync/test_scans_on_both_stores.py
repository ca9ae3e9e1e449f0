"""A centre takes the scan of a form in pieces: the same on both stores, whoever sends what."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from schemas.paper.scan import MAX_SCAN_BYTES, PIECE_BYTES, scan_id
from schemas.paper.serial import Serial
from sync.centre import inspection, scans
from sync.centre.backup import back_up, opened
from sync.centre.faults import CentreError
from sync.client.conversation import Conversation, Refused
from sync.client.errors import CentreFailed, SyncError
from sync.protocol import messages
from sync.protocol.signing import to_text
from sync.protocol.wire import MAX_SCAN_REQUEST
from tests.support.sync_centre import NOON, Laptop, LocalCentre

SERIAL = str(Serial("26Q4", 7))
PDF = b"%PDF-1.7\n" + Random(1).randbytes(PIECE_BYTES + 5000)


@pytest.fixture
def centre(storage: str, tmp_path: Path) -> Iterator[LocalCentre]:
    centre = LocalCentre(tmp_path / "centre.sqlite", url=storage)
    yield centre
    centre.close()


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Sender"]:
    """For what is refused before the database is asked."""
    centre = LocalCentre(tmp_path_factory.mktemp("scans") / "centre.sqlite")
    yield Sender(centre)
    centre.close()


class Sender:
    """A laptop that says what the test wants it to."""

    def __init__(self, centre: LocalCentre, user: str = "li") -> None:
        self.laptop = Laptop(centre).enrol(user)
        self.talk = Conversation(centre, self.laptop.key, self.laptop.clock, Random(1), lambda: False)
        enrolment = self.laptop.log.enrolment()
        assert enrolment is not None
        self.device = enrolment.device
        self.talk.hello()
        self.talk.identify(self.device)

    def piece(self, start: int, content: bytes = PDF, most: int = PIECE_BYTES, **changes: Any) -> int:
        told = {
            "device": self.device,
            "serial": SERIAL,
            "sha256": sha256(content).hexdigest(),
            "size": len(content),
            "kind": "pdf",
            "name": "0001.pdf",
            "at": "2026-11-22T10:00:00+08:00",
            "start": start,
            "data": to_text(content[start : start + most]),
        }
        request = messages.ScanRequest.model_construct(**{**told, **changes})
        return self.talk.once("POST", "scan", messages.ScanHeld, request).held

    def whole(self, content: bytes = PDF, **changes: Any) -> int:
        held = 0
        while held < len(content):
            held = self.piece(held, content, **changes)
        return held

    def refused(self, **given: Any) -> str:
        """The code with which the centre refuses this piece."""
        changes = dict(given)
        try:
            self.piece(changes.pop("start", 0), **changes)
        except CentreFailed as failed:
            return failed.fault
        except Refused as refused:
            return refused.fault.code
        except SyncError as error:
            return error.code
        return "taken"


@pytest.fixture
def sender(centre: LocalCentre) -> Sender:
    return Sender(centre)


def faults(centre: LocalCentre) -> list[str]:
    with centre.store.reading() as session:
        return [fault.check for fault in inspection.faults(session)]


def test_a_scan_arrives_whole_and_is_read_back_and_that_is_noted(centre: LocalCentre, sender: Sender) -> None:
    assert sender.whole() == len(PDF)
    assert centre.admin.scan(SERIAL) == PDF
    assert centre.admin.audit()[-1].what == "scan_given"
    assert faults(centre) == []


def test_a_piece_sent_again_or_out_of_order_changes_nothing(centre: LocalCentre, sender: Sender) -> None:
    assert sender.piece(PIECE_BYTES) == 0
    assert sender.piece(0) == PIECE_BYTES
    assert sender.piece(0) == PIECE_BYTES
    assert sender.piece(PIECE_BYTES) == len(PDF)
    assert sender.piece(0) == len(PDF)
    assert centre.admin.scan(SERIAL) == PDF


def test_the_same_file_from_two_laptops_is_one(centre: LocalCentre, sender: Sender) -> None:
    sender.piece(0)
    assert Sender(centre, "wu").whole() == len(PDF)
    sender.whole()
    with centre.store.reading() as session:
        assert len(scans.listed(session)) == 1


def test_what_does_not_fit_its_digest_is_not_kept(centre: LocalCentre, sender: Sender) -> None:
    sender.piece(0)
    assert sender.refused(sha256="0" * 64, content=b"%PDF-other") == "bad_scan"
    with pytest.raises(CentreFailed, match="bad_scan"):
        sender.piece(PIECE_BYTES, data=to_text(b"?" * (len(PDF) - PIECE_BYTES)))
    assert sender.whole() == len(PDF)
    assert faults(centre) == []


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("bad_scan", {"content": b"MZ\x90 a program"}),
        ("bad_scan", {"content": b"%PDF-1", "kind": "png"}),
        ("too_large", {"size": MAX_SCAN_BYTES + 1}),
        ("bad_request", {"serial": "26Q4-0007-99"}),
        ("bad_request", {"serial": "../../etc"}),
        ("bad_request", {"data": "not base64url!"}),
        ("bad_request", {"data": ""}),
        ("bad_request", {"start": len(PDF)}),
        ("bad_request", {"most": PIECE_BYTES + 1}),
        ("bad_request", {"sha256": "x"}),
        ("wrong_device", {"device": "another"}),
        ("too_large", {"most": 2 * MAX_SCAN_REQUEST, "content": PDF + Random(2).randbytes(MAX_SCAN_REQUEST)}),
    ],
)
def test_what_is_no_scan_is_refused(sqlite: Sender, code: str, changes: dict[str, Any]) -> None:
    assert sqlite.refused(**changes) == code


def test_a_stranger_is_refused_before_a_byte_of_it_is_read(sqlite: Sender) -> None:
    centre = sqlite.laptop.centre
    headers = {"content-type": "application/vnd.csat.sync+json;v=1", "authorization": "Bearer nobody"}
    assert centre.send("POST", "/sync/v1/scan", headers, b"x" * (MAX_SCAN_REQUEST + 1)).status == 401


def test_a_revoked_laptop_hands_in_no_scans(sqlite: Sender) -> None:
    another = Sender(sqlite.laptop.centre, "wu")
    another.laptop.centre.admin.revoke(another.device)
    assert another.refused() == "revoked"


def test_one_laptop_cannot_begin_scans_without_end(centre: LocalCentre, sender: Sender) -> None:
    files = [b"%PDF-" + bytes([number]) * 50 for number in range(scans.UNFINISHED + 2)]
    for number, content in enumerate(files):
        sender.laptop.centre.clock.sleep(1)
        assert sender.piece(0, content, 10, at=f"{number}") == 10
    assert sender.piece(10, files[-1], 10) == 20
    assert sender.piece(10, files[0], 10) == 0
    assert faults(centre) == []


def test_what_is_not_here_whole_is_missing(centre: LocalCentre, sender: Sender) -> None:
    sender.whole()
    begun = PDF + b"more"
    sender.piece(0, begun)
    ids = [scan_id(SERIAL, sha256(content).hexdigest()) for content in (PDF, begun, b"never")]
    request = messages.ScansRequest(device=sender.device, ids=ids)
    assert sender.talk.once("POST", "scans", messages.ScansMissing, request).missing == ids[1:]


TAMPERINGS = [
    "DELETE FROM scan_part WHERE start > 0",
    "UPDATE scan SET sha256 = 'x' WHERE finished_at IS NOT NULL",
    "UPDATE scan SET kind = 'png' WHERE finished_at IS NOT NULL",
    "UPDATE scan SET held = held - 1",
    "DELETE FROM scan",
]


def test_what_was_tampered_with_is_found(centre: LocalCentre, sender: Sender) -> None:
    sender.whole()
    sender.piece(0, PDF + b"another, begun")
    with centre.store.writing() as session:
        for tampering in TAMPERINGS:
            undone = session.begin_nested()
            assert session.connection().execute(text(tampering)).rowcount, tampering
            session.expire_all()
            assert list(scans.broken(session)), tampering
            undone.rollback()
        session.expire_all()
        assert list(scans.broken(session)) == []


def test_a_backup_holds_them(centre: LocalCentre, sender: Sender, tmp_path: Path) -> None:
    sender.whole()
    made = back_up(centre.store, centre.url, tmp_path / "backup", NOON.isoformat())
    assert made.faults == ()
    with opened(made.file) as engine, Session(engine) as session:
        (row,) = scans.listed(session)
        assert b"".join(scans.parts(session, row.id)) == PDF


def test_a_form_without_a_scan_says_so(centre: LocalCentre) -> None:
    with pytest.raises(CentreError) as missing:
        centre.admin.scan(SERIAL)
    assert missing.value.code == "no_scan"
