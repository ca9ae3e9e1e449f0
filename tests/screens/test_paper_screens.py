"""The paper desk around the keying: batches, one batch, sorting, differences, operators; in both languages."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from csat_tui.app import CsatApp
from csat_tui.laptop.opening import Laptop
from csat_tui.laptop.services import LaptopServices
from csat_tui.paper import batches, shelf
from csat_tui.paper.desk import Desk
from csat_tui.paper.second_desk import SecondDesk
from schemas.language import use
from schemas.packs.resolve import library_content, read
from schemas.records.paper import PaperBatch
from tests.support.emulator import looks_as_agreed
from tests.support.laptop import NOW
from tests.support.paper_desk import P12, AtDesk, batch_of, desk_laptop, issued, key_form, serial
from tests.support.screens import settle


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    use("en")
    with desk_laptop(tmp_path / "home") as laptop:
        issued(laptop, read(library_content(P12)), 4)
        yield laptop


@pytest.fixture
def batch(laptop: Laptop) -> PaperBatch:
    """Two forms keyed, one blank; all to be keyed twice."""
    batch = batches._set(laptop, batch_of(laptop, P12, 3), {"verify_percent": "100", "number": "B-261119-1"})
    desk = Desk(laptop, batch, "zhao")
    key_form(desk, "1111111111")
    key_form(desk, "1222222222")
    batches.sort_out(laptop, batch, batches.known_serial(serial(3)), "blank")
    return batch


@pytest.fixture
def differing(laptop: Laptop, batch: PaperBatch) -> PaperBatch:
    """Keyed twice, with one difference."""
    desk = SecondDesk(laptop, batch, "qian")
    key_form(desk, "1111111111")
    key_form(desk, "1322222222")
    return batch


@asynccontextmanager
async def seat(laptop: Laptop, log: Path, *ways: str) -> AsyncIterator[AtDesk]:
    """Today, and from there by these keys."""
    services = LaptopServices(laptop)
    app = CsatApp(lambda _passphrase: services, log=log, now=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        held = AtDesk(app, pilot, None)  # type: ignore[arg-type]
        for way in ways:
            await held.keys(way)
        yield held


async def test_a_pile_is_registered_from_today_on(laptop: Laptop, tmp_path: Path) -> None:
    way = ("f8", "f3", "enter", "3", "enter", "1101", "enter", "苏州", "enter", "enter", "enter")
    async with seat(laptop, tmp_path / "log", *way) as held:
        assert "declared 3 = 0   missing 3   open" in held.screen
    (batch,) = shelf.batches(laptop.store)
    assert (batch.declared, batch.sender, batch.channel, batch.pack) == (3, "苏州", "mail", P12)
    assert batch.received_on.endswith("-11-01")


async def test_forms_are_sorted_out_with_a_digit_each(laptop: Laptop, tmp_path: Path) -> None:
    batch = batch_of(laptop, P12, 3)
    async with seat(laptop, tmp_path / "log", "f8", "enter", "f6", "enter 2", "enter 4") as held:
        assert serial(3) in held.screen
        await held.keys("enter ７")
    fates = {form.serial: (form.finding, form.fate) for form in shelf.forms_of(laptop.store, batch.id)}
    assert [fates[serial(n)][0] for n in (1, 2, 3)] == ["blank", "torn", "half_page"]


async def test_a_batch_that_is_not_done_does_not_close_and_says_why(
    laptop: Laptop, batch: PaperBatch, tmp_path: Path
) -> None:
    async with seat(laptop, tmp_path / "log", "f8", "enter", "f9") as held:
        assert "2 forms wait for their second keying." in held.screen
        await held.keys("ctrl+b")
        await held.keys("明天")
        await held.keys("enter")
        assert "stays open: 明天" in held.screen


async def test_nobody_keys_his_own_form_twice(laptop: Laptop, batch: PaperBatch, tmp_path: Path) -> None:
    async with seat(laptop, tmp_path / "log", "f8", "enter", "f8", "enter") as held:
        assert "nobody verifies his own work" in held.screen


async def test_another_operator_sits_down_and_keys_without_seeing_the_first_values(
    laptop: Laptop, batch: PaperBatch, tmp_path: Path
) -> None:
    way = ("f8", "f7", "ctrl+u", "qian", "enter", "enter", "f8", "enter")
    async with seat(laptop, tmp_path / "log", *way) as held:
        assert "SECOND KEYING by qian" in held.screen
        assert "[  1]" not in held.screen
        await held.keys("1111111111 enter enter 1222222222 enter escape")
        await held.keys("f9")
    found = shelf.batch(laptop.store, batch.id)
    assert found is not None
    assert found.status == "closed"


async def test_a_difference_is_decided_with_its_reason_and_the_batch_goes_back(
    laptop: Laptop, differing: PaperBatch, tmp_path: Path
) -> None:
    async with seat(laptop, tmp_path / "log", "f8", "enter", "f2", "2") as held:
        assert "the paper says Neutral" in held.screen
        await held.keys("看了原件")
        await held.keys("enter")
        assert "0 to decide, 1 in all" in held.screen
    (row,) = [one for one in shelf.keyings_of(laptop.store, differing.id) if one.differences]
    assert row.differences[0]["reason"] == "看了原件"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_the_screens_look_as_agreed(
    laptop: Laptop, differing: PaperBatch, tmp_path: Path, language: str
) -> None:
    use(language)
    ways = {
        "paper": "f8",
        "paper-batch": "enter",
        "paper-sort": "f6",
        "differences": "escape f2",
    }
    async with seat(laptop, tmp_path / "log") as held:
        for name, way in ways.items():
            for key in way.split():
                await held.keys(key)
            await looks_as_agreed(held.pilot, f"{name}.{language}")
