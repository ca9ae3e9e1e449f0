"""The visit form and the plan of the year: how they look in both languages, and what their keys do.

CSAT_GOLDEN=write renews the files in golden/; read the difference.
"""

from dataclasses import replace
from pathlib import Path

import pytest
from textual import events

from csat_tui.app import CsatApp
from csat_tui.screens.today import TodayScreen
from csat_tui.screens.visit import FORMS, VisitScreen
from csat_tui.services import Today
from schemas.language import LANGUAGES, use
from schemas.records.visiting import VISIT_FORMS
from tests.screens.test_shell_golden import opens, rows_of, see_as_agreed
from tests.support.laptop import NOW, STATUS
from tests.support.screens import settle
from tests.support.visits import DRAFT, FORM, PLAN, FakeVisits, VisitingLaptop

WAYS = {
    "visit": ["f11"],
    "visit_people": ["f11", "down", "down"],
    "visit_planned": ["f11", *["down"] * 7],
    "plan": ["ctrl+l"],
    "plan_month": ["ctrl+l", "left", "left"],
    "plan_move": ["ctrl+l", "down", "f4"],
    "plan_cancel": ["ctrl+l", "down", "f8"],
    "plan_other_year": ["ctrl+l", "f2"],
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("screen", WAYS)
async def test_a_screen_looks_as_agreed(screen: str, language: str, tmp_path: Path) -> None:
    await see_as_agreed(screen, VisitingLaptop(), WAYS[screen], language, tmp_path / "log")


def test_the_digits_of_the_form_are_those_of_the_records() -> None:
    assert FORMS == VISIT_FORMS


async def test_what_is_typed_is_recorded_and_said(tmp_path: Path) -> None:
    use("en")
    visits = FakeVisits()
    rows = await rows_of(VisitingLaptop(answers=visits), ["f11", "门", "f9"], (80, 24), tmp_path / "log")
    [(_record, typed, asks)] = [one for one in visits.asked if one[0] == "record"]
    assert (typed["place"], typed["line"], asks) == ("门", "3", False)
    assert any("comes back on its day" in row for row in rows)


async def test_a_line_that_cannot_be_read_is_named_and_gets_the_cursor(tmp_path: Path) -> None:
    laptop = VisitingLaptop(answers=FakeVisits(faults=[("promises", "A promise is what, who and by when.")]))
    app = CsatApp(opens(laptop), log=tmp_path / "log", now=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for key in ("f11", "f9"):
            await pilot.press(key)
            await settle(pilot)
        assert isinstance(app.screen, VisitScreen)
        assert app.screen.fields.code == "promises"


async def test_escape_keeps_what_is_typed(tmp_path: Path) -> None:
    visits = FakeVisits()
    await rows_of(VisitingLaptop(answers=visits), ["f11", "门", "escape"], (80, 24), tmp_path / "log")
    assert visits.asked[-1][0] == "put_away"
    assert visits.asked[-1][1]["place"] == "门"


async def test_a_line_that_was_left_is_kept_at_once(tmp_path: Path) -> None:
    visits = FakeVisits()
    keys = ["f11", "门", "enter"]
    await rows_of(VisitingLaptop(answers=visits), keys, (80, 24), tmp_path / "log")
    assert visits.asked[-1][0] == "put_away"
    assert visits.asked[-1][1]["place"] == "门"


async def test_a_draft_with_gaps_says_why_it_is_not_approved(tmp_path: Path) -> None:
    use("en")
    visits = FakeVisits(shown=DRAFT)
    rows = await rows_of(
        VisitingLaptop(answers=visits), ["ctrl+l", "f9", "enter"], (80, 24), tmp_path / "log"
    )
    assert any("not confirmed by marketing and branch" in row for row in rows)
    assert not [one for one in visits.asked if one[0] == "approve"]


async def test_approval_waits_for_another_key(tmp_path: Path) -> None:
    for keys, approved in (
        (["f9"], 0),
        (["f9", "f9"], 0),
        (["f9", "enter"], 1),
        (["f9", "escape", "enter"], 0),
    ):
        visits = FakeVisits(shown=PLAN.__class__(2026, "p1", lines=PLAN.lines))
        await rows_of(VisitingLaptop(answers=visits), ["ctrl+l", *keys], (80, 24), tmp_path / "log")
        assert len([one for one in visits.asked if one[0] == "approve"]) == approved


async def test_a_visit_is_moved_with_days_and_reason(tmp_path: Path) -> None:
    visits = FakeVisits()
    keys = ["ctrl+l", "down", "f4", "down", "down", "忙", "f9"]
    await rows_of(VisitingLaptop(answers=visits), keys, (80, 24), tmp_path / "log")
    assert ("move", "l2", "2026-05-01", "2026-05-20", "忙") in visits.asked


async def test_a_visit_that_was_made_is_not_moved(tmp_path: Path) -> None:
    use("en")
    rows = await rows_of(VisitingLaptop(), ["ctrl+l", "f4"], (80, 24), tmp_path / "log")
    assert any("This visit has been made." in row for row in rows)


async def test_hostile_text_stays_text(tmp_path: Path) -> None:
    bad = "[/b][red]\x1b]0;x\x07=cmd"
    form = FORM.__class__("c1", bad, {"purpose": bad})
    for keys in (["f11"], ["ctrl+l"]):
        rows = await rows_of(
            VisitingLaptop(answers=FakeVisits(open_form=form)), keys, (80, 24), tmp_path / "log"
        )
        assert not any("\x1b" in row for row in rows)


async def test_keys_typed_fast_reach_the_line_they_were_meant_for(tmp_path: Path) -> None:
    visits = FakeVisits()
    app = CsatApp(opens(VisitingLaptop(answers=visits)), log=tmp_path / "log", now=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("f11")
        await settle(pilot)
        await pilot.press("门", "down", "走", "down", "down", "down", "好", "f9")
        await settle(pilot)
    [(_record, typed, _asks)] = [one for one in visits.asked if one[0] == "record"]
    assert (typed["place"], typed["purpose"], typed["said"]) == ("门", "走", "好")


async def test_keys_typed_ahead_across_enter_reach_the_line_they_were_meant_for(tmp_path: Path) -> None:
    visits = FakeVisits()
    app = CsatApp(opens(VisitingLaptop(answers=visits)), log=tmp_path / "log", now=lambda: NOW)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("f11")
        await settle(pilot)
        for key in ("门", "窗", "backspace", "enter", "货", "left", "发", "enter"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await settle(pilot)
        await pilot.press("f9")
        await settle(pilot)
    [(_record, typed, _asks)] = [one for one in visits.asked if one[0] == "record"]
    assert (typed["place"], typed["purpose"]) == ("门", "发货")


async def test_the_form_of_a_visit_is_shown_in_words_beside_its_digit(tmp_path: Path) -> None:
    use("en")
    keys = ["f11", "up", "backspace", "4"]
    rows = await rows_of(VisitingLaptop(), keys, (80, 24), tmp_path / "log")
    assert any("4" in row and "by telephone" in row for row in rows if "Form of visit" in row)


async def test_a_visit_that_was_not_due_begins_with_whom_it_was_to(tmp_path: Path) -> None:  # J1: spontaneous
    visits = FakeVisits()
    laptop = VisitingLaptop(day=Today(STATUS, ()), answers=visits)
    await rows_of(laptop, ["f11", "王", "建", "enter"], (80, 24), tmp_path / "log")
    assert visits.asked == [("form", "c1", None, None)]


async def test_f4_records_the_visit_and_then_asks_its_questionnaire(tmp_path: Path) -> None:  # J1.3
    visits = FakeVisits(open_form=replace(FORM, pack="dlr-cs-sales"))
    laptop = VisitingLaptop(answers=visits, screen=TodayScreen)
    await rows_of(laptop, ["f11", "门", "f4"], (80, 24), tmp_path / "log")
    assert [(one[0], one[2]) for one in visits.asked if one[0] == "record"] == [("record", True)]
    assert ("start", "t1") in laptop.asked


async def test_f4_without_a_planned_questionnaire_asks_which(tmp_path: Path) -> None:
    use("en")
    rows = await rows_of(VisitingLaptop(), ["f11", "f4"], (80, 24), tmp_path / "log")
    assert any("Which questionnaire?" in row for row in rows)


async def test_the_print_key_says_where_the_paper_is(tmp_path: Path) -> None:
    use("en")
    rows = await rows_of(VisitingLaptop(), ["ctrl+l", "f7"], (80, 24), tmp_path / "log")
    assert any("Written: " in row for row in rows)


async def test_who_may_not_approve_is_told_who_may(tmp_path: Path) -> None:
    use("en")
    laptop = VisitingLaptop(answers=FakeVisits(shown=replace(DRAFT, gaps=(), approver=False)))
    rows = await rows_of(laptop, ["ctrl+l", "f9"], (80, 24), tmp_path / "log")
    assert any("A supervisor or a manager approves" in row for row in rows)
