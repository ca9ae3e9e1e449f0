"""The paper desk around the keying: batches, one batch, sorting, differences, operators; in both languages."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from csat_tui.app import CsatApp
from csat_tui.laptop.opening import Laptop
from csat_tui.laptop.services import LaptopServices
from csat_tui.paper import batches, meeting, shelf, taking_back
from csat_tui.paper.desk import Desk
from csat_tui.paper.second_desk import SecondDesk
from csat_tui.store import responses
from csat_tui.trouble import Trouble
from schemas.forms.answers import Answer, Missing
from schemas.language import use
from schemas.packs.resolve import library_content, read
from schemas.records.keyed_twice import keyed_as
from schemas.records.paper import PaperBatch
from sync.client.ports import Change
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
    batch = batches._set(
        laptop, batch_of(laptop, P12, 3), {"verify_percent": "100", "number": "B-261119-1-2L36"}
    )
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
        assert "keyed twice 0/2" in held.screen
        assert "[  1]" not in held.screen
        await held.keys("1115 1111111111 enter enter 1115 1222222222 enter escape")
        await held.keys("f9")
    found = shelf.batch(laptop.store, batch.id)
    assert found is not None
    assert found.status == "closed"


async def test_a_difference_is_decided_with_its_reason_and_the_batch_goes_back(
    laptop: Laptop, differing: PaperBatch, tmp_path: Path
) -> None:
    async with seat(laptop, tmp_path / "log", "f8", "enter", "f2", "２") as held:
        assert "the paper says Neutral" in held.screen
        await held.keys("看了原件")
        await held.keys("enter")
        assert "0 to decide, 1 in all" in held.screen
    (row,) = [one for one in shelf.keyings_of(laptop.store, differing.id) if one.differences]
    assert row.differences[0]["reason"] == "看了原件"


def keyed_elsewhere(laptop: Laptop, batch: PaperBatch, number: int) -> None:
    """What the centre makes of a keying of the same form on another laptop."""
    answers = {"M1": Answer(scale="sat5_v2", options=("C",)), "M2": Answer(missing=Missing.ILLEGIBLE)}
    keyed = keyed_as(f"wu{number}", batch.id, answers, {"form_date": "2026-11-14"})
    form = shelf.form(laptop.store, serial(number))
    assert form is not None
    body = {
        "id": f"wu{number}:keyed",
        "entity": "paper_form",
        "record": form.id,
        "field": "keyed",
        "kept": form.keyed,
        "proposed": {**keyed, "by": "wu", "at": "2026-11-19T10:12:00+08:00"},
        "operation": f"wu{number}",
        "at": "2026-11-19T10:12:00+08:00",
        "user": "wu",
        "status": "open",
    }
    change = Change("ref", 10 + number, "proposal", body["id"], 1, "put", body)
    laptop.replica.apply([change], f"2-{number}")


async def test_a_form_keyed_on_two_laptops_is_decided_with_one_digit_or_left_for_later(
    laptop: Laptop, batch: PaperBatch, tmp_path: Path
) -> None:
    for number in (1, 2):
        keyed_elsewhere(laptop, batch, number)
    async with seat(laptop, tmp_path / "log", "f8") as held:
        assert "Keyed on two laptops, to be decided: 2 (F4)" in held.screen
        await held.keys("f4")
        assert serial(1) in held.screen
        assert "wu 2026-11-19 10:12" in held.screen
        await held.keys("0")
        assert serial(2) in held.screen
        await held.keys("３")
        assert f"Form {serial(2)}: the second sheet is another form, both count." in held.screen
        assert serial(1) in held.screen
        await held.keys("escape")
        assert "to be decided: 1 (F4)" in held.screen
    (waiting,) = meeting.met(laptop)
    assert meeting.form_of(laptop, waiting).serial == serial(1)
    assert [form.fate for form in shelf.forms_of(laptop.store, batch.id)] == [
        "keyed",
        "keyed",
        "blank",
        "keyed",
    ]


async def test_a_form_keyed_twice_is_not_taken_or_left_like_a_telephone_number(
    laptop: Laptop, batch: PaperBatch, tmp_path: Path
) -> None:
    keyed_elsewhere(laptop, batch, 1)
    async with seat(laptop, tmp_path / "log", "f7", "f9") as held:
        assert "decided with F4" in held.screen
        await held.keys("f4")
        assert "What is the second keying?" in held.screen


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_both_records_of_a_form_stand_side_by_side(
    laptop: Laptop, batch: PaperBatch, tmp_path: Path, language: str
) -> None:
    use(language)
    keyed_elsewhere(laptop, batch, 1)
    form = shelf.form(laptop.store, serial(1))
    assert form is not None
    at = str((form.keyed or {})["at"])[:16].replace("T", " ")
    async with seat(laptop, tmp_path / "log", "f8", "f4") as held:
        await looks_as_agreed(held.pilot, f"paper-met.{language}", {at: "2026-11-19 09:12"})


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


@pytest.fixture
def sent(laptop: Laptop, batch: PaperBatch) -> Laptop:
    """Four forms sent on the first of the month: two keyed and one blank in a batch, one not back."""
    return laptop


@pytest.mark.parametrize("language", ["zh_CN", "en"])
async def test_mailings_look_as_agreed(sent: Laptop, tmp_path: Path, language: str) -> None:
    use(language)
    async with seat(sent, tmp_path / "log", "f8", "f8") as held:
        await looks_as_agreed(held.pilot, f"paper-mailings.{language}")
        await held.keys("enter")
        await looks_as_agreed(held.pilot, f"paper-mailing.{language}")


async def test_a_form_that_the_post_brought_back_is_marked_and_is_no_return(
    sent: Laptop, tmp_path: Path
) -> None:
    async with seat(sent, tmp_path / "log", "f8", "f8", "enter") as held:
        assert "Returned 75.0% (3/4), valid 50.0% (2/4)." in held.screen
        await held.keys("down down down １")
        assert f"{serial(4)}: undeliverable." in held.screen
        assert "Returned 75.0% (3/4)" in held.screen
        await held.keys("up 1")
        assert f"Form {serial(3)} has come back." in held.screen
    form = shelf.form(sent.store, serial(4))
    assert form is not None
    assert form.fate == "undeliverable"


@pytest.mark.parametrize("bursts", [("f7", "ctrl+u qian enter"), ("f7 ctrl+u qian", "enter")])
async def test_the_operator_is_typed_as_fast_as_keys_come(
    laptop: Laptop, tmp_path: Path, bursts: tuple[str, ...]
) -> None:
    async with seat(laptop, tmp_path / "log", "f8", *bursts) as held:
        assert "keyed by qian" in held.screen


async def test_what_was_noted_of_a_form_by_mistake_is_taken_back_with_one_key(
    sent: Laptop, tmp_path: Path
) -> None:
    async with seat(sent, tmp_path / "log", "f8", "f8", "enter", "down down down 1") as held:
        for keys in ("ctrl+z", "3 ctrl+z", "2 ctrl+z"):
            await held.keys(keys)
            assert f"{serial(4)}: taken back; it is out again." in held.screen
            form = shelf.form(sent.store, serial(4))
            assert form is not None
            assert (form.fate, form.batch, form.received_on, form.reminded_on) == ("issued", None, None, None)
        await held.keys("ctrl+z")
        assert f"Nothing was noted of form {serial(4)}." in held.screen
        await held.keys("up ctrl+z")
        assert f"{serial(3)}: taken back" in held.screen  # it was blank
        await held.keys("up ctrl+z")
        assert f"Form {serial(2)} is keyed." in held.screen


async def test_a_form_that_came_back_is_put_into_the_open_batch_from_its_register(
    sent: Laptop, batch: PaperBatch, tmp_path: Path
) -> None:
    async with seat(sent, tmp_path / "log", "f8", "f8", "enter", "down down down 3") as held:
        assert f"{serial(4)}: returned, in batch {batch.number}." in held.screen
        batches._set(sent, batch, {"status": "closed"})
        await held.keys("ctrl+z")
        assert "The batch is closed." in held.screen
    assert [form.serial for form in shelf.forms_of(sent.store, batch.id)][-1] == serial(4)


async def test_forms_are_sorted_as_fast_as_keys_come(laptop: Laptop, tmp_path: Path) -> None:
    batch = batch_of(laptop, P12, 3)
    async with seat(laptop, tmp_path / "log", "f8", "enter", "f6", "enter 2 3 enter 3 enter 2"):
        forms = shelf.forms_of(laptop.store, batch.id)
    assert [(form.serial, form.fate) for form in forms] == [
        (serial(1), "blank"),
        (serial(3), "duplicate"),
        (serial(4), "blank"),
    ]


async def test_what_was_sorted_wrongly_is_taken_back_at_once_or_later(laptop: Laptop, tmp_path: Path) -> None:
    batch = batch_of(laptop, P12, 3)
    async with seat(laptop, tmp_path / "log", "f8", "enter", "f6", "enter 2 4 enter 3 ctrl+z") as held:
        assert f"{serial(4)}: taken back; it is out again." in held.screen
        await held.keys("escape")
        await held.keys("ctrl+z")
        assert f"{serial(1)}: taken back; it is out again." in held.screen
    assert shelf.forms_of(laptop.store, batch.id) == []


async def test_everybody_who_has_not_answered_is_noted_as_reminded_at_once(
    sent: Laptop, tmp_path: Path
) -> None:
    async with seat(sent, tmp_path / "log", "f8", "f8", "enter", "f9") as held:
        assert "Noted as reminded today: 1." in held.screen
    assert [form.reminded_on is not None for form in shelf.issued(sent.store, "m1")] == [
        False,
        False,
        False,
        True,
    ]


async def test_a_form_stored_under_a_wrong_serial_is_taken_back_when_asked_for_twice(
    sent: Laptop, batch: PaperBatch, tmp_path: Path
) -> None:
    held_form = shelf.form(sent.store, serial(1))
    assert held_form is not None
    response = (held_form.keyed or {})["response"]
    async with seat(sent, tmp_path / "log", "f8", "enter", "ctrl+z") as held:
        assert f"{serial(1)} is keyed. Ctrl+Z again" in held.screen
        await held.keys("down ctrl+z up ctrl+z")
        assert f"{serial(1)} is keyed. Ctrl+Z again" in held.screen  # another was asked about in between
        await held.keys("ctrl+z")
        assert f"{serial(1)}: taken back; it is out again." in held.screen
    form = shelf.form(sent.store, serial(1))
    assert form is not None
    assert (form.fate, form.batch, form.keyed, form.form_date) == ("issued", None, None, None)
    found = responses.head_of(sent.store, response)
    assert found is not None
    assert found[0].void == "superseded"
    assert batches.balance_of(sent, batch).fates["keyed"] == 1
    key_form(Desk(sent, batch, "zhao"), "1111111111")  # the same serial lies on top again
    assert batches.balance_of(sent, batch).fates["keyed"] == 2


def test_a_form_that_was_keyed_twice_is_not_taken_back(laptop: Laptop, differing: PaperBatch) -> None:
    with pytest.raises(Trouble, match="was keyed a second time"):
        taking_back.take_back(laptop, serial(1), keyed=True)
    assert batches.balance_of(laptop, differing).fates["keyed"] == 2
