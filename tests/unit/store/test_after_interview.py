"""What an interview leaves on the laptop: promises and tickets that come back, the customer it is really about, and
the questionnaire it repeats."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from csat_tui.interview.place import END, Step
from csat_tui.interview.summary import finish
from csat_tui.laptop import customer_page, pack_visit, today_page, trying, visit
from csat_tui.laptop.opening import Laptop
from csat_tui.services.customer_data import PastVisit
from csat_tui.store import customers, responses
from csat_tui.trouble import Trouble
from csat_tui.visiting import recording
from schemas.language import use
from tests.support import practice_laptop
from tests.support.forms import keys
from tests.support.store_samples import PACK_NAME, customer_change


@pytest.fixture
def laptop(tmp_path: Path):
    practice_laptop.make(tmp_path / "home")
    with practice_laptop.opened(tmp_path / "home") as opened:
        opened.replica.apply([customer_change("c2", seq=2, name="李伟")], "2")
        yield opened


def held(laptop: Laptop, customer: str = "c1") -> visit.Visit:
    """The must-ask questions answered, with one customer."""
    begun = pack_visit.begin(laptop, PACK_NAME, "onsite", customers.by_id(laptop.store, customer), None)
    begun.interview.open()
    keys(begun.interview, "1 F7 85 Enter 95 Enter 1 90 Enter 85 Enter F7 85 Enter -")
    return begun


def stored(laptop: Laptop, id: str) -> dict:
    body = responses.body_of(laptop.store, id)
    assert body is not None
    return json.loads(body)


def promise(begun: visit.Visit, what: str, days: int) -> None:
    begun.interview.beside(Step.PROMISE_WHAT)
    keys(begun.interview, f"{what} Enter Enter {days} Enter")


def today_rows(laptop: Laptop) -> list[str]:
    return [row.purpose for row in today_page.today(laptop).rows]


class TestAPromise:
    def test_comes_back_on_its_day_and_stands_on_the_card(self, laptop):
        begun = held(laptop)
        promise(begun, "回电", 0)
        promise(begun, "送车", 5)
        begun.finalise(finish(begun.interview))
        body = stored(laptop, begun.header.id)
        late = (date.fromisoformat(body["local_date"]) + timedelta(days=5)).isoformat()
        assert [one["what"] for one in body["promises"]] == ["回电", "送车"]
        assert body["promises"][1] == {"what": "送车", "who": practice_laptop.USER, "by": late}
        assert "回电" in today_rows(laptop)
        assert "送车" not in today_rows(laptop)
        card = customer_page.page(laptop, "c1")
        assert {one.what for one in card.promises} == {"回电", "送车"}
        assert {one.words for one in card.tasks if one.day == late} == {"送车"}

    def test_is_kept_when_a_try_succeeded(self, laptop):
        begun = held(laptop)
        promise(begun, "回电", 0)
        begun.finalise(finish(begun.interview))
        row = next(row for row in today_page.today(laptop).rows if row.purpose == "回电")
        with pytest.raises(Trouble) as caught:
            visit.begin(laptop, row.id)
        assert caught.value.code == "asks_nothing"
        assert trying.attempt(laptop, row.id, "success").status == "done"
        assert "回电" not in today_rows(laptop)

    def test_that_is_past_is_refused(self, laptop):
        begun = held(laptop)
        begun.interview.beside(Step.PROMISE_WHAT)
        keys(begun.interview, "回电 Enter Enter 2020-01-01 Enter")
        assert begun.interview.refusal is not None
        assert begun.interview.refusal.code == "past"


class TestATicket:
    def test_stays_on_today_with_what_the_customer_wants(self, laptop):
        begun = held(laptop)
        begun.interview.beside(Step.TICKET_KIND)
        keys(begun.interview, "1 漏油 Enter 换件 Enter 2")
        begun.finalise(finish(begun.interview))
        body = stored(laptop, begun.header.id)
        assert body["ticket"] == {
            "kind": "complaint",
            "words": "漏油",
            "demand": "换件",
            "severity": "serious",
        }
        row = next(row for row in today_page.today(laptop).rows if row.purpose == "漏油")
        assert row.ticket

    def test_without_words_is_not_stored(self, laptop):
        begun = held(laptop)
        begun.interview.beside(Step.TICKET_KIND)
        keys(begun.interview, "1 Up")
        assert "ticket" not in finish(begun.interview).more


class TestTheWrongCustomer:
    def test_is_changed_and_the_answers_stay_as_the_record_says(self, laptop):
        begun = held(laptop)
        moved = begun.moved("c2")
        assert moved.interview.state.answers == begun.interview.state.answers
        assert moved.interview.place == begun.interview.place
        moved.finalise(finish(moved.interview))
        body = stored(laptop, begun.header.id)
        assert (body["customer"], body["moved_from"]) == ("c2", ["c1"])
        assert customer_page.page(laptop, "c1").history == []

    def test_is_changed_for_good_before_anything_else_happens(self, laptop):
        begun = held(laptop)
        begun.moved("c2")
        again = visit.resume(laptop, begun.header.id)
        assert again.header.customer == "c2"


class TestASecondQuestionnaire:
    def test_is_warned_of_and_names_the_first_and_why(self, laptop):
        first = held(laptop)
        assert first.twins() == []
        first.finalise(finish(first.interview))
        second = held(laptop)
        (twin,) = second.twins()
        assert (twin.id, twin.score, twin.answers["S2A"]) == (first.header.id, "85", "85")
        second.interview.go_to(END)
        second.interview.justify()
        keys(second.interview, "另一辆车 Enter")
        second.finalise(finish(second.interview))
        body = stored(laptop, second.header.id)
        assert (body["repeats"], body["repeat_reason"]) == (first.header.id, "另一辆车")

    def test_with_another_customer_is_none(self, laptop):
        first = held(laptop)
        first.finalise(finish(first.interview))
        assert held(laptop, "c2").twins() == []


class TestAContactThatEnds:
    def test_is_stored_as_far_as_it_came(self, laptop):
        begun = pack_visit.begin(laptop, PACK_NAME, "onsite", customers.by_id(laptop.store, "c1"), None)
        begun.interview.open()
        keys(begun.interview, "1 F7 85 Enter")
        begun.interview.beside(Step.RESULT)
        keys(begun.interview, "0")
        begun.finalise(finish(begun.interview))
        body = stored(laptop, begun.header.id)
        assert (body["ended"], body["completion"]) == ("broken_off", "PARTIAL")
        assert body["answers"]["S2A"]["value"] == "85"

    def test_is_a_refusal_where_the_notice_was_not_answered(self, laptop):
        begun = pack_visit.begin(laptop, PACK_NAME, "onsite", customers.by_id(laptop.store, "c1"), None)
        begun.interview.open()
        begun.interview.beside(Step.RESULT)
        keys(begun.interview, "6")
        begun.finalise(finish(begun.interview))
        assert stored(laptop, begun.header.id)["completion"] == "REFUSED"


def test_the_card_shows_earlier_visits_with_whom_what_was_said_and_what_was_promised(
    laptop,
):  # J1: read it before
    use("en")
    visit = {
        "customer": "c1",
        "held_at": "2026-11-20T09:30:00+08:00",
        "form": "accompanied",
        "purpose": "年度走访",
        "theirs": [{"name": "陈主任", "department": "采购部"}],
        "said": "备件到得慢",
        "promises": [{"what": "寄送样品", "who": "李敏", "by": "2026-12-01"}],
    }
    recording.record(laptop, visit)
    taken_back = recording.record(laptop, {**visit, "held_at": "2026-11-21T09:30:00+08:00"}).visit
    recording.void(laptop, taken_back.id, "记错")
    page = customer_page.page(laptop, "c1")
    assert page.visits == [
        PastVisit("2026-11-20", "accompanied visit", "年度走访", "陈主任 采购部", "备件到得慢")
    ]
    assert [(one.day, one.what, one.until) for one in page.promises] == [
        ("2026-11-20", "寄送样品", "2026-12-01")
    ]
