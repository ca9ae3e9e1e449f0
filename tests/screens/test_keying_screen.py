"""Keying in the whole app: forms of two questionnaires, key by key, with everything a pile can hold."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from csat_tui.interview.place import Step
from csat_tui.laptop.opening import Laptop
from csat_tui.paper import batches, mailings, shelf
from csat_tui.paper.desk import Desk
from csat_tui.store import responses
from schemas.language import use
from schemas.packs.resolve import library_content, read
from schemas.paper.layout import fields
from schemas.records.paper import PaperBatch
from tests.support.emulator import looks_as_agreed
from tests.support.paper_desk import P09, P12, at_desk, batch_of, desk_laptop, issued, key_form, serial
from tests.support.pile import Sheet, pile

FORMS = 5
"""As many as the gate has time for; ``python -m tests.e2e.key_pile`` keys sixty of each through a terminal."""
MOST_BESIDE_THE_ITEMS = 2
"""Keys a form may take beside those of its items when it was issued and bears its serial (J2.3)."""


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    use("en")
    with desk_laptop(tmp_path / "home") as laptop:
        yield laptop


def stored(laptop: Laptop, number: int) -> dict[str, Any]:
    form = shelf.form(laptop.store, serial(number))
    assert form is not None
    body = responses.body_of(laptop.store, (form.keyed or {})["response"])
    return dict(json.loads(body or b"{}"))


class TestAPile:
    @pytest.mark.parametrize("name", [P12, P09])
    async def test_take_two_keys_beside_their_items_and_say_what_the_paper_says(
        self, laptop: Laptop, tmp_path: Path, name: str
    ) -> None:
        pack = read(library_content(name))
        sheets = pile(pack, forms=FORMS)
        issued(laptop, pack, len(sheets))
        batch = batch_of(laptop, name, len(sheets))
        async with at_desk(laptop, batch, tmp_path / "log") as seat:
            for sheet in sheets:
                before = seat.pressed
                day = "1115" if sheet.number == 1 else "enter"
                await seat.keys(f"enter {day} {' '.join(sheet.keys)}")
                assert seat.desk.last == sheet.serial, seat.screen
                if sheet.number > 1:
                    assert seat.pressed - before == keys_of(sheet) + MOST_BESIDE_THE_ITEMS
        assert {sheet.serial: stored(laptop, sheet.number)["answers"] for sheet in sheets} == {
            sheet.serial: dict(sheet.answers) for sheet in sheets
        }
        assert batches.balance_of(laptop, batch).holds

    def test_of_closed_items_take_one_key_an_item(self) -> None:
        pack = read(library_content(P12))
        closed = [one for one in fields(pack) if one.kind == "single"]
        for sheet in pile(pack):
            answered = [keys for keys, one in zip(sheet.keys, fields(pack), strict=True) if one in closed]
            assert all(len(keys) == 1 for keys in answered if not keys.startswith(("+", ".")))


def keys_of(sheet: Sheet) -> int:
    """Keys of the items: names count one, other words each character."""
    names = ("enter", "backspace")
    return sum(1 if word in names else len(word) for keys in sheet.keys for word in keys.split())


class TestAForm:
    @pytest.fixture
    def batch(self, laptop: Laptop) -> PaperBatch:
        issued(laptop, read(library_content(P12)), 3)
        return batch_of(laptop, P12, 3)

    async def test_stays_at_a_number_out_of_range_and_says_so(self, laptop: Laptop, tmp_path: Path) -> None:
        async with at_desk(laptop, batch_of(laptop, P09), tmp_path / "log") as seat:
            await seat.keys("enter enter 1115 101")
            assert "101 does not fit: enter 0 to 100." in seat.screen
            assert seat.desk.form is not None
            assert (seat.desk.form.place.question, seat.desk.form.typed) == ("U1", "101")

    async def test_is_keyed_with_what_an_input_method_makes_of_digits(
        self, laptop: Laptop, batch: PaperBatch, tmp_path: Path
    ) -> None:
        async with at_desk(laptop, batch, tmp_path / "log") as seat:
            await seat.keys("enter １１１５ １ ２ 、 － ＋３ ＝ １１１１ enter")
        answers = stored(laptop, 1)["answers"]
        assert answers["M1"]["options"] == ["B"]
        assert [answers[f"M{n}"]["missing"] for n in (2, 3, 4, 5)] == [
            "not_applicable", "blank", "illegible", "multi_marked"
        ]  # fmt: skip
        assert stored(laptop, 1)["local_date"] == "2026-11-15"

    async def test_is_marked_and_not_refused_where_something_looks_odd(
        self, laptop: Laptop, batch: PaperBatch, tmp_path: Path
    ) -> None:
        async with at_desk(laptop, batch, tmp_path / "log") as seat:
            await seat.keys("enter 20261121 1 111111111")
            assert "the day on the form is later than the day it was received" in seat.screen
            await seat.keys("enter")
        assert stored(laptop, 1)["local_date"] == "2026-11-21"

    async def test_waits_for_its_words_and_gets_them_in_a_second_pass(
        self, laptop: Laptop, batch: PaperBatch, tmp_path: Path
    ) -> None:
        from csat_tui.paper.words_desk import WordsDesk

        async with at_desk(laptop, batch, tmp_path / "log") as seat:
            await seat.keys("enter 1115 1 111111111 =")
            assert "words to type 1" in seat.screen
            assert seat.desk.serial == serial(2)
        assert responses.newest(laptop.store) == []
        async with at_desk(laptop, batch, tmp_path / "log", desk=WordsDesk) as seat:
            await seat.keys("enter 交货慢 enter")
        assert stored(laptop, 1)["answers"]["M10"]["text"] == "交货慢"

    async def test_whose_words_come_last_is_stored_with_them(self, laptop: Laptop, tmp_path: Path) -> None:
        from csat_tui.paper.words_desk import WordsDesk

        issued(laptop, read(library_content(P09)), 1)
        batch = batch_of(laptop, P09)
        async with at_desk(laptop, batch, tmp_path / "log") as seat:
            await seat.keys(f"enter 1115 {'100 ' * 13} = enter")
        async with at_desk(laptop, batch, tmp_path / "log", desk=WordsDesk) as seat:
            assert cell_len(seat.rows[0]) <= 80
            await seat.keys("enter 交货慢 enter")
            assert seat.desk.form is None
            assert "No further form waits here." in seat.screen
        assert stored(laptop, 1)["answers"]["U14"]["text"] == "交货慢"

    async def test_is_opened_again_and_put_right(
        self, laptop: Laptop, batch: PaperBatch, tmp_path: Path
    ) -> None:
        async with at_desk(laptop, batch, tmp_path / "log") as seat:
            await seat.keys("enter 1115 1 111111111 enter")
            await seat.keys("ctrl+z down 2 f9")
            assert seat.desk.form is None, seat.screen
        form = shelf.form(laptop.store, serial(1))
        assert form is not None
        found = responses.head_of(laptop.store, (form.keyed or {})["response"])
        assert found is not None
        assert json.loads(found[1])["answers"]["M1"]["options"] == ["B"]
        assert batches.balance_of(laptop, batch).fates["keyed"] == 1

    async def test_put_away_opens_at_the_same_field(
        self, laptop: Laptop, batch: PaperBatch, tmp_path: Path
    ) -> None:
        async with at_desk(laptop, batch, tmp_path / "log") as seat:
            await seat.keys("enter 1115 1 23 escape")
        async with at_desk(laptop, batch, tmp_path / "log") as seat:
            assert seat.desk.form is not None
            assert (seat.desk.serial, seat.desk.form.place.question) == (serial(1), "M3")

    async def test_takes_over_what_staff_fill_in_but_no_answer(
        self, laptop: Laptop, batch: PaperBatch, tmp_path: Path
    ) -> None:
        async with at_desk(laptop, batch, tmp_path / "log") as seat:
            await seat.keys("enter 1115 2 111111111 enter enter ctrl+d ctrl+d ctrl+d")
            assert "Ditto is for what staff fill in" in seat.screen
            assert seat.desk.form is not None
            assert seat.desk.form.place.question == "M1"
            assert seat.desk.form.state.answers["ROLE"].option == "noc"

    async def test_begins_with_one_key_where_it_bears_the_day_of_the_form_before(
        self, laptop: Laptop, batch: PaperBatch, tmp_path: Path
    ) -> None:
        async with at_desk(laptop, batch, tmp_path / "log") as seat:
            await seat.keys("enter 1115 1 111111111 enter")
            assert "Ctrl+D takes it with the day of the form before, 11-15." in seat.screen
            await seat.keys("ctrl+d 1 222222222 enter")
        assert stored(laptop, 2)["local_date"] == "2026-11-15"

    async def test_is_still_asked_for_its_day_where_no_form_before_had_one(
        self, laptop: Laptop, batch: PaperBatch, tmp_path: Path
    ) -> None:
        async with at_desk(laptop, batch, tmp_path / "log") as seat:
            await seat.keys("ctrl+d")
            assert seat.desk.form is not None
            assert seat.desk.form.place.step is Step.FORM_DATE

    async def test_is_asked_whose_it_is_however_alike_the_form_before(
        self, laptop: Laptop, batch: PaperBatch, tmp_path: Path
    ) -> None:
        async with at_desk(laptop, batch_of(laptop, P09), tmp_path / "log") as seat:
            await seat.keys("enter ctrl+d")
            assert "Ditto is for what staff fill in" in seat.screen
            assert seat.desk.form is not None
            assert seat.desk.form.place.step is Step.UNIT

    async def test_begun_by_mistake_is_taken_off_the_desk_key_by_key_and_is_out_again(
        self, laptop: Laptop, batch: PaperBatch, tmp_path: Path
    ) -> None:
        async with at_desk(laptop, batch, tmp_path / "log") as seat:
            await seat.keys("enter 1115 1 111111111 enter 3 enter 1115 2 4 ctrl+z ctrl+z")
            assert seat.desk.form is not None
            await seat.keys("ctrl+z")
            assert f"Form {serial(3)} is put aside" in seat.screen
            assert (seat.desk.form, seat.desk.serial) == (None, serial(2))
            assert f"Form before: {serial(1)} stored" in seat.screen
        put_aside = shelf.form(laptop.store, serial(3))
        assert put_aside is not None
        assert (put_aside.batch, put_aside.fate, put_aside.received_on) == (None, "issued", None)
        assert laptop.drafts.open_drafts() == []

    async def test_opened_again_by_mistake_is_left_as_it_was(
        self, laptop: Laptop, batch: PaperBatch, tmp_path: Path
    ) -> None:
        async with at_desk(laptop, batch, tmp_path / "log") as seat:
            await seat.keys("enter 1115 1 111111111 enter ctrl+z ctrl+z")
            assert (seat.desk.form, seat.desk.serial) == (None, serial(2))
        assert stored(laptop, 1)["answers"]["M1"]["options"] == ["A"]
        assert batches.balance_of(laptop, batch).fates["keyed"] == 1

    async def test_that_was_sorted_stays_in_its_batch_when_it_is_put_aside(
        self, laptop: Laptop, batch: PaperBatch, tmp_path: Path
    ) -> None:
        first = batches.known_serial(serial(1))
        batches.sort_out(laptop, batch, first, "half_page")
        async with at_desk(laptop, batch, tmp_path / "log") as seat:
            await seat.keys("enter ctrl+z")
            assert (seat.desk.form, seat.desk.serial) == (None, serial(1))
        assert [form.serial for form in shelf.forms_of(laptop.store, batch.id)] == [serial(1)]

    async def test_with_empty_fields_asks_before_it_is_stored(
        self, laptop: Laptop, batch: PaperBatch, tmp_path: Path
    ) -> None:
        async with at_desk(laptop, batch, tmp_path / "log") as seat:
            await seat.keys("enter 1115 1 1 down 1111111 enter")
            assert "Empty: M2." in seat.screen
            await seat.keys("enter")
        assert stored(laptop, 1)["answers"]["M2"] == {"missing": "blank"}


class TestASecondSheetOfTheSameSerial:
    @pytest.fixture
    def batch(self, laptop: Laptop) -> PaperBatch:
        issued(laptop, read(library_content(P12)), 3)
        batch = batch_of(laptop, P12, 2)
        key_form(Desk(laptop, batch, "zhao"), "1111111111")
        return batch

    @pytest.mark.parametrize(
        ("choice", "records", "keyed", "duplicates"),
        [("1 1 222222222 enter", 2, 1, 1), ("2", 1, 1, 1), ("3 1115 1 222222222 enter", 2, 2, 0)],
    )
    async def test_is_a_newer_version_a_duplicate_or_another_form(
        self,
        laptop: Laptop,
        batch: PaperBatch,
        tmp_path: Path,
        choice: str,
        records: int,
        keyed: int,
        duplicates: int,
    ) -> None:
        async with at_desk(laptop, batch, tmp_path / "log") as seat:
            await seat.keys(f"{serial(1)} enter")
            assert "was keyed by zhao" in seat.screen
            assert "1 newer version" in seat.screen
            await seat.keys(
                choice if choice != "3 1115 1 222222222 enter" else "3 enter 1115 1 222222222 enter"
            )
        found = batches.balance_of(laptop, batch)
        assert (found.fates["keyed"], found.fates["duplicate"]) == (keyed, duplicates)
        assert len(responses.newest(laptop.store)) == records
        assert found.holds


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("name", [P12, P09])
async def test_the_screen_looks_as_agreed(laptop: Laptop, tmp_path: Path, language: str, name: str) -> None:
    use(language)
    issued(laptop, read(library_content(name)), 3)
    async with at_desk(laptop, batch_of(laptop, name), tmp_path / "log") as seat:
        answers = {P12: "1 1 2 + 3 = 2 -", P09: "85 enter 90 enter 100 60 enter / + 7 enter 65 enter 9"}[name]
        await seat.keys(f"enter 1115 {answers}")
        await looks_as_agreed(
            seat.pilot, f"keying-{name}.{language}", {seat.desk.batch.number: "B-261119-1-2L36"}
        )


def test_a_mailing_of_another_questionnaire_is_not_keyed_here(laptop: Laptop) -> None:
    from csat_tui.trouble import Trouble

    issued(laptop, read(library_content(P12)), 1)
    assert mailings.demand_mailing(laptop, "26Q4").pack == P12
    with pytest.raises(Trouble) as told:
        Desk(laptop, batch_of(laptop, P09), "zhao").begin(serial(1))
    assert told.value.code == "other_questionnaire"
