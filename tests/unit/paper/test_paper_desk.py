"""The paper desk without a screen: a batch comes in, its forms are sorted, keyed and counted."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from csat_tui.home import open_home
from csat_tui.interview.summary import finish
from csat_tui.laptop import visit
from csat_tui.laptop.opening import Laptop
from csat_tui.paper import batches, keyed_form, shelf
from csat_tui.paper.batches import Arrival
from csat_tui.paper.desk import Desk
from csat_tui.paper.places import demand_batch
from csat_tui.store import customers, responses
from csat_tui.trouble import Trouble
from schemas.packs.model import Pack
from schemas.packs.resolve import library_content, read
from schemas.packs.work_keys import Keying
from schemas.paper.balance import Finding
from schemas.paper.serial import Serial
from schemas.records.paper import PaperBatch
from sync.client.ports import Enrolment
from tests.support.practice_laptop import opened
from tests.support.store_samples import customer_change, pack_change

PACK: Pack = read(library_content("op-qpm-written"))
ARRIVAL = Arrival("mail", date(2026, 11, 19), 5, sender="苏州分公司", tracking="SF1234")
SCORES = ["95", "90", "88", "60", "90", "78", "65", "88", "95", "90", "92", "80", "93"]


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    open_home(tmp_path / "home", kind="practice")
    with opened(tmp_path / "home") as laptop:
        laptop.log.enrolled(Enrolment("http://127.0.0.1:9", "d1", 1, "zhao", "华星照明", mark="2L36"))
        laptop.replica.apply(
            [pack_change(name="op-qpm-written"), customer_change("u1", name="苏州分公司")], "1"
        )
        yield laptop


@pytest.fixture
def batch(laptop: Laptop) -> PaperBatch:
    return batches.open_batch(laptop, PACK, ARRIVAL)


def serial(number: int) -> Serial:
    return Serial("26Q4", number)


def begun(laptop: Laptop, batch: PaperBatch, number: int, form_date: date | None = None) -> visit.Visit:
    unit = customers.by_id(laptop.store, "u1")
    return keyed_form.begin(laptop, batch, serial(number), unit, form_date)


def keyed(laptop: Laptop, batch: PaperBatch, number: int, form_date: date | None = None) -> str:
    form = begun(laptop, batch, number, form_date)
    form.interview.open()
    for score in SCORES:
        for digit in score:
            form.interview.press(digit)
        form.interview.enter()
    return keyed_form.finalise(laptop, form, finish(form.interview), strokes=41, pause_ms=0)


class TestABatch:
    def test_has_a_number_and_what_its_pack_says_of_verification(self, batch: PaperBatch) -> None:
        assert batch.number.startswith("B-")
        assert (batch.declared, batch.verify, Decimal(batch.verify_percent)) == (5, "blind", 10)
        assert batch.seed

    def test_of_the_same_day_has_another_number(self, laptop: Laptop, batch: PaperBatch) -> None:
        assert batches.open_batch(laptop, PACK, ARRIVAL).number != batch.number

    def test_goes_to_the_centre_as_entries_of_the_log(self, laptop: Laptop, batch: PaperBatch) -> None:
        batches.sort_out(laptop, batch, serial(1), "blank")
        kinds = [entry.kind for entry in laptop.log.entries(0, 100, 10**6)]
        assert kinds == ["batch.op", "form.op"]


class TestSorting:
    @pytest.mark.parametrize(
        ("finding", "fate"),
        [
            ("blank", "blank"),
            ("torn", "unreadable"),
            ("wrong_version", "returned_to_sender"),
            ("half_page", None),
            ("ok", None),
        ],
    )
    def test_gives_a_form_its_fate(
        self, laptop: Laptop, batch: PaperBatch, finding: Finding, fate: str | None
    ) -> None:
        batches.sort_out(laptop, batch, serial(1), finding)
        found = shelf.form(laptop.store, str(serial(1)))
        assert found is not None
        assert (found.finding, found.fate, found.batch) == (finding, fate, batch.id)

    def test_of_a_form_that_lies_in_another_batch_says_where(self, laptop: Laptop, batch: PaperBatch) -> None:
        batches.sort_out(laptop, batch, serial(1), "ok")
        other = batches.open_batch(laptop, PACK, ARRIVAL)
        with pytest.raises(Trouble, match=batch.number) as told:
            batches.sort_out(laptop, other, serial(1), "ok")
        assert told.value.code == "other_batch"

    def test_keeps_the_order_of_the_pile(self, laptop: Laptop, batch: PaperBatch) -> None:
        for number in (7, 3, 5):
            batches.sort_out(laptop, batch, serial(number), "ok")
        batches.sort_out(laptop, batch, serial(3), "blank")
        assert [form.serial for form in shelf.forms_of(laptop.store, batch.id)] == [
            str(serial(number)) for number in (7, 3, 5)
        ]


class TestKeying:
    def test_stores_the_record_and_what_became_of_the_paper(self, laptop: Laptop, batch: PaperBatch) -> None:
        id = keyed(laptop, batch, 1, date(2026, 11, 15))
        facts = responses.find(laptop.store, id)
        form = shelf.form(laptop.store, str(serial(1)))
        assert facts is not None
        assert (facts.local_date, facts.channel, facts.customer) == ("2026-11-15", "mail", "u1")
        assert form is not None
        assert (form.fate, form.form_date, form.customer) == ("keyed", "2026-11-15", "u1")
        assert (form.keyed or {}).items() >= {"response": id, "by": "zhao", "strokes": 41}.items()

    def test_without_a_date_on_the_form_the_day_of_receipt_decides(
        self, laptop: Laptop, batch: PaperBatch
    ) -> None:
        facts = responses.find(laptop.store, keyed(laptop, batch, 1))
        assert facts is not None
        assert facts.local_date == "2026-11-19"

    def test_names_its_paper_in_the_record(self, laptop: Laptop, batch: PaperBatch) -> None:
        body = responses.body_of(laptop.store, keyed(laptop, batch, 1, date(2026, 11, 15)))
        assert f'"serial":"{serial(1)}"'.encode() in (body or b"")
        assert b'"fill_method":"self"' in (body or b"")

    def test_goes_on_at_the_same_field_after_a_crash(self, laptop: Laptop, batch: PaperBatch) -> None:
        form = begun(laptop, batch, 1)
        form.interview.open()
        for key in "95":
            form.interview.press(key)
        form.interview.enter()
        form.interview.press("9")
        again = begun(laptop, batch, 1)
        assert again.header.id == form.header.id
        assert (again.interview.place.question, again.interview.typed) == ("U2", "9")

    def test_the_same_form_twice_is_told_and_not_stored_twice(
        self, laptop: Laptop, batch: PaperBatch
    ) -> None:
        keyed(laptop, batch, 1)
        with pytest.raises(Trouble, match="zhao") as told:
            begun(laptop, batch, 1)
        assert told.value.code == "keyed_before"


class TestTheBalance:
    def test_lets_a_batch_close_when_every_form_is_accounted_for(self, laptop: Laptop) -> None:
        batch = batches.open_batch(laptop, PACK.model_copy(update={"keying": Keying(verify="none")}), ARRIVAL)
        for number in (1, 2):
            keyed(laptop, batch, number)
        for number, finding in ((3, "blank"), (4, "duplicate"), (5, "torn")):
            batches.sort_out(laptop, batch, serial(number), finding)  # type: ignore[arg-type]
        assert batches.balance_of(laptop, batch).holds
        assert batches.close(laptop, batch).status == "closed"
        assert batch.id not in {open.id for open in shelf.batches(laptop.store)}

    def test_keeps_a_batch_open_with_its_sum_and_its_reason(self, laptop: Laptop, batch: PaperBatch) -> None:
        keyed(laptop, batch, 1)
        batches.sort_out(laptop, batch, serial(2), "ok")
        with pytest.raises(Trouble) as told:
            batches.close(laptop, batch)
        assert told.value.code == "unbalanced"
        assert "5" in told.value.message
        assert batches.leave_open(laptop, batch, "三份明天到").open_because == "三份明天到"

    def test_follows_a_corrected_declaration(self, laptop: Laptop, batch: PaperBatch) -> None:
        keyed(laptop, batch, 1)
        corrected = batches.declare(laptop, batch, 1)
        assert batches.balance_of(laptop, corrected).holds


def test_two_piles_of_one_number_are_told_apart(laptop: Laptop) -> None:
    first, second = (batches.open_batch(laptop, PACK, ARRIVAL) for _pile in range(2))
    assert first.number != second.number
    assert demand_batch(laptop, first.number.rsplit("-", 1)[0]).id == first.id
    with pytest.raises(Trouble) as refused:
        demand_batch(laptop, first.number.rsplit("-", 2)[0])
    assert refused.value.code == "which_batch"


class TestAUnitThatIsOnFileForThePeriod:
    """Another sheet of the same unit and wave, under a serial of its own."""

    @pytest.fixture
    def desk(self, laptop: Laptop, batch: PaperBatch) -> Desk:
        keyed(laptop, batch, 1, date(2026, 11, 15))
        return self.at(laptop, batch)

    @staticmethod
    def at(laptop: Laptop, batch: PaperBatch) -> Desk:
        desk = Desk(laptop, batch, "zhao")
        if desk.form is None:
            desk.begin(str(serial(2)))
            desk.of_customer("u1")
            desk.head_field("1116")
        return desk

    def test_is_shown_before_the_first_item_and_again_after_a_crash(
        self, laptop: Laptop, batch: PaperBatch, desk: Desk
    ) -> None:
        assert str(serial(1)) in desk.question
        assert str(serial(1)) in self.at(laptop, batch).question

    def test_may_be_a_duplicate(self, laptop: Laptop, batch: PaperBatch, desk: Desk) -> None:
        desk.take_duplicate()
        form = shelf.form(laptop.store, str(serial(2)))
        assert form is not None
        assert (form.fate, str(serial(1)) in (form.note or "")) == ("duplicate", True)
        assert (desk.form, laptop.drafts.open_drafts()) == (None, [])

    def test_may_be_a_newer_version_whose_words_correct_the_record(
        self, laptop: Laptop, batch: PaperBatch, desk: Desk
    ) -> None:
        desk.take_newer()
        assert desk.form is not None
        assert (desk.serial, desk.form.state.answers["U1"].value) == (str(serial(1)), "95")
        assert [form.fate for form in shelf.forms_of(laptop.store, batch.id)] == ["keyed", "duplicate"]

    def test_may_truly_be_another_form_and_its_record_says_so(
        self, laptop: Laptop, batch: PaperBatch, desk: Desk
    ) -> None:
        first = shelf.form(laptop.store, str(serial(1)))
        desk.take_another()
        assert desk.question == ""
        desk.store()
        second = shelf.form(laptop.store, str(serial(2)))
        assert first is not None
        assert second is not None
        body = responses.body_of(laptop.store, (second.keyed or {})["response"])
        assert json.loads(body or b"{}")["repeats"] == (first.keyed or {})["response"]

    def test_is_asked_about_once_the_item_that_tells_two_apart_is_keyed(self, laptop: Laptop) -> None:
        laptop.replica.apply([pack_change(name="itops-pm")], "2")
        batch = batches.open_batch(laptop, read(library_content("itops-pm")), ARRIVAL)
        for number, role in ((1, "1"), (2, "2"), (3, "1")):
            desk = Desk(laptop, batch, "zhao")
            desk.begin(str(serial(number)))
            desk.of_customer("u1")
            desk.head_field("1116")
            assert desk.form is not None
            assert desk.question == ""
            desk.form.press(role)
            desk.item_keyed()
            if number < 3:
                assert desk.question == ""
                desk.store()
        assert str(serial(1)) in desk.question
        assert str(serial(1)) in Desk(laptop, batch, "zhao").question
        desk.take_another()
        assert desk.form is not None
        assert (desk.question, len(desk.form.state.answers)) == ("", 1)
