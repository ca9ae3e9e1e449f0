"""What goes wrong on a visit, line by line of the journey J1, on a real laptop without a network."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from csat_tui.interview.place import END, Step
from csat_tui.interview.summary import finish
from csat_tui.laptop import amend, customer_page, pack_visit, record_pages, today_page, visit
from csat_tui.laptop.opening import Laptop
from csat_tui.store import customers, responses
from csat_tui.store.devicelog import LaptopLog
from csat_tui.words.common import clock_behind, clock_warning
from schemas.language import use
from schemas.packs.resolve import content_hash
from tests.support import practice_laptop
from tests.support.forms import HandClock, keys
from tests.support.store_samples import CONTENT, PACK_NAME, customer_change, pack_change
from tests.unit.store.test_after_interview import held, stored


@pytest.fixture
def laptop(tmp_path: Path):
    use("en")
    practice_laptop.make(tmp_path / "home")
    with practice_laptop.opened(tmp_path / "home") as opened:
        opened.replica.apply([customer_change("c2", seq=2, name="李伟")], "2")
        yield opened


def begun_with(laptop: Laptop, customer: str = "c1") -> visit.Visit:
    begun = pack_visit.begin(laptop, PACK_NAME, "onsite", customers.by_id(laptop.store, customer), None)
    begun.interview.open()
    return begun


def test_no_network_all_works_and_the_record_waits_to_be_sent(laptop):
    begun = held(laptop)
    assert begun.finalise(finish(begun.interview)) == 1
    page = record_pages.page(laptop, begun.header.id)
    assert (page.row.sent, page.row.proven, page.sent_at) == (False, False, None)
    assert today_page.today(laptop).status.to_send == 1


def test_interrupted_by_the_telephone_it_opens_where_it_stopped_and_the_time_stood_still(laptop):
    begun = begun_with(laptop)
    begun.interview._clock = clock = HandClock()
    begun.interview._mark = 0
    keys(begun.interview, "1 F7 8")
    clock.ms = 60_000
    begun.interview.leave()
    clock.ms = 3_600_000
    again = visit.resume(laptop, begun.header.id)
    again.interview._clock = clock
    again.interview._mark = clock.ms
    again.interview.open()
    assert (again.interview.place, again.interview.typed) == (begun.interview.place, "8")
    assert again.interview.active_ms == 60_000


def test_the_customer_leaves_midway_and_it_is_partly_complete(laptop):
    begun = begun_with(laptop)
    keys(begun.interview, "1 F7 85 Enter")
    begun.interview.beside(Step.RESULT)
    keys(begun.interview, "0")
    begun.finalise(finish(begun.interview))
    assert stored(laptop, begun.header.id)["completion"] == "PARTIAL"


def test_the_wrong_person_is_changed_before_it_is_submitted(laptop):
    begun = held(laptop)
    begun.interview.beside(Step.PERSON_NAME)
    keys(begun.interview, "张工 Enter 运维部 Enter 主管 Enter")
    begun.interview.beside(Step.PERSON_NAME)
    begun.interview.write("")
    keys(begun.interview, "李工 Enter Enter Enter")
    begun.finalise(finish(begun.interview))
    assert stored(laptop, begun.header.id)["respondent"]["name"] == "李工"


def test_afterwards_only_an_amendment_with_a_reason_changes_it(laptop):
    first = held(laptop)
    first.finalise(finish(first.interview))
    second = amend.begin(laptop, first.header.id)
    second.interview.open()
    second.interview.beside(Step.PERSON_NAME)
    keys(second.interview, "李工 Enter Enter Enter")
    second.interview.go_to(END)
    second.interview.explain()
    keys(second.interview, "受访人写错了 Enter")
    second.finalise(finish(second.interview))
    assert stored(laptop, first.header.id).get("respondent") is None
    body = stored(laptop, second.header.id)
    assert (body["amends"], body["respondent"]["name"]) == (first.header.id, "李工")
    assert body["reason"] == "受访人写错了"


def test_the_wrong_customer_is_changed_and_the_answers_stay(laptop):
    begun = held(laptop)
    moved = begun.moved("c2")
    assert moved.interview.state.answers == begun.interview.state.answers
    moved.finalise(finish(moved.interview))
    body = stored(laptop, begun.header.id)
    assert (body["customer"], body["moved_from"]) == ("c2", ["c1"])
    assert customer_page.page(laptop, "c1").history == []


def test_the_battery_is_pulled_and_everything_accepted_is_there(laptop):
    begun = held(laptop)
    answers = begun.interview.state.answers
    laptop.store.close()
    with practice_laptop.opened(laptop.home.path) as again:
        (draft,) = again.drafts.open_drafts()
        assert visit.resume(again, draft.id).interview.state.answers == answers
        assert [row.kind for row in today_page.today(again).rows].count("draft") == 1


@pytest.mark.parametrize("said", ["1970-01-01 08:00", "2026-11-27 09:10"])
def test_a_clock_earlier_than_the_last_record_is_warned_of_without_any_server(said):
    use("en")
    saved = datetime(2026, 11, 27, 17, 12)
    now = datetime.fromisoformat(said)
    assert said in (clock_behind(saved, now) or "")
    assert clock_behind(saved, saved - timedelta(seconds=20)) is None
    assert clock_behind(None, now) is None


def test_the_last_record_and_the_last_draft_say_when_something_was_saved(laptop):
    assert today_page.today(laptop).status.saved_at is None
    before = datetime.now() - timedelta(seconds=2)
    begun = held(laptop)
    drafted = today_page.today(laptop).status.saved_at
    begun.finalise(finish(begun.interview))
    finished = today_page.today(laptop).status.saved_at
    assert drafted is not None
    assert finished is not None
    assert before <= drafted <= datetime.now()
    assert before <= finished <= datetime.now()


def test_a_clock_off_by_more_than_ten_minutes_is_warned_of_and_stands_in_the_record(laptop):
    assert clock_warning(8 * 3_600_000)
    LaptopLog(laptop.store).note_clock(-8 * 3_600_000, "2026-11-27T09:00:00+08:00")
    begun = held(laptop)
    begun.finalise(finish(begun.interview))
    assert stored(laptop, begun.header.id)["clock_offset_ms"] == -8 * 3_600_000


def test_records_keep_their_order_whatever_the_clock_says(laptop):
    ids = []
    for year in (2026, 1970, 2030):
        begun = held(laptop)
        begun = replace(begun, header=replace(begun.header, occurred_at=f"{year}-05-01T09:00:00+08:00"))
        done = finish(begun.interview)
        begun.finalise(replace(done, more={**done.more, "repeat_reason": "另一件事"}) if ids else done)
        ids.append(begun.header.id)
    logged = [one.id for one in laptop.log.entries(0, 100, 10_000_000) if one.kind == "response.final"]
    assert logged == ids


def test_a_second_questionnaire_of_the_period_is_warned_of_and_allowed_with_a_reason(laptop):
    first = held(laptop)
    first.finalise(finish(first.interview))
    second = held(laptop)
    assert [twin.id for twin in second.twins()] == [first.header.id]
    second.interview.go_to(END)
    second.interview.justify()
    keys(second.interview, "另一辆车 Enter")
    second.finalise(finish(second.interview))
    assert stored(laptop, second.header.id)["repeat_reason"] == "另一辆车"


def test_whoever_interviews_is_never_shown_a_flag_of_quality(laptop):
    begun = held(laptop)
    begun.finalise(finish(begun.interview))
    page = record_pages.page(laptop, begun.header.id)
    assert not [name for name in vars(page) if "flag" in name or "check" in name]
    assert responses.body_of(laptop.store, begun.header.id) is not None


def test_a_draft_keeps_the_version_of_its_questionnaire_when_a_newer_one_arrives(laptop):
    begun = held(laptop)
    content = {**CONTENT, "version": "9.0.0"}
    newer = pack_change(seq=9)
    body = {**newer.body, "id": f"{PACK_NAME.partition('@')[0]}@9.0.0", "version": "9.0.0"}
    body |= {"content": content, "hash": content_hash(content)}
    laptop.replica.apply([replace(newer, id=body["id"], body=body)], "9")
    other = pack_visit.begin(laptop, body["id"], "onsite", customers.by_id(laptop.store, "c2"), None)
    assert other.header.pack_version == "9.0.0"
    again = visit.resume(laptop, begun.header.id)
    assert again.header.pack_version == begun.header.pack_version != "9.0.0"
    again.finalise(finish(again.interview))
    assert stored(laptop, begun.header.id)["pack_version"] == begun.header.pack_version


def test_a_second_questionnaire_without_its_reason_is_told_so_and_stays(laptop):
    first = held(laptop)
    first.finalise(finish(first.interview))
    second = held(laptop)
    second.interview.go_to(END)
    second.interview.justify()
    keys(second.interview, "Enter")
    assert second.interview.place.step is Step.REPEAT
    assert second.interview.refusal is not None
    keys(second.interview, "Up")
    assert second.interview.place.step is Step.VALUE


def test_the_page_of_the_record_tells_all_that_was_noted_on_the_visit(laptop):
    begun = held(laptop)
    begun.interview.beside(Step.PERSON_NAME)
    keys(begun.interview, "张工 Enter 运维部 Enter 主管 Enter")
    begun.interview.beside(Step.TICKET_KIND)
    keys(begun.interview, "1 等了两小时 Enter 道歉 Enter 3")
    begun.interview.beside(Step.PROMISE_WHAT)
    keys(begun.interview, "回电 Enter Enter 2026-12-01 Enter")
    begun.interview.filled_by("self")
    begun.interview.flag("major", True)
    moved = begun.moved("c2")
    moved.finalise(finish(moved.interview))
    told = {note.what: note.said for note in record_pages.page(laptop, begun.header.id).notes}
    assert told == {
        "answered by": "张工 运维部 主管",
        "filled in": "by the customer",
        "noted": "major",
        "ticket": "Complaint  Major  等了两小时  道歉",
        "promise": "回电  李敏  2026-12-01",
        "begun for": customers.by_id(laptop.store, "c1").name,
    }
