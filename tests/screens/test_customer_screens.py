"""The screens about customers, driven by keys."""

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from textual.geometry import Offset
from textual.pilot import Pilot

from csat_tui.app import CsatApp
from csat_tui.screens.customer import CustomerScreen
from csat_tui.screens.find import FindScreen
from csat_tui.screens.today import TodayScreen
from csat_tui.services import Today
from csat_tui.services.customer_data import ContactPerson, Dated, MergedOne, PastResponse, Promise, Stop
from csat_tui.widgets.fields import Fields
from csat_tui.widgets.text_input import TextInput
from schemas.language import use
from tests.screens.test_shell_text_safety import EVIL, is_harmful
from tests.support.customers import CARD, FOUND, MATCH, PACKS, PROPOSALS
from tests.support.laptop import NOW, ROWS, STATUS, FakeLaptop
from tests.support.screens import painted, settle


@asynccontextmanager
async def app_on(laptop: FakeLaptop, tmp_path: Path, *keys: str) -> AsyncIterator[Pilot[str]]:
    use("en")
    app = CsatApp(lambda _passphrase: laptop, log=tmp_path / "log", now=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, *keys)
        yield pilot


async def press(pilot: Pilot[str], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


def text(pilot: Pilot[str]) -> str:
    return "\n".join(painted(pilot.app))


def asked(laptop: FakeLaptop, what: str) -> list[tuple[object, ...]]:
    return [call for call in laptop.asked if call[0] == what]


def with_proposals() -> FakeLaptop:
    return FakeLaptop(day=Today(replace(STATUS, proposals=2), ROWS))


class TestFinding:
    @pytest.mark.parametrize("way", [["f3"], ["ctrl+f"], ["f2", "f3"], ["f4", "enter", "ctrl+f"]])
    async def test_opens_from_today_and_from_what_is_read(self, way: list[str], tmp_path: Path) -> None:
        async with app_on(FakeLaptop(), tmp_path, *way) as pilot:
            assert isinstance(pilot.app.screen, FindScreen)

    async def test_the_input_methods_window_opens_where_the_cursor_stands(self, tmp_path: Path) -> None:
        async with app_on(FakeLaptop(), tmp_path, "f3", "王", "建") as pilot:
            line = pilot.app.screen.query_one(TextInput)
            assert painted(pilot.app)[3].startswith("   王建")
            assert pilot.app.cursor_position == line.cursor_screen_offset == Offset(7, 3)

    async def test_keys_typed_while_a_search_runs_are_not_lost_and_only_the_newest_is_searched(
        self, tmp_path: Path
    ) -> None:
        gate = threading.Event()
        laptop = FakeLaptop(before_found=lambda wish: gate.wait(30) if wish == "H" else None)
        async with app_on(laptop, tmp_path, "f3") as pilot:
            await pilot.press("H", "X", "0", "0", "4")
            assert pilot.app.screen.query_one(TextInput).value == "HX004"
            gate.set()
            await settle(pilot)
            assert [call[1] for call in asked(laptop, "find")] == ["H", "HX004"]
            assert "王建军" in text(pilot)
            assert "王建国" not in text(pilot)

    async def test_enter_typed_ahead_opens_only_somebody_found_alone(self, tmp_path: Path) -> None:
        for wish, opened in (("HX00412", ["c2"]), ("HX00", [])):
            gate = threading.Event()
            laptop = FakeLaptop(before_found=lambda _wish, gate=gate: gate.wait(30))
            async with app_on(laptop, tmp_path, "f3") as pilot:
                await pilot.press(*wish, "enter")
                gate.set()
                await settle(pilot)
                assert [call[1] for call in asked(laptop, "customer")] == opened

    async def test_up_and_down_mark_and_enter_opens_the_card(self, tmp_path: Path) -> None:
        laptop = FakeLaptop()
        async with app_on(laptop, tmp_path, "f3", "王", "down", "down", "up", "enter") as pilot:
            assert isinstance(pilot.app.screen, CustomerScreen)
            assert asked(laptop, "customer") == [("customer", "c2")]
            await press(pilot, "escape")
            assert isinstance(pilot.app.screen, FindScreen)
            assert "王建军" in text(pilot)  # what was found is still there
            await press(pilot, "escape")
            assert isinstance(pilot.app.screen, TodayScreen)

    async def test_marks_say_in_text_what_has_to_be_known(self, tmp_path: Path) -> None:
        async with app_on(FakeLaptop(), tmp_path, "f3", "王") as pilot:
            rows = {row[3:10].strip(): row for row in painted(pilot.app)}
            assert "! stop" in rows["HX00977"]
            assert "~ temp" in rows["-"]
            assert "= merged" in rows["HX00412"]


class TestATemporaryCustomer:
    async def test_is_made_of_what_was_searched_in_vain(self, tmp_path: Path) -> None:
        laptop = FakeLaptop()
        async with app_on(laptop, tmp_path, "f3", "赵", "enter", "enter", "1", "3", "8", "f9"):
            assert asked(laptop, "add") == [("add", {"name": "赵", "phone": "138", "company": ""})]
            assert asked(laptop, "customer") == [("customer", "c3")]

    async def test_starts_with_the_number_when_a_number_was_searched(self, tmp_path: Path) -> None:
        async with app_on(FakeLaptop(), tmp_path, "f3", "7", "7", "7", "enter") as pilot:
            assert pilot.app.screen.query_one(Fields).typed() == {"name": "", "phone": "777", "company": ""}

    async def test_is_not_made_when_the_form_is_left(self, tmp_path: Path) -> None:
        laptop = FakeLaptop()
        async with app_on(laptop, tmp_path, "f3", "赵", "enter", "escape") as pilot:
            assert isinstance(pilot.app.screen, FindScreen)
            assert asked(laptop, "add") == []

    async def test_is_taken_up_where_the_program_ended_and_forgotten_once_it_is_saved(
        self, tmp_path: Path
    ) -> None:
        laptop = FakeLaptop()
        begun = ["f3", "赵", "enter"]
        async with app_on(laptop, tmp_path, *begun, "先", "down", "1", "3", "8", "down"):
            pass  # it ends here, as a power cut would end it
        async with app_on(laptop, tmp_path, *begun) as pilot:
            assert pilot.app.screen.query_one(Fields).typed() == {
                "name": "先",
                "phone": "138",
                "company": "",
            }
            assert "put away" in text(pilot)
            await pilot.press("f9")
            await settle(pilot)
        assert asked(laptop, "add") == [("add", {"name": "先", "phone": "138", "company": ""})]
        async with app_on(laptop, tmp_path, *begun) as pilot:
            assert pilot.app.screen.query_one(Fields).typed() == {"name": "赵", "phone": "", "company": ""}


CARD_OPEN = ["f3", "王", "enter"]


class TestTheCard:
    async def test_shows_numbers_only_while_asked_for(self, tmp_path: Path) -> None:
        laptop = FakeLaptop()
        async with app_on(laptop, tmp_path, *CARD_OPEN) as pilot:
            assert "13800007788" not in text(pilot)
            await press(pilot, "f7")
            assert "13800007788" in text(pilot)
            await press(pilot, "f7")
            assert "13800007788" not in text(pilot)
            await press(pilot, "f7", "f3", "escape")
            assert "13800007788" not in text(pilot)
            assert len(asked(laptop, "phones")) == 2

    async def test_masks_them_again_when_nobody_presses_a_key(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("csat_tui.screens.customer.SEEN_SECONDS", 0.05)
        async with app_on(FakeLaptop(), tmp_path, *CARD_OPEN) as pilot:
            screen = pilot.app.screen
            assert isinstance(screen, CustomerScreen)
            await press(pilot, "f7")
            while screen.phones:
                await pilot.pause(0.02)
            assert "13800007788" not in text(pilot)

    async def test_opens_the_questionnaire_of_the_marked_line(self, tmp_path: Path) -> None:
        laptop = FakeLaptop()
        async with app_on(laptop, tmp_path, *CARD_OPEN, "down", "enter"):
            assert asked(laptop, "record") == [("record", "r2")]

    async def test_begins_a_questionnaire_by_the_chosen_channel(self, tmp_path: Path) -> None:
        laptop = FakeLaptop()
        async with app_on(laptop, tmp_path, *CARD_OPEN, "f4", "right", "right", "enter"):
            assert asked(laptop, "start") == [("start", "c2", "dlr-cs-sales", "onsite")]

    async def test_begins_nothing_with_somebody_not_to_be_contacted(self, tmp_path: Path) -> None:
        laptop = FakeLaptop(card=replace(CARD, stop=Stop("搬家")))
        async with app_on(laptop, tmp_path, *CARD_OPEN, "f4") as pilot:
            assert isinstance(pilot.app.screen, CustomerScreen)
            assert "only a decision of the office" in text(pilot)

    async def test_is_changed_field_by_field(self, tmp_path: Path) -> None:
        laptop = FakeLaptop()
        async with app_on(laptop, tmp_path, *CARD_OPEN, "f2", "down", "down", "1", "3", "9", "f9") as pilot:
            [(_change, typed)] = asked(laptop, "change")
            assert isinstance(typed, dict)
            assert (typed["phone"], typed["name"]) == ("139", "王建军")
            assert "Fields changed: 1." in text(pilot)

    async def test_notes_that_it_was_verified(self, tmp_path: Path) -> None:
        laptop = FakeLaptop()
        async with app_on(laptop, tmp_path, *CARD_OPEN, "ctrl+y") as pilot:
            assert asked(laptop, "verified") == [("verified", "c2")]
            assert "verified today" in text(pilot)

    async def test_notes_do_not_contact_with_reason_and_who_asked(self, tmp_path: Path) -> None:
        laptop = FakeLaptop()
        async with app_on(laptop, tmp_path, *CARD_OPEN, "ctrl+d", "搬", "enter", "他", "enter") as pilot:
            assert asked(laptop, "stop") == [("stop", "c2", "搬", "他")]
            assert "DO NOT CONTACT" in text(pilot)

    async def test_is_made_one_with_another_after_both_were_seen_side_by_side(self, tmp_path: Path) -> None:
        laptop = FakeLaptop()
        async with app_on(laptop, tmp_path, *CARD_OPEN, "ctrl+g", "王", "enter") as pilot:
            assert asked(laptop, "match") == [("match", "c2", "c1")]
            assert asked(laptop, "merge") == []
            await press(pilot, "f9")
            assert asked(laptop, "merge") == [("merge", "c3", "c2")]
            assert isinstance(pilot.app.screen, CustomerScreen)

    async def test_parts_the_marked_one_again(self, tmp_path: Path) -> None:
        laptop = FakeLaptop()
        async with app_on(laptop, tmp_path, *CARD_OPEN, "ctrl+z") as pilot:
            assert asked(laptop, "separate") == []
            await press(pilot, "down", "down", "ctrl+z")
            assert asked(laptop, "separate") == [("separate", "c9")]


class TestProposals:
    async def test_are_told_on_today(self, tmp_path: Path) -> None:
        async with app_on(with_proposals(), tmp_path) as pilot:
            assert "Proposals to decide: 2 (F7)" in text(pilot)

    async def test_are_taken_or_left_with_one_key_each_and_turned_round_with_the_other(
        self, tmp_path: Path
    ) -> None:
        laptop = with_proposals()
        async with app_on(laptop, tmp_path, "f7", "f9", "f8") as pilot:
            assert asked(laptop, "decide") == [("decide", "p1", True), ("decide", "p1", False)]
            assert "left" in painted(pilot.app)[5]
            await press(pilot, "f8")
            assert len(asked(laptop, "decide")) == 2

    async def test_that_two_are_one_are_not_turned_round(self, tmp_path: Path) -> None:
        laptop = with_proposals()
        async with app_on(laptop, tmp_path, "f7", "down", "f9", "f8"):
            assert asked(laptop, "decide") == [("decide", "p2", True)]

    async def test_show_a_number_in_full_until_the_mark_moves(self, tmp_path: Path) -> None:
        async with app_on(with_proposals(), tmp_path, "f7", "f7") as pilot:
            assert "13800000099" in text(pilot)
            await press(pilot, "down")
            assert "13800000099" not in text(pilot)


def evil_laptop() -> FakeLaptop:
    card = replace(
        CARD, number=EVIL, name=EVIL, type=EVIL, status=EVIL, tier=EVIL, phone=EVIL, plate=EVIL, company=EVIL,
        consultant=EVIL, stop=Stop(EVIL, EVIL, EVIL), contacts=(ContactPerson(EVIL, EVIL, EVIL),),
        assets=(EVIL,), projects=(Dated(EVIL, EVIL, EVIL),), tasks=(Dated(EVIL, EVIL, EVIL),),
        history=(PastResponse("r1", NOW, EVIL, EVIL, EVIL, EVIL),), promises=(Promise(EVIL, EVIL, EVIL, EVIL),),
        merged=(MergedOne("c9", EVIL),),
    )  # fmt: skip
    row = replace(FOUND[0], number=EVIL, name=f"王{EVIL}", phone=EVIL, plate=EVIL, company=EVIL, last=EVIL)
    proposal = replace(PROPOSALS[0], entity=EVIL, about=EVIL, field=EVIL, kept=EVIL, proposed=EVIL, user=EVIL)
    return FakeLaptop(
        day=Today(replace(STATUS, proposals=1), ROWS),
        found=(row,),
        card=card,
        pair=replace(MATCH, one_name=EVIL, other_name=EVIL, refusal=EVIL),
        choices=(replace(PACKS[0], title=EVIL, channels=(EVIL,)),),
        open_proposals=(proposal,),
        in_full=(EVIL, EVIL),
    )


@pytest.mark.parametrize(
    "way",
    ["f3 王", "f3 王 enter", "f3 王 enter end", "f3 王 enter ctrl+d", "f3 王 enter ctrl+g 王 enter", "f7 f7"],
)
async def test_hostile_text_is_shown_on_every_screen_and_does_nothing(way: str, tmp_path: Path) -> None:
    async with app_on(evil_laptop(), tmp_path, *way.split()) as pilot:
        assert not [char for row in painted(pilot.app) for char in row if is_harmful(char)]
        assert [len(painted(pilot.app)), pilot.app.is_running] == [24, True]


async def test_a_hostile_pack_is_offered_as_text(tmp_path: Path) -> None:
    laptop = replace(evil_laptop(), card=replace(evil_laptop().card, stop=None))
    async with app_on(laptop, tmp_path, "f3", "王", "enter", "f4") as pilot:
        assert "[/]" in text(pilot)


async def test_somebody_else_can_be_looked_up_after_a_card_was_closed(tmp_path: Path) -> None:
    laptop = FakeLaptop()
    keys = ("f3", *"7788", "enter", "escape", "home", *["delete"] * 4, "赵", "enter")
    async with app_on(laptop, tmp_path, *keys) as pilot:
        assert list(pilot.app.screen.query_one(Fields).typed().values()) == ["赵", "", ""]
