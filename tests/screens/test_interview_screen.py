"""Holding an interview in the app: keys in, commits out, nothing lost, nothing obeyed."""

from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from csat_tui.actions import on_screen
from csat_tui.interview.journal import Event
from csat_tui.screens.interview import InterviewScreen
from csat_tui.screens.today import TodayScreen
from csat_tui.trouble import Trouble
from schemas.language import LANGUAGES, use
from tests.support.forms import MemoryJournal
from tests.support.interviews import held

WHOLE = "1 90 enter 88 enter 85 enter 95 enter 1 90 enter 85 enter - 92 enter 85 enter 等太久 enter enter"
EVIL = "[/]王[@click=app.quit]x[/] \x1b[31m\x1b]0;t\x07\x9b5n\u202e={cmd}\nnext"


@pytest.fixture(autouse=True)
def _in_english() -> None:
    use("en")


class FullDisk(MemoryJournal):
    """A journal that keeps so many things and then no more."""

    room = 4

    def append(self, event: Event) -> None:
        self._take()
        super().append(event)

    def pending(self, text: str) -> None:
        self._take()
        super().pending(text)

    def _take(self) -> None:
        if self.commits >= self.room:
            raise Trouble("disk_full", "The disk is full.", "What was saved is safe.", "Free some space.")


async def test_a_whole_interview_typed_ahead_lands_where_it_belongs(tmp_path: Path) -> None:
    async with held(tmp_path / "log") as interview:
        await interview.keys(f"{WHOLE} f9 enter")
        (done,) = interview.finished
        values = [answer.value or answer.text or answer.option for answer in done.answers.values()]
        assert values == ["1", "90", "88", "85", "95", "1", "90", "85", None, "92", "85", "等太久"]
        assert isinstance(interview.app.screen, TodayScreen)
        assert any("Saved. 13 to send." in row for row in interview.rows)


async def test_submitting_needs_another_key_than_the_one_that_asks(tmp_path: Path) -> None:
    async with held(tmp_path / "log") as interview:
        await interview.keys(f"{WHOLE} f9 f9")
        assert interview.finished == []
        assert isinstance(interview.app.screen, InterviewScreen)
        await interview.keys("enter")
        assert interview.finished == []


async def test_a_refusal_is_recorded_with_three_keys(tmp_path: Path) -> None:
    async with held(tmp_path / "log") as interview:
        await interview.keys("4 f9 enter")
        assert [done.completion for done in interview.finished] == ["REFUSED"]


async def test_another_time_leaves_the_draft_and_says_so(tmp_path: Path) -> None:
    async with held(tmp_path / "log") as interview:
        await interview.keys("3")
        assert isinstance(interview.app.screen, TodayScreen)
        assert interview.journal.events[-1]["kind"] == "left"
        assert any("the draft waits" in row for row in interview.rows)


async def test_without_consent_nothing_is_submitted(tmp_path: Path) -> None:
    async with held(tmp_path / "log") as interview:
        await interview.keys("f9 f9 enter")
        assert interview.finished == []
        assert any("The notice comes first" in row for row in interview.rows)


async def test_leaving_and_opening_again_shows_the_same_page(tmp_path: Path) -> None:
    async with held(tmp_path / "log") as interview:
        await interview.keys("1 90 enter enter 8 f4 讲得很细")
        before, journal = interview.rows, interview.journal
    async with held(tmp_path / "log", journal=journal) as again:
        assert again.rows == before
        await again.keys("enter")
        assert again.interview.state.remarks == {"S2A": "讲得很细"}
        assert any("> 8_" in row for row in again.rows)


async def test_what_cannot_be_saved_is_not_shown_as_given(tmp_path: Path) -> None:
    async with held(tmp_path / "log", journal=FullDisk()) as interview:
        await interview.keys("1 90 enter")
        assert interview.interview.place.question == "S1A"
        assert interview.interview.state.answers.keys() == {"B0"}
        shown = "\n".join(interview.rows)
        assert "The disk is full. What was saved is safe. Free some space." in shown
        assert "> 90_" in shown


async def test_a_form_that_cannot_be_made_final_stays_open_and_says_why(tmp_path: Path) -> None:
    trouble = Trouble("disk_full", "The disk is full.", "The draft is safe.", "Free some space.")
    async with held(tmp_path / "log", finalise=trouble) as interview:
        await interview.keys(f"{WHOLE} f9 enter")
        assert isinstance(interview.app.screen, InterviewScreen)
        assert any("The draft is safe." in row for row in interview.rows)
        await interview.keys("up")
        assert interview.interview.place.question == "B9"


async def test_the_list_goes_to_the_marked_question(tmp_path: Path) -> None:
    async with held(tmp_path / "log") as interview:
        await interview.keys("1 f2")
        await interview.keys("down down enter")
        assert interview.interview.place.question == "S2A"


async def test_fill_method_and_notes_are_set_on_the_last_page(tmp_path: Path) -> None:
    async with held(tmp_path / "log") as interview:
        await interview.keys(f"{WHOLE} 3 5 7 7")
        assert interview.interview.state.fill_method == "proxy"
        assert interview.interview.state.flags == {"major": True, "external": "media"}
        assert any("formal complaint" in row for row in interview.rows)
        await interview.keys("7 7 5")
        assert interview.interview.state.flags == {}


async def test_a_question_mark_is_a_word_in_a_text_and_help_elsewhere(tmp_path: Path) -> None:
    async with held(tmp_path / "log") as interview:
        await interview.keys("1 f4 为什么?? enter")
        assert interview.interview.state.remarks == {"S1A": "为什么??"}
        await interview.keys("f1")
        assert interview.app.screen.where == "help"


@pytest.mark.parametrize("into", ["1 f4", "1 90 enter enter f7 f4"])
async def test_a_pasted_text_is_kept_whole_and_never_obeyed(into: str, tmp_path: Path) -> None:
    async with held(tmp_path / "log", customer=EVIL) as interview:
        await interview.keys(into)
        await interview.paste(EVIL + "\r\n第二行")
        rows = interview.rows
        assert [cell_len(row) for row in rows] == [80] * 24
        assert not any(ord(c) < 32 or 127 <= ord(c) < 160 or c == "\u202e" for row in rows for c in row)
        await interview.keys("enter")
        (remark,) = interview.interview.state.remarks.values()
        assert remark == "[/]王[@click=app.quit]x[/] [31m]0;t5n={cmd}\nnext\n第二行"
        assert interview.app.is_running
        await interview.keys("f2")
        await interview.keys("escape")
        await interview.keys("f7 f7 f9 f9")
        assert [cell_len(row) for row in interview.rows] == [80] * 24


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_key_of_a_question_is_named_below_it(language: str, tmp_path: Path) -> None:
    use(language)
    async with held(tmp_path / "log") as interview:
        await interview.keys("1")
        below = " ".join(interview.rows[-2:])
    named = [action for action in on_screen("interview") if 0 < action.rank < 80]
    assert [a.id for a in named if f"{a.label} {a.name}" not in below] == []
    assert all(f"{sign} " in below for sign in "/*-+")


async def test_typing_a_digit_repaints_one_row_and_lays_nothing_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from csat_tui.widgets.page import Page

    painted: list[tuple[Any, ...]] = []
    async with held(tmp_path / "log") as interview:
        await interview.keys("1 8")
        refresh = Page.refresh
        monkeypatch.setattr(
            Page,
            "refresh",
            lambda self, *regions, **options: (
                painted.append((regions, options)),
                refresh(self, *regions, **options),
            )[1],
        )
        await interview.keys("5")
    assert [options for _regions, options in painted] == [{}]
    assert [region.height for regions, _options in painted for region in regions] == [1]


async def test_the_input_method_opens_its_candidates_where_the_text_goes(tmp_path: Path) -> None:
    async with held(tmp_path / "log") as interview:
        await interview.keys("1 f4 客户")
        x, y = interview.app.cursor_position
        assert interview.rows[y][: interview.rows[y].index("_")].endswith("客户")
        assert cell_len(interview.rows[y].split("_")[0]) == x
        assert y < 22


async def test_the_turned_screen_tells_the_customer_which_numbers_there_are(tmp_path: Path) -> None:
    async with held(tmp_path / "log") as interview:
        await interview.keys("1 f11")
        assert any("0 to 100" in row for row in interview.rows)
        assert not any("Esc" in row for row in interview.rows)


async def test_what_was_taken_down_beside_the_questions_stays_in_sight(tmp_path: Path) -> None:
    async with held(tmp_path / "log") as interview:
        await interview.keys("1 f8 1 太慢 enter enter enter")
        await interview.keys("ctrl+b 回电 enter enter 3 enter")
        assert "ticket   promises: 1" in interview.rows[1]


async def test_beside_the_questions_the_way_back_is_said(tmp_path: Path) -> None:
    async with held(tmp_path / "log") as interview:
        for key in ("f6", "f8", "ctrl+b", "ctrl+w"):
            await interview.keys(f"{key}")
            assert any("Up goes back to the question." in row for row in interview.rows), key
            await interview.keys("up")
            assert not any("Up goes back" in row for row in interview.rows), key
