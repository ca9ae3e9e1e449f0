"""The scan of a form: what is taken, kept once, shown and taken away again, and found when it was changed."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import delete, select

from csat_tui import viewing
from csat_tui.home import open_home
from csat_tui.laptop.doctor import look_over
from csat_tui.laptop.opening import Laptop
from csat_tui.paper import scans
from csat_tui.store import scans as kept
from csat_tui.store.tables import ScanPartRow, ScanRow
from csat_tui.trouble import Trouble
from schemas.paper.scan import MAX_SCAN_BYTES, PIECE_BYTES, digest_of, kind_of, pieces
from schemas.paper.serial import Serial
from tests.support.practice_laptop import opened

SERIAL = str(Serial("26Q4", 7))
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 600
BEGINNINGS = {
    "pdf": b"%PDF-1.4\n",
    "tiff": b"II*\0\x08\0\0\0",
    "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
}


@pytest.fixture(scope="module")
def one_laptop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laptop]:
    home = tmp_path_factory.mktemp("scans") / "home"
    open_home(home, kind="practice")
    with opened(home) as laptop:
        yield laptop


@pytest.fixture
def laptop(one_laptop: Laptop) -> Laptop:
    """Without scans, and without a folder of the scanner."""
    with one_laptop.store.write() as session:
        session.exec(delete(ScanPartRow))
        session.exec(delete(ScanRow))
    one_laptop.home.settings.unlink(missing_ok=True)
    return one_laptop


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "scanner" / "0001.pdf"
    file.parent.mkdir()
    file.write_bytes(PDF)
    return file


class TestWhatIsTaken:
    @pytest.mark.parametrize("kind", BEGINNINGS)
    def test_a_file_is_what_its_content_says_whatever_it_is_called(
        self, laptop: Laptop, tmp_path: Path, kind: str
    ) -> None:
        file = tmp_path / "fax.dat"
        file.write_bytes(BEGINNINGS[kind])
        assert scans.attach(laptop, SERIAL, file, "zhao").scan.kind == kind

    @pytest.mark.parametrize(
        "content", [b"", b"MZ\x90\0", b"PK\x03\x04", b"<html>%PDF", b" " * 1020 + b"%PDF-"]
    )
    def test_anything_else_is_not(self, laptop: Laptop, tmp_path: Path, content: bytes) -> None:
        file = tmp_path / "form.pdf"
        file.write_bytes(content)
        with pytest.raises(Trouble) as refused:
            scans.attach(laptop, SERIAL, file, "zhao")
        assert refused.value.code == "not_a_scan"

    def test_more_than_twenty_mebibytes_is_too_much_and_says_so(self, laptop: Laptop, tmp_path: Path) -> None:
        file = tmp_path / "large.pdf"
        with file.open("wb") as out:
            out.write(b"%PDF-")
            out.truncate(MAX_SCAN_BYTES + 1)
        with pytest.raises(Trouble) as refused:
            scans.attach(laptop, SERIAL, file, "zhao")
        assert refused.value.code == "scan_too_large"
        assert "20 MiB" in refused.value.message

    def test_a_slip_in_the_serial_is_found(self, laptop: Laptop, file: Path) -> None:
        with pytest.raises(Trouble) as refused:
            scans.attach(laptop, SERIAL[:-1] + "0", file, "zhao")
        assert refused.value.code == "unknown_serial"

    @given(st.binary(max_size=3 * PIECE_BYTES))
    def test_pieces_follow_each_other_and_make_the_file(self, content: bytes) -> None:
        found = list(pieces(content))
        assert [start for start, _part in found] == list(range(0, len(content), PIECE_BYTES))
        assert b"".join(part for _start, part in found) == content

    @given(st.binary(max_size=2000))
    def test_every_beginning_is_known_or_not_without_an_error(self, content: bytes) -> None:
        assert kind_of(content) in (None, "pdf", "tiff", "jpeg", "png")


class TestHowItIsKept:
    def test_the_same_file_twice_is_one(self, laptop: Laptop, file: Path) -> None:
        first, again = (scans.attach(laptop, SERIAL, file, "zhao") for _time in range(2))
        assert (first.new, again.new) == (True, False)
        (row,) = scans.of_form(laptop, SERIAL)
        assert (row.name, row.size, row.by) == ("0001.pdf", len(PDF), "zhao")

    def test_another_file_of_the_same_form_stands_beside_it(self, laptop: Laptop, file: Path) -> None:
        scans.attach(laptop, SERIAL, file, "zhao")
        file.write_bytes(PDF + b"second page")
        scans.attach(laptop, SERIAL, file, "zhao")
        assert [scans.demand(laptop, SERIAL, number)[1] for number in (1, 2)] == [PDF, PDF + b"second page"]
        assert scans.demand(laptop, SERIAL)[1] == PDF + b"second page"

    def test_nothing_of_it_can_be_read_in_the_files_of_the_home(self, laptop: Laptop, file: Path) -> None:
        if not laptop.store.encrypted:
            pytest.skip("this machine has no SQLCipher")
        scans.attach(laptop, SERIAL, file, "zhao")
        for one in laptop.home.path.glob("csat.db*"):
            assert b"%PDF-1.7" not in one.read_bytes()

    def test_a_form_without_one_says_so(self, laptop: Laptop) -> None:
        with pytest.raises(Trouble) as missing:
            scans.demand(laptop, SERIAL)
        assert missing.value.code == "no_scan"

    def test_a_changed_byte_is_found(self, laptop: Laptop, file: Path) -> None:
        scans.attach(laptop, SERIAL, file, "zhao")
        assert kept.broken(laptop.store) == []
        with laptop.store.write() as session:
            part = session.exec(select(ScanPartRow).where(ScanPartRow.start == PIECE_BYTES)).one()
            part.content = part.content[:-1] + b"?"
            session.add(part)
        assert kept.broken(laptop.store) == [SERIAL]

    def test_the_doctor_looks_at_them(
        self, laptop: Laptop, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        scans.attach(laptop, SERIAL, file, "zhao")
        with laptop.store.write() as session:
            part = session.exec(select(ScanPartRow).where(ScanPartRow.start == 0)).one()
            session.delete(part)
        monkeypatch.setenv("CSAT_HOME", str(laptop.home.path))
        (found,) = [one for one in look_over(lambda *_asked: None) if one.check == "scans"]  # type: ignore[arg-type]
        assert found.state == "wrong"


class TestTheFolderOfTheScanner:
    def test_the_newest_file_there_that_can_be_a_form_is_proposed(self, laptop: Laptop, file: Path) -> None:
        assert scans.newest(laptop) is None
        scans.attach(laptop, SERIAL, file, "zhao")
        names = ("0002.pdf", "notes.txt")
        for age, name in enumerate(names):
            (file.parent / name).write_bytes(PDF if name.endswith("pdf") else b"words")
            os.utime(file.parent / name, (2_000_000_000 + age,) * 2)
        assert scans.newest(laptop) == file.parent / "0002.pdf"

    def test_a_folder_that_is_gone_proposes_nothing(self, laptop: Laptop, file: Path) -> None:
        scans.attach(laptop, SERIAL, file, "zhao")
        file.unlink()
        file.parent.rmdir()
        assert scans.newest(laptop) is None


class TestTheViewer:
    @pytest.fixture
    def shown(self, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
        shown: list[Path] = []
        monkeypatch.setattr(viewing, "viewer_of", lambda *_system: shown.append)
        return shown

    def test_the_decrypted_file_is_for_nobody_else_and_goes_afterwards(
        self, laptop: Laptop, shown: list[Path]
    ) -> None:
        view = viewing.Viewing(laptop.home)
        view.show("a.pdf", PDF)
        assert shown[0].read_bytes() == PDF
        if os.name == "posix":
            assert stat.S_IMODE(shown[0].stat().st_mode) == 0o600
            assert stat.S_IMODE(shown[0].parent.stat().st_mode) == 0o700
        view.put_away()
        assert not laptop.home.viewing.exists()

    def test_the_next_one_takes_the_place_of_the_one_before(self, laptop: Laptop, shown: list[Path]) -> None:
        view = viewing.Viewing(laptop.home)
        view.show("a.pdf", PDF)
        view.show("b.pdf", PDF)
        assert [one.name for one in laptop.home.viewing.iterdir()] == ["b.pdf"]

    def test_what_a_crash_left_goes_at_the_next_start(self, laptop: Laptop, shown: list[Path]) -> None:
        viewing.Viewing(laptop.home).show("a.pdf", PDF)
        viewing.Viewing(laptop.home)
        assert not laptop.home.viewing.exists()

    def test_a_terminal_without_a_screen_has_none_and_says_so(
        self, laptop: Laptop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert viewing.viewer_of("linux", {}) is None
        assert viewing.viewer_of("darwin", {"SSH_CONNECTION": "x"}) is None
        monkeypatch.setattr(viewing, "viewer_of", lambda *_system: None)
        with pytest.raises(Trouble) as refused:
            viewing.Viewing(laptop.home).show("a.pdf", PDF)
        assert refused.value.code == "no_viewer"
        assert not laptop.home.viewing.exists()


def test_a_digest_is_that_of_the_whole() -> None:
    assert digest_of([b"a", b"bc"]) == digest_of([b"abc"])
