"""The scan of a form by its two keys: attached and opened at the paper desk and beside the record."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from csat_tui import viewing
from csat_tui.laptop.opening import Laptop
from csat_tui.paper import scans, shelf
from csat_tui.screens.record import RecordScreen
from schemas.language import use
from schemas.packs.resolve import library_content, read
from tests.support.paper_desk import P12, at_desk, batch_of, desk_laptop, issued, key_form, serial
from tests.support.screens import settle

PDF = b"%PDF-1.4\n" + bytes(1000)


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    use("en")
    with desk_laptop(tmp_path / "home") as laptop:
        issued(laptop, read(library_content(P12)), 4)
        yield laptop


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "0001.pdf"
    file.write_bytes(PDF)
    return file


async def test_a_scan_is_attached_and_opened_while_keying_and_beside_the_record(
    laptop: Laptop, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[bytes] = []
    monkeypatch.setattr(viewing, "viewer_of", lambda *_system: lambda path: shown.append(path.read_bytes()))
    async with at_desk(laptop, batch_of(laptop), tmp_path / "log") as seat:
        await seat.keys("enter ctrl+f")
        assert f"Scan of form {serial(1)}" in seat.screen
        await seat.keys(f"{file} f9")
        (row,) = scans.of_form(laptop, serial(1))
        assert (row.name, row.by) == ("0001.pdf", "zhao")
        await seat.keys("f11")
        assert shown == [PDF]
        await seat.keys("escape")
        assert not laptop.home.viewing.exists()
        key_form(seat.desk, "1111111111")
        form = shelf.form(laptop.store, serial(1))
        assert form is not None
        seat.app.push_screen(RecordScreen((form.keyed or {})["response"]))
        await settle(seat.pilot)
        await seat.keys("f11")
        assert shown == [PDF, PDF]


async def test_without_a_viewer_the_screen_says_how_to_get_at_it(
    laptop: Laptop, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(viewing, "viewer_of", lambda *_system: None)
    scans.attach(laptop, serial(1), file, "zhao")
    async with at_desk(laptop, batch_of(laptop), tmp_path / "log") as seat:
        await seat.keys("enter f11")
        assert "No viewer can be opened here" in seat.screen
        assert not laptop.home.viewing.exists()
