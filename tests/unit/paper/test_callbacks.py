"""R12: items below the limit and grievances make one callback task at once, and a correction changes it."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from csat_tui.laptop import task_list, today_page, trying
from csat_tui.laptop.opening import Laptop, now
from csat_tui.laptop.surroundings import surroundings
from csat_tui.paper.lines import key_line
from csat_tui.recording.line import read_line
from csat_tui.store import operations, responses
from csat_tui.trouble import Trouble
from schemas.packs.resolve import library_content, read
from schemas.records.following import CORRECTED, callback_id
from schemas.scoring.callback_day import callback_by
from tests.support.paper_desk import P09, batch_of, desk_laptop, serial

GOOD = {f"U{number}": 90 for number in range(1, 14)}


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    with desk_laptop(tmp_path / "home") as opened:
        yield opened


def keyed(laptop: Laptop, **answers: Any) -> Mapping[str, Any] | None:
    line = {"id": "r1", "serial": serial(1), "customer": "SZ01", "answers": {**GOOD, **answers}}
    key_line(laptop, batch_of(laptop, P09), line)
    return called(laptop)


def called(laptop: Laptop) -> Mapping[str, Any] | None:
    id = callback_id(P09, "r1")
    return operations.here(laptop.store, "task", [id]).get(id)


def corrected(laptop: Laptop, id: str, **more: Any) -> Mapping[str, Any] | None:
    line = {"id": id, "amends": "r1", "reason": "read again", "pack": P09, **more}
    read_ = read_line(line, surroundings(laptop))
    assert responses.finalise(laptop.store, read_.response, read_.pack).outcome == "final"
    return called(laptop)


def test_items_below_seventy_make_one_task_that_stands_on_today(laptop: Laptop) -> None:
    task = keyed(laptop, U3=69, U5=70, U9=40)
    assert task is not None
    assert (task["customer"], task["assignee"]) == ("u1", "zhao")
    assert task["purpose"] == "U3 69; U9 40"
    (row,) = [row for row in today_page.today(laptop).rows if row.id == task["id"]]
    assert row.ticket
    assert row.purpose.endswith("U3 69; U9 40")


def test_it_is_due_at_once_and_until_the_packs_reply_time_is_over(laptop: Laptop) -> None:
    task = keyed(laptop, U3=0)
    assert task is not None
    today = now().date()
    assert task["due_from"].startswith(today.isoformat())
    assert task["due_at"].startswith((today + timedelta(days=3)).isoformat())


def test_a_grievance_in_words_makes_one_although_all_items_are_good(laptop: Laptop) -> None:
    task = keyed(laptop, U14="交货慢")
    assert task is not None
    assert task["purpose"] == "U14 交货慢"


def test_good_items_a_wish_and_blanks_make_none(laptop: Laptop) -> None:
    assert keyed(laptop, U3={"missing": "blank"}, U15="希望有新目录") is None


def test_a_recorded_questionnaire_makes_one_as_a_keyed_form_does(laptop: Laptop) -> None:
    line = {
        "id": "r1",
        "pack": P09,
        "customer": "SZ01",
        "channel": "fax",
        "occurred_at": "2026-11-20T09:00:00+08:00",
        "answers": {**GOOD, "U2": 65},
    }
    read_ = read_line(line, surroundings(laptop))
    responses.finalise(laptop.store, read_.response, read_.pack)
    task = called(laptop)
    assert task is not None
    assert task["purpose"] == "U2 65"


def test_a_correction_changes_what_it_is_about_and_takes_it_back(laptop: Laptop) -> None:
    keyed(laptop, U3=65, U4=60)
    task = corrected(laptop, "r2", answers={"U3": 85})
    assert task is not None
    assert (task["status"], task["purpose"]) == ("pending", "U4 60")
    task = corrected(laptop, "r3", answers={"U4": 90})
    assert task is not None
    assert (task["status"], task["cancelled_reason"]) == ("cancelled", CORRECTED)
    task = corrected(laptop, "r4", answers={"U4": 10})
    assert task is not None
    assert (task["status"], task["purpose"]) == ("pending", "U4 10")


@pytest.mark.parametrize(
    ("sla", "by"),
    [
        ({"n": 3}, date(2026, 11, 23)),
        ({"n": 3, "start_day_counted": True}, date(2026, 11, 22)),
        ({"n": 3, "unit": "working_day"}, date(2026, 11, 25)),
        ({"n": 48, "unit": "hour"}, date(2026, 11, 22)),
    ],
)
def test_the_last_day_is_that_of_the_packs_reply_time(sla: dict[str, Any], by: date) -> None:
    pack = read(library_content(P09))
    assert pack.tickets is not None
    own = pack.tickets.reply_sla.model_copy(update=sla)
    changed = pack.model_copy(update={"tickets": pack.tickets.model_copy(update={"reply_sla": own})})
    assert callback_by(changed, date(2026, 11, 20)) == by


class TestACallAboutAForm:
    """Each item it is about gets a cause: a code, and words."""

    def call(self, laptop: Laptop, result: str = "success", **causes: str) -> trying.Tried:
        return trying.attempt(laptop, callback_id(P09, "r1"), result, trying.Told(causes=causes))

    def test_shows_its_items_by_name(self, laptop: Laptop) -> None:
        keyed(laptop, U3=69, U14="交货慢")
        about = trying.page(laptop, callback_id(P09, "r1")).about
        assert [code for code, _words in about] == ["U3", "U14"]
        assert all(words.startswith(f"{code} ") for code, words in about)

    def test_is_done_with_a_cause_of_each_item_and_keeps_them(self, laptop: Laptop) -> None:
        keyed(laptop, U3=69, U9=40)
        tried = self.call(laptop, U3="2 承运商晚到", U9="price")
        assert tried.status == "done"
        (row,) = [
            row for row in task_list.rows(laptop, everything=True) if row["id"] == callback_id(P09, "r1")
        ]
        assert row["causes"] == [
            {"item": "U3", "code": "delivery", "text": "承运商晚到"},
            {"item": "U9", "code": "price"},
        ]

    def test_is_not_stored_as_a_success_while_an_item_lacks_its_cause(self, laptop: Laptop) -> None:
        keyed(laptop, U3=69, U9=40)
        with pytest.raises(Trouble, match="U9") as caught:
            self.call(laptop, U3="2")
        assert caught.value.code == "cause_needed"
        assert (called(laptop) or {})["attempts"] == []

    @pytest.mark.parametrize("typed", ["late", "0", "0  "])
    def test_takes_no_cause_without_its_code_and_no_other_without_words(
        self, laptop: Laptop, typed: str
    ) -> None:
        keyed(laptop, U3=69)
        with pytest.raises(Trouble) as caught:
            self.call(laptop, U3=typed)
        assert caught.value.code == "bad_cause"

    def test_is_not_about_other_items(self, laptop: Laptop) -> None:
        keyed(laptop, U3=69)
        with pytest.raises(Trouble, match="U4"):
            self.call(laptop, U3="1", U4="1")

    def test_needs_no_cause_when_nobody_answered(self, laptop: Laptop) -> None:
        keyed(laptop, U3=69)
        assert self.call(laptop, "no_answer").status == "in_progress"

    def test_builds_on_what_an_earlier_call_found_out(self, laptop: Laptop) -> None:
        keyed(laptop, U3=69, U9=40)
        self.call(laptop, "broken", U3="1")
        assert self.call(laptop, U9="3 贵").status == "done"
